"""The one worker thread that owns the database; the window gives it work and never waits.

Rules kept here: work is done in the order it was given; work once given is done even when the widget that asked is
gone (only its result is dropped), unless it is taken back before it began; results arrive in the window's thread;
an error arrives as ``YbError``, an unexpected exception as ``Crash`` after its report was written.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from yb_desktop.base.errors import YbError
from yb_desktop.ui.ask import Ask
from yb_desktop.ui.collecting import Collector
from yb_desktop.ui.crash import CrashReports

T = TypeVar("T")
_REPORT_EVERY = 0.05  # seconds between two progress reports that reach the window


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come; ``total`` 0 means that nobody knows."""

    done: int
    total: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """What the worker does now: for the status bar."""

    title: str
    can_stop: bool
    waiting: int
    progress: Progress | None = None


class Stopped(Exception):
    """The person stopped long work; raised out of ``report`` so that the open transaction is taken back."""


class Report:
    """Given to long work, which calls it now and then; it raises ``Stopped`` once the person wants to stop."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._wanted = threading.Event()
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        """Say how far the work is; cheap enough for every row."""
        if self._wanted.is_set():
            raise Stopped
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY or progress.done == progress.total:
            self._last = now
            self._tell(progress)

    def count(self, done: int, total: int) -> None:
        """Say how far the work is, for services that take a plain ``(done, total)`` callable."""
        self(Progress(done, total))

    def stop(self) -> None:
        """Ask the work to stop at its next report."""
        self._wanted.set()

    def stop_wanted(self) -> bool:
        """Say whether the work should stop."""
        return self._wanted.is_set()


class _Runnable(Protocol):
    title: str
    report: Report
    can_stop: bool

    def do(self, reports: CrashReports) -> None: ...

    def deliver(self, ask: Ask) -> None: ...


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _Ends(Generic[T]):
    """Who gets the outcome."""

    then: Callable[[T], None] | None
    failed: Callable[[YbError], None] | None
    stopped: Callable[[], None] | None
    owner: QObject | None


class Task(Generic[T]):
    """One piece of work on its way."""

    def __init__(
        self, work: Callable[[Report], T], ends: _Ends[T], report: Report, *, title: str, can_stop: bool
    ) -> None:
        self._work = work
        self._ends = ends
        self._outcome: _Done[T] | YbError | Stopped | None = None
        self._dropped = False
        self.title = title
        self.can_stop = can_stop
        self.report = report

    def stop(self) -> None:
        """Take the work back if it has not begun; else ask it to stop at its next report."""
        self.report.stop()

    def drop(self) -> None:
        """Take the work back if it has not begun, and forget its result: something newer was asked for."""
        self._dropped = True
        self.report.stop()

    def do(self, reports: CrashReports) -> None:
        """Do the work, in the worker."""
        if self.report.stop_wanted():
            self._outcome = Stopped()
            return
        try:
            self._outcome = _Done(self._work(self.report))
        except Stopped as stopped:
            self._outcome = stopped
        except YbError as problem:
            self._outcome = problem
        except Exception as problem:  # the boundary: whatever else escapes is our mistake and must not end the worker
            self._outcome = reports.write(problem)

    def deliver(self, ask: Ask) -> None:
        """Hand the outcome over, in the window's thread; to nobody if who asked is gone."""
        ends = self._ends
        if self._dropped or (ends.owner is not None and not isValid(ends.owner)):
            return
        match self._outcome:
            case _Done(value=value) if ends.then is not None:
                ends.then(value)
            case YbError() as problem:
                (ends.failed or ask.refuse)(problem)
            case Stopped() if ends.stopped is not None:
                ends.stopped()
            case _:
                return


