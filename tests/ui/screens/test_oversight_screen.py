"""Ledgers, figures and the rows behind them through the screen, on a real store."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from tests.databases import new_database
from tests.store.desk import Desk as Records
from tests.ui.looking import opened, shown, texts
from tests.ui.recording import RecordingAsk
from tests.ui.screens.sample_offices import DAY, Seat, reviewer, seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.domain.scoring import Answer
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.ledgers import Ledger
from yb_desktop.services.registry import run
from yb_desktop.services.stories.sample_exchange import make_sample_prefecture
from yb_desktop.services.views.assessing import Marked
from yb_desktop.store import lists
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.oversight.assess_page import AssessPage
from yb_desktop.ui.screens.oversight.page import OversightScreen
from yb_desktop.ui.screens.oversight.rows_dialog import RowsDialog
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def screen(seated: Seat, qtbot: QtBot) -> OversightScreen:
    return on_screen(seated, qtbot)


def on_screen(seated: Seat, qtbot: QtBot) -> OversightScreen:
    """Show the oversight of whoever sits there."""
    made = shown(OversightScreen(seated.context), seated.context, "oversight", qtbot)
    made.refresh()
    return made


def in_force(desk: Desk) -> str:
    with desk.store.read() as reader:
        rows = lists.agreements(reader, state=AgreementState.IN_FORCE).rows
        return next(row.id for row in rows if reader.agreement(row.id).pending is None)


def shows(screen: OversightScreen, qtbot: QtBot) -> None:
    """Go to the figures and wait for them."""
    screen.tabs.setCurrentWidget(screen.figures)
    qtbot.waitUntil(lambda: screen.figures.view is not None)


def lists_rows(dialog: RowsDialog, number: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.rows.model.rowCount() == number)


def test_a_ledger_is_searched_and_saved(
    screen: OversightScreen, seated: Seat, tmp_path: Path, qtbot: QtBot
) -> None:  # S1
    page = screen.ledger
    page.first.set_day(date(2025, 1, 1))
    qtbot.waitUntil(lambda: page.view is not None and page.view.first == date(2025, 1, 1))
    assert page.view is not None
    assert page.view.which is Ledger.NEW
    qtbot.waitUntil(lambda: page.rows.model.rowCount() == 2)
    page.search.setText("石羊")
    qtbot.waitUntil(lambda: page.rows.model.rowCount() == 1)
    assert "找到 1 条，共 2 条" in texts(page)
    file = seated.ask.path = tmp_path / "台账.xlsx"
    page.save()
    qtbot.waitUntil(lambda: f"已保存：{file}" in seated.said)
    sheet = load_workbook(file).active
    assert sheet is not None
    assert [line[4].value for line in sheet.iter_rows(min_row=3)] == ["石羊镇中心卫生院"]


def shows_paper(place: QWidget, qtbot: QtBot) -> None:
    """Wait for a preview and what it shows."""
    dialog = opened(place, PreviewDialog, qtbot)
    qtbot.waitUntil(lambda: bool(dialog.papers))
    assert dialog.papers[0].startswith(b"%PDF")
    dialog.reject()


def test_a_ledger_is_printed(screen: OversightScreen, qtbot: QtBot) -> None:  # S1
    qtbot.waitUntil(screen.ledger.print_button.isEnabled)
    qtbot.waitUntil(lambda: screen.ledger.rows.model.rowCount() == 1)
    screen.ledger.print_button.click()
    shows_paper(screen, qtbot)


def test_the_statistics_are_printed(screen: OversightScreen, qtbot: QtBot) -> None:  # S2, S3
    shows(screen, qtbot)
    screen.figures.print_button.click()
    shows_paper(screen, qtbot)


def test_days_in_the_wrong_order_are_said_and_nothing_is_read(screen: OversightScreen, qtbot: QtBot) -> None:
    page = screen.ledger
    qtbot.waitUntil(lambda: page.view is not None)
    before = page.view
    page.last.set_day(date(2020, 1, 1))
    page.refresh()
    assert "早于起日" in texts(page)
    assert page.view is before


def test_a_row_of_the_ledger_opens_its_matter(screen: OversightScreen, seated: Seat, qtbot: QtBot) -> None:
    page = screen.ledger
    qtbot.waitUntil(lambda: page.rows.model.rowCount() == 1)
    row = page.rows.model.row(0)
    assert row is not None
    page.rows.opened.emit(row)
    assert seated.places[-1] == Place("agreements", row.entity)


def test_a_chart_says_its_figures_and_opens_the_rows_behind_one(
    screen: OversightScreen, seated: Seat, qtbot: QtBot
) -> None:  # S3
    shows(screen, qtbot)
    view = screen.figures.view
    assert view is not None
    spoken = screen.figures.classes.spoken()
    assert spoken.splitlines()[0] == "全部：2 家"
    assert screen.figures.classes.accessibleDescription() == spoken
    assert "100.00%" in screen.figures.timely.spoken()
    assert "用时中位数" in screen.figures.timely.spoken()
    for figure in view.figures:
        if not figure.rows:
            continue
        screen.figures.open_figure(figure.key)
        dialog = opened(screen, RowsDialog, qtbot)
        lists_rows(dialog, len(figure.rows), qtbot)
        dialog.reject()
    screen.figures.classes.choose("institutions")
    dialog = opened(screen, RowsDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.rows.model.rowCount() == 2)
    row = dialog.rows.model.row(0)
    assert row is not None
    dialog.rows.opened.emit(row)
    assert seated.places[-1] == Place("institutions", row.entity)


def test_the_rows_behind_a_figure_are_saved(
    screen: OversightScreen, seated: Seat, tmp_path: Path, qtbot: QtBot
) -> None:
    shows(screen, qtbot)
    screen.figures.open_figure("institutions")
    dialog = opened(screen, RowsDialog, qtbot)
    file = seated.ask.path = tmp_path / "明细.xlsx"
    dialog.save()
    qtbot.waitUntil(lambda: f"已保存：{file}" in seated.said)
    sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet.max_row == 4


def test_what_is_missing_is_said_with_the_way_to_set_it(seated: Seat, qtbot: QtBot) -> None:  # S2
    seated.context.desk = reviewer(seated.context.desk)
    screen = on_screen(seated, qtbot)
    shows(screen, qtbot)
    page = screen.figures
    assert "未设定参保人数" in texts(page)
    assert not page.beds.spoken()
    page.set_insured.click()
    dialog = opened(screen, ActionDialog, qtbot)
    dialog.form.set_values({"value": 20_000})
    dialog.submit()
    qtbot.waitUntil(page.set_insured.isHidden)
    assert page.beds.spoken() == "每千参保人：0.00 张"
    assert not page.set_index.isHidden()


def test_measures_are_counted_once_they_happen(screen: OversightScreen, seated: Seat, qtbot: QtBot) -> None:  # B1
    shows(screen, qtbot)
    assert "这一年没有违约处理" in texts(screen.figures)
    agreement = in_force(seated.context.desk)
    run(seated.context.desk, "breaches.talk", on=DAY, params={"agreement": agreement, "points": ["票据"]})
    seated.context.navigator.written.emit()
    qtbot.waitUntil(lambda: "约谈：1 次" in screen.figures.measures.spoken())
    assert "这一年没有违约处理" not in texts(screen.figures)


def assessing(screen: OversightScreen, seated: Seat, qtbot: QtBot) -> AssessPage:
    agreement = in_force(seated.context.desk)
    screen.open(agreement)
    page = screen.assess_page
    qtbot.waitUntil(lambda: page.view is not None and page.view.agreement == agreement)
    return page


def test_an_agreement_is_assessed_with_the_score_as_it_goes(
    screen: OversightScreen, seated: Seat, qtbot: QtBot
) -> None:  # G10
    page = assessing(screen, seated, qtbot)
    assert page.isVisible()
    assert page.side.score.text() == "0 分"
    assert not page.side.save_button.isEnabled()
    for item in page.items:
        QTest.keyClick(item, Qt.Key.Key_1)
    assert page.side.score.text() == "100 分"
    assert "退还质量保证金 100%，可以续签" in page.side.effect.text()
    item = next(one for one in page.items if one.item.graded)
    item.choose(Answer.PARTLY)
    item.points.setText("99")
    item.points.textEdited.emit("99")
    qtbot.waitUntil(lambda: "部分符合的得分应大于 0" in texts(item))
    assert not page.side.save_button.isEnabled()
    item.points.setText("1.25")
    item.points.textEdited.emit("1.25")
    item.note.setText("抽查3份，1份不符")
    live = page.standing()
    page.side.save_button.click()
    qtbot.waitUntil(lambda: page.view is not None and page.view.made is not None)
    assert page.view is not None
    made = page.view.made
    assert made is not None
    assert made.score == live.points
    assert page.view.answers[item.item.id].note == "抽查3份，1份不符"
    assert not page.side.save_button.isVisible()
    assert "通知书" in page.side.effect.text()
    assert seated.context.drafts.all() == ()
    printed = [one for one in page.side.findChildren(QPushButton) if one.text().startswith("打印")]
    assert len(printed) == 2
    printed[0].click()
    shows_paper(page.side, qtbot)


def test_a_failed_veto_decides_at_once(screen: OversightScreen, seated: Seat, qtbot: QtBot) -> None:
    page = assessing(screen, seated, qtbot)
    page.items[0].choose(Answer.NO)
    assert page.side.grade.text() == "不合格"
    assert "不宜续签" in page.side.effect.text()
    assert "否决项不符合" in texts(page.side)


def test_half_an_assessment_is_kept_and_restored(screen: OversightScreen, seated: Seat, qtbot: QtBot) -> None:
    page = assessing(screen, seated, qtbot)
    page.items[0].choose(Answer.YES)
    page.items[1].choose(Answer.NO)
    page.items[1].note.setText("查出2份")
    page.back.click()
    assert [draft.title.startswith("绩效考核：") for draft in seated.context.drafts.all()] == [True]
    page = assessing(screen, seated, qtbot)
    assert page.answers() == {
        page.items[0].item.id: Marked(Answer.YES),
        page.items[1].item.id: Marked(Answer.NO, None, "查出2份"),
    }
    assert "已恢复上次没有保存的内容" in texts(page.side)


def test_the_years_list_opens_an_assessment(screen: OversightScreen, qtbot: QtBot) -> None:
    screen.tabs.setCurrentWidget(screen.assessments)
    rows = screen.assess_list.rows
    qtbot.waitUntil(lambda: rows.model.rowCount() == 2)
    row = rows.model.row(0)
    assert row is not None
    rows.opened.emit(row)
    qtbot.waitUntil(lambda: screen.assess_page.view is not None)
    assert screen.assess_page.view is not None
    assert screen.assess_page.view.agreement == row.agreement
    assert not screen.header.isVisible()


def test_a_county_has_no_scorecard_of_counties(screen: OversightScreen) -> None:
    assert [screen.tabs.tabText(at) for at in range(screen.tabs.count())] == ["台账", "统计", "考核"]


@pytest.fixture
def prefecture(tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    made = make_sample_prefecture(tmp_path / "prefecture", FixedClock(date(2026, 12, 15)), database=new_database())
    with made.store.write() as tx:
        tx.take(list(Records().history(random.Random(3), 6)))
    yield made
    tasks.close()
    made.store.close()


@pytest.fixture
def above(theme: Theme, prefecture: Desk, tasks: Tasks, ask: RecordingAsk, tmp_path: Path) -> Seat:
    return seat(prefecture, tasks, ask, tmp_path)


def test_counties_are_scored_and_what_is_unknown_is_said(above: Seat, tmp_path: Path, qtbot: QtBot) -> None:  # S3, S4
    screen = on_screen(above, qtbot)
    page = screen.counties
    screen.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: page.rows.model.rowCount() == 10)
    place = next(at for at, line in enumerate(page.lines) if line.county == "532326")
    words = page.rows.model.words(place)
    assert words is not None
    assert words[1] == "未知"
    assert words[2].endswith("%")
    page.rows.table.selectRow(place)
    qtbot.waitUntil(lambda: "大姚县" in texts(page.detail))
    assert "业务记录中没有这项数据" in texts(page.detail)
    score = next(one for one in page.lines[place].scores if one.key == "checks")
    page.open_score(score)
    dialog = opened(screen, RowsDialog, qtbot)
    lists_rows(dialog, len(score.rows), qtbot)
    dialog.reject()
    page.print_button.click()
    shows_paper(screen, qtbot)
    file = above.ask.path = tmp_path / "县市.xlsx"
    page.save()
    qtbot.waitUntil(lambda: f"已保存：{file}" in above.said)
    sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet.max_row == 12
