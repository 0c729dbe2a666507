"""A clerk's hand in the running window: finds what is shown by the words a screen reader says, presses and fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QWidget,
)

from tests.ui.recording import RecordingAsk
from yb_desktop.ui.main import Program
from yb_desktop.ui.screens.visits.signatures import SignaturePad
from yb_desktop.ui.widgets.badge import Badge

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)


@dataclass(slots=True)
class MovedClock:
    """A clock that stands still until somebody moves it."""

    day: date

    def today(self) -> date:
        """Give the day."""
        return self.day

    def now(self) -> datetime:
        """Give noon of the day in UTC."""
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)


class Hand:
    """Works at a program's window; every wait ends when what is waited for is there."""

    def __init__(self, program: Program, ask: RecordingAsk, qtbot: QtBot) -> None:
        self.program = program
        self.ask = ask
        self.qtbot = qtbot

    def settle(self) -> None:
        """Wait until the worker has nothing to do and what it gave is shown; nothing may have been refused."""
        for _ in range(2):
            self.qtbot.waitUntil(self.program.tasks.at_rest, timeout=20_000)
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert [one.text for one in self.ask.refused] == []

    def place(self) -> QWidget:
        """Give where one works: the dialog on top, else the shown page."""
        dialogs = [one for one in self.program.window.findChildren(QDialog) if one.isVisible()]
        tops = [one for one in dialogs if not any(inner.isVisible() for inner in one.findChildren(QDialog))]
        if tops:
            return tops[-1]
        pages = self.program.window.findChild(QStackedWidget)
        assert isinstance(pages, QStackedWidget)
        return pages

    def subject(self, title: str) -> None:
        """Go to a subject at the left."""
        self.settle()
        side = [one for one in self.program.window.findChildren(QAbstractButton) if one.property("role") == "subject"]
        next(one for one in side if one.accessibleName() == title).click()
        self.settle()

    def press(self, words: str) -> None:
        """Press the button of these words, or of this name."""

        def offered() -> list[QAbstractButton]:
            return [one for one in self._shown(QAbstractButton) if one.isEnabled() and words in _words(one)]

        self._until(lambda: bool(offered()), f"no button {words}")
        offered()[0].click()
        self.settle()

    def choose(self, words: str) -> None:
        """Choose from the menu that is open."""
        self.settle()

        def offered() -> list[QMenu]:
            menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
            return [one for one in menus if any(action.text().startswith(words) for action in one.actions())]

        self._until(lambda: bool(offered()), f"no menu {words}")
        menu = offered()[0]
        action = next(one for one in menu.actions() if one.text().startswith(words))
        menu.close()
        action.trigger()
        self.settle()

    def fill(self, **values: str) -> None:
        """Fill fields by their names."""
        for name, value in values.items():
            self.put(name, value)

    def put(self, name: str, value: str) -> None:
        """Put a value into the field of this name: typed, chosen by its words, or ticked with ``是``."""

        def found() -> list[QWidget]:
            kinds = (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox, QAbstractSpinBox)
            return [one for kind in kinds for one in self._shown(kind) if one.accessibleName() == name]

        self._until(lambda: bool(found()), f"no field {name}")
        _put(found()[0], value)
        QApplication.processEvents()

    def tab(self, words: str) -> None:
        """Turn to a tab."""
        for tabs in self._shown(QTabWidget):
            for at in range(tabs.count()):
                if tabs.tabText(at).startswith(words):
                    tabs.setCurrentIndex(at)
        self.settle()

    def open_line(self, words: str) -> None:
        """Open the line of a list in which these words stand, by Enter."""

        def held() -> list[tuple[QTableView, int]]:
            return [
                (table, line)
                for table in self._shown(QTableView)
                for line in range(table.model().rowCount())
                if any(words in str(table.model().index(line, at).data()) for at in range(table.model().columnCount()))
            ]

        self._until(lambda: bool(held()), f"no line {words}")
        table, line = held()[0]
        table.setCurrentIndex(table.model().index(line, 0))
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.settle()

    def sign(self, name: str) -> None:
        """Draw a signature on the pad of a person."""
        [pad] = [one for one in self._shown(SignaturePad) if one.accessibleName() == f"{name}签名处"]
        at = pad.rect().center()
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at)
        for step in range(1, 6):
            QTest.mouseMove(pad, QPoint(at.x() + 6 * step, at.y() + step))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(at.x() + 36, at.y() + 6))
        self.settle()

    def says(self, words: str) -> None:
        """Wait until these words are shown."""
        self._until(lambda: words in self.texts(), f"{words} is not said")

    def texts(self) -> str:
        """Give every word that labels show where one works."""
        said = [one.text() for one in self._shown(QLabel)]
        return "\n".join((*said, *(one.text() for one in self._shown(Badge))))

    def _shown(self, kind: type[W]) -> list[W]:
        return [one for one in self.place().findChildren(kind) if one.isVisible()]

    def _until(self, holds: Callable[[], bool], problem: str) -> None:
        self.settle()
        for _ in range(40):
            if holds():
                return
            self.qtbot.wait(10)
        buttons = "、".join(sorted({word for one in self._shown(QAbstractButton) for word in _words(one)}))
        names = "、".join(sorted({one.accessibleName() for one in self._shown(QWidget)}))
        raise AssertionError(f"{problem} in {type(self.place()).__name__}: {buttons} | {names} | {self.texts()}")


def _words(one: QAbstractButton) -> set[str]:
    return {one.text().rstrip("…"), one.accessibleName()} - {""}


def _put(field: QWidget, value: str) -> None:
    match field:
        case QComboBox() as box:
            _put_choice(box, value)
        case QCheckBox() as tick:
            tick.setChecked(value == "是")
        case QPlainTextEdit() as text:
            text.setPlainText(value)
        case QLineEdit() as line:
            line.setFocus()
            line.setText(value)
            line.editingFinished.emit()
        case other:
            other.setFocus()
            QTest.keyClick(other, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(other, value)


def _put_choice(box: QComboBox, value: str) -> None:
    at = box.findText(value, Qt.MatchFlag.MatchContains)
    box.setCurrentIndex(at)
    if at < 0:
        box.setEditText(value)
    else:
        box.activated.emit(at)
