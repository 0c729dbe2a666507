"""Reference data downward, records judged again, and clocks that are wrong."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, TODAY, register
from tests.services.exchange.ways import World
from yb_desktop.base.errors import NotAllowed, Refused
from yb_desktop.services.exchange.referring import snapshot
from yb_desktop.services.timing import due_of
from yb_desktop.services.views.exchange_preview import taken_words
from yb_desktop.services.views.frame import clock_problem
from yb_desktop.store.exchange_state import set_aside


def last_days(world: World, name: str, case: str) -> list[tuple[str, date | None]]:
    return [(one.rule, one.last_day) for one in due_of(world.case(name, case), world[name].law)]


def holiday(world: World, *days: str) -> None:
    world.do("prefecture", "oversight.enter_holiday", days=list(days), notice="楚雄州通知")


def test_a_holiday_of_the_prefecture_moves_the_clocks_of_a_county_and_it_says_which(world: World) -> None:
    register(world["county"], 1)
    with world["county"].store.read() as reader:
        institution = reader.same_name_in(COUNTY, "第1村卫生室")[0].id
    case = world.do("county", "applications.receive_materials", institution=institution).entity
    before = last_days(world, "county", case)
    holiday(world, "2026-04-02", "2026-04-03")
    (one,) = world.send("prefecture", "all").bundles
    assert one.id == "532300-pc1-all.reference-1-1"
    done = world.take("county", one.file)
    moved = last_days(world, "county", case)
    assert moved != before
    assert case in {one.entity for one in done.moved}
    assert "期限的最后一日有变动" in taken_words(done)
    assert done.receipt is not None
    assert world.take("prefecture", done.receipt).kind == "receipt"
    world["county"].store.rebuild()
    assert last_days(world, "county", case) == moved

    world["county"].store.close()
    del world.desks["county"]
    assert last_days(world, "county", case) == moved, "opened again, the same law holds"


def test_versions_only_go_up_and_only_the_prefecture_makes_them(world: World) -> None:
    holiday(world, "2026-04-08")
    (first,) = world.send("prefecture", "all").bundles
    holiday(world, "2026-04-09")
    (second,) = world.send("prefecture", "all").bundles
    world.take("county", second.file)
    with pytest.raises(Refused) as refused:
        world.take("county", first.file)
    assert refused.value.code == "reference-older"
    assert world.take("county", second.file).duplicate
    world.take("other", first.file)
    world.take("other", second.file)
    with pytest.raises(NotAllowed):
        world.send("county", "all")


def test_a_barred_person_of_one_county_is_known_in_the_next(world: World) -> None:
    with world["prefecture"].store.read() as reader:
        assert snapshot(reader) == []
    register(world["other"], 1)
    step = world.do(
        "other", "institutions.block_person", person="张某某", kind="medical", reason="骗保", until="2031-03-01"
    )
    world.answer("prefecture", world.send("other", PREFECTURE), "other")
    (one,) = world.send("prefecture", "all").bundles
    assert world.take("county", one.file).refused == ()
    with world["county"].store.read() as reader:
        assert [person.id for person in reader.every_blocked()] == [step.entity]


def test_what_was_set_aside_goes_in_when_its_cause_is_gone(world: World) -> None:
    """The county's steps on a case it took over come before the case's past: they wait aside and are judged again."""
    register(world["other"], 1)
    with world["other"].store.read() as reader:
        institution = next(iter(reader.every_institution())).id
    case = world.do("other", "applications.receive_materials", institution=institution).entity
    world.do("other", "institutions.relocate", institution=institution, to_area="532326101")
    world.do("other", "applications.hand_over", case=case, to_office=COUNTY)
    world.answer("county", world.send("other", COUNTY), "other")
    world.do("county", "applications.check_ground", case=case)

    past, log = world.send("county", PREFECTURE).bundles
    early = world.take("prefecture", log.file)
    assert {row.type for row in early.refused} == {"applications.change_owner", "applications.check_ground"}
    late = world.take("prefecture", past.file)
    assert set(late.again) == {row.rid for row in early.refused}
    assert world.case("prefecture", case).checks
    with world["prefecture"].store.read() as reader:
        assert set_aside(reader, COUNTY, "pc1") == ()
        assert reader.log_head(COUNTY, "pc1") == reader.chain_head(COUNTY, "pc1")


def test_a_clock_that_is_behind_is_said_and_decides_nothing(world: World) -> None:
    assert not clock_problem(world["county"])
    world.days["county"] = date(2026, 3, 1)
    world["county"].store.close()
    del world.desks["county"]
    assert "2026-03-16" in clock_problem(world["county"])
    world.do("county", "evaluation.assign_visit", date(2026, 3, 16), case=world.visited)
    with pytest.raises(NotAllowed):
        world.do("county", "evaluation.visit_failed", TODAY, case=world.visited, reason="closed")
