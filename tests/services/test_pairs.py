"""Decisions of two persons: prepared by one, released or sent back by another; nothing moves in between."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import FIRST, Office
from tests.services.refusing import refused
from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.case import Case
from yb_desktop.domain.limits import running
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import CaseState

RELEASED = date(2026, 3, 5)


@pytest.fixture
def ready(office: Office) -> Office:
    """Give an office whose case waits for its result."""
    office.evaluating()
    office.visited()
    return office


def ended(case: Case, rule: str) -> date | None:
    return next(limit.stopped for limit in case.limits if limit.rule == rule)


def test_it_takes_effect_on_the_day_of_release(ready: Office) -> None:
    step = ready.do("evaluation.decide")

    assert step.pending
    assert step.documents == ()
    before = ready.now()
    assert before.state is CaseState.EVALUATING
    assert running(before.limits, "E1") is not None
    assert before.pending is not None

    ready.do("cases.release", RELEASED, who="审核员")

    after = ready.now()
    assert after.state is CaseState.QUALIFIED
    assert after.pending is None
    assert ended(after, "E1") == RELEASED
    decision = after.decisions[-1]
    assert decision.on == RELEASED
    assert (decision.prepared_by, decision.released_by) == (before.pending.by, ready.at("审核员").actor)


def test_lateness_counts_to_the_release(ready: Office) -> None:
    ready.do("evaluation.decide", date(2026, 3, 23))  # the last day of E1

    step = ready.do("cases.release", date(2026, 3, 25), who="审核员")

    assert [(one.rule, one.working_days) for one in step.late] == [("E1", 2)]


def test_nobody_releases_what_they_prepared(ready: Office) -> None:
    ready.do("evaluation.decide", who="审核员")

    refused(ready, "cases.release", RELEASED, who="审核员", rule="two-persons")


@pytest.mark.parametrize("who", ["经办员", "核查甲", "管理员"])
def test_releasing_takes_the_reviewing_role(ready: Office, who: str) -> None:
    ready.do("evaluation.decide", who="审核员")

    refused(ready, "cases.release", RELEASED, who=who, rule="role")
    refused(ready, "cases.send_back", RELEASED, who=who, rule="role")


def test_a_release_is_not_dated_before_the_preparation(ready: Office) -> None:
    ready.do("evaluation.decide", RELEASED)

    refused(ready, "cases.release", FIRST, who="审核员", rule="T8")


def test_sent_back_it_can_be_prepared_again(ready: Office) -> None:
    ready.do("evaluation.decide")
    ready.do("cases.send_back", RELEASED, who="审核员")

    assert ready.now().pending is None
    assert ready.now().state is CaseState.EVALUATING
    refused(ready, "cases.release", RELEASED, who="审核员", rule="state")

    ready.both("evaluation.decide", RELEASED)
    assert ready.now().state is CaseState.QUALIFIED


@pytest.mark.parametrize(
    "action", ["evaluation.decide", "evaluation.hold_meeting", "evaluation.draw_team", "applications.ask_supplement"]
)
def test_nothing_moves_under_a_prepared_decision(ready: Office, action: str) -> None:
    ready.do("evaluation.decide")

    refused(ready, action, RELEASED, who="经办员", rule="state")


def test_the_applicant_may_still_withdraw(ready: Office) -> None:
    ready.do("evaluation.decide")
    ready.do("applications.withdraw", RELEASED)

    assert ready.now().state is CaseState.WITHDRAWN
    assert ready.now().pending is None
    refused(ready, "cases.release", RELEASED, who="审核员", rule="state")


def test_a_refusal_takes_its_number_when_released(office: Office) -> None:
    office.do("applications.receive_materials")
    office.do("applications.check_ground", ground="bad_influence", holds=True)
    office.do("applications.refuse", rule="A23")
    assert office.now().notices == ()
    office.do("cases.send_back", who="审核员")
    office.both("applications.refuse", RELEASED, rule="A23")

    refusal = office.now().refusal
    assert refusal is not None
    assert refusal.number == "大医保不受〔2026〕1号"
    assert ended(office.now(), "A15") == RELEASED


def test_a_bar_over_by_the_day_of_release_refuses_nobody(office: Office) -> None:
    office.received()
    office.do("applications.check_ground", ground="fraud", holds=True, event_day="2023-03-02")
    office.do("applications.refuse", rule="A17", ground="fraud")

    refused(office, "cases.release", date(2026, 3, 3), who="审核员", rule="A17")


@pytest.mark.parametrize("who", ["管理员"])
def test_administrators_have_no_business_rights(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        office.do("applications.receive_materials", who=who)

    assert refusal.value.rule == "role"


def test_somebody_must_be_signed_in_once_there_are_people(office: Office) -> None:
    desk = office.desk
    with pytest.raises(NotAllowed) as refusal, desk.act("applications.receive_materials", FIRST):
        pass

    assert refusal.value.rule == "role"
    assert "登录" in refusal.value.text


def test_who_left_does_nothing_more(office: Office) -> None:
    leaving = office.at("经办员")
    assert leaving.person is not None
    office.do("oversight.end_person", who="管理员", person=leaving.person.id)
    with pytest.raises(NotAllowed) as refusal, leaving.act("applications.receive_materials", FIRST):
        pass

    assert refusal.value.rule == "role"


def test_only_administration_enters_people(office: Office) -> None:
    with pytest.raises(NotAllowed) as refusal:
        office.do("oversight.add_person", who="经办员", name="新人", roles=[Role.HANDLING.value])
    assert refusal.value.rule == "role"

    with pytest.raises(NotAllowed) as mixed:
        office.do("oversight.add_person", who="管理员", name="新人", roles=["system_admin", "handling"])
    assert mixed.value.rule == "role"
