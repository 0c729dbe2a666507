"""Changes, suspension, termination and renewal of an agreement, where a story does not reach (C1–C15, G8)."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from tests.services.office import Begin, Make, Office
from tests.services.refusing import APRIL, Begun, refused_as_given
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.termination import termination_grounds
from yb_desktop.domain.vocabulary import AgreementState, Level
from yb_desktop.law.law import Kind

THEN = date(2026, 3, 12)
"""The agreement's first day; its last is 11 March 2027."""
MAY = date(2026, 5, 6)


def suspended(office: Office) -> None:
    office.both("changes.suspend", APRIL, ground="fund_risk")


def wished(office: Office) -> None:
    office.do("changes.request_suspension", APRIL)
    office.both("changes.suspend", APRIL)


def terminated(office: Office) -> None:
    office.both("changes.terminate", APRIL, grounds=["as_agreed"])


def requested(office: Office) -> None:
    office.do("changes.request_renewal", APRIL)


def published(office: Office) -> None:
    requested(office)
    office.do("changes.publish_renewal", APRIL)


def claimed(office: Office) -> None:
    office.do("agreements.record_claim", APRIL, {"period": "2026-03", "amount": 5})


@cache
def then(step: Begin) -> Begin:
    """Begin with an agreement in force, and go on with a step."""

    def begin(office: Office) -> None:
        office.in_force()
        step(office)

    return begin


REFUSALS: list[tuple[Begin, str, dict[str, Json], str]] = [
    (Office.in_force, "changes.request_change", {"fields": {}}, "fields"),
    (Office.in_force, "changes.request_change", {"fields": {"phone": "1"}}, "params"),
    (Office.in_force, "changes.request_change", {"fields": {"name": ""}}, "fields"),
    (Office.in_force, "changes.request_change", {"fields": {"beds": 3}, "approved_on": "2026-04-02"}, "approved_on"),
    (Office.in_force, "changes.complete_change", {}, "state"),
    (Office.in_force, "changes.request_suspension", {"from": "2026-03-31"}, "from"),
    (Office.in_force, "changes.request_suspension", {"from": "2027-03-12"}, "from"),
    (Office.in_force, "changes.suspend", {}, "C9"),
    (Office.in_force, "changes.suspend", {"ground": "fund_risk", "from": "2026-03-31"}, "C6"),
    (Office.in_force, "changes.suspend", {"ground": "fund_risk", "from": "2027-03-12"}, "from"),
    (Office.in_force, "changes.suspend", {"ground": "whim"}, "params"),
    (Office.in_force, "changes.suspend", {"by_request": True}, "state"),
    (Office.in_force, "changes.request_resumption", {}, "state"),
    (Office.in_force, "changes.resume", {}, "state"),
    (Office.in_force, "changes.lapse_agreement", {}, "state"),
    (Office.in_force, "changes.terminate", {}, "C10"),
    (Office.in_force, "changes.terminate", {"grounds": ["whim"]}, "grounds"),
    (Office.in_force, "changes.terminate", {"by_request": True}, "state"),
    (Office.in_force, "changes.publish_terminated", {"where": "网站"}, "state"),
    (Office.in_force, "changes.file_termination", {}, "state"),
    (Office.in_force, "changes.expire", {}, "C5"),
    (Office.in_force, "changes.publish_renewal", {}, "C4"),
    (Office.in_force, "changes.object_renewal", {"text": "t"}, "state"),
    (Office.in_force, "changes.settle_renewal_objection", {"upheld": False, "text": "t"}, "state"),
    (Office.in_force, "changes.renew", {}, "C4"),
    (Office.in_force, "agreements.record_claim", {"period": "2026-3", "amount": 1}, "period"),
    (Office.in_force, "agreements.record_claim", {"period": "2026-05", "amount": 1}, "period"),
    (Office.in_force, "agreements.record_claim", {"period": "2026-03", "amount": 0}, "amount"),
    (Office.in_force, "agreements.record_payment", {}, "state"),
    (Office.in_force, "agreements.log_problem", {}, "text"),
    (Office.in_force, "agreements.record_training", {"text": ""}, "text"),
    (Office.in_force, "agreements.publish_list", {"where": ""}, "where"),
    (Office.in_force, "cases.release", {}, "state"),
    (Office.in_force, "cases.void_step", {"step": "r-none", "reason": "错"}, "not-found"),
    (Office.in_force, "cases.void_step", {"reason": " "}, "reason"),
    (then(suspended), "changes.suspend", {"ground": "fund_risk"}, "state"),
    (then(suspended), "changes.request_suspension", {}, "state"),
    (then(suspended), "changes.request_renewal", {}, "state"),
    (then(suspended), "changes.expire", {}, "state"),
    (then(suspended), "changes.lapse_agreement", {}, "C8"),
    (then(wished), "changes.lapse_agreement", {}, "C7"),
    (then(terminated), "changes.request_change", {"fields": {"beds": 3}}, "state"),
    (then(terminated), "changes.terminate", {"grounds": ["as_law"]}, "state"),
    (then(terminated), "changes.publish_terminated", {"where": " "}, "where"),
    (then(terminated), "changes.publish_terminated", {"where": "网站", "day": "2026-03-31"}, "day"),
    (then(claimed), "agreements.record_claim", {"period": "2026-03", "amount": 1}, "state"),
    (then(claimed), "agreements.record_payment", {"amount": 6}, "amount"),
    (then(claimed), "agreements.record_payment", {"amount": 4}, "reason"),
    (then(requested), "changes.request_renewal", {}, "state"),
    (then(requested), "changes.renew", {}, "C4"),
    (then(published), "changes.publish_renewal", {}, "state"),
    (then(published), "changes.settle_renewal_objection", {"upheld": True, "text": "t"}, "finding"),
    (then(published), "changes.settle_renewal_objection", {"upheld": False}, "state"),
    (then(published), "changes.renew", {}, "C4"),
]


