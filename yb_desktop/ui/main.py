"""Open the window: dress the application, paint the frame, and only then read the office's data.

``open_window`` gives the exit status. The frame's subjects are shown at once and can be used when somebody sits at the
desk. At the start of each day the data is copied, in the worker.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from yb_desktop.base.clock import Clock, PcClock
from yb_desktop.base.errors import WorldError
from yb_desktop.base.files import world_error
from yb_desktop.ui.ask import Ask, WindowAsk
from yb_desktop.ui.context import Context, Tools
from yb_desktop.ui.crash import CrashReports, watch_slots
from yb_desktop.ui.navigation import Navigator, Place, Screen, Subject
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.start.beginning import Beginning
from yb_desktop.ui.subjects import SUBJECTS, SubjectSpec
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme, prepare_environment
from yb_desktop.ui.widgets.basis import Citation
from yb_desktop.ui.widgets.finder import Found
from yb_desktop.ui.window import FrameInfo, MainWindow

if TYPE_CHECKING:  # brings SQLAlchemy
    from yb_desktop.services.views.frame import OfficeNow

FONT_KEY = "font"
_FIRST_SCREEN = "todo"
_BROKEN = 3  # the exit status where the world is broken


def open_window(data: Path | None) -> int:
    """Open the window on a data folder (the remembered one, or asked for, if ``None``) and stay until it closes.

    Gives the exit status; what is wrong is said in a box, not raised.
    """
    prepare_environment()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("yb-desktop")
    app.setApplicationDisplayName("医保定点管理")
    try:
        place = _own_folder()
    except WorldError as problem:
        WindowAsk().refuse(problem)
        return _BROKEN
    program = Program(app, Preferences(place / "window.json"), PcClock(), place / "reports", data)
    program.show()
    return app.exec()


def _own_folder() -> Path:
    """Give this person's own folder for what the window remembers."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise world_error(problem, folder) from problem
    return folder


class Program(QObject):
    """The running program: window, worker, door to the user, and who sits at the desk."""

    def __init__(
        self,
        app: QApplication,
        preferences: Preferences,
        clock: Clock,
        reports: Path,
        folder: Path | None,
        *,
        ask: Ask | None = None,
        theme: Theme | None = None,
    ) -> None:
        super().__init__(app)
        self._closed = False
        self._preferences = preferences
        self._clock = clock
        self.context: Context | None = None
        self.theme = theme or Theme(app, preferences.number(FONT_KEY, 100))
        self.navigator = Navigator(self)
        window_ask = WindowAsk(cite=self._cite, open_article=self._open_article)
        self.ask: Ask = ask or window_ask
        crash_reports = CrashReports(reports, clock)
        self.tasks = Tasks(self.ask, crash_reports, self)
        self.window = MainWindow(self.theme, self.tasks, self.navigator)
        window_ask.stand_above(self.window)
        self.tools = Tools(self.tasks, self.ask, self.navigator, preferences, self.window.say, self.theme)
        self.beginning = Beginning(self.window, self.tools, clock, folder)
        watch_slots(self.ask, crash_reports)
        for spec in SUBJECTS:
            self.window.add(self._subject(spec))
        self.window.centralWidget().setEnabled(False)
        self._connect()

    def show(self) -> None:
        """Paint the window; the office is opened afterwards."""
        self.window.show()

    def close(self) -> None:
        """Close the office and end the worker; what was given to it is done first."""
        if self._closed:
            return
        self._closed = True
        desk = self.beginning.desk
        if desk is not None:
            self.tasks.run(desk.store.close)
        self.tasks.close()

    def _connect(self) -> None:
        window = self.window
        window.first_painted.connect(lambda: QTimer.singleShot(0, self.beginning.begin))
        window.closing.connect(self.close)
        window.unacknowledged_pressed.connect(lambda: self.navigator.go("exchange"))
        self.navigator.written.connect(self._show_info)
        self.theme.changed.connect(lambda percent: self._preferences.set(FONT_KEY, percent))
        self.beginning.seated.connect(self._sit_down)
        self.beginning.given_up.connect(window.close)
        first = window.person_menu.actions()[0]
        for words, deed in (("换人登录…", self.beginning.change_person), ("登记工作人员…", self._add_person)):
            made = window.person_menu.addAction(words, deed)
            window.person_menu.insertAction(first, made)
        window.person_menu.insertSeparator(first)

    def _subject(self, spec: SubjectSpec) -> Subject:
        return Subject(spec.id, spec.title, spec.icon, lambda: self._make(spec))

    def _make(self, spec: SubjectSpec) -> Screen:
        if self.context is None:
            raise RuntimeError("a screen was opened before anybody sat at the desk")
        return spec.make(self.context)

    def _sit_down(self, context: Context) -> None:
        if self.context is None:
            self.context = context
            self.window.centralWidget().setEnabled(True)
            self.window.finder.set_find(lambda text: _found(context, text))
            self.navigator.go(_FIRST_SCREEN)
            self._copy(context)
        else:  # screens keep the context they were made with; another person sits at its desk
            self.context.desk = context.desk
            self.navigator.go(_FIRST_SCREEN)
        self._show_info()

    def _copy(self, context: Context) -> None:
        from yb_desktop.services.views.frame import keep_daily_copy

        context.tasks.run(lambda: keep_daily_copy(context.desk), lambda _made: self._show_info(), title="备份数据")

    def _show_info(self) -> None:
        context = self.context
        if context is None:
            return
        from yb_desktop.services.views.frame import office_now

        context.read(office_now, lambda now: self.window.show_info(_told(context, now)), owner=self)

    def _add_person(self) -> None:
        if self.context is not None:
            self.beginning.add_person(self.context)

    def _cite(self, rule: str) -> Citation | None:
        return self.context.cite(rule) if self.context else None

    def _open_article(self, rule: str) -> None:
        if self.context is not None:
            self.context.open_article(rule)


def frame_info(context: Context) -> FrameInfo:
    """Say what the frame shows, at once: for pictures; the running window asks in the worker."""
    from yb_desktop.services.views.frame import office_now

    return _told(context, office_now(context.desk))


def _told(context: Context, now: OfficeNow) -> FrameInfo:
    person, today = context.desk.person, context.today
    said = f"{person.name}（{'、'.join(role.label for role in person.roles)}）" if person else "（未登录）"
    copied = f"上次备份：{'今天' if now.copied == today else now.copied}" if now.copied else "尚未备份"
    return FrameInfo(now.office, said, today, context.day_info(today), now.unacknowledged, copied, now.clock)


def _found(context: Context, text: str) -> list[Found]:
    from yb_desktop.services.views.frame import find_everything

    return [
        Found(hit.title, hit.note, Place(hit.screen, hit.entity), hit.screen)
        for hit in find_everything(context.desk, text)
    ]
