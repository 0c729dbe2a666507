"""What a person sees of a screen: words, buttons and dialogs, each waited for until it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.ui.screens.sample_offices import lead
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)
S = TypeVar("S", bound=Screen)


def shown(screen: S, context: Context, name: str, qtbot: QtBot, *, width: int = 1200, height: int = 700) -> S:
    """Show a screen as the window does: it can be gone to by its name, and hears what was written."""
    page = screen.widget()
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    context.navigator.setParent(page)
    context.navigator.written.connect(screen.refresh)
    lead(context.navigator, name, screen)
    return screen


def settled(tasks: Tasks, qtbot: QtBot) -> None:
    """Wait until nothing is left to do: no work, no outcome on its way, and nothing that these lead to."""
    for _ in range(3):  # what arrived may ask for more: a page its list, a list its rows
        qtbot.waitUntil(tasks.at_rest)
        QCoreApplication.processEvents()
        QCoreApplication.processEvents()  # what a timer of no length put off


def texts(place: QWidget) -> str:
    """Give every word that labels show."""
    return "\n".join(one.text() for one in place.findChildren(QLabel) if one.isVisible())


def says(place: QWidget, words: str, qtbot: QtBot) -> None:
    """Wait until these words are shown."""
    qtbot.waitUntil(lambda: words in texts(place))


def opened(place: QWidget, kind: type[W], qtbot: QtBot) -> W:
    """Give the dialog of a kind that was opened last, and is there still."""

    def found() -> list[W]:
        return [one for one in place.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[-1]


def deed(place: QWidget, words: str, qtbot: QtBot) -> QPushButton:
    """Give the button with these words."""

    def found() -> list[QPushButton]:
        return [one for one in place.findChildren(QPushButton) if one.text() == words and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def press(place: QWidget, words: str, qtbot: QtBot) -> None:
    """Press the button with these words, once it may be pressed: one that asks the store first waits for its answer."""
    qtbot.waitUntil(lambda: deed(place, words, qtbot).isEnabled())
    deed(place, words, qtbot).click()


def gone(dialog: QWidget, qtbot: QtBot) -> None:
    """Wait until a dialog has closed."""
    qtbot.waitUntil(lambda: not dialog.isVisible())
