"""Rules of the straight path that a story cannot tell: ownership, supplements, signing, people's records, undo."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest

from tests.services.office import FIRST, Make, Office, Params
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.vocabulary import AgreementState, ApplicationKind, CaseState
from yb_desktop.services.timing import due_of

THEN = date(2026, 3, 12)


@pytest.fixture
def pharmacy(made: Make) -> Office:
    """Give an office with a pharmacy that meets every condition."""
    return made(kind="pharmacy")


def refusal_of(
    office: Office, action: str, on: date = FIRST, params: Params = MappingProxyType({}), **more: Json
) -> NotAllowed:
    with pytest.raises(NotAllowed) as refusal:
        office.do(action, on, {**params, **more})
    return refusal.value


def test_ownership_changes_nothing(made: Make) -> None:
    # J4: acceptance, score, clocks and result are the same for public and private institutions.
    seen = []
    for ownership in ("public", "private"):
        office = made(ownership=ownership, profit=ownership == "private")
        office.received()
        accepted = office.do("applications.accept")
        office.do("applications.first_review")
        office.do("evaluation.draw_team", seed="同一个种子")
        office.do("evaluation.assign_visit")
        office.do("evaluation.answer_item", item="three_months", answer="yes")
        office.do("evaluation.finish_visit")
        office.do("evaluation.hold_meeting")
        office.both("evaluation.decide")
        case = office.now()
        visit = case.visit
        assert visit is not None
        seen.append((case.state, accepted.due, visit.score, visit.passed, visit.content, case.limits))

    assert seen[0] == seen[1]
    assert seen[0][0] is CaseState.QUALIFIED


def test_a_supplement_before_its_notice_is_delivered_starts_no_clock(office: Office) -> None:
    office.do("applications.receive_materials", missing=["licence"])
    office.do("applications.notify_missing")
    office.do("applications.receive_supplement", date(2026, 3, 3))
    step = office.do("applications.deliver", date(2026, 3, 4))

    assert office.now().state is CaseState.RECEIVED
    assert step.due == ()
    assert [limit.rule for limit in office.now().limits] == ["A15"]


def test_a_notice_delivered_after_the_end_starts_no_clock(office: Office) -> None:
    office.do("applications.receive_materials", missing=["licence"])
    office.do("applications.notify_missing")
    office.do("applications.withdraw")

    assert office.do("applications.deliver").due == ()


def test_only_the_newest_notice_starts_the_supplement_clock(office: Office) -> None:
    office.evaluating()
    office.do("applications.ask_supplement", missing=["licence"])
    first = office.now().notices[-1].number
    office.do("applications.receive_supplement", date(2026, 3, 3))
    office.do("applications.ask_supplement", date(2026, 3, 4), missing=["internal_rules"])
    late = office.do("applications.deliver", date(2026, 3, 5), which=first)
    assert "A16" not in {one.rule for one in late.due}

    newest = office.do("applications.deliver", date(2026, 3, 5))
    assert {one.last_day for one in newest.due if one.rule == "A16"} == {date(2026, 3, 12)}


def test_time_waited_for_a_supplement_never_makes_the_office_late(office: Office) -> None:
    office.evaluating()
    office.do("applications.ask_supplement", date(2026, 3, 20))
    office.do("applications.deliver", date(2026, 3, 20))
    step = office.do("applications.abandon", date(2026, 6, 8))

    # A16 ended on 27 March; E1 would have ended on 23 March, but rested from the 20th on (T7).
    assert [one.rule for one in step.late] == ["A16"]


def test_two_pauses_add_up(office: Office) -> None:
    office.evaluating()
    for asked, came in ((date(2026, 3, 4), date(2026, 3, 6)), (date(2026, 3, 6), date(2026, 3, 10))):
        office.do("applications.ask_supplement", asked)
        office.do("applications.receive_supplement", came)

    # 15 working days after 2 March end on the 23rd; 5, 6 and 9, 10 March are left out; N2's months move by 2 + 4 days.
    due = due_of(office.now(), office.desk.law)
    assert [(one.source, one.last_day) for one in due] == [
        ("CX-15", date(2026, 3, 27)),
        ("N2-9", date(2026, 6, 8)),
    ]


def test_the_barred_wait_from_delivery(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide", result="unqualified")
    assert refusal_of(office, "evaluation.reevaluate", date(2026, 6, 30)).rule == "E11"
    office.do("applications.deliver", date(2026, 11, 30))
    # T4: three months after 30 November end on 28 February.
    last = {one.last_day for one in due_of(office.now(), office.desk.law) if one.rule == "E11"}
    assert last == {date(2027, 2, 28)}


@pytest.mark.parametrize(
    ("contract_from", "contract_to", "unmet"),
    [
        ("2026-01-01", "2026-12-31", False),
        ("2026-01-01", "2026-12-30", True),
        ("2024-02-29", "2025-02-27", True),
        ("2025-03-02", "2026-03-02", False),
        ("2025-03-01", "2026-03-01", True),
        ("2026-03-03", "2027-12-31", True),
    ],
)
def test_a_pharmacist_has_a_contract_of_a_year_in_force(
    pharmacy: Office, contract_from: str, contract_to: str, unmet: bool
) -> None:
    # A8: from the first day to the last, both included; on 2 March.
    pharmacy.do("institutions.end_staff", person="药师辛")
    pharmacy.do(
        "institutions.add_staff",
        person="药师新",
        role="pharmacist",
        certificate="pharmacy_title",
        first_registered_here=True,
        contract_from=contract_from,
        contract_to=contract_to,
    )
    pharmacy.received()

    if unmet:
        assert [one.rule for one in refusal_of(pharmacy, "applications.accept").unmet] == ["A8"]
    else:
        pharmacy.do("applications.accept")
        assert pharmacy.now().state is CaseState.ACCEPTED


@pytest.mark.parametrize(("person", "rule"), [("医师己", "A4"), ("医保员庚", "A5")])
def test_staff_who_left_are_missing(office: Office, person: str, rule: str) -> None:
    office.do("institutions.end_staff", person=person)
    office.received()

    assert [one.rule for one in refusal_of(office, "applications.accept").unmet] == [rule]


def test_everything_that_is_missing_is_in_order_of_its_rule(made: Make) -> None:
    office = made(
        opened="2026-02-01",
        beds=100,
        departments=[],
        licence={"kind": "medical_practice", "number": "1", "valid_until": "2026-03-01"},
    )
    for person in ("医师己", "医保员庚"):
        office.do("institutions.end_staff", person=person)
    office.do("applications.receive_materials", missing=["licence"])
    refusal = refusal_of(office, "applications.accept")

    rules = [one.rule for one in refusal.unmet]
    assert rules == ["A2", "A3", "A4", "A5", "A5", "A12", "A17", "A23"]
    assert (refusal.rule, refusal.allowed_from) == ("A2", None)
    assert next(one.allowed_from for one in refusal.unmet if one.rule == "A3") == date(2026, 5, 1)


def test_blanks_may_be_filled_in_but_not_changed(made: Make) -> None:
    office = made(legal_rep="", bank_account="")
    office.do("institutions.amend", fields={"legal_rep": "赵", "phone": "13900000000", "head_office": "总店"})
    refusal = refusal_of(office, "institutions.amend", fields={"legal_rep": "钱"})
    with office.desk.store.read() as reader:
        entry = reader.institution(office.institution).registration

    assert refusal.rule == "C1"
    assert (entry.legal_rep, entry.phone, entry.head_office) == ("赵", "13900000000", "总店")


def test_likely_duplicates_are_shown_until_set_apart(office: Office) -> None:
    entry: dict[str, Json] = {
        "kind": "medical",
        "class": "clinic",
        "name": "另一诊所",
        "area": "532326101",
        "licence": {"kind": "medical_practice", "number": "XK5323261010001"},
    }
    with office.desk.store.read() as reader:
        here = reader.institution(office.institution).registration
    assert here.licence is not None
    entry["licence"] = {"kind": "medical_practice", "number": here.licence.number}
    refusal = refusal_of(office, "institutions.register", FIRST, entry)
    assert refusal.rule == "S5"
    assert here.name in refusal.text

    office.do("institutions.register", FIRST, {**entry, "distinct_from": [office.institution]})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uscc": "91350100M000100Y44"}, "uscc"),
        ({"opened": "2026-03-03"}, "opened"),
        ({"class": "chain_pharmacy"}, "class"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(office: Office, change: dict[str, Json], code: str) -> None:
    entry: dict[str, Json] = {"kind": "medical", "class": "clinic", "name": "某诊所", "area": "532326101"}
    entry |= {"uscc": "91350100M000100Y43", **change}
    with pytest.raises(BadInput) as problem:
        office.do("institutions.register", FIRST, entry)
    assert problem.value.code == code


def test_another_county_is_not_ours(made: Make) -> None:
    office = made(area="532326")
    other = office.do(
        "institutions.register",
        kind="medical",
        class_="clinic",
        name="楚雄市某诊所",
        area="532301",
        licence={"kind": "medical_practice", "number": "X"},
    ).entity
    refusal = refusal_of(office, "applications.receive_materials", institution=other)

    assert refusal.rule == "J1"
    assert "楚雄市" in refusal.text


def test_an_internet_hospital_applies_for_a_supplementary_agreement(made: Make) -> None:
    office = made(class_="internet_hospital", host="某医院")
    office.do("applications.receive_materials")
    kind = office.now().kind

    assert kind is ApplicationKind.SUPPLEMENTARY


def test_a_new_draft_takes_the_place_of_the_printed_one(office: Office) -> None:
    office.signing()
    office.do("agreements.draft", THEN)
    old = office.agreement
    office.do("agreements.print", THEN)
    office.do("agreements.draft", THEN, starts="2026-04-01")

    with pytest.raises(NotAllowed) as signed:
        office.do("agreements.sign", THEN, agreement=old)
    assert signed.value.rule == "G3"
    with pytest.raises(NotAllowed) as printed:
        office.do("agreements.print", THEN, agreement=old)
    assert printed.value.rule == "state"

    office.do("agreements.print", THEN)
    office.do("agreements.sign", THEN)
    paper = office.paper()
    assert paper.state is AgreementState.IN_FORCE
    assert paper.number == "532326-2026-0002"
    # G6: a year ends on the day before the corresponding day.
    assert (paper.starts, paper.ends) == (date(2026, 4, 1), date(2027, 3, 31))
    assert [copy.copy for copy in paper.copies] == [1, 2]
    assert {copy.text_hash for copy in paper.copies} == {paper.text_hash}


def test_study_and_text_are_asked_for_together(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide")
    for action in ("evaluation.pass_list", "evaluation.publish"):
        office.do(action)
    office.do("evaluation.end_publicity", THEN)
    office.do("agreements.negotiate", THEN)
    office.do("agreements.draft", THEN)
    office.do("agreements.print", THEN)
    refusal = refusal_of(office, "agreements.sign", THEN, text_hash="f" * 64)

    assert [one.rule for one in refusal.unmet] == ["G2", "G3"]


def test_a_copy_of_an_agreement_in_force_is_numbered_on(office: Office) -> None:
    office.signing()
    for action in ("draft", "print", "sign"):
        office.do(f"agreements.{action}", THEN)
    with pytest.raises(BadInput):
        office.do("agreements.print", THEN, bare=True, copies=1)
    office.do("agreements.print", THEN, copies=1, reason="存档")

    paper = office.paper()
    assert paper.state is AgreementState.IN_FORCE
    assert [(copy.copy, copy.reason) for copy in paper.copies][-1] == (3, "存档")


def test_a_filing_on_an_earlier_day_stops_the_clock_on_that_day(office: Office) -> None:
    office.signing()
    for action in ("draft", "print", "sign"):
        office.do(f"agreements.{action}", THEN)
    step = office.do("agreements.file", date(2026, 3, 31), day="2026-03-19")

    assert step.late == ()
    assert office.paper().filed == date(2026, 3, 19)
    with pytest.raises(NotAllowed):
        office.do("agreements.file", date(2026, 3, 31))


def test_a_result_is_filed_whichever_it_is(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide", result="unqualified")
    office.do("evaluation.file_results", date(2026, 3, 5), day="2026-03-04", receipt="备1号")

    assert office.now().results_filed == date(2026, 3, 4)


def test_found_false_after_acceptance_bars_from_the_discovery(office: Office) -> None:
    office.evaluating()
    assert refusal_of(office, "applications.refuse", ground="fraud").rule == "state"
    office.do("applications.withdraw")
    office.received()
    office.do("applications.accept")
    office.both("applications.refuse", date(2026, 3, 4), rule="A17", ground="fraud")

    refusal = office.now().refusal
    assert refusal is not None
    # A17: three years from the discovery on 4 March 2026, over on the day after.
    assert refusal.free_from == date(2029, 3, 5)


def test_qujing_pharmacies_may_come_again_at_once(made: Make) -> None:
    office = made(area="530302", kind="pharmacy")
    office.evaluating()
    office.visited()
    office.both("evaluation.decide", result="unqualified")
    office.do("evaluation.reevaluate")
    office.do("evaluation.hold_meeting")
    office.both("evaluation.decide", result="unqualified")
    assert office.now().state is CaseState.BARRED
    office.do("applications.deliver")
    office.do("applications.receive_materials")
    state = office.now().state

    # E11 rests on CX and, for medical institutions, N2: no document bars a pharmacy in Qujing.
    assert state is CaseState.RECEIVED
