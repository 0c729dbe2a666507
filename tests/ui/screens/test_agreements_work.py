"""Agreements in force through the screen: tabs with their actions, two persons, scans, rounds, sorting."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu

from tests.paper.scanned import Wear, as_pdf, pages_of
from tests.ui.looking import deed, gone, opened, press, says, shown, texts
from tests.ui.screens.sample_offices import (
    DAY,
    Seat,
    reviewer,
    seat,
    with_nothing_pending,
)
from yb_desktop.base.canon import Json
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services import batches, renewal_round
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import make_device_key
from yb_desktop.services.papers import Wanted, agreement_copy
from yb_desktop.services.registry import run
from yb_desktop.services.views.agreements import agreement_view
from yb_desktop.services.views.applications import case_view
from yb_desktop.services.views.renewal_rounds import Stage, round_view, rounds
from yb_desktop.services.views.scans import ScanState
from yb_desktop.store import lists
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.paper_preview import PaperPreview
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.agreements.page import AgreementsScreen
from yb_desktop.ui.screens.agreements.printing import PrintAgreementDialog
from yb_desktop.ui.screens.agreements.rounds import BatchDialog, OpenRoundDialog
from yb_desktop.ui.screens.agreements.scans_dialog import ScansDialog
from yb_desktop.ui.screens.applications.cards import PapersCard
from yb_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)
CHANGE, RENEWAL, ENDING, WORK, AUDIT = range(1, 6)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return with_nothing_pending(desk)


@pytest.fixture
def screen(seated: Seat, qtbot: QtBot) -> AgreementsScreen:
    return shown(AgreementsScreen(seated.context), seated.context, "agreements", qtbot)


@pytest.fixture
def second(seated: Seat, desk: Desk, tasks: Tasks, tmp_path: Path, qtbot: QtBot) -> AgreementsScreen:
    """The reviewer's screen over the same office."""
    context = seat(reviewer(desk), tasks, seated.ask, tmp_path).context
    return shown(AgreementsScreen(context), context, "agreements", qtbot)


def agreement(desk: Desk) -> Agreement:
    with desk.store.read() as reader:
        return reader.agreement(clinic_id(desk))


def clinic_id(desk: Desk) -> str:
    with desk.store.read() as reader:
        return lists.agreements(reader).rows[0].id


def do(screen: AgreementsScreen, words: str, qtbot: QtBot, **values: Json) -> None:
    press(screen.page, words, qtbot)
    dialog = opened(screen.page, ActionDialog, qtbot)
    dialog.form.set_values(values)
    dialog.submit()
    gone(dialog, qtbot)


def show(screen: AgreementsScreen, desk: Desk, tab: int, qtbot: QtBot) -> None:
    wanted = clinic_id(desk)
    screen.open(wanted)
    qtbot.waitUntil(lambda: screen.page.view is not None and screen.page.view.id == wanted)
    assert screen.page.tabs is not None
    screen.page.tabs.setCurrentIndex(tab)


def test_a_suspension_at_its_wish_is_prepared_released_and_shown_with_its_last_day(
    screen: AgreementsScreen, second: AgreementsScreen, desk: Desk, qtbot: QtBot
) -> None:
    show(screen, desk, ENDING, qtbot)
    do(screen, "申请中止", qtbot, reason="装修")
    says(screen.page, "下一步：中止协议", qtbot)
    do(screen, "中止协议", qtbot)
    says(screen.page, "待审核：中止协议", qtbot)
    assert screen.page.decision is not None
    assert not screen.page.decision.release.isEnabled()

    show(second, desk, ENDING, qtbot)
    press(second.page, "审核通过", qtbot)
    says(second.page, "最迟 2026-09-", qtbot)
    assert agreement(desk).state is AgreementState.SUSPENDED
    screen.refresh()
    lapse = deed(screen.page, "确认自动终止", qtbot)
    assert "起才能确认终止" in lapse.toolTip()