@pytest.mark.parametrize(("begin", "action", "params", "rule"), REFUSALS)
def test_a_refusal_leaves_nothing_behind(
    begun: Begun, begin: Begin, action: str, params: dict[str, Json], rule: str
) -> None:
    refused_as_given(begun(begin), action, params=params, rule=rule)


def test_an_agreement_waits_for_its_second_person(bound: Office) -> None:
    step = bound.do("changes.suspend", APRIL, ground="fund_risk")
    assert step.pending
    assert bound.paper().state is AgreementState.IN_FORCE

    refused_as_given(bound, "cases.release", rule="role", agreement=bound.agreement)
    refused_as_given(bound, "changes.request_renewal", rule="state")
    bound.do("agreements.record_training", APRIL)  # what the decision does not rest on goes on
    bound.do("cases.send_back", APRIL, who="审核员")
    assert bound.paper().pending is None
    bound.do("changes.suspend", APRIL, who="审核员", ground="fund_risk")
    refused_as_given(bound, "cases.release", who="审核员", rule="two-persons")


def test_a_suspension_takes_its_number_and_effect_on_release(bound: Office) -> None:
    bound.do("changes.suspend", APRIL, ground="fund_risk")
    bound.do("cases.release", MAY, who="审核员")

    [one] = bound.paper().suspensions
    assert (one.on, one.begins, one.number) == (MAY, MAY, "大医保中止〔2026〕1号")
    assert one.prepared_by != one.released_by


def test_a_change_is_in_the_register_with_its_old_value_in_the_log(bound: Office) -> None:
    bound.do("changes.request_change", APRIL, fields={"legal_rep": "新人", "controller": {"name": "甲"}})
    bound.both("changes.complete_change", APRIL)

    with bound.desk.store.read() as reader:
        entry = reader.institution(bound.institution).registration
        types = [record.type for record in reader.records_of(bound.institution)]
    assert entry.legal_rep == "新人"
    assert entry.controller is not None
    assert entry.controller.name == "甲"
    assert types[-1] == "changes.complete_change"
    assert bound.paper().changes[0].completed == APRIL


def test_a_renewal_follows_the_register_of_the_day(bound: Office) -> None:
    bound.do("changes.request_change", APRIL, fields={"legal_rep": "新人"})
    bound.both("changes.complete_change", APRIL)
    published(bound)
    old = bound.agreement
    bound.both("changes.renew", MAY)

    new = bound.paper()
    assert new.id != old
    assert new.previous == old
    assert (new.starts, new.ends) == (date(2027, 3, 12), date(2028, 3, 11))
    assert new.blanks["party_b_legal_rep"] == "新人"
    assert new.opened == THEN
    bound.do("agreements.print", MAY)
    assert bound.paper().text_hash


def test_an_old_agreement_that_was_renewed_expires_without_closing_the_system(made: Make) -> None:
    office = made(today=date(2027, 12, 31))
    office.in_force()
    published(office)
    old = office.agreement
    office.both("changes.renew", MAY)
    step = office.do("changes.expire", date(2027, 3, 15), agreement=old)

    assert step.late == ()
    assert office.paper().state is AgreementState.EXPIRED
    assert office.paper().closed is None


def test_a_bad_end_of_a_renewal_is_told_when_it_is_prepared(bound: Office) -> None:
    published(bound)

    bound.desk.store.check()
    with pytest.raises(BadInput) as wrong:
        bound.do("changes.renew", MAY, ends="2027-01-01")
    assert wrong.value.code == "ends"


