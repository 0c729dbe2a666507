"""The to-do list: worst first, whose turn, filters, the month, and where a row leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.screens.conftest import Heard
from yb_desktop.domain.duties import DutyKind
from yb_desktop.services.pairs import OWN_WORK
from yb_desktop.services.people import find_person
from yb_desktop.services.views.releasing import waiting_releases
from yb_desktop.services.views.todo import Near, TodoRow, Turn
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.screens.todo.columns import COLUMNS, day_words
from yb_desktop.ui.screens.todo.page import RELEASES, TodoScreen
from yb_desktop.ui.screens.todo.releases_page import ReleasesPage
from yb_desktop.ui.screens.todo.verifying import VerifyDialog

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
    model = screen.clocks.rows.model
    found = [model.row(number) for number in range(model.rowCount())]
    return [row for row in found if row is not None]


def test_the_worst_comes_first_and_says_whose_turn_it_is(screen: TodoScreen) -> None:
    shown = rows(screen)
    assert [row.near for row in shown] == sorted((row.near for row in shown), key=list(Near).index)
    assert (shown[0].name, COLUMNS[0].render(shown[0])) == ("石羊镇中心卫生院", "超期 19 个工作日 · 2026-01-28")
    turns = {row.rule: row.turn for row in shown}
    assert turns["A15"] is Turn.OFFICE
    assert turns["E13"] is Turn.NOBODY
    assert turns["A16"] is Turn.OFFICE  # the applicant's five days are over: now the office must act


def test_a_wait_counts_days_and_a_limit_working_days(screen: TodoScreen) -> None:
    by_rule = {row.rule: row for row in rows(screen) if row.last_day == date(2026, 3, 4)}
    assert COLUMNS[0].render(by_rule["E13"]) == "剩 2 天 · 2026-03-04"
    assert COLUMNS[0].render(by_rule["A15"]) == "剩 2 个工作日 · 2026-03-04"


def test_chips_count_and_narrow(screen: TodoScreen, settle: Callable[[], None]) -> None:
    chips = {chip.text() for chip in screen.clocks.filters.buttons()}
    assert {"全部 10", "已超期 4", "今日到期 0", "两个工作日内 1"} <= chips
    screen.clocks.filters.button(1).click()
    settle()
    assert {row.near for row in rows(screen)} == {Near.OVERDUE}
    screen.clocks.filters.button(2).click()
    settle()
    assert screen.clocks.rows.model.rowCount() == 0
    assert screen.clocks.rows.empty.isVisible()


def test_a_day_of_the_month_narrows_and_is_let_go_by_keys(screen: TodoScreen, settle: Callable[[], None]) -> None:
    days = screen.clocks.month.days
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
    QTest.keyClick(screen.clocks.rows.table, Qt.Key.Key_Return)
    screen.clocks.rows.opened.emit(case)
    assert [place.screen for place in heard.went] == ["agreements", "applications"]
    assert [place.entity for place in heard.went] == [first.entity, case.entity]


def reviewing(context: Context) -> Context:
    """Let the reviewer sit down at the desk."""
    with context.desk.store.read() as reader:
        context.desk = context.desk.sign_in(find_person(reader, "王建国"))
    return context


@pytest.fixture
def releases(screen: TodoScreen, settle: Callable[[], None]) -> ReleasesPage:
    screen.show_page(RELEASES)
    settle()
    return screen.releases


def texts(sheet: DecisionCard) -> list[str]:
    return [one.text() for one in sheet.findChildren(QLabel)]


def test_the_pages_say_how_much_is_in_them(screen: TodoScreen) -> None:
    shown = [chip.text() for chip in screen.sections.buttons()]
    assert shown == ["时限 10", "待审核 1", "应办事项 4", "承诺待核实 10", "待回函", "证件到期 1", "协议到期"]


def test_the_preparer_reads_why_before_pressing(releases: ReleasesPage) -> None:
    sheet = releases.sheet
    assert sheet is not None
    assert {"协议状态", "履行中", "中止", "暂停结算"} <= set(texts(sheet))
    assert sheet.problem.text() == f"不能审核：{OWN_WORK}"
    assert [part.isEnabled() for part in (sheet.release, sheet.send_back, sheet.reason)] == [False] * 3


def test_another_releases_it(context: Context, qtbot: QtBot, settle: Callable[[], None], heard: Heard) -> None:
    page = TodoScreen(reviewing(context))
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.show_page(RELEASES)
    settle()
    sheet = page.releases.sheet
    assert sheet is not None
    assert sheet.problem.isHidden()
    sheet.release.click()
    settle()
    assert heard.said[-1].startswith("审核通过：中止协议")
    assert waiting_releases(context.desk) == ()


def test_sending_back_takes_a_reason(context: Context, qtbot: QtBot, settle: Callable[[], None], heard: Heard) -> None:
    page = TodoScreen(reviewing(context))
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.show_page(RELEASES)
    settle()
    sheet = page.releases.sheet
    assert sheet is not None
    sheet.send_back.click()
    assert sheet.problem.text() == "请写明退回的理由。"
    sheet.reason.setText("情形不实")
    QTest.keyClick(sheet.reason, Qt.Key.Key_Return)
    settle()
    assert heard.said[-1] == "退回经办：中止协议"
    page.refresh()
    settle()
    assert page.releases.rows.empty.isVisible()


def test_a_commitment_is_verified_here(screen: TodoScreen, settle: Callable[[], None], heard: Heard) -> None:
    page = next(one for one in screen.duties if one.kind is DutyKind.COMMITMENT)
    screen.show_page(screen.duties.index(page) + RELEASES + 1)
    page.verify.click()
    dialog = page.findChild(VerifyDialog)
    assert dialog is not None
    dialog.form.set_values({"scope": "all"})
    dialog.submit()
    settle()
    assert heard.said[-1] == "已办理：核实告知承诺"
    screen.refresh()
    settle()
    assert page.rows.empty.isVisible()


def test_a_paper_that_runs_out_says_when_and_leads_to_its_institution(
    screen: TodoScreen, settle: Callable[[], None], heard: Heard
) -> None:
    page = next(one for one in screen.duties if one.kind is DutyKind.PAPER)
    screen.show_page(screen.duties.index(page) + RELEASES + 1)
    settle()
    line = page.rows.model.row(0)
    assert line is not None
    assert (day_words(line), line.text) == ("剩 17 天 · 2026-03-19", "药师 罗春燕的劳动合同")
    page.rows.opened.emit(line)
    assert heard.went[-1].screen == "institutions"
