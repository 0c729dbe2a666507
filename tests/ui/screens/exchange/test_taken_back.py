"""What is taken back through the exchange screen: a whole take-in undone, a fork settled by two persons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox

from tests.ui.looking import opened, press, says
from tests.ui.recording import RecordingAsk
from tests.ui.screens.exchange.showing import Show, amend
from tests.ui.screens.sample_offices import DAY
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import Refused
from yb_desktop.services.exchanging import take_in
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.stories.sample_exchange import PASSPHRASE, SampleExchange, answer, export_from_county, fork
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.store import lists
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.screens.exchange.export_dialog import ExportDialog
from yb_desktop.ui.screens.exchange.fork_dialog import ForkDialog
from yb_desktop.ui.screens.exchange.undo_dialog import UndoDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def ask() -> RecordingAsk:
    made = RecordingAsk()
    made.passphrase = PASSPHRASE
    return made


def test_a_fork_stands_in_red_and_two_persons_settle_it(
    sample: SampleExchange, show: Show, tmp_path: Path, qtbot: QtBot
) -> None:
    answer(sample, export_from_county(sample))
    with pytest.raises(Refused):
        answer(sample, fork(sample, tmp_path / "copy", lambda desk, number: amend(desk, f"0878-622118{number}")))
    screen = show(sample.prefecture)
    says(screen.warnings, "同一序号收到过另一份数据包", qtbot)
    says(screen.warnings, "一人提出，另一人审核", qtbot)
    (line,) = exchange_view(sample.prefecture).forks
    assert (line.office_name, line.device, line.settled) == ("大姚县医疗保障局", "pc1", False)
    screen.settle(line)
    dialog = opened(screen, ForkDialog, qtbot)
    qtbot.waitUntil(lambda: (dialog.received.model.rowCount(), dialog.present.model.rowCount()) == (1, 1))
    says(dialog, "起不同", qtbot)
    (mine, theirs) = (rows.model.words(0) for rows in (dialog.received, dialog.present))
    assert mine is not None
    assert theirs is not None
    assert ("0878-6221181" in mine[1], "0878-6221182" in theirs[1]) == (True, True)
    dialog.form.set_values({"stands": "present", "reason": "县里恢复过旧备份，已电话核实"})
    dialog.submit()
    says(screen.warnings, "段雪琴 于", qtbot)
    says(screen.warnings, "以对方现在的为准", qtbot)
    card = screen.warnings.findChildren(DecisionCard)[-1]
    assert not card.release.isEnabled(), "nobody releases what they prepared"

    params: dict[str, Json] = {"name": "罗文华", "roles": ["reviewing"]}
    run(sample.prefecture, "oversight.add_person", on=DAY, params=params)
    with sample.prefecture.store.read() as reader:
        reviewer = sample.prefecture.sign_in(find_person(reader, "罗文华"))
    there = show(reviewer)
    press(there.warnings, "审核通过", qtbot)
    says(there.warnings, "已搁置。对方以新编号重新登记后再导出", qtbot)
    qtbot.waitUntil(lambda: there.aside.model.rowCount() == 1)
    assert there.tabs.tabText(3) == "搁置（1）"
    qtbot.waitUntil(lambda: there.aside.model.words(0) is not None)
    words = there.aside.model.words(0) or ()
    assert (words[0], "更正登记信息" in words[4]) == ("分叉搁置", True)


def test_a_take_in_is_undone_after_every_record_was_named(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    bundle = export_from_county(sample)
    answer(sample, bundle)
    screen = show(sample.prefecture)
    screen.tabs.setCurrentIndex(1)
    qtbot.waitUntil(screen.undo_button.isEnabled)
    screen.undo_button.click()
    dialog = opened(screen, UndoDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.rows.model.rowCount() > 100)
    assert dialog.rows.model.words(0) == ("撤回", "登记工作人员　工作人员 王建国（2025-11-17）", "")
    dialog.submit()
    assert ask.asked == [], "a reason is needed first"
    dialog.form.set_values({"reason": "报送了还在核对的材料"})
    dialog.folder.show_folder(sample.stick)
    dialog.submit()
    qtbot.waitUntil(lambda: bool(ask.said))
    assert "已撤回接收：撤回" in ask.said[0]
    qtbot.waitUntil(lambda: screen.view is not None and [one.undone for one in screen.view.received] == [True])
    qtbot.waitUntil(lambda: "已撤回接收" in (screen.received.model.words(0) or ()))
    with sample.prefecture.store.read() as reader:
        assert lists.institutions(reader).rows == ()
    (second,) = sample.stick.glob("*.receipt-1-2.ybb.tar")

    there = show(sample.county)
    for receipt in (*sample.stick.glob("*.receipt-1-1.ybb.tar"), second):
        take_in(sample.county, receipt, None)
    there.refresh()
    qtbot.waitUntil(lambda: there.view is not None and there.view.taken_out > 100)
    there.export()
    again = opened(there, ExportDialog, qtbot)
    assert any("对方撤回接收的" in one.text() for one in again.findChildren(QCheckBox))


def heard(ask: RecordingAsk, words: str) -> bool:
    return words in ask.said[-1]
