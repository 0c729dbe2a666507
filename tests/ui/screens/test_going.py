"""The window leads to every screen alike: a subject at the left shows its list, Alt+Left goes back the way one came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.store import lists
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen, Subject
from yb_desktop.ui.screens.agreements.page import AgreementsScreen
from yb_desktop.ui.screens.applications.page import ApplicationsScreen
from yb_desktop.ui.screens.institutions.page import InstitutionsScreen
from yb_desktop.ui.screens.visits.page import VisitsScreen
from yb_desktop.ui.subjects import SUBJECTS, SubjectSpec
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Settle = Callable[[], None]

PAGES = ("institutions", "applications", "agreements", "visits")
"""The subjects whose lines open a page."""


@pytest.fixture
def window(theme: Theme, context: Context, qtbot: QtBot) -> MainWindow:
    made = MainWindow(theme, context.tasks, context.navigator)

    def add(spec: SubjectSpec) -> None:
        made.add(Subject(spec.id, spec.title, spec.icon, lambda: spec.make(context)))

    for spec in SUBJECTS:
        add(spec)
    qtbot.addWidget(made)
    made.show()
    return made


def something(context: Context, name: str) -> str:
    """Give what can be opened on a screen."""
    with context.desk.store.read() as reader:
        match name:
            case "institutions":
                return lists.institutions(reader).rows[0].id
            case "applications":
                return lists.applications(reader).rows[0].id
            case "visits":
                found = lists.applications(reader, state=CaseState.EVALUATING).rows
                return next(row.id for row in found if reader.case(row.id).visit is not None)
            case _:
                return lists.agreements(reader, state=AgreementState.IN_FORCE).rows[0].id


def list_and_page(screen: Screen | None) -> tuple[QWidget, QWidget]:
    """Give the list of a screen and the page over it."""
    match screen:
        case InstitutionsScreen():
            return screen.list, screen.detail
        case ApplicationsScreen():
            return screen.list, screen.case
        case AgreementsScreen():
            return screen.rows, screen.page
        case VisitsScreen():
            return screen.list, screen.checklist
        case _:
            raise AssertionError(screen)


def subject(window: MainWindow, name: str) -> QPushButton:
    """Give the line at the left."""
    title = next(spec.title for spec in SUBJECTS if spec.id == name)
    found = (one for one in window.findChildren(QPushButton) if one.property("role") == "subject")
    return next(one for one in found if one.text() == title)


def press_alt(window: MainWindow, key: Qt.Key, qtbot: QtBot) -> None:
    """Press Alt and a key in the window."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)


@pytest.mark.parametrize("name", PAGES)
def test_a_subject_shows_its_list_and_back_leads_to_the_page(
    window: MainWindow, context: Context, settle: Settle, qtbot: QtBot, name: str
) -> None:
    window.navigator.go(name)
    window.navigator.go(name, something(context, name))
    shown, page = list_and_page(window.opened_screen(name))
    qtbot.waitUntil(page.isVisible)
    subject(window, name).click()
    qtbot.waitUntil(shown.isVisible)
    assert not page.isVisible()
    settle()
    press_alt(window, Qt.Key.Key_Left, qtbot)
    qtbot.waitUntil(page.isVisible)
    settle()
    press_alt(window, Qt.Key.Key_Left, qtbot)
    qtbot.waitUntil(shown.isVisible)
    settle()


@pytest.mark.parametrize("name", ["institutions", "applications", "agreements"])
def test_the_keyboard_does_the_same(
    window: MainWindow, context: Context, settle: Settle, qtbot: QtBot, name: str
) -> None:
    window.navigator.go(name, something(context, name))
    shown, page = list_and_page(window.opened_screen(name))
    qtbot.waitUntil(page.isVisible)
    number = [spec.id for spec in SUBJECTS].index(name) + 1
    press_alt(window, Qt.Key(Qt.Key.Key_0 + number), qtbot)
    qtbot.waitUntil(shown.isVisible)
    settle()
    assert shown.isAncestorOf(window.focusWidget())