class Tasks(QObject):
    """Gives work to the worker and its results back to the window."""

    running = Signal(object)
    """``Running`` when something begins or gets further, ``None`` when nothing is left to do."""

    _finished = Signal(object)
    _told = Signal(object)

    def __init__(self, ask: Ask, reports: CrashReports, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._reports = reports
        self._queue: deque[int] = deque()
        self._given: dict[int, _Runnable] = {}
        self._busy = False
        self._collector = Collector(self)
        self._numbers = count(1)
        self._changed = threading.Condition()
        self._closing = False
        self._current: Running | None = None
        self._at_work: _Runnable | None = None
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._worker = threading.Thread(target=self._loop, name="store", daemon=True)
        self._worker.start()

    @property
    def ask(self) -> Ask:
        """The door to the person, for widgets that have no other way to it."""
        return self._ask

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[YbError], None] | None = None,
        *,
        title: str = "",
        owner: QObject | None = None,
    ) -> Task[T]:
        """Do short work; ``then`` gets the result. Errors go to ``failed``, or to the person.

        ``owner`` is the widget to which the result belongs; left out, it is the object whose method ``then`` is.
        """
        ends = _Ends(then, failed, None, owner or _owner_of(then))
        return self._give(lambda _report: work(), ends, title=title, can_stop=False)

    def run_long(
        self,
        title: str,
        work: Callable[[Report], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[YbError], None] | None = None,
        *,
        stopped: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> Task[T]:
        """Do long work that reports how far it is and can be stopped; ``stopped`` is called when it was."""
        ends = _Ends(then, failed, stopped, owner or _owner_of(then))
        return self._give(work, ends, title=title, can_stop=True)

    def refuse(self, problem: YbError) -> None:
        """Say what went wrong through the one door; for a ``failed`` that has shown nothing of its own."""
        self._ask.refuse(problem)

    def stop_current(self) -> None:
        """Ask the long work that is running to stop."""
        at_work = self._at_work
        if at_work is not None and at_work.can_stop:
            at_work.report.stop()

    def idle(self) -> bool:
        """Say whether nothing runs and nothing waits."""
        with self._changed:
            return not self._busy and not self._queue

    def at_rest(self) -> bool:
        """Say whether all that was given is done and its outcome handed over; asked in the window's thread."""
        return not self._given

    def close(self) -> None:
        """Finish what was given (long work is asked to stop) and end the worker; nothing is delivered any more."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            for number in self._queue:
                if self._given[number].can_stop:
                    self._given[number].report.stop()
            self._changed.notify_all()
        self.stop_current()
        self._worker.join()
        self._given.clear()
        self._collector.stop()

    def _give(self, work: Callable[[Report], T], ends: _Ends[T], *, title: str, can_stop: bool) -> Task[T]:
        task = Task(work, ends, Report(self._told.emit), title=title, can_stop=can_stop)
        with self._changed:
            if self._closing:
                raise RuntimeError("work was given after close")
            number = next(self._numbers)
            self._given[number] = task
            self._queue.append(number)
            self._changed.notify_all()
        return task

    def _loop(self) -> None:
        while (number := self._next()) is not None:
            self._do(number)
            self._finished.emit(number)
            if self.idle():
                self._told.emit(None)

    def _next(self) -> int | None:
        """Wait for work; gives nothing when the window closes and all that was given is done."""
        with self._changed:
            while not self._queue and not self._closing:
                self._changed.wait()
            self._busy = bool(self._queue)
            return self._queue.popleft() if self._queue else None

    def _do(self, number: int) -> None:
        """Do one piece of work. Nothing of it is held here afterwards.

        What a task was given holds widgets. Were the worker the last to let go of it, they would be taken down in the
        wrong thread, and Qt would crash; so tasks are kept in ``_given`` and let go of in the window's thread.
        """
        with self._changed:
            task = self._at_work = self._given[number]
            waiting = len(self._queue)
        self._told.emit(Running(task.title, task.can_stop, waiting))
        task.do(self._reports)
        with self._changed:
            self._at_work = None
            self._busy = False

    @Slot(object)
    def _deliver(self, number: int) -> None:
        task = self._given.pop(number, None)
        if task is not None and not self._closing:
            task.deliver(self._ask)

    @Slot(object)
    def _pass_on(self, news: Running | Progress | None) -> None:
        if self._closing:
            return
        match news:
            case Progress() if self._current is not None:
                self._current = replace(self._current, progress=news)
            case Progress():
                return
            case _:
                self._current = news
        self.running.emit(self._current)


def _owner_of(then: Callable[[T], None] | None) -> QObject | None:
    owner = getattr(then, "__self__", None)
    return owner if isinstance(owner, QObject) else None
