"""Audits through the screen, on a real store: the six steps, measures with persons and money, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.ui.looking import deed, gone, opened, press, says, shown, texts
from tests.ui.recording import RecordingAsk
from tests.ui.screens.sample_offices import (
    DAY,
    Seat,
    reviewer,
    seat,
    with_nothing_pending,
)
from yb_desktop.base.canon import Json
from yb_desktop.domain.audit import Audit, MeasureKind
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import run
from yb_desktop.services.views.breaches import AuditFilter, Matters, audit_list
from yb_desktop.store import breach_lists, lists
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.screens.breaches.new_audit import AgreementChooser
from yb_desktop.ui.screens.breaches.page import BreachesScreen
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.voiding import VoidDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)
REVIEWER = "王建国"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return with_nothing_pending(desk)


Opened = Callable[[Desk], tuple[BreachesScreen, Seat]]


@pytest.fixture
def sit(theme: Theme, tasks: Tasks, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot) -> Opened:
    """Give a way to open the screen for whoever sits at a desk."""
    del theme

    def opened_for(desk: Desk) -> tuple[BreachesScreen, Seat]:
        seated = seat(desk, tasks, ask, tmp_path)
        return shown(BreachesScreen(seated.context), seated.context, "breaches", qtbot), seated

    return opened_for


@pytest.fixture
def screen(sit: Opened, desk: Desk) -> BreachesScreen:
    return sit(desk)[0]


def agreement_of(desk: Desk) -> str:
    with desk.store.read() as reader:
        return lists.agreements(reader, state=AgreementState.IN_FORCE).rows[0].id


def newest(desk: Desk) -> Audit:
    with desk.store.read() as reader:
        return reader.audit(breach_lists.audits(reader).rows[0].id)


def do(screen: BreachesScreen, words: str, qtbot: QtBot, **values: Json) -> None:
    """Press an action, fill its form in, and do it by keyboard."""
    press(screen.page, words, qtbot)
    dialog = opened(screen.page, ActionDialog, qtbot)
    dialog.form.set_values(values)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    gone(dialog, qtbot)


def fill(screen: BreachesScreen, action: str, qtbot: QtBot, **values: Json) -> None:
    """Fill in the form of the next step on the page, and do it by keyboard."""
    qtbot.waitUntil(lambda: is_next(screen, action))
    panel = screen.page.panel
    assert panel is not None
    panel.form.set_values(values)
    panel.form.editor("on").inputs[0].setFocus()
    QTest.keyClick(panel.form.editor("on").inputs[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def is_next(screen: BreachesScreen, action: str) -> bool:
    view = screen.page.view
    return view is not None and view.next is not None and view.next.action == action


def at_stage(screen: BreachesScreen, stage: AuditStage) -> bool:
    return screen.page.view is not None and screen.page.view.stage is stage


def on_tab(screen: BreachesScreen, number: int) -> None:
    assert screen.page.tabs is not None
    screen.page.tabs.setCurrentIndex(number)


def test_an_audit_goes_through_its_six_steps(screen: BreachesScreen, sit: Opened, desk: Desk, qtbot: QtBot) -> None:
    screen.begin()
    chooser = opened(screen, AgreementChooser, qtbot)
    qtbot.waitUntil(lambda: chooser.rows.model.rowCount() == 2)
    with qtbot.waitSignal(chooser.rows.counted):
        chooser.search.setText("syz")
        QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    assert chooser.rows.model.rowCount() == 1
    QTest.keyClick(chooser.rows.table, Qt.Key.Key_Return)
    notice = opened(screen, ActionDialog, qtbot)
    assert "石羊镇中心卫生院" in texts(notice)
    notice.form.set_values({"reason": "群众举报"})
    notice.submit()
    qtbot.waitUntil(lambda: at_stage(screen, AuditStage.NOTIFIED))
    says(screen.page, "下一步：实地稽核", qtbot)

    fill(screen, "breaches.visit_audit", qtbot, people=["李晓梅", "周正云"], findings="抽查病历")
    qtbot.waitUntil(lambda: at_stage(screen, AuditStage.VISITED))
    sums: Json = {"超标准收费": 123_456, "重复收费": 5_000}
    fill(screen, "breaches.deliver_findings", qtbot, findings="超标准收费", amounts=sums)
    says(screen.page, "1,234.56", qtbot)
    says(screen.page, "重复收费", qtbot)
    fill(screen, "breaches.receive_reply", qtbot, none=True)
    says(screen.page, "起才能按未反馈处理", qtbot)
    fill(screen, "breaches.receive_reply", qtbot, none=False, text="无异议")
    qtbot.waitUntil(lambda: at_stage(screen, AuditStage.REPLIED))
    fill(screen, "breaches.review_reply", qtbot, opinion="维持")
    qtbot.waitUntil(lambda: at_stage(screen, AuditStage.REVIEWED))
    fill(screen, "breaches.decide_audit", qtbot, opinion="追回费用", outcomes=["agreement", "penalty"])
    says(screen.page, "待审核：送达稽核处理意见书", qtbot)
    says(screen.page, "按医保协议处理、移送行政处罚", qtbot)
    assert screen.page.decision is not None
    assert not screen.page.decision.release.isEnabled()

    second, _seat = sit(reviewer(desk))
    second.open(newest(desk).id)
    press(second.page, "审核通过", qtbot)
    qtbot.waitUntil(lambda: at_stage(second, AuditStage.DECIDED))
    says(second.page, "处理意见涉及行政处罚或犯罪，尚未移送", qtbot)
    decision = newest(desk).decision
    assert decision is not None
    assert decision.prepared_by != reviewer(desk).actor


def daily(desk: Desk, *, heard: bool = False) -> str:
    """Open a daily file with a talk in it; gives its id."""
    agreement = agreement_of(desk)
    run(desk, "breaches.talk", on=DAY, params={"agreement": agreement, "points": ["收费不规范"]})
    if heard:
        run(desk, "breaches.hear", on=DAY, params={"agreement": agreement, "statement": "接受处理"})
    return newest(desk).id


def test_what_comes_before_the_hearing_is_said_before_the_button_and_in_the_dialog(
    screen: BreachesScreen, desk: Desk, qtbot: QtBot
) -> None:
    screen.open(daily(desk))
    says(screen.page, "日常处理", qtbot)
    on_tab(screen, 1)
    recover = deed(screen.page, "追回费用", qtbot)
    assert "应先听取机构陈述申辩" in recover.toolTip()
    recover.click()
    dialog = opened(screen.page, ActionDialog, qtbot)
    says(dialog, "应先听取机构陈述申辩", qtbot)
    dialog.form.set_values({"amount": 100, "basis": "协议第三十条"})
    dialog.submit()
    says(dialog, "✕ 作出“追回费用”之前，应先听取机构陈述申辩", qtbot)
    assert dialog.isVisible()


def test_two_persons_are_suspended_and_shown_until_they_go_on(
    screen: BreachesScreen, sit: Opened, desk: Desk, qtbot: QtBot
) -> None:
    screen.open(daily(desk, heard=True))
    says(screen.page, "日常处理", qtbot)
    on_tab(screen, 1)
    do(screen, "中止部分人员或科室的医保结算", qtbot, persons=["杨秀英", "赵玉兰"], basis="协议第三十五条")
    says(screen.page, "杨秀英、赵玉兰", qtbot)
    second, _seat = sit(reviewer(desk))
    second.open(newest(desk).id)
    press(second.page, "审核通过", qtbot)
    says(second.page, "中止部分人员或科室的医保结算尚未报告", qtbot)
    [part] = [one for one in newest(desk).measures if one.kind is MeasureKind.SUSPEND_PART]
    assert part.persons == ("杨秀英", "赵玉兰")
    screen.refresh()
    says(screen.page, "中止部分人员或科室的医保结算尚未报告", qtbot)
    do(screen, "报告行政部门…", qtbot, to="大姚县医疗保障局行政科")
    qtbot.waitUntil(lambda: screen.page.view is not None and not screen.page.view.owed)
    assert screen.page.view is not None
    assert [one.standing for one in screen.page.view.measures] == [f"中止中，已报告 {DAY}", "已办理"]
    do(screen, "恢复部分人员或科室的医保结算…", qtbot)
    says(screen.page, "待审核：恢复部分人员或科室的医保结算", qtbot)


def test_mending_is_checked_from_the_list_of_what_is_owed(screen: BreachesScreen, desk: Desk, qtbot: QtBot) -> None:
    run(desk, "breaches.order_mending", on=DAY, params={"agreement": agreement_of(desk), "points": ["完善台账"]})
    screen.open(newest(desk).id)
    says(screen.page, "责令整改的事项尚未复查", qtbot)
    do(screen, "复查整改…", qtbot, mended=True, finding="已建立台账")
    says(screen.page, "没有欠办的事项", qtbot)
    assert [one.mended for one in newest(desk).measures] == [True]


def test_one_sum_of_the_findings_begins_a_measure(screen: BreachesScreen, desk: Desk, qtbot: QtBot) -> None:
    agreement = agreement_of(desk)
    run(desk, "breaches.open_audit", on=DAY, params={"agreement": agreement, "reason": "抽查"})
    run(desk, "breaches.visit_audit", on=DAY, params={"agreement": agreement})
    sums: Json = {"超标准收费": 86_300, "重复收费": 12_000}
    run(desk, "breaches.deliver_findings", on=DAY, params={"agreement": agreement, "findings": "甲", "amounts": sums})
    screen.open(newest(desk).id)
    says(screen.page, "863.00", qtbot)
    press(screen.page, "追回费用", qtbot)
    dialog = opened(screen.page, ActionDialog, qtbot)
    assert dialog.form.values()["amount"] == 86_300
    assert str(dialog.form.values()["basis"]).endswith("：超标准收费")


def test_a_step_is_taken_back_by_two(screen: BreachesScreen, desk: Desk, qtbot: QtBot) -> None:
    run(desk, "breaches.open_audit", on=DAY, params={"agreement": agreement_of(desk), "reason": "抽查"})
    run(desk, "breaches.visit_audit", on=DAY, params={"audit": newest(desk).id})
    screen.open(newest(desk).id)
    press(screen.page, "撤销步骤…", qtbot)
    dialog = opened(screen.page, VoidDialog, qtbot)
    assert [(one.step.title, one.step.on, one.step.can) for one in dialog.choices] == [
        ("实地稽核", DAY, True),
        ("下达稽核通知书", DAY, False),
    ]
    dialog.form.set_values({"reason": "日期有误"})
    dialog.submit()
    says(screen.page, "待审核：撤销步骤", qtbot)


def test_the_list_narrows_and_leads_to_a_matter_and_back(
    screen: BreachesScreen, sit: Opened, desk: Desk, qtbot: QtBot
) -> None:
    run(desk, "breaches.order_mending", on=DAY, params={"agreement": agreement_of(desk), "points": ["完善台账"]})
    run(desk, "breaches.open_audit", on=DAY, params={"agreement": agreement_of(desk), "reason": "抽查"})
    screen, seated = sit(desk)
    with qtbot.waitSignal(screen.rows.counted):
        screen.open("")
    assert screen.rows.model.rowCount() == 2
    with qtbot.waitSignal(screen.rows.counted):
        screen.chips.button(list(Matters).index(Matters.OWED)).click()
    assert [screen.rows.model.words(0)] == [
        (DAY.isoformat(), "昙华乡百草岭药店", "（无）", "日常处理", "复查整改", "1 项", *_rest(screen))
    ]
    with qtbot.waitSignal(screen.rows.counted):
        screen.search.setText("没有这家")
        QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert "没有符合条件的事项" in texts(screen.rows)
    with qtbot.waitSignal(screen.rows.counted):
        screen.search.setText("")
    QTest.keyClick(screen.rows.table, Qt.Key.Key_Return)
    assert seated.places[-1].screen == "breaches"
    says(screen.page, "责令整改的事项尚未复查", qtbot)
    press(screen.page, "协议", qtbot)
    assert seated.places[-1] == Place("agreements", agreement_of(desk))
    QTest.keyClick(screen.page, Qt.Key.Key_Escape)
    assert screen.rows.isVisible()


def _rest(screen: BreachesScreen) -> tuple[str, ...]:
    words = screen.rows.model.words(0)
    assert words is not None
    return words[6:]


def test_pages_of_the_list_follow_each_other(desk: Desk) -> None:
    for reason in ("甲", "乙", "丙"):
        run(desk, "breaches.open_audit", on=DAY, params={"agreement": agreement_of(desk), "reason": reason})
    whole = audit_list(desk, AuditFilter())
    first = audit_list(desk, AuditFilter(), limit=2)
    second = audit_list(desk, AuditFilter(), offset=2, limit=2, after=first.rows[-1])
    assert (*first.rows, *second.rows) == whole.rows
    assert audit_list(desk, AuditFilter(), offset=2, limit=2).rows == second.rows
    assert (first.total, audit_list(desk, AuditFilter(find="大医保稽")).total) == (3, 3)
    assert audit_list(desk, AuditFilter(matters=Matters.PENDING)).total == 0


def test_another_matter_begins_with_its_first_tab(screen: BreachesScreen, desk: Desk, qtbot: QtBot) -> None:
    first = daily(desk)
    params: dict[str, Json] = {"agreement": agreement_of(desk), "reason": "抽查"}
    second = run(desk, "breaches.open_audit", on=DAY, params=params).entity
    for matter in (first, second):
        screen.open(matter)
        qtbot.waitUntil(partial(_shows, screen, matter))
        tabs = screen.page.tabs
        assert tabs is not None
        assert tabs.currentIndex() == 0
        tabs.setCurrentIndex(3)
    run(desk, "breaches.visit_audit", on=DAY, params={"audit": second})
    screen.refresh()
    qtbot.waitUntil(lambda: screen.page.view is not None and screen.page.view.stage is AuditStage.VISITED)
    assert screen.page.tabs is not None
    assert screen.page.tabs.currentIndex() == 3  # the same matter goes on where it was looked at


def _shows(screen: BreachesScreen, matter: str) -> bool:
    return screen.page.view is not None and screen.page.view.id == matter
