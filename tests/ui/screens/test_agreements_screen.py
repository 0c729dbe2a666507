"""Agreements from draft to the opened system through the screen, on a real store; and what is refused on the way."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.ui.looking import gone, opened, press, says, shown, texts
from tests.ui.screens.sample_offices import DAY, Seat, signing_case
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import make_device_key
from yb_desktop.services.registry import run
from yb_desktop.services.views.agreements import (
    AgreementFilter,
    Ending,
    agreement_list,
    agreement_view,
    waiting_for_draft,
)
from yb_desktop.store import lists
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.screens.agreements.acting import FileDialog, OpenSystemDialog, SignDialog
from yb_desktop.ui.screens.agreements.drafting import DraftDialog
from yb_desktop.ui.screens.agreements.page import AgreementsScreen
from yb_desktop.ui.screens.agreements.printing import PrintAgreementDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def screen(seated: Seat, qtbot: QtBot) -> AgreementsScreen:
    return shown(AgreementsScreen(seated.context), seated.context, "agreements", qtbot)


def listed(screen: AgreementsScreen, qtbot: QtBot) -> list[tuple[str, ...]]:
    with qtbot.waitSignal(screen.rows.counted):
        screen.refresh()
    model = screen.rows.model
    return [words for number in range(model.rowCount()) if (words := model.words(number)) is not None]


def shows_state(screen: AgreementsScreen, state: AgreementState) -> bool:
    return screen.page.view is not None and screen.page.view.state is state


def signs(dialog: PrintAgreementDialog) -> bool:
    return not dialog.form.editor("sign").isHidden() and dialog._signs


def has_copies(screen: AgreementsScreen, copies: int) -> bool:
    return screen.page.view is not None and len(screen.page.view.copies) == copies


def in_force(desk: Desk, *, owing: bool) -> str:
    with desk.store.read() as reader:
        rows = lists.agreements(reader, state=AgreementState.IN_FORCE).rows
        return next(row.id for row in rows if (reader.agreement(row.id).filed is None) == owing)


def test_the_list_is_by_last_day_and_says_what_comes_next(screen: AgreementsScreen, qtbot: QtBot) -> None:
    first, second = listed(screen, qtbot)
    assert first[:5] == ("2026-12-29", "昙华乡百草岭药店", "532326-2025-0001", "履行中", "审核：中止协议")
    assert second[1:5] == ("石羊镇中心卫生院", "532326-2026-0001", "履行中", "协议备案")
    assert second[5].startswith("超期")


def test_state_day_and_words_narrow_the_list(screen: AgreementsScreen, qtbot: QtBot) -> None:
    listed(screen, qtbot)
    with qtbot.waitSignal(screen.rows.counted):
        screen.ending.setCurrentIndex(list(Ending).index(Ending.YEAR))
    assert screen.rows.model.rowCount() == 1
    with qtbot.waitSignal(screen.rows.counted):
        screen.state.setCurrentIndex(screen.state.findData("draft"))
    assert screen.rows.model.rowCount() == 0
    assert "没有符合条件的协议" in texts(screen.rows)
    screen.ending.setCurrentIndex(0)
    with qtbot.waitSignal(screen.rows.counted):
        screen.state.setCurrentIndex(0)
    screen.search.setText("syz")
    with qtbot.waitSignal(screen.rows.counted):
        QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert screen.rows.model.rowCount() == 1


def test_pages_of_the_list_follow_each_other(desk: Desk) -> None:
    whole = agreement_list(desk, AgreementFilter())
    first = agreement_list(desk, AgreementFilter(), limit=1)
    second = agreement_list(desk, AgreementFilter(), offset=1, limit=1, after=first.rows[0])
    jumped = agreement_list(desk, AgreementFilter(), offset=1, limit=1)
    assert (*first.rows, *second.rows) == whole.rows
    assert jumped == second
    assert first.total == 2


def test_enter_opens_an_agreement_and_its_page_leads_back(screen: AgreementsScreen, seated: Seat, qtbot: QtBot) -> None:
    listed(screen, qtbot)
    QTest.keyClick(screen.rows.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shows_state(screen, AgreementState.IN_FORCE))
    says(screen.page, "昙华乡百草岭药店", qtbot)
    says(screen.page, "待审核：中止协议", qtbot)
    press(screen.page, "申请", qtbot)
    assert seated.places[-1] == Place("applications", agreement_view(seated.context.desk, seated.places[0].entity).case)
    QTest.keyClick(screen.page, Qt.Key.Key_Escape)
    assert screen.rows.isVisible()


def print_and_register(screen: AgreementsScreen, seated: Seat, file: Path, qtbot: QtBot) -> None:
    """Print an agreement, register its copies and save them to a file."""
    press(screen.page, "打印协议", qtbot)
    printing = opened(screen, PrintAgreementDialog, qtbot)
    with qtbot.waitSignal(printing.made):
        printing.show()
    with qtbot.waitSignal(printing.made):
        printing.register()
    assert len(printing.papers) == 2
    seated.ask.path = file
    printing.save()
    qtbot.waitUntil(file.exists)
    printing.close()


def publish_and_report(screen: AgreementsScreen, qtbot: QtBot) -> None:
    """Do what is owed of a new agreement (G7, S9)."""
    for words in ("公布定点名单", "报省级经办机构"):
        press(screen.page, words, qtbot)
        asked = opened(screen, ActionDialog, qtbot)
        asked.form.set_values({"where": ["州政府门户网站"]} if words == "公布定点名单" else {"where": "省医保中心"})
        asked.submit()
        gone(asked, qtbot)


def test_one_agreement_goes_the_whole_way(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    case = signing_case(desk)
    screen.open(case)
    draft = opened(screen, DraftDialog, qtbot)
    assert draft.form.values()["party_b_name"] == draft._asked.institution_name
    assert draft.form.values()["starts"] == DAY.isoformat()
    draft.form.set_values({"payment_methods/1": True, "deposit_percent": 450, "party_b_it_contact": "普光明"})
    draft.submit()
    qtbot.waitUntil(lambda: shows_state(screen, AgreementState.DRAFT))
    says(screen.page, "按项目付费、总额预付", qtbot)
    says(screen.page, "4.5%", qtbot)

    print_and_register(screen, seated, tmp_path / "agreement.pdf", qtbot)
    qtbot.waitUntil(lambda: shows_state(screen, AgreementState.PRINTED))
    says(screen.page, "打印登记（2 份）", qtbot)

    press(screen.page, "签订协议", qtbot)
    signing = opened(screen, SignDialog, qtbot)
    signing.form.set_values({"b_name": "赵代理"})
    signing.submit()
    says(signing, "请登记其授权委托书", qtbot)
    signing.form.set_values({"b_authorisation": "姚授〔2026〕3号"})
    signing.submit()
    qtbot.waitUntil(lambda: shows_state(screen, AgreementState.IN_FORCE))

    press(screen.page, "协议备案", qtbot)
    filing = opened(screen, FileDialog, qtbot)
    filing.form.set_values({"day": "2026-03-01"})
    filing.submit()
    says(filing, "备案日期2026-03-01应在签订之日与办理之日之间", qtbot)
    filing.form.set_values({"day": DAY.isoformat(), "receipt": "备1号"})
    filing.submit()
    press(screen.page, "开通医保系统", qtbot)
    system = opened(screen, OpenSystemDialog, qtbot)
    system.form.set_values({"national_code": "H53232600123"})
    system.submit()
    says(screen.page, "下一步：公布定点名单", qtbot)
    publish_and_report(screen, qtbot)
    qtbot.waitUntil(lambda: screen.page.view is not None and screen.page.view.settled)
    says(screen.page, "没有欠办的事项", qtbot)
    says(screen.page, "H53232600123", qtbot)
    view = screen.page.view
    assert view is not None
    done = [one.text for one in view.history]
    assert done == ["报省级经办机构", "公布定点名单", "开通医保系统", "协议备案", "签订协议", "打印协议", "拟制协议"]


def test_the_sample_office_has_an_agreement_to_draft(screen: AgreementsScreen, desk: Desk, qtbot: QtBot) -> None:
    [waiting] = waiting_for_draft(desk)
    assert (waiting.institution_name, waiting.studied) == ("铁锁乡同济源药店", True)
    listed(screen, qtbot)
    qtbot.waitUntil(screen.draft_button.isVisible)
    screen.draft_button.click()
    draft = opened(screen, DraftDialog, qtbot)
    assert draft.form.values()["party_b_name"] == "铁锁乡同济源药店"


def test_a_missing_blank_is_said_in_the_form_and_nothing_typed_is_lost(
    screen: AgreementsScreen, desk: Desk, qtbot: QtBot
) -> None:
    screen.open(signing_case(desk))
    draft = opened(screen, DraftDialog, qtbot)
    draft.form.set_values({"party_b_legal_rep": None, "special_terms": "按月报送。"})
    draft.submit()
    assert "请填写乙方法定代表人。" in texts(draft)
    assert draft.form.values()["special_terms"] == "按月报送。"
    draft.form.set_values({"party_b_legal_rep": "起正云", "ends": "2026-03-01"})
    draft.submit()
    says(draft, "协议止期2026-03-01早于起期", qtbot)


def test_a_new_draft_takes_the_place_of_the_old_one(screen: AgreementsScreen, desk: Desk, qtbot: QtBot) -> None:
    case = signing_case(desk)
    old = run(desk, "agreements.draft", on=DAY, params={"case": case}).entity
    run(desk, "agreements.draft", on=DAY, params={"case": case})
    screen.open(old)
    says(screen.page, "已由重新拟制的协议代替", qtbot)
    assert screen.page.view is not None
    assert screen.page.view.offers == ()
    rows = agreement_list(desk, AgreementFilter(state=AgreementState.DRAFT)).rows
    assert sorted(row.next_step for row in rows) == ["已重新拟制", "打印协议"]


def test_before_the_study_the_page_says_what_is_in_the_way(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    case = signing_case(desk, studied=False)
    agreement = run(desk, "agreements.draft", on=DAY, params={"case": case}).entity
    run(desk, "agreements.print", on=DAY, params={"agreement": agreement})
    screen.open(agreement)
    press(screen.page, "组织协议学习", qtbot)
    assert seated.places == [Place("applications", case)]
    assert screen.page.view is not None
    sign = next(one for one in screen.page.view.offers if one.action == "agreements.sign")
    assert [one.unmet.rule for one in sign.obstacles] == ["G2"]


def test_a_copy_printed_again_needs_its_reason_and_the_passphrase_is_asked_once(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    make_device_key(desk, "koukouling")
    seated.ask.passphrase = "koukouling"
    agreement = in_force(desk, owing=True)
    screen.open(agreement)
    for copy in (3, 4):
        press(screen.page, "补印协议", qtbot)
        printing = opened(screen, PrintAgreementDialog, qtbot)
        qtbot.waitUntil(partial(signs, printing))
        printing.register()
        assert "请填写补印原因。" in texts(printing)
        printing.form.set_values({"reason": "原件损坏"})
        with qtbot.waitSignal(printing.made):
            printing.register()
        printing.close()
        qtbot.waitUntil(partial(has_copies, screen, copy))
    assert seated.ask.asked == ["请输入本机密钥口令"]
    assert agreement_view(desk, agreement).copies[-1].reason == "原件损坏"


def test_without_the_passphrase_nothing_is_registered(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    make_device_key(desk, "koukouling")
    agreement = in_force(desk, owing=True)
    screen.open(agreement)
    press(screen.page, "补印协议", qtbot)
    printing = opened(screen, PrintAgreementDialog, qtbot)
    qtbot.waitUntil(partial(signs, printing))
    printing.form.set_values({"reason": "原件损坏"})
    printing.register()
    seated.ask.passphrase = "falsch falsch"
    printing.register()
    qtbot.waitUntil(lambda: [one.code for one in seated.ask.refused] == ["passphrase"])
    assert len(agreement_view(desk, agreement).copies) == 2
