"""The to-do list: worst first, whose turn, filters, the month, and where a row leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.screens.conftest import Heard
from yb_desktop.services.views.todo import Near, TodoRow, Turn
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.todo.columns import time_words
from yb_desktop.ui.screens.todo.page import TodoScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def screen(context: Context, qtbot: QtBot, settle: Callable[[], None]) -> TodoScreen:
    made = TodoScreen(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.refresh()
    settle()
    return made


def rows(screen: TodoScreen) -> list[TodoRow]:
    model = screen.rows.model
    found = [model.row(number) for number in range(model.rowCount())]
    return [row for row in found if row is not None]


def test_the_worst_comes_first_and_says_whose_turn_it_is(screen: TodoScreen) -> None:
    shown = rows(screen)
    assert [row.near for row in shown] == sorted((row.near for row in shown), key=list(Near).index)
    assert (shown[0].name, time_words(shown[0])) == ("石羊镇中心卫生院", "超期 19 个工作日 · 2026-01-28")
    turns = {row.rule: row.turn for row in shown}
    assert turns["A15"] is Turn.OFFICE
    assert turns["E13"] is Turn.NOBODY
    assert turns["A16"] is Turn.OFFICE  # the applicant's five days are over: now the office must act


def test_a_wait_counts_days_and_a_limit_working_days(screen: TodoScreen) -> None:
    by_rule = {row.rule: row for row in rows(screen) if row.last_day == date(2026, 3, 4)}
    assert time_words(by_rule["E13"]) == "剩 2 天 · 2026-03-04"
    assert time_words(by_rule["A15"]) == "剩 2 个工作日 · 2026-03-04"


def test_chips_count_and_narrow(screen: TodoScreen, settle: Callable[[], None]) -> None:
    chips = {chip.text() for chip in screen.filters.buttons()}
    assert {"全部 10", "已超期 4", "今日到期 0", "两个工作日内 1"} <= chips
    screen.filters.button(1).click()
    settle()
    assert {row.near for row in rows(screen)} == {Near.OVERDUE}
    screen.filters.button(2).click()
    settle()
    assert screen.rows.model.rowCount() == 0
    assert screen.rows.empty.isVisible()


def test_a_day_of_the_month_narrows_and_is_let_go_by_keys(screen: TodoScreen, settle: Callable[[], None]) -> None:
    days = screen.month.days
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(days, key)
    settle()
    assert {row.last_day for row in rows(screen)} == {date(2026, 3, 4)}
    assert "2 项到期" in days.accessibleName()
    QTest.keyClick(days, Qt.Key.Key_Space)
    settle()
    assert len(rows(screen)) == 10


def test_enter_opens_the_matter(screen: TodoScreen, heard: Heard) -> None:
    first, case = rows(screen)[0], rows(screen)[2]
    QTest.keyClick(screen.rows.table, Qt.Key.Key_Return)
    screen.rows.opened.emit(case)
    assert [place.screen for place in heard.went] == ["agreements", "applications"]
    assert [place.entity for place in heard.went] == [first.entity, case.entity]
