"""Steps taken back while nothing rests on them; and a case handed to another person."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import FIRST, Office
from tests.services.refusing import APRIL, refused_as_given
from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.services.views.voiding import past_steps

THEN = date(2026, 3, 12)


def void(office: Office, on: date = APRIL, **params: str) -> None:
    step = office.do("cases.void_step", on, {"reason": "登记有误", **params}, bare=True)
    assert step.pending
    matter = "agreement" if step.entity.startswith("agr-") else "case"
    office.do("cases.release", on, {matter: step.entity}, who="审核员", bare=True)


def test_a_step_taken_back_leaves_the_matter_as_it_was(office: Office) -> None:
    office.in_force()
    before = office.paper()
    office.both("changes.suspend", APRIL, ground="fund_risk")
    void(office, agreement=office.agreement)

    after = office.paper()
    assert after.state is AgreementState.IN_FORCE
    assert (after.suspensions, after.limits, after.pending, after.imposed) == ((), before.limits, None, 0)
    assert after.history[-1].type == "cases.void_step"
    with office.desk.store.read() as reader:
        assert "changes.suspend" in [record.type for record in reader.records_of(office.agreement)]


def test_every_step_of_a_daily_file_is_offered_by_its_words(office: Office) -> None:
    office.in_force()
    office.do("breaches.talk", APRIL)
    steps = past_steps(office.desk, {"audit": office.audit})
    assert [step.title for step in steps] == ["约谈", "建立日常处理档案"]


def test_the_tables_can_be_made_again(office: Office) -> None:
    office.in_force()
    office.do("changes.request_change", APRIL, fields={"legal_rep": "新人"})
    office.both("changes.complete_change", APRIL)
    void(office, agreement=office.agreement)
    with office.desk.store.read() as reader:
        assert reader.institution(office.institution).registration.legal_rep == "法人丁"
    void(office, agreement=office.agreement)
    void(office, agreement=office.agreement, step="agreements.open_system")
    assert office.paper().changes == ()
    assert office.paper().opened is None
    at = office.everything()
    office.desk.store.rebuild()

    assert office.everything() == at
    assert all(item.ok for item in office.desk.store.check(full=True) if item.name != "disk")


def test_what_a_step_began_ends_with_it(office: Office) -> None:
    office.in_force()
    old = office.agreement
    office.do("changes.request_renewal", APRIL)
    office.do("changes.publish_renewal", APRIL)
    office.both("changes.renew", date(2026, 5, 6))
    void(office, date(2026, 5, 6), agreement=office.agreement)

    assert office.paper().state is AgreementState.LAPSED
    with office.desk.store.read() as reader:
        assert reader.agreement(old).next == ""
        assert reader.agreement(old).state is AgreementState.IN_FORCE
    office.agreement = old
    office.both("changes.renew", date(2026, 5, 6))
    assert office.paper().number == "532326-2026-0003"  # the second number stays taken


def test_only_the_newest_step_can_go(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide")
    refused_as_given(
        office, "cases.void_step", rule="state", step="evaluation.hold_meeting", reason="错", case=office.case
    )
    void(office, case=office.case)
    assert office.now().state is CaseState.EVALUATING
    assert office.now().decisions == ()
    office.both("evaluation.decide", APRIL)
    assert office.now().state is CaseState.QUALIFIED


def test_a_first_step_taken_back_is_a_withdrawal(office: Office) -> None:
    office.do("applications.receive_materials")
    void(office, case=office.case)

    assert office.now().state is CaseState.WITHDRAWN
    office.do("applications.receive_materials", APRIL)
    assert office.now().state is CaseState.RECEIVED


@pytest.mark.parametrize("step", ["institutions.register", "oversight.add_person"])
def test_only_steps_of_matters_are_taken_back(office: Office, step: str) -> None:
    with office.desk.store.read() as reader:
        about = office.institution if step.startswith("inst") else office.at("经办员").actor
        rid = next(record.rid for record in reader.records_of(about) if record.type == step)

    refused_as_given(office, "cases.void_step", rule="state", step=rid, reason="错")


def test_nobody_takes_a_step_back_alone(office: Office) -> None:
    office.do("applications.receive_materials")
    office.do("cases.void_step", APRIL, {"reason": "错", "case": office.case}, who="审核员")

    refused_as_given(office, "cases.release", who="审核员", rule="two-persons", case=office.case)


def test_a_case_changes_hands(office: Office) -> None:
    office.do("applications.receive_materials")
    refused_as_given(office, "oversight.reassign_case", rule="role", case=office.case, person="审核员")
    refused_as_given(office, "oversight.reassign_case", rule="person", case=office.case, person="管理员", who="审核员")
    office.do("oversight.reassign_case", FIRST, {"person": "审核员"}, who="审核员")

    assert office.now().handler == office.at("审核员").actor
    refused_as_given(office, "oversight.reassign_case", rule="state", case=office.case, person="审核员", who="审核员")
