"""A19: commitments are verified; one that was false bars from the day that is found."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import FIRST, Office, Params
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case_facts import GroundChecked
from yb_desktop.domain.vocabulary import CheckHow, Ground

LATER = date(2026, 3, 4)


def committed(office: Office) -> None:
    office.do("applications.receive_materials")
    office.do("applications.check_ground", how="commitment")
    office.do("applications.accept")


def test_a_commitment_that_is_kept_stands(office: Office) -> None:
    committed(office)
    office.do("applications.verify_commitment", LATER, how="publicity")

    assert {check.verified for check in office.now().checks} == {LATER}
    assert not any(check.fact.holds for check in office.now().checks)


def test_a_false_commitment_bars_from_its_discovery(office: Office) -> None:
    committed(office)
    step = office.do(
        "applications.verify_commitment", LATER, ground="fraud", kept=False, how="on_site", evidence="法院判决"
    )
    assert len(step.warnings) == 1
    [check] = [one for one in office.now().checks if one.ground is Ground.FRAUD]
    assert check.fact == GroundChecked(
        grounds=(Ground.FRAUD,),
        holds=True,
        how=CheckHow.COMMITMENT,
        source="现场核验",
        event_day=LATER,
        evidence="法院判决",
    )
    office.both("applications.refuse", LATER, ground="fraud")

    refusal = office.now().refusal
    assert refusal is not None
    assert (refusal.rule, refusal.free_from) == ("A17", date(2029, 3, 5))


def test_what_was_checked_with_departments_has_nothing_to_verify(office: Office) -> None:
    office.received()
    before = office.everything()
    with pytest.raises(NotAllowed, match="没有待核实的告知承诺") as caught:
        office.do("applications.verify_commitment", FIRST)
    assert caught.value.rule == "A19"
    assert office.everything() == before


def test_a_false_commitment_names_ground_and_evidence(office: Office) -> None:
    committed(office)
    said: tuple[tuple[Params, str], ...] = (
        ({"kept": False}, "ground"),
        ({"kept": False, "ground": "fraud"}, "evidence"),
    )
    for params, field in said:
        with pytest.raises(BadInput) as caught:
            office.do("applications.verify_commitment", LATER, params)
        assert caught.value.code == field
    office.do("applications.verify_commitment", LATER, ground="fraud")
    before = office.everything()
    with pytest.raises(NotAllowed, match="已经核实"):
        office.do("applications.verify_commitment", LATER, ground="fraud")
    assert office.everything() == before
