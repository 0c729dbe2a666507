"""A case from the counter to the signing room through its page; what is in the way; what a second person sees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.services.office import FIRST
from tests.ui.looking import opened, press, says, shown
from tests.ui.screens.case_rooms import TODAY, Room, texts, unnamed
from yb_desktop.base.canon import Json
from yb_desktop.domain.case_facts import Result
from yb_desktop.domain.vocabulary import CaseState, Ground
from yb_desktop.ui.batch_papers import BatchDialog
from yb_desktop.ui.list_papers import PRINT_LISTED, ListPapersDialog
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.applications.case_panel import CasePanel
from yb_desktop.ui.screens.applications.page import NAME, ApplicationsScreen
from yb_desktop.ui.widgets.steps import StepState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def screen(room: Room, qtbot: QtBot) -> ApplicationsScreen:
    return shown(ApplicationsScreen(room.context), room.context, NAME, qtbot)


def next_form(room: Room, screen: ApplicationsScreen) -> CasePanel:
    """Open the office's case and give the form of its next action."""
    room.settle()
    room.context.navigator.go(NAME, room.office.case)
    room.settle()
    screen.case.refresh()
    room.until(lambda: screen.case.panel is not None)
    room.settle()
    assert screen.case.panel is not None
    return screen.case.panel


def do_next(room: Room, screen: ApplicationsScreen, action: str, **values: Json) -> None:
    """Fill the next action's form, press its button, and wait until it is done."""
    panel = next_form(room, screen)
    assert panel.offer.action == action
    panel.form.set_values(values)
    before = len(room.seat.said)
    panel.deed.click()
    room.until(lambda: len(room.seat.said) > before or room.seat.ask.refused)
    assert not room.seat.ask.refused
    room.settle()


def test_the_whole_way_by_the_next_button(room: Room, screen: ApplicationsScreen) -> None:
    room.office.do("applications.receive_materials", FIRST, missing=["fund_forecast"])
    do_next(room, screen, "applications.notify_missing")
    do_next(room, screen, "applications.deliver")
    do_next(room, screen, "applications.receive_supplement", items={"fund_forecast": {"copies": 1}})
    do_next(room, screen, "applications.check_ground")
    do_next(room, screen, "applications.accept")
    do_next(room, screen, "applications.first_review")
    do_next(room, screen, "evaluation.draw_team", seed="春雨")
    do_next(room, screen, "evaluation.assign_visit")
    assert room.case().visit is not None
    room.office.do("evaluation.finish_visit", TODAY)
    do_next(room, screen, "evaluation.hold_meeting")
    do_next(room, screen, "evaluation.decide")
    assert room.case().pending is not None
    room.sit("审核员")
    room.office.do("cases.release", TODAY, who="审核员")
    room.sit("经办员")
    do_next(room, screen, "evaluation.pass_list")
    do_next(room, screen, "evaluation.publish")
    room.sit("经办员", date(2026, 3, 17))
    do_next(room, screen, "evaluation.end_publicity")
    do_next(room, screen, "agreements.negotiate")
    do_next(room, screen, "agreements.study")
    case = room.case()
    assert case.state is CaseState.SIGNING
    assert case.team_seed == "春雨"
    assert case.studied == ("负责人戊",)
    press(screen.case, PRINT_LISTED, room.qtbot)
    which = opened(screen.case, ListPapersDialog, room.qtbot)
    which.form.set_values({"document": "study_sheet"})
    which.submit()
    says(opened(screen.case, BatchDialog, room.qtbot), "共 1 份", room.qtbot)


def test_what_is_in_the_way_stands_there_before_anything_is_pressed(room: Room, screen: ApplicationsScreen) -> None:
    room.office.do("applications.receive_materials", FIRST, missing=["fund_forecast"])
    records = len(room.case().history)
    next_form(room, screen)
    screen.case.choose("applications.accept")
    panel = screen.case.panel
    assert panel is not None
    said = texts(panel)
    assert "材料不齐" in said
    assert "尚未核查不予受理情形" in said
    assert {one.unmet.rule for one in panel.offer.obstacles} == {"A12", "A17", "A23"}
    assert len(room.case().history) == records
    panel.deed.click()
    room.until(lambda: room.seat.ask.refused)
    assert len(room.case().history) == records


@pytest.mark.parametrize(("day", "words"), [("2026-03-01", "早于该事项的上一步"), ("2026-03-06", "晚于今天")])
def test_a_wrong_day_is_said_at_the_day(room: Room, screen: ApplicationsScreen, day: str, words: str) -> None:
    room.office.received()
    panel = next_form(room, screen)
    panel.form.set_values({"on": day})
    panel.deed.click()
    room.until(lambda: words in texts(panel))
    assert room.seat.ask.refused == []
    assert room.case().state is CaseState.RECEIVED
    assert panel.deed.isEnabled()


