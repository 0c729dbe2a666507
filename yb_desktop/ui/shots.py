"""Pictures of every screen with sample data, without a display: 1366×768 at 100 % and at 150 % font size.

Every picture is the window as a person has it, dialogs above it included. The data comes from one function,
``services.sample.make_working_office``, on a day that does not change: what changes in a picture is the program.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import BadInput, WorldError, YbError
from yb_desktop.base.files import world_error
from yb_desktop.ui.ask import WindowAsk
from yb_desktop.ui.context import Context, Tools
from yb_desktop.ui.crash import CrashReports
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.main import frame_info
from yb_desktop.ui.navigation import Navigator, Screen, Subject
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.subjects import SUBJECTS, SubjectSpec
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme, prepare_environment
from yb_desktop.ui.window import MainWindow

DAY = date(2026, 3, 2)
PERCENTS = (100, 150)
_QUIET = 40  # ms without work before a picture is taken


def take_shots(out: Path, screens: list[str]) -> int:
    """Write the pictures of the named screens (all, if none) into ``out``; gives the exit status.

    Raises ``BadInput`` for a screen that does not exist, ``WorldError`` where the pictures cannot be written.
    """
    wanted = chosen(screens)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise world_error(problem, out) from problem
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare_environment()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="yb-shots-") as folder:
        theme = Theme(app)
        try:
            for percent in PERCENTS:
                theme.set_percent(percent)
                with closing(Studio(theme, Path(folder) / str(percent))) as studio:
                    for spec in wanted:
                        studio.shoot(spec, out, f"{percent}")
        finally:
            theme.usual()  # the application may go on: a test's does
    print(f"已写出 {len(list(out.glob('*.png')))} 张图片：{out}")
    return 0


def chosen(screens: Sequence[str]) -> tuple[SubjectSpec, ...]:
    """Give the subjects that are named, all if none is. Raises ``BadInput`` (``screen``)."""
    known = {spec.id: spec for spec in SUBJECTS}
    for name in screens:
        if name not in known:
            raise BadInput("screen", f"没有名为“{name}”的界面，可用的有：{'、'.join(known)}。")
    return tuple(known[name] for name in screens) or SUBJECTS


class _NobodyThere(WindowAsk):
    """The door to the user where nobody could press the button of a box: what is refused is kept for ``settle``."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[YbError] = []

    def refuse(self, error: YbError) -> None:
        """Keep what went wrong."""
        self.refused.append(error)


class Studio:
    """A window over a sample office, in which screens are opened and their pictures taken."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        from yb_desktop.services.stories.sample import make_working_office

        folder.mkdir()
        clock = FixedClock(DAY)
        self._desk = make_working_office(folder / "office", DAY)
        self._ask = ask = _NobodyThere()
        self._tasks = Tasks(ask, CrashReports(folder / "reports", clock))
        navigator = Navigator()
        self._window = MainWindow(theme, self._tasks, navigator)
        ask.stand_above(self._window)
        preferences = Preferences(folder / "window.json")
        tools = Tools(self._tasks, ask, navigator, preferences, self._window.say, theme)
        self._context = Context(tools, self._desk, Drafts(folder / "drafts", clock))
        for spec in SUBJECTS:
            self._window.add(Subject(spec.id, spec.title, spec.icon, self._maker(spec)))
        self._window.show_info(frame_info(self._context))
        self._window.show()

    def shoot(self, spec: SubjectSpec, out: Path, suffix: str) -> None:
        """Open a screen, write its picture, and one of each of its scenes. Raises what the screen was refused."""
        self._context.navigator.go(spec.id)
        self._write(out / f"{spec.id}-{suffix}.png")
        screen = self._window.opened_screen(spec.id)
        if screen is None:
            return
        for name, scene in spec.scenes(self._context, screen).items():
            self._context.navigator.go(spec.id)
            self.settle()
            scene()
            self._write(out / f"{spec.id}-{name}-{suffix}.png")
            for dialog in self._dialogs():
                dialog.close()

    def settle(self) -> None:
        """Wait until the worker has nothing to do and what it gave is shown; raise what a screen was refused."""
        for _ in range(3):
            while not self._tasks.at_rest():
                _wait(5)
            _wait(_QUIET)
        if self._ask.refused:
            raise self._ask.refused.pop(0)

    def close(self) -> None:
        """End the worker and close the office."""
        self._tasks.run(self._desk.store.close)
        self._tasks.close()
        self._window.close()
        self._window.deleteLater()
        _wait(0)

    def _maker(self, spec: SubjectSpec) -> Callable[[], Screen]:
        return lambda: spec.make(self._context)

    def _write(self, file: Path) -> None:
        self.settle()
        picture = self._window.grab()
        for dialog in self._dialogs():
            self._lay_over(picture, dialog)
        if not picture.save(str(file)):
            raise WorldError("file", f"不能写出图片“{file}”。请检查磁盘空间和文件夹权限后重试。")

    def _lay_over(self, picture: QPixmap, dialog: QDialog) -> None:
        grabbed = dialog.grab()
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), QColor(20, 30, 40, 90))
        left = (self._window.width() - dialog.width()) // 2
        top = max(0, (self._window.height() - dialog.height()) // 2)
        painter.drawPixmap(left, top, grabbed)
        painter.end()

    def _dialogs(self) -> list[QDialog]:
        return [one for one in self._window.findChildren(QDialog) if one.isVisible()]


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
