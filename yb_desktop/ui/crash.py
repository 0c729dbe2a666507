"""Our own mistakes: a report file for whoever mends the program, one Chinese sentence for the person.

The report holds the traceback, versions and the system; no values of variables, so no names or numbers of people
beyond what an exception's own text says.
"""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version

from yb_desktop.base.clock import Clock
from yb_desktop.base.errors import WorldError, YbError
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.ui.ask import Ask


class Crash(YbError):
    """An unexpected exception, reported to a file; its text is fit to be shown."""

    def __init__(self, text: str, report: Path | None) -> None:
        super().__init__("crash", text)
        self.report = report


class CrashReports:
    """Writes crash reports into one folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def write(self, problem: BaseException) -> Crash:
        """Write a report about ``problem`` and give the error to show; a disk that cannot be written is said too."""
        now = self._clock.now()
        file = self._folder / f"crash-{now:%Y%m%d-%H%M%S}-{threading.get_native_id()}.txt"
        head = (
            f"YB Desktop {_version()} · Python {platform.python_version()} · Qt {qt_version}\n"
            f"{platform.platform()} · {now.isoformat(timespec='seconds')} · {threading.current_thread().name}\n\n"
        )
        body = "".join(traceback.format_exception(problem))
        try:
            self._make_folder()
            write_whole(file, (head + body).encode("utf-8", "backslashreplace"))
        except WorldError as second:
            return Crash(f"程序出了错，这一步没有做。错误报告也未能写出：{second.text}", None)
        return Crash(
            f"程序出了错，这一步没有做，已保存的数据不受影响。错误报告已写入“{file}”，请交给维护人员；可以继续使用。",
            file,
        )

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise world_error(problem, self._folder) from problem


def _version() -> str:
    from importlib import metadata  # slow to import, and hardly ever needed

    try:
        return metadata.version("yb-desktop")
    except metadata.PackageNotFoundError:
        return "（源码目录）"


def watch_slots(ask: Ask, reports: CrashReports) -> None:
    """Send exceptions that escape from a slot or a key press through ``ask`` instead of to a console nobody sees."""

    def hook(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, problem, trace)
        elif isinstance(problem, YbError):
            ask.refuse(problem)
        else:
            ask.refuse(reports.write(problem))

    sys.excepthook = hook
