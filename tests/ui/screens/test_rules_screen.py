"""The rules through the screen: found, opened, a day counted, a value of the office's own set and what it moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QDialog

from tests.ui.looking import opened, press, shown, texts
from tests.ui.recording import RecordingAsk
from tests.ui.screens.sample_offices import DAY, Seat, reviewer
from yb_desktop.services.desk import Desk
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.moved import MovedDialog
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.screens.rules.page import FILES, RulesScreen
from yb_desktop.ui.screens.rules.reference_page import LoadDialog
from yb_desktop.ui.screens.rules.what_if import DaysDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return reviewer(desk)


@pytest.fixture
def screen(seated: Seat, qtbot: QtBot) -> RulesScreen:
    made = shown(RulesScreen(seated.context), seated.context, "rules", qtbot)
    made.open("")
    qtbot.waitUntil(lambda: made.rows.model.rowCount() > 100)
    return made


def show(screen: RulesScreen, rule: str, qtbot: QtBot) -> None:
    screen.open(rule)
    qtbot.waitUntil(lambda: screen.page.view is not None and screen.page.view.id == rule)


def counted(screen: RulesScreen, qtbot: QtBot, number: int) -> list[str]:
    qtbot.waitUntil(lambda: len(screen.page.what_if.found) == number)
    return [one.last_day.isoformat() for one in screen.page.what_if.found]


def test_a_rule_is_found_and_opened(screen: RulesScreen, seated: Seat, qtbot: QtBot) -> None:
    screen.search.setText("评估时间不超过15个工作日")
    qtbot.waitUntil(lambda: screen.rows.model.rowCount() == 1)
    row = screen.rows.model.row(0)
    assert row is not None
    assert (row.id, row.figure, row.article) == ("E1", "15个工作日", "楚医保〔2022〕10号第15条")
    screen.rows.opened.emit(row)
    assert seated.places[-1] == Place("rules", "E1")
    qtbot.waitUntil(lambda: "评估时间不超过3个月" in texts(screen.page))
    said = texts(screen.page)
    assert "楚雄州医疗保障定点管理经办规程实施细则（试行）" in said
    assert "装入文件原文后，条文显示在这里" in said
    screen.page.back.click()
    assert seated.places[-1] == Place("rules")


def test_a_chapter_and_a_kind_narrow_the_catalogue(screen: RulesScreen, qtbot: QtBot) -> None:
    screen.chapter.setCurrentIndex(screen.chapter.findData("S"))
    qtbot.waitUntil(lambda: screen.rows.model.rowCount() < 20)
    row = screen.rows.model.row(0)
    assert row is not None
    assert row.id == "S1"


def test_a_day_is_counted_with_a_pause(screen: RulesScreen, qtbot: QtBot) -> None:  # T1, T7
    show(screen, "E1", qtbot)
    card = screen.page.what_if
    card.start.set_day(date(2026, 3, 2))
    qtbot.waitUntil(lambda: bool(card.found) and card.found[0].last_day == date(2026, 3, 23))
    first, last = card.pauses[0]
    first.set_day(date(2026, 3, 4))
    last.set_day(date(2026, 3, 6))
    qtbot.waitUntil(lambda: card.found[0].last_day == date(2026, 3, 25))
    assert "补正期间不计" in texts(card)
    press(card, "逐日查看", qtbot)
    dialog = opened(card, DaysDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.rows.model.rowCount() == 23)
    assert dialog.rows.model.words(22) == ("2026-03-25", "15", "周三 工作日")


def test_another_area_has_other_rules(screen: RulesScreen, qtbot: QtBot) -> None:
    show(screen, "E1", qtbot)
    card = screen.page.what_if
    assert len(counted(screen, qtbot, 2)) == 2
    card.area.setCurrentIndex(card.area.findData("530302"))
    counted(screen, qtbot, 1)
    card.kind.setCurrentIndex(card.kind.findData("pharmacy"))
    qtbot.waitUntil(lambda: "本地区无规定" in texts(card))


def test_pauses_that_make_no_sense_are_said(screen: RulesScreen, qtbot: QtBot) -> None:
    show(screen, "E1", qtbot)
    first, last = screen.page.what_if.pauses[0]
    last.set_day(date(2026, 3, 6))
    assert "请填写补正通知日" in texts(screen.page.what_if)
    first.set_day(date(2026, 3, 9))
    assert "早于通知日" in texts(screen.page.what_if)


def test_a_duty_has_nothing_to_count(screen: RulesScreen, qtbot: QtBot) -> None:
    show(screen, "E6", qtbot)
    assert not screen.page.what_if.isVisible()


def test_a_new_value_says_which_matters_it_moved(screen: RulesScreen, seated: Seat, qtbot: QtBot) -> None:  # G3
    show(screen, "G3", qtbot)
    press(screen.page, "设定…", qtbot)
    dialog = opened(screen, ActionDialog, qtbot)
    dialog.form.set_values({"value": 12, "reason": "会议纪要3号"})
    dialog.submit()
    moved = opened(screen, MovedDialog, qtbot)
    qtbot.waitUntil(lambda: moved.rows.model.rowCount() > 0)
    row = moved.rows.model.row(0)
    assert row is not None
    assert row.rule == "G3"
    assert row.before is not None
    assert row.after is not None
    assert row.after > row.before
    moved.rows.opened.emit(row)
    assert seated.places[-1] == Place("applications", row.entity)
    qtbot.waitUntil(lambda: f"于{DAY}设定，会议纪要3号" in texts(screen.page))
    assert "12个工作日" in texts(screen.page)


def test_a_holiday_notice_says_which_matters_it_moved(screen: RulesScreen, qtbot: QtBot) -> None:  # T2, T3
    show(screen, "T2", qtbot)
    press(screen.page, "录入放假通知…", qtbot)
    dialog = opened(screen, ActionDialog, qtbot)
    days = ["2026-03-09", "2026-03-10"]
    dialog.form.set_values({"days": [*days], "notice": "楚政办通〔2026〕5号", "name": "抗旱"})
    dialog.submit()
    moved = opened(screen, MovedDialog, qtbot)
    qtbot.waitUntil(lambda: moved.rows.model.rowCount() > 0)
    row = moved.rows.model.row(0)
    assert row is not None
    assert "楚政办通〔2026〕5号" in row.why
    qtbot.waitUntil(lambda: "录入楚政办通〔2026〕5号" in texts(screen.page))


def test_a_holiday_that_moves_nothing_says_so(screen: RulesScreen, seated: Seat, qtbot: QtBot) -> None:
    show(screen, "T3", qtbot)
    press(screen.page, "录入放假通知…", qtbot)
    dialog = opened(screen, ActionDialog, qtbot)
    dialog.form.set_values({"days": ["2025-01-02"], "notice": "楚政办通〔2025〕1号"})
    dialog.submit()
    qtbot.waitUntil(lambda: "已生效，没有时限因此改变" in seated.said)


def test_an_official_text_is_loaded_and_shown_beside_the_rule(
    screen: RulesScreen, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "细则.txt"
    file.write_text("第十二条 材料不全的，一次性告知。\n第十三条 其他。", "utf-8")
    screen.open("A15")
    qtbot.waitUntil(lambda: screen.page.view is not None)
    assert "第十二条 材料" not in texts(screen.page)
    press(screen.page, "装入原文…", qtbot)
    dialog = opened(screen, LoadDialog, qtbot)
    ask.path = file
    with qtbot.waitSignal(dialog.checked):
        dialog.choose()
    assert "文件原文" in dialog.verdict.text()
    dialog.submit()
    qtbot.waitUntil(lambda: "第十二条 材料不全的，一次性告知。" in texts(screen.page))
    assert "第十三条" not in texts(screen.page)

    screen.files_button.click()
    qtbot.waitUntil(lambda: screen.files.rows.model.rowCount() == 1)
    line = screen.files.rows.model.row(0)
    assert line is not None
    assert (line.sort, line.current, line.source) == ("文件原文", True, "细则.txt")


def test_a_file_that_cannot_be_used_says_why(
    screen: RulesScreen, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "规则.toml"
    file.write_text("[[rule]]\nid = 'A15'\n", "utf-8")
    screen.open(FILES)
    screen.files.load_button.click()
    dialog = opened(screen, LoadDialog, qtbot)
    ask.path = file
    dialog.choose()
    qtbot.waitUntil(lambda: "州（市）级经办机构装入" in texts(dialog) or "写法不对" in texts(dialog))
    dialog.submit()
    assert dialog.isVisible(), "nothing is loaded"