def test_a_ground_that_holds_leads_to_refusal_by_two_persons(room: Room, screen: ApplicationsScreen) -> None:
    room.office.do("applications.receive_materials", FIRST)
    panel = next_form(room, screen)
    fraud = next(one for one in screen.case.view.grounds if one.ground is Ground.FRAUD) if screen.case.view else None
    panel.ground_wanted.emit(fraud)
    dialog = screen.case.ground
    assert dialog is not None
    dialog.form.set_values({"holds": "yes"})
    assert not dialog.form.editor("event_day").isHidden()
    dialog.submit()
    assert "请填写发现之日" in texts(dialog.form)
    dialog.form.set_values({"event_day": "2025-06-01", "source": "市场监管局"})
    dialog.submit()
    room.until(lambda: not dialog.isVisible())
    room.until(lambda: screen.case.panel is not None and screen.case.panel.offer.action == "applications.refuse")
    do_next(room, screen, "applications.refuse")
    room.until(lambda: screen.case.decision is not None)
    card = screen.case.decision
    assert card is not None
    assert not card.release.isEnabled()  # whoever prepared it
    assert "不予受理" in texts(card)
    room.sit("审核员")
    screen.case.refresh()
    room.until(lambda: screen.case.decision is not card)
    again = screen.case.decision
    assert again is not None
    room.until(again.release.isEnabled)
    again.release.click()
    room.until(lambda: room.case().state is CaseState.NOT_ACCEPTED)
    room.until(lambda: screen.case.view is not None and screen.case.view.way[-1].title == "不予受理")


def test_all_clear_never_overwrites_a_ground_that_holds(room: Room, screen: ApplicationsScreen) -> None:
    room.office.do("applications.receive_materials", FIRST)
    room.office.do("applications.check_ground", FIRST, ground="bad_influence", holds=True)
    next_form(room, screen)
    screen.case.choose("applications.check_ground")
    panel = screen.case.panel
    assert panel is not None
    panel.press()
    assert not panel.deed.isEnabled()
    checks = room.case().checks
    assert [one.fact.holds for one in checks] == [True]


def test_a_decision_is_sent_back_with_its_reason(room: Room, screen: ApplicationsScreen) -> None:
    room.office.evaluating()
    room.office.visited()
    room.office.do("evaluation.decide", FIRST)
    room.sit("审核员")
    room.context.navigator.go(NAME, room.office.case)
    room.until(lambda: screen.case.decision is not None and screen.case.decision.send_back.isEnabled())
    card = screen.case.decision
    assert card is not None
    assert "评估合格" in texts(card)
    card.reason.setText("请补充会议记录")
    card.send_back.click()
    room.until(lambda: room.case().pending is None)
    room.until(lambda: screen.case.panel is not None)
    view = screen.case.view
    assert view is not None
    assert view.history[0].detail == "请补充会议记录"


def test_who_is_left_out_of_a_draw_needs_a_reason(room: Room, screen: ApplicationsScreen) -> None:
    room.office.evaluating()
    panel = next_form(room, screen)
    assert panel.people is not None
    lines = panel.people._lines
    lines[0].ticked.setChecked(False)
    panel.deed.click()
    assert f"请写明{lines[0].name}回避的原因" in texts(panel)
    assert room.case().team == ()
    lines[0].text.setText("近亲属在该机构任职")
    panel.deed.click()
    room.until(lambda: len(room.case().team) == 3)
    case = room.case()
    assert lines[0].name not in {member.person for member in case.team}
    assert [(one.person, one.reason) for one in case.left_out] == [(lines[0].name, "近亲属在该机构任职")]


def test_votes_that_do_not_add_up_are_refused_and_what_was_typed_stays(room: Room, screen: ApplicationsScreen) -> None:
    room.office.evaluating()
    for step in ("draw_team", "assign_visit", "finish_visit"):
        room.office.do(f"evaluation.{step}", FIRST)
    panel = next_form(room, screen)
    panel.form.set_values({"qualified": 1, "unqualified": 1})
    panel.deed.click()
    room.until(lambda: room.seat.ask.refused)
    assert room.seat.ask.refused[0].code == "E6-refused"
    assert panel.form.values()["qualified"] == 1
    panel.form.set_values({"unqualified": 2})
    panel.deed.click()
    room.until(lambda: room.case().meeting is not None)
    meeting = room.case().meeting
    assert meeting is not None
    assert meeting.fact.result is Result.UNQUALIFIED


