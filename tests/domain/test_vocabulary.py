"""The closed lists and the grounds of non-acceptance, against the documents' own counts."""

from __future__ import annotations

import msgspec
import pytest

from yb_desktop.domain import vocabulary
from yb_desktop.domain.grounds import ground_facts, grounds_of
from yb_desktop.domain.vocabulary import (
    AgreementState,
    CaseState,
    Certificate,
    Ground,
    InstitutionClass,
    Labelled,
    LicenceKind,
    StaffRole,
    certificates_of,
    classes_of,
    licences_of,
)
from yb_desktop.law.catalogue import Kind

LISTS = [one for one in vars(vocabulary).values() if isinstance(one, type) and issubclass(one, Labelled)]


@pytest.mark.parametrize("closed_list", LISTS)
def test_every_value_has_a_label_of_its_own(closed_list: type[Labelled]) -> None:
    labels = [member.label for member in closed_list]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_a_value_is_read_from_its_text_and_written_as_it() -> None:
    assert InstitutionClass("village_clinic") is InstitutionClass.VILLAGE_CLINIC
    assert f"{CaseState.RECEIVED}" == "received"
    assert msgspec.json.encode(Ground.FRAUD) == b'"fraud"'
    assert msgspec.json.decode(b'"fraud"', type=Ground) is Ground.FRAUD


@pytest.mark.parametrize(("group", "count"), [(1, 6), (2, 2), (3, 9), (4, 1), (5, 3), (6, 1), (7, 1)])
def test_the_seven_groups_of_a1_have_their_members(group: int, count: int) -> None:
    assert sum(one.scope_group == group for one in InstitutionClass) == count


def test_every_class_has_its_place_in_the_documents() -> None:
    assert InstitutionClass.VILLAGE_CLINIC.scope_source == "CX-7(1)3"
    assert InstitutionClass.MILITARY_HOSPITAL.scope_source == "CX-7(1)"
    assert InstitutionClass.CHAIN_PHARMACY.scope_source == "CX-8"
    assert set(classes_of(Kind.PHARMACY)) == {InstitutionClass.SINGLE_PHARMACY, InstitutionClass.CHAIN_PHARMACY}
    assert len(classes_of(Kind.MEDICAL)) == 24


def test_three_licences_let_a_medical_institution_apply_and_one_a_pharmacy() -> None:
    assert len(licences_of(Kind.MEDICAL)) == 3
    assert licences_of(Kind.PHARMACY) == (LicenceKind.DRUG_RETAIL,)


def test_each_role_has_its_certificates() -> None:
    assert Certificate.VILLAGE_DOCTOR in certificates_of(StaffRole.PHYSICIAN)
    assert Certificate.LICENSED_PHARMACIST not in certificates_of(StaffRole.PHYSICIAN)
    shared = [c for role in StaffRole for c in certificates_of(role)]
    assert sorted(shared) == sorted(Certificate)


def test_ended_states_are_those_the_actions_page_calls_ends() -> None:
    assert {s.value for s in CaseState if s.ended} == {
        "signed",
        "not_accepted",
        "abandoned",
        "withdrawn",
        "barred",
        "declined",
    }
    assert {s.value for s in AgreementState if s.ended} == {"expired", "terminated", "lapsed"}


def test_nine_grounds_for_medical_institutions_and_seven_for_pharmacies() -> None:
    medical = [g for g in grounds_of(Kind.MEDICAL) if g.rule == "A17"]
    assert [g.sources for g in medical] == [(f"CX-13(1){n}", f"N2-12({n})") for n in range(1, 10)]
    assert [g.sources for g in grounds_of(Kind.PHARMACY)] == [(f"CX-13(2){n}",) for n in range(1, 8)]
    assert {g.rule for g in grounds_of(Kind.PHARMACY)} == {"A18"}
    assert [g.ground for g in grounds_of(Kind.MEDICAL) if g.rule == "A23"] == [Ground.BAD_INFLUENCE]


@pytest.mark.parametrize("kind", [Kind.MEDICAL, Kind.PHARMACY])
def test_four_grounds_carry_a_time_and_three_last_until_fulfilled(kind: Kind) -> None:
    facts = grounds_of(kind)
    timed = {g.ground for g in facts if g.timed}
    assert timed == {
        Ground.FRAUD,
        Ground.ILLEGAL_TERMINATION,
        Ground.SERIOUS_BREACH,
        Ground.PERSON_BEHIND_TERMINATION,
    }
    assert {g.ground for g in facts if g.until_fulfilled} == {
        Ground.ILLEGAL_TERMINATION,
        Ground.SERIOUS_BREACH,
        Ground.UNPAID_PENALTY,
    }
    assert all(bool(g.counts_from) == g.timed for g in facts)


def test_the_sentence_names_the_persons_of_the_kind() -> None:
    medical = ground_facts(Kind.MEDICAL, Ground.PERSON_BEHIND_TERMINATION)
    pharmacy = ground_facts(Kind.PHARMACY, Ground.PERSON_BEHIND_TERMINATION)
    assert medical is not None
    assert pharmacy is not None
    assert "主要负责人" in medical.text
    assert "企业负责人" in pharmacy.text
    assert ground_facts(Kind.PHARMACY, Ground.PRICE_POLICY) is None
