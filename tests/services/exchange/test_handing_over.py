"""A case goes to another office: by the township's own log, or aside as an extract; never two owners (J1, J2)."""

from __future__ import annotations

import pytest

from tests.databases import on_both
from tests.services.exchange.desks import COUNTY, OTHER, PREFECTURE, TODAY, register
from tests.services.exchange.ways import TOWNSHIP, World
from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.case import Case
from yb_desktop.services.exchange.previewing import preview
from yb_desktop.services.views.applications import case_view
from yb_desktop.store.exchange_state import set_aside


def received(world: World, name: str, day: str = "2026-03-20") -> str:
    """Receive the materials of one clinic; give the case."""
    register(world[name], 1)
    with world[name].store.read() as reader:
        institution = next(iter(reader.every_institution())).id if name != "county" else ""
    on = TODAY.replace(month=3, day=20)
    del day
    return world.do(name, "applications.receive_materials", on, institution=institution).entity


def owners(world: World, case: str, *names: str) -> list[tuple[str, str]]:
    return [(found.office, found.handed_to) for found in (world.case(name, case) for name in names)]


def clock(case: Case) -> list[str]:
    return [f"{one.rule} {one.on}" if hasattr(one, "on") else repr(one) for one in case.limits]


@on_both
def test_a_townships_case_goes_to_its_county_and_the_clocks_run_on(world: World) -> None:
    case = received(world, "township")
    world.do("township", "applications.hand_over", case=case, to_office=COUNTY)
    assert owners(world, case, "township") == [(TOWNSHIP, COUNTY)]
    with pytest.raises(NotAllowed):
        world.do("township", "applications.withdraw", case=case, reason="不办了")

    exported = world.send("township", COUNTY)
    (done,) = [world.take("county", one.file) for one in exported.bundles]
    assert owners(world, case, "township", "county") == [(TOWNSHIP, COUNTY), (COUNTY, COUNTY)]
    assert clock(world.case("county", case)) == clock(world.case("township", case))
    assert [(line.text, line.detail) for line in case_view(world["county"], case).history[:2]] == [
        ("变更经办机构", COUNTY),
        ("移交申请", COUNTY),
    ]

    assert done.receipt is not None
    world.take("township", done.receipt)
    assert owners(world, case, "township", "county") == [(COUNTY, COUNTY), (COUNTY, COUNTY)]
    world.do("county", "applications.check_ground", case=case)
    world.answer("county", world.send("township", COUNTY), "township")  # what the township noted of it is no offence
    with world["county"].store.read() as reader:
        assert set_aside(reader, TOWNSHIP, "pc1") == ()


def test_the_office_above_gets_the_past_of_a_case_that_was_taken_over(world: World) -> None:
    case = received(world, "township")
    world.do("township", "applications.hand_over", case=case, to_office=COUNTY)
    world.answer("county", world.send("township", COUNTY), "township")
    exported = world.send("county", PREFECTURE)
    assert [one.id.split("-")[2] for one in exported.bundles] == ["532300.assignment", "532300.submission"]
    for done in world.answer("prefecture", exported, "county"):
        assert done.refused == ()
    assert world.case("prefecture", case).office == COUNTY


def test_a_case_goes_aside_with_the_records_that_concern_it_and_no_others(world: World) -> None:
    register(world["other"], 2, 3)
    case = received(world, "other")
    with world["other"].store.read() as reader:
        institution = reader.case(case).institution
    world.do("other", "institutions.relocate", institution=institution, to_area="532326101")
    world.do("other", "applications.hand_over", case=case, to_office=COUNTY)
    exported = world.send("other", COUNTY)
    (one,) = exported.bundles
    shown = preview(world["county"], one.file)
    assert (shown.refuses, len(shown.adds)) == ((), 2)

    (done,) = world.answer("county", exported, "other")
    assert (done.kind, done.refused) == ("assignment", ())
    assert owners(world, case, "other", "county") == [(COUNTY, COUNTY), (COUNTY, COUNTY)]
    with world["county"].store.read() as reader:
        assert {record.entity for record in reader.records(office=OTHER, device="pc1")} == {case, institution}
    world.do("county", "applications.check_ground", case=case)
    again = world.take("county", one.file)
    assert again.duplicate
    assert world.send("other", PREFECTURE).records > done.taken, "the whole log still goes up"


def test_what_came_as_an_extract_fits_the_log_when_that_comes(world: World) -> None:
    """The prefecture hears of a case aside and then gets the log of the office that it was begun in."""
    case = received(world, "other")
    with world["other"].store.read() as reader:
        institution = reader.case(case).institution
    register(world["other"], 4)
    world.do("other", "institutions.relocate", institution=institution, to_area="532326101")
    world.do("other", "applications.hand_over", case=case, to_office=COUNTY)
    world.answer("county", world.send("other", COUNTY), "other")
    world.answer("prefecture", world.send("county", PREFECTURE), "county")
    (log,) = world.answer("prefecture", world.send("other", PREFECTURE), "other")
    assert log.refused == ()
    assert owners(world, case, "prefecture", "other", "county") == [(COUNTY, COUNTY)] * 3
    with world["prefecture"].store.read() as reader, world["other"].store.read() as theirs:
        assert reader.log_head(OTHER, "pc1") == reader.chain_head(OTHER, "pc1")
        assert theirs.log_head(OTHER, "pc1")[0] >= reader.log_head(OTHER, "pc1")[0] > 0


def test_an_extract_brings_nothing_in_our_own_name(world: World) -> None:
    case = received(world, "other")
    with pytest.raises(NotAllowed):
        world.do("other", "applications.hand_over", case=case, to_office=COUNTY)  # its place is still ours