def test_a_decision_sent_back_leaves_everything_as_it_was(
    second: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    run(desk, "breaches.hear", on=DAY, params={"agreement": clinic_id(desk), "statement": "接受处理"})
    run(desk, "changes.terminate", on=DAY, params={"agreement": clinic_id(desk), "grounds": ["as_law"]})
    show(second, desk, ENDING, qtbot)
    says(second.page, "法律法规和规章规定应当解除的其他情形", qtbot)
    card = second.page.decision
    assert card is not None
    qtbot.waitUntil(card.send_back.isEnabled)
    card.reason.setText("情形不明")
    card.send_back.click()
    qtbot.waitUntil(lambda: agreement(desk).pending is None)
    assert agreement(desk).state is AgreementState.IN_FORCE


def test_a_change_is_asked_for_and_shown_old_and_new(screen: AgreementsScreen, desk: Desk, qtbot: QtBot) -> None:
    show(screen, desk, CHANGE, qtbot)
    do(screen, "申请变更", qtbot, **{"fields.address": "新街12号"})
    says(screen.page, "→ 新街12号", qtbot)
    says(screen.page, "下一步：办结变更", qtbot)


def test_what_the_register_says_otherwise_stands_above_the_signed_paper(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    given: dict[str, Json] = {"agreement": agreement(desk).id}
    asked: dict[str, Json] = {**given, "fields": {"principal": "新负责人"}, "approved_on": DAY.isoformat()}
    run(desk, "changes.request_change", on=DAY, params=asked)
    run(desk, "changes.complete_change", on=DAY, params=given)
    run(reviewer(desk), "cases.release", on=DAY, params=given)
    show(screen, desk, 0, qtbot)
    says(screen.page, "现为“新负责人”", qtbot)
    for dialog in (
        PaperPreview(seated.context, "协议", "agreement", Wanted(agreement=agreement(desk).id), screen, name="协议"),
        PrintAgreementDialog(seated.context, agreement_view(desk, agreement(desk).id), screen),
    ):
        qtbot.waitUntil(partial(warns, dialog))
        qtbot.waitUntil(partial(is_made, dialog))
        dialog.reject()
    case = case_view(desk, agreement(desk).case)
    card = PapersCard(case.papers)
    qtbot.addWidget(card)
    card.show()
    assert "现为“新负责人”" in texts(card)


def warns(dialog: PreviewDialog) -> bool:
    return dialog.warning.startswith("▲ 登记簿已有变更，与打印的协议不同：") and "新负责人" in dialog.warning


def is_made(dialog: PreviewDialog) -> bool:
    return bool(dialog.papers)


def test_fees_are_declared_and_paid_in_yuan(screen: AgreementsScreen, desk: Desk, qtbot: QtBot) -> None:
    show(screen, desk, WORK, qtbot)
    do(screen, "登记费用申报", qtbot, period="2026-02", amount=1_234_567)
    says(screen.page, "12,345.67", qtbot)
    do(screen, "登记费用拨付", qtbot, period="2026-02", amount=1_000_000, reason="审核扣减")
    says(screen.page, "10,000.00", qtbot)


def is_read(dialog: ScansDialog) -> bool:
    return dialog.page.rows.current() is not None


def test_a_scan_is_chosen_kept_and_put_on_record(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    show(screen, desk, 0, qtbot)
    wrong, right = tmp_path / "a.txt", tmp_path / "签字页.pdf"
    wrong.write_text("x", encoding="utf-8")
    key = make_device_key(desk, "一二三四五六七八")
    page = next(pages_of(agreement_copy(desk, agreement(desk).id, copy=1, signer=key), 150))
    right.write_bytes(as_pdf([page], Wear(dpi=150)))
    for path, state in ((wrong, ScanState.FAULT), (right, ScanState.MISSING)):
        seated.ask.path = path
        press(screen.page, "上传签字扫描件", qtbot)
        dialog = opened(screen, ScansDialog, qtbot)
        qtbot.waitUntil(partial(is_read, dialog), timeout=30_000)
        assert dialog.page.inbox is not None
        assert [line.state for line in dialog.page.inbox.lines] == [state]
        if state is ScanState.MISSING:
            dialog.page.confirm()
            qtbot.waitUntil(lambda: agreement(desk).history[-1].type == "agreements.attach_scan")
        dialog.reject()
    assert agreement(desk).scan_pages == (1,)


def test_the_assessment_and_an_audit_lead_to_their_screens(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    run(desk, "breaches.open_audit", on=DAY, params={"agreement": clinic_id(desk), "reason": "抽查"})
    show(screen, desk, WORK, qtbot)
    press(screen.page, "年度绩效考核", qtbot)
    assert seated.places[-1] == Place("oversight", clinic_id(desk))
    show(screen, desk, AUDIT, qtbot)
    press(screen.page, "打开", qtbot)
    assert seated.places[-1].entity.startswith("audit-")


def test_a_headline_sorts_the_list_in_the_store(screen: AgreementsScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.rows.counted):
        screen.open("")
    numbers = []
    for _press in range(2):
        with qtbot.waitSignal(screen.rows.counted):
            screen.rows.table.horizontalHeader().sectionClicked.emit(2)
        numbers.append([words[2] for n in range(2) if (words := screen.rows.model.words(n))])
    assert numbers == [["532326-2025-0001", "532326-2026-0001"], ["532326-2026-0001", "532326-2025-0001"]]


def begin_round(screen: AgreementsScreen, qtbot: QtBot, **values: Json) -> OpenRoundDialog:
    screen.open_many()
    qtbot.waitUntil(lambda: bool(menus(screen)))
    menus(screen)[0].actions()[0].trigger()
    dialog = opened(screen, OpenRoundDialog, qtbot)
    dialog.form.set_values(values)
    dialog.submit()
    return dialog


def menus(screen: AgreementsScreen) -> list[QMenu]:
    return [one for one in screen.findChildren(QMenu) if one.isVisible()]


def batch(screen: AgreementsScreen, words: str, qtbot: QtBot, **values: Json) -> BatchDialog:
    press(screen.round, words, qtbot)
    dialog = opened(screen, BatchDialog, qtbot)
    dialog.form.set_values(values)
    dialog.submit()
    return dialog


def test_a_round_is_opened_and_goes_on_in_batches(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    screen.open("")
    refused = begin_round(screen, qtbot)
    says(refused, "请填写续签批次的年度", qtbot)
    refused.form.set_values({"ends_before": "2027-02-01"})
    refused.submit()
    qtbot.waitUntil(lambda: screen.round.isVisible() and screen.round.view is not None)
    says(screen.round, "续签批次：2027-02-01 以前到期的协议", qtbot)
    assert screen.round.view is not None
    assert screen.round.view.counts.waiting == 2

    batch(screen, "登记续签申请（2）…", qtbot, credit_report="信用中国")
    says(screen.round, "已申请，待公示 2", qtbot)
    batch(screen, "续签公示（2）…", qtbot, letters="复函无异议", assessment="合格")
    says(screen.round, "公示中 2", qtbot)
    batch(screen, "提交续签（2）…", qtbot)
    qtbot.waitUntil(lambda: bool(seated.ask.said))
    assert "2 份没有办理" in seated.ask.said[-1]
    assert "起才能续签" in seated.ask.said[-1]
    with qtbot.waitSignal(screen.round.rows.counted):
        screen.round.stage.setCurrentIndex(1 + list(Stage).index(Stage.WAITING))
    assert screen.round.rows.model.rowCount() == 0
    QTest.keyClick(screen.round, Qt.Key.Key_Escape)
    assert screen.rows.isVisible()


def test_a_batch_that_is_stopped_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PART", 1)
    before = date(2027, 2, 1)

    class Stopped(Exception):
        """Somebody pressed stop."""

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        renewal_round.open_round(desk, on=DAY, ends_before=before, progress=stop)
    [name] = rounds(desk)
    assert name.title == "2027-02-01 以前到期的协议"
    assert round_view(desk, name.id).counts.total == 1
    renewal_round.open_round(desk, on=DAY, ends_before=before)
    assert [one.stage for one in round_view(desk, name.id).lines] == [Stage.WAITING, Stage.WAITING]
    renewal_round.open_round(desk, on=DAY, year=2026)
    assert [one.title for one in rounds(desk)] == ["2026 年到期的协议", "2027-02-01 以前到期的协议"]


def test_what_is_owed_by_all_is_done_at_once(screen: AgreementsScreen, desk: Desk, qtbot: QtBot) -> None:
    screen.open("")
    screen.open_many()
    qtbot.waitUntil(lambda: bool(menus(screen)))
    publish = next(one for one in menus(screen)[0].actions() if one.text().startswith("公布定点名单"))
    publish.trigger()
    dialog = opened(screen, ActionDialog, qtbot)
    dialog.form.set_values({"where": ["州政府门户网站"]})
    dialog.submit()
    gone(dialog, qtbot)
    with desk.store.read() as reader:
        assert all(one.published == DAY for one in reader.every_agreement(AgreementState.IN_FORCE))
