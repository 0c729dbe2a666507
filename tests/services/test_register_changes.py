"""The register: two entries become one and two again (S5), an institution moves (J1), a person is barred (A17, A18)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import FIRST, Make, Office
from tests.services.refusing import refused
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.institution import Institution
from yb_desktop.store import lists

NEXT = date(2026, 3, 3)


def entry(office: Office, institution: str) -> Institution:
    with office.desk.store.read() as reader:
        return reader.institution(institution)


def second(office: Office, **fields: Json) -> str:
    """Register the same institution again, as happens when two lists are typed in."""
    first = entry(office, office.institution).registration
    params: dict[str, Json] = {
        "kind": first.kind.value,
        "class": first.cls.value,
        "name": first.name + "（新）",
        "area": first.area,
        "licence": {"kind": "medical_practice", "number": "另一个号"},
        "phone": "0878-123",
        "opened": "2024-01-01",
        "distinct_from": [office.institution],
        **fields,
    }
    made = office.do("institutions.register", FIRST, params)
    return made.entity


def test_two_entries_become_one_and_two_again(office: Office) -> None:
    keep, gone = office.institution, second(office)
    before = entry(office, keep).registration

    step = office.do("institutions.merge", NEXT, keep=keep, give_up=gone, fields=["phone"])

    assert step.state == "registered"
    kept = entry(office, keep)
    assert (kept.registration.phone, kept.registration.name) == ("0878-123", before.name)
    assert kept.absorbed == (gone,)
    assert entry(office, gone).merged_into == keep
    with office.desk.store.read() as reader:
        assert [row.id for row in lists.institutions(reader, find=before.name).rows] == [keep]
    refused(office, "institutions.amend", NEXT, rule="state", institution=gone, fields={"phone": "1"})
    refused(office, "applications.receive_materials", NEXT, rule="state", institution=gone)
    refused(office, "institutions.merge", NEXT, rule="state", keep=keep, give_up=gone)

    assert office.do("institutions.undo_merge", NEXT, give_up=gone).state == "registered"

    assert entry(office, keep).registration == before
    assert entry(office, keep).absorbed == ()
    assert entry(office, gone).merged_into == ""
    with office.desk.store.read() as reader:
        assert len(lists.institutions(reader, find=before.name).rows) == 2
    refused(office, "institutions.undo_merge", NEXT, rule="state", give_up=gone)


def test_what_was_changed_since_is_not_undone(office: Office) -> None:
    keep, gone = office.institution, second(office)
    office.do("institutions.merge", NEXT, keep=keep, give_up=gone)
    office.do("institutions.amend", NEXT, institution=keep, fields={"phone": "2"})

    refused(office, "institutions.undo_merge", NEXT, rule="S5", give_up=gone)


def test_the_entry_with_something_under_way_is_the_one_to_keep(office: Office) -> None:
    keep, gone = second(office), office.institution
    office.do("applications.receive_materials", NEXT, institution=gone)

    refused(office, "institutions.merge", NEXT, rule="S5", keep=keep, give_up=gone)


def test_unqualified_twice_bars_under_the_other_entry_too(office: Office) -> None:
    gone, keep = office.institution, second(office)
    office.evaluating()
    office.visited()
    office.both("evaluation.decide", result="unqualified")
    office.do("applications.deliver")
    again = date(2026, 6, 3)
    office.do("evaluation.reevaluate", again)
    office.visited(again)
    office.both("evaluation.decide", again, result="unqualified")
    office.do("applications.deliver", again)
    assert office.now().state == "barred"

    office.do("institutions.merge", again, keep=keep, give_up=gone)

    refused(office, "applications.receive_materials", again, rule="E11", institution=keep)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"give_up": "self"}, "give_up"),
        ({"fields": ["area"]}, "fields"),
        ({"fields": ["colour"]}, "fields"),
    ],
)
def test_a_merge_that_makes_no_sense_is_not_written(office: Office, change: dict[str, Json], code: str) -> None:
    params: dict[str, Json] = {"keep": office.institution, "give_up": second(office), **change}
    if params["give_up"] == "self":
        params["give_up"] = office.institution
    at = office.everything()
    with pytest.raises(BadInput) as problem:
        office.do("institutions.merge", NEXT, params)
    assert problem.value.code == code
    assert office.everything() == at


def test_within_the_county_it_just_has_another_place(office: Office) -> None:
    step = office.do("institutions.relocate", NEXT, to_area="532326104")

    assert (step.state, step.warnings) == ("registered", ())
    assert entry(office, office.institution).registration.area == "532326104"
    office.do("applications.receive_materials", NEXT)


def test_what_is_being_examined_is_finished_before_it_moves(office: Office) -> None:
    office.received()
    office.do("applications.accept")

    refused(office, "institutions.relocate", NEXT, rule="J1", to_area="532301101")


def test_in_another_county_it_applies_there(office: Office) -> None:
    step = office.do("institutions.relocate", NEXT, to_area="532301101")

    assert step.state == "moved"
    assert any("J1" in warning for warning in step.warnings)
    refused(office, "applications.receive_materials", NEXT, rule="J1")
    refused(office, "institutions.add_staff", NEXT, rule="J1", person="某", role="nurse")


def test_a_namesake_with_another_number_is_not_barred(made: Make) -> None:
    office = made(controller={"name": "王某", "id_number": "11010519491231002X"}, legal_rep="", principal="丙")
    barred: dict[str, Json] = {"name": "王某", "id_number": "440524188001010014"}
    office.do("institutions.block_person", FIRST, person=barred)
    office.received()

    assert office.do("applications.accept").state == "accepted"


def test_the_bar_of_a_kind_is_for_that_kind(office: Office) -> None:
    name = entry(office, office.institution).registration.legal_rep
    office.do("institutions.block_person", FIRST, person=name, kind="pharmacy")
    office.received()
    with office.desk.store.read() as reader:
        [person] = reader.blocked([name])
    assert person.until == date(2031, 3, 2)
    office.do("institutions.block_person", FIRST, person=name, until="2026-03-31")

    refused(office, "applications.accept", NEXT, rule="A17")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"person": " "}, "person"),
        ({"reason": ""}, "reason"),
        ({"from": "2026-03-03"}, "from"),
        ({"until": "2026-03-01"}, "until"),
        ({"person": {"name": "甲", "id_number": "110105194912310021"}}, "id-number"),
    ],
)
def test_a_bar_that_makes_no_sense_is_not_written(office: Office, change: dict[str, Json], code: str) -> None:
    at = office.everything()
    with pytest.raises(BadInput) as problem:
        office.do("institutions.block_person", FIRST, {"person": "甲", **change})
    assert problem.value.code == code
    assert office.everything() == at