def test_a_draft_is_offered_again_and_refreshing_keeps_what_is_typed(room: Room, screen: ApplicationsScreen) -> None:
    room.office.do("applications.receive_materials", FIRST, missing=["fund_forecast"])
    panel = next_form(room, screen)
    panel.form.set_values({"also": "床位证明"})
    panel.form.keep_draft()
    screen.case.refresh()
    room.settle()
    assert screen.case.panel is panel
    again = ApplicationsScreen(room.context)
    room.qtbot.addWidget(again.widget())
    again.open(room.office.case)
    room.until(lambda: again.case.panel is not None)
    fresh = again.case.panel
    assert fresh is not None
    take = next(one for one in fresh.findChildren(QPushButton) if one.text() == "恢复草稿")
    take.click()
    assert fresh.form.values()["also"] == "床位证明"


def focused(panel: CasePanel) -> bool:
    """Say whether the keyboard is in a form."""
    return panel.isAncestorOf(panel.window().focusWidget())


def test_the_keyboard_goes_into_the_next_form(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    panel = next_form(room, screen)
    room.until(lambda: focused(panel))
    QTest.keyClick(panel.form.editor("on").inputs[0], Qt.Key.Key_Return)  # Enter in the last field presses the button
    room.until(lambda: room.case().state is CaseState.ACCEPTED)
    room.until(lambda: screen.case.panel is not panel and screen.case.panel is not None)
    fresh = screen.case.panel
    assert fresh is not None
    assert fresh.offer.action == "applications.first_review"
    room.until(lambda: focused(fresh))


def test_ending_an_application_is_asked_before(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    next_form(room, screen)
    screen.case.choose("applications.withdraw")
    panel = screen.case.panel
    assert panel is not None
    panel.form.set_values({"reason": "申请人自愿撤回"})
    room.seat.ask.yes = False
    panel.deed.click()
    assert room.seat.ask.asked
    assert room.case().state is CaseState.RECEIVED
    room.seat.ask.yes = True
    panel.deed.click()
    room.until(lambda: room.case().state is CaseState.WITHDRAWN)
    room.until(lambda: "没有下一步" in texts(screen.case))


def test_way_clocks_and_papers_are_told(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    room.office.do("applications.accept", date(2026, 3, 4))
    next_form(room, screen)
    view = screen.case.view
    assert view is not None
    done = {one.id: one for one in view.way}
    assert done["accept"].note == "迟办 2 个工作日"
    assert done["review"].clock is not None
    assert done["review"].clock.rule == "E1"
    assert [(one.rule, one.outer) for one in view.clocks] == [("E1", False), ("E1", True)]
    assert view.clocks[1].provisional
    papers = ["application_form", "intake_receipt", "data_check", "acceptance_notice"]
    assert [one.document for one in view.papers] == papers
    assert view.papers[-1].waits
    assert "15个工作日" in texts(screen.case)
    spoken = [row.accessibleName() for row in screen.case.steps._rows]
    assert spoken[0] == f"收件，{StepState.DONE.value}，2026-03-02，经办员"


def test_a_paper_opens_as_it_is_printed(room: Room, screen: ApplicationsScreen) -> None:
    room.office.do("applications.receive_materials", FIRST)
    next_form(room, screen)
    look = next(one for one in screen.case.findChildren(QPushButton) if one.text() == "打开…")
    look.click()
    room.until(lambda: screen.widget().findChildren(PreviewDialog))
    dialog = screen.widget().findChildren(PreviewDialog)[0]
    room.until(lambda: dialog.papers)
    assert dialog.papers[0].startswith(b"%PDF")
    dialog.reject()


def test_a_step_that_is_done_shows_its_record(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    next_form(room, screen)
    row = next(one for one in screen.case.steps._rows if one._step.id == "receive")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert screen.case.history.currentIndex().row() == 1


def test_a_case_in_order_has_nothing_in_the_way_of_its_next_step(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    panel = next_form(room, screen)
    assert panel.offer.action == "applications.accept"
    assert panel.offer.obstacles == ()
    assert "现在不能办理" not in texts(panel)


@pytest.mark.parametrize("action", ["applications.check_ground", "applications.refuse", "applications.withdraw"])
def test_every_field_and_button_has_a_name(room: Room, screen: ApplicationsScreen, action: str) -> None:
    room.office.received()
    next_form(room, screen)
    screen.case.choose(action)
    assert unnamed(screen.widget()) == []