def test_termination_at_the_wish_of_the_institution_holds_from_the_request(bound: Office) -> None:
    bound.do("changes.request_termination", APRIL)
    bound.both("changes.terminate", MAY)

    ending = bound.paper().ending
    assert ending is not None
    assert (ending.on, ending.effective, ending.grounds) == (MAY, APRIL, ("own_request",))
    # C13: fees after it are not settled; those before are.
    refused_as_given(bound, "agreements.record_claim", MAY, rule="C13", period="2026-05", amount=1)
    bound.do("agreements.record_claim", MAY, period="2026-03", amount=1)


@pytest.mark.parametrize(("kind", "items"), [(Kind.MEDICAL, 14), (Kind.PHARMACY, 17)])
def test_the_grounds_are_those_of_the_article(kind: Kind, items: int) -> None:
    grounds = termination_grounds(kind)

    assert [one.item for one in grounds] == [1, *range(1, items + 1)]
    assert len({one.id for one in grounds}) == len(grounds)


def test_ownership_counts_for_nothing_but_c3(made: Make) -> None:
    # J4: the same steps on the same days for a public and a private clinic give the same states and clocks.
    told = []
    for ownership in ("public", "private"):
        office = made(ownership=ownership)
        office.in_force()
        suspended(office)
        office.do("changes.resume", MAY)
        office.do("changes.request_renewal", MAY)
        paper = office.paper()
        told.append((paper.state, paper.limits, paper.suspensions, paper.renewal))

    assert told[0] == told[1]


def test_a_decision_of_the_prefecture_is_told_for_agreements_elsewhere(made: Make) -> None:
    code = "52532326MJ00000017"
    county = made(seed=8, uscc=code)
    county.in_force()
    prefecture = made(area="532300", level=Level.PREFECTURE, uscc=code)
    prefecture.in_force()
    with county.desk.store.read() as reader:
        info = county.desk.info
        records = list(reader.records(office=info.office, device=info.device))
    with prefecture.desk.store.write() as tx:
        assert tx.take(records).refused == ()

    step = prefecture.both("changes.suspend", APRIL, ground="fund_risk")
    assert any("C14" in warning and county.paper().number in warning for warning in step.warnings)
    step = prefecture.both("changes.terminate", APRIL, grounds=["fund_fraud"])
    assert any("C14" in warning for warning in step.warnings)
    # C14: once the county knows of it, its own agreement neither goes on nor is renewed.
    suspended(county)
    with prefecture.desk.store.read() as reader:
        info = prefecture.desk.info
        records = list(reader.records(office=info.office, device=info.device))
    with county.desk.store.write() as tx:
        assert tx.take(records).refused == ()
    refused_as_given(county, "changes.resume", rule="C14")
    # J1: the county's agreement is the county's to suspend.
    refused_as_given(prefecture, "changes.suspend", rule="J1", agreement=county.agreement, ground="as_law")


def test_the_second_imposed_suspension_tells_that_the_agreement_must_end(bound: Office) -> None:
    suspended(bound)
    bound.do("changes.resume", APRIL)
    step = bound.both("changes.suspend", MAY, ground="as_agreed")

    assert any("C10" in warning for warning in step.warnings)


def test_a_renewal_out_of_a_round_and_later_than_three_months_is_told(made: Make) -> None:
    office = made(today=date(2027, 12, 31))
    office.in_force()
    step = office.do("changes.request_renewal", date(2027, 2, 18))

    assert any("N2-41" in warning for warning in step.warnings)


@pytest.mark.parametrize("field", ["legal_rep", "principal", "controller"])
def test_a_person_on_the_list_of_barred_persons_does_not_come_in(bound: Office, field: str) -> None:
    bound.do("institutions.block_person", APRIL, person="受限人", kind="medical", reason="原机构被解除协议")
    person: Json = {"name": "受限人", "id_number": ""} if field == "controller" else "受限人"
    bound.do("changes.request_change", APRIL, fields={field: person})

    refusal = refused_as_given(bound, "changes.complete_change", MAY, rule="A17")

    assert isinstance(refusal, NotAllowed)
    # A17: five years from 1 April 2026, over on the day after.
    assert refusal.allowed_from == date(2031, 4, 2)
    assert "担任" in refusal.text


def test_the_list_of_barred_persons_is_of_one_kind_and_tells_namesakes_apart(bound: Office) -> None:
    listed: Json = {"name": "受限人", "id_number": "532326198001010019"}
    bound.do("institutions.block_person", APRIL, person="药店受限人", kind="pharmacy", reason="原药店被解除协议")
    bound.do("institutions.block_person", APRIL, person=listed, kind="medical", reason="原机构被解除协议")
    namesake: Json = {"name": "受限人", "id_number": "532326198001010027"}
    bound.do("changes.request_change", APRIL, fields={"legal_rep": "药店受限人", "controller": namesake})

    assert bound.both("changes.complete_change", MAY).state == "in_force"
