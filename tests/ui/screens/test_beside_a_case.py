"""What is done beside the way of a case: steps taken back, cases handed on, letters, categories, conditions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QWidget

from tests.services.office import FIRST
from tests.ui.looking import opened, shown
from tests.ui.screens.case_rooms import TODAY, Room, texts
from yb_desktop.base.canon import Json
from yb_desktop.domain.publication import Publication
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState
from yb_desktop.services.views.applications import case_view
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.screens.applications.dialogs import ReceiveDialog
from yb_desktop.ui.screens.applications.page import NAME, ApplicationsScreen
from yb_desktop.ui.voiding import VoidDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QWidget)


LATER = date(2026, 4, 1)
"""The day of what presupposes an agreement in force."""


@pytest.fixture
def screen(room: Room, qtbot: QtBot) -> ApplicationsScreen:
    return shown(ApplicationsScreen(room.context), room.context, NAME, qtbot)


def chosen(room: Room, screen: ApplicationsScreen, action: str) -> ActionDialog:
    """Choose an action of the office's case from the menu of its page."""
    room.settle()
    room.context.navigator.go(NAME, room.office.case)
    room.until(lambda: screen.case.view is not None)
    room.settle()
    screen.case.choose(action)
    return opened(screen.case, ActionDialog, room.qtbot)


def fill(room: Room, dialog: ActionDialog, **values: Json) -> None:
    """Fill a dialog in and wait until its deed is done."""
    dialog.form.set_values(values)
    before = len(room.seat.said)
    dialog.submit()
    room.until(lambda: len(room.seat.said) > before)
    room.settle()


def test_only_the_last_step_can_be_taken_back_and_the_others_say_why(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    room.context.navigator.go(NAME, room.office.case)
    room.until(lambda: screen.case.view is not None)
    screen.case.choose("cases.void_step")
    dialog = opened(screen.case, VoidDialog, room.qtbot)
    assert [one.isEnabled() for one in dialog.choices] == [True, False]
    assert "请先撤销后面的步骤" in texts(dialog)
    assert dialog.choices[0].isChecked()
    dialog.form.set_values({"reason": "核查登记有误"})
    dialog.submit()
    room.until(lambda: room.seat.said)
    assert room.case().pending is not None
    room.office.do("cases.release", TODAY, who="审核员")
    assert room.case().checks == ()


def test_a_reviewer_hands_a_case_to_another_person(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    dialog = chosen(room, screen, "oversight.reassign_case")
    assert "需要：审核、负责人" in texts(dialog)  # said before anything is pressed
    dialog.close()
    room.sit("审核员")
    screen.case.choose("oversight.reassign_case")
    dialog = opened(screen.case, ActionDialog, room.qtbot)
    with room.office.desk.store.read() as reader:
        clerk = next(one for one in reader.people() if one.name == "经办员")
    fill(room, dialog, person=clerk.id, reason="休假")
    assert room.case().handler == clerk.id


def test_a_case_is_handed_over_to_the_office_above(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    dialog = chosen(room, screen, "applications.hand_over")
    fill(room, dialog, to_office="532300", reason="由州局受理")
    assert room.case().handed_to == "532300"


def test_a_letter_goes_out_and_its_answer_comes_in(room: Room, screen: ApplicationsScreen) -> None:
    room.office.received()
    room.office.do("applications.accept")
    dialog = chosen(room, screen, "applications.send_inquiry")
    fill(room, dialog, to="大姚县卫生健康局", about="执业许可是否有效")
    (letter,) = room.case().inquiries
    screen.case.refresh()
    room.settle()
    dialog = chosen(room, screen, "applications.record_reply")
    fill(room, dialog, inquiry=letter.id, answer="有效")
    assert room.case().inquiries[0].answer == "有效"


def evaluated_category(room: Room, **decision: Json) -> None:
    """Bring an application for a payment category, beside an agreement in force, to its result."""
    office = room.office
    office.in_force(FIRST, date(2026, 3, 12))
    office.do("applications.receive_materials", LATER, kind="category", categories=["门诊慢特病"])
    for action in ("applications.check_ground", "applications.accept", "applications.first_review"):
        office.do(action, LATER)
    office.visited(LATER)
    office.both("evaluation.decide", LATER, **decision)


@pytest.mark.parametrize("today", [LATER])
def test_a_payment_category_is_opened_where_it_is_the_next_step(room: Room, screen: ApplicationsScreen) -> None:
    evaluated_category(room)
    room.context.navigator.go(NAME, room.office.case)
    room.until(lambda: screen.case.panel is not None)
    room.settle()
    panel = screen.case.panel
    assert panel is not None
    assert panel.offer.action == "applications.open_category"
    panel.deed.click()
    room.until(lambda: room.seat.said or room.seat.ask.refused)
    assert not room.seat.ask.refused
    assert room.case().state is CaseState.SIGNED
    assert room.office.paper().categories == ("门诊慢特病",)


@pytest.mark.parametrize("today", [LATER])
def test_an_unqualified_category_is_declined_and_not_evaluated_again(room: Room) -> None:
    evaluated_category(room, result="unqualified", reasons="设备不足", advice="配齐设备")
    room.office.do("applications.deliver", LATER)
    offers = [one.action for one in case_view(room.context.desk, room.office.case).offers]
    assert offers[0] == "applications.decline_category"
    assert "evaluation.reevaluate" not in offers


@pytest.mark.parametrize("kind", list(ApplicationKind))
def test_all_kinds_of_application_can_be_chosen_at_the_counter(
    room: Room, screen: ApplicationsScreen, kind: ApplicationKind
) -> None:
    screen.receive(room.office.institution)
    dialog = opened(screen.widget(), ReceiveDialog, room.qtbot)
    room.until(lambda: dialog.form is not None)
    assert dialog.form is not None
    dialog.form.set_values({"kind": kind.value})
    assert dialog.form.values()["kind"] == kind.value
    categories = dialog.form.editor("categories")
    assert categories.isVisible() == (kind is ApplicationKind.CATEGORY)


def test_the_conditions_are_published_from_the_list(room: Room, screen: ApplicationsScreen) -> None:
    screen.list.conditions.click()
    dialog = opened(screen.widget(), ActionDialog, room.qtbot)
    dialog.form.set_values({"where": ["县政府网站"], "proof": "公告栏照片"})
    dialog.submit()
    room.until(lambda: room.seat.said)
    room.settle()
    with room.office.desk.store.read() as reader:
        newest = list(reader.records(office=room.office.desk.info.office, device=room.office.desk.info.device))[-1]
        published = reader.entity(newest.entity)
    assert isinstance(published, Publication)
    assert newest.type == "applications.publish_conditions"
