"""The list of applications with its filters, and receiving at the counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.services.office import FIRST
from tests.ui.looking import shown
from tests.ui.screens.case_rooms import Room
from yb_desktop.base.clock import FixedClock
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import institution_defaults
from yb_desktop.services.views.applications import CaseFilter, Scope
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.screens.applications.dialogs import ReceiveDialog
from yb_desktop.ui.screens.applications.page import NAME, ApplicationsScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def institution() -> str:
    return "石羊镇柳树村卫生室"


@pytest.fixture
def screen(room: Room, qtbot: QtBot) -> ApplicationsScreen:
    return shown(ApplicationsScreen(room.context), room.context, NAME, qtbot)


def rows(room: Room, screen: ApplicationsScreen, wanted: CaseFilter | None = None) -> list[tuple[str, ...]]:
    """Give the words of the list's rows."""
    view = screen.list.rows
    with room.qtbot.waitSignal(view.counted):
        if wanted is None:
            screen.refresh()
        else:
            screen.list.show_filter(wanted)
    return [words for number in range(view.model.rowCount()) if (words := view.model.words(number)) is not None]


def test_a_row_says_state_and_most_pressing_clock(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    found = rows(room, screen)
    assert [row[:4] for row in found] == [("石羊镇柳树村卫生室", "已收件", "剩 2 个工作日 · 2026-03-09", "A15")]
    room.until(lambda: screen.list.scopes.button(0).text() == "在办 1")
    assert screen.list.state.itemText(1) == "已收件 1"


def test_filters_find_what_waits_for_a_second_person_and_what_is_over(room: Room, screen: ApplicationsScreen) -> None:
    room.office.evaluating()
    room.office.visited()
    room.office.do("evaluation.decide", FIRST)
    pending = rows(room, screen, CaseFilter(Scope.PENDING))
    assert [row[1] for row in pending] == ["评估中，待审核"]
    room.office.do("applications.withdraw", FIRST)
    assert rows(room, screen, CaseFilter(Scope.PENDING)) == []
    assert rows(room, screen, CaseFilter()) == []
    assert len(rows(room, screen, CaseFilter(Scope.ALL))) == 1
    assert len(rows(room, screen, CaseFilter(Scope.ALL, CaseState.WITHDRAWN))) == 1
    assert rows(room, screen, CaseFilter(Scope.ALL, CaseState.SIGNED)) == []


def test_publicity_that_is_over_is_not_late(room: Room, screen: ApplicationsScreen) -> None:
    room.office.evaluating()
    room.office.visited()
    room.office.both("evaluation.decide", FIRST)
    room.office.do("evaluation.pass_list", FIRST)
    room.office.do("evaluation.publish", FIRST)
    assert rows(room, screen)[0][2] == "剩 6 天 · 2026-03-11"
    room.sit("经办员", date(2026, 3, 17))
    assert rows(room, screen)[0][2] == "已届满 · 2026-03-11"


def test_chips_and_search_narrow_the_list(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    rows(room, screen)
    counted = screen.list.rows.counted
    with room.qtbot.waitSignal(counted) as found:
        screen.list.scopes.button(1).click()
    assert found.args == [0]
    with room.qtbot.waitSignal(counted) as found:
        screen.list.scopes.button(0).click()
    assert found.args == [1]
    with room.qtbot.waitSignal(counted) as found:
        screen.list.search.setText("syzlsc")
    assert found.args == [1]
    with room.qtbot.waitSignal(counted) as found:
        screen.list.search.setText("没有这家")
    assert found.args == [0]


def test_enter_opens_a_case_and_going_home_shows_the_list(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    rows(room, screen)
    QTest.keyClick(screen.list.rows.table, Qt.Key.Key_Return)
    assert room.seat.places == [Place(NAME, room.office.case)]
    screen.open(room.office.case)
    room.until(lambda: screen.case.view is not None)
    assert screen.case.isVisible()
    screen.case.back.click()
    assert screen.list.isVisible()
    room.settle()


def test_a_long_case_does_not_stretch_the_list(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    screen.open(room.office.case)
    room.until(lambda: screen.case.view is not None)
    room.settle()
    long = screen.widget().minimumSizeHint().height()
    room.context.navigator.go(NAME)
    room.settle()
    assert screen.widget().minimumSizeHint().height() < long / 2


def counter(room: Room, screen: ApplicationsScreen) -> ReceiveDialog:
    """Open the counter and choose the office's institution with the keyboard."""
    screen.list.receive.click()
    dialog = screen.dialog
    assert dialog is not None
    room.until(lambda: dialog.found.count() > 0)
    room.settle()
    dialog.search.setText("柳树")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    room.until(lambda: dialog.form is not None)
    return dialog


def test_receiving_ticks_what_came_and_opens_the_case(room: Room, screen: ApplicationsScreen) -> None:
    dialog = counter(room, screen)
    assert dialog.form is not None
    everything = next(one for one in dialog.form.findChildren(QPushButton) if one.text() == "全部齐全")
    everything.click()
    items = dialog.form.values()["items"]
    assert isinstance(items, dict)
    items["licence"] = {"copies": 1, "sealed": False}
    dialog.form.set_values({"items": items})
    dialog.deed.click()
    room.until(lambda: not dialog.isVisible())
    room.settle()
    room.office.case = room.seat.places[-1].entity
    case = room.case()
    assert case.kind is ApplicationKind.ADMISSION
    assert case.missing == ("licence",)
    assert len(case.items) == 6


def test_nothing_ticked_is_received_with_everything_missing(room: Room, screen: ApplicationsScreen) -> None:
    dialog = counter(room, screen)
    dialog.deed.click()
    room.until(lambda: not dialog.isVisible())
    room.settle()
    room.office.case = room.seat.places[-1].entity
    assert room.case().items == {}
    assert len(room.case().missing) == 5


def test_who_has_an_application_cannot_bring_another(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    screen.open(room.office.institution)
    dialog = screen.dialog
    assert dialog is not None
    room.until(lambda: dialog.form is not None)
    assert not dialog.deed.isEnabled()
    dialog.reject()


def test_a_day_after_today_is_said_at_the_day(room: Room, screen: ApplicationsScreen) -> None:
    dialog = counter(room, screen)
    assert dialog.form is not None
    dialog.form.set_values({"on": "2026-03-09"})
    dialog.deed.click()
    room.until(dialog.deed.isEnabled)
    assert room.seat.ask.refused == []
    assert dialog.isVisible()
    dialog.reject()


def test_a_day_before_the_newest_record_is_confirmed(room: Room, screen: ApplicationsScreen) -> None:
    dialog = counter(room, screen)
    assert dialog.form is not None
    dialog.form.set_values({"on": "2026-02-27"})
    room.seat.ask.yes = False
    dialog.deed.click()
    room.until(lambda: room.seat.ask.asked)
    room.until(dialog.deed.isEnabled)
    assert "早于本机构其他事项的最近记录（2026-03-02）" in room.seat.ask.asked[0]
    assert dialog.isVisible()
    room.seat.ask.yes = True
    dialog.deed.click()
    room.until(lambda: not dialog.isVisible())
    room.settle()
    room.office.case = room.seat.places[-1].entity
    assert room.case().received == date(2026, 2, 27)


def test_an_internet_hospital_chooses_its_host(room: Room, screen: ApplicationsScreen) -> None:
    later = date(2026, 3, 12)
    room.office.desk = replace(room.office.desk, clock=FixedClock(later))
    room.office.signing()
    for action in ("draft", "print", "sign"):
        room.office.do(f"agreements.{action}", later)
    host = room.office.institution
    given: dict[str, object] = {"class": "internet_hospital", "name": "大姚县人民医院互联网医院"}
    params = institution_defaults(given, room.office.desk.law.areas, "532326", later)
    params["distinct_from"] = [host]
    made = run(room.office.at("经办员"), "institutions.register", on=later, params=params).entity
    room.sit("经办员")
    screen.open(made)
    dialog = screen.dialog
    assert dialog is not None
    room.until(lambda: dialog.form is not None)
    assert dialog.form is not None
    assert dialog.form.values()["kind"] == "supplementary"
    dialog.form.set_values({"host": host})
    dialog.deed.click()
    room.until(lambda: not dialog.isVisible())
    room.settle()
    room.office.case = room.seat.places[-1].entity
    assert room.case().host == host
    assert room.case().kind is ApplicationKind.SUPPLEMENTARY
