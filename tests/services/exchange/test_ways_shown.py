"""Both sides see where a matter on its way is, in the three words; only a receipt makes it green."""

from __future__ import annotations

from tests.services.exchange.desks import COUNTY, PREFECTURE, register
from tests.services.exchange.ways import World
from yb_desktop.services.exchange.sending import Exported
from yb_desktop.services.views.exchange import ExchangeView, exchange_view, owed_receipts
from yb_desktop.services.views.exchange_ways import Stage


def seen(world: World, name: str) -> list[tuple[str, str, Stage, str]]:
    return [(one.what, one.to, one.stage, one.back) for one in view(world, name).ways]


def view(world: World, name: str) -> ExchangeView:
    return exchange_view(world[name])


def test_a_visit_goes_to_laptops_and_what_came_back_is_told(world: World) -> None:
    assert [one.office for one in view(world, "county").targets] == [PREFECTURE]
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1", "nb2"])
    assert [(one.office, one.waiting) for one in view(world, "county").targets] == [(PREFECTURE, 0), (COUNTY, 2)]
    assert seen(world, "county") == [
        ("核查", "nb1", Stage.LOCAL, "还没有交回"),
        ("核查", "nb2", Stage.LOCAL, "还没有交回"),
    ]
    exported: Exported = world.send("county", COUNTY)
    assert [one[2] for one in seen(world, "county")] == [Stage.EXPORTED, Stage.EXPORTED]
    assert owed_receipts(world["county"]) == 2
    world.answer("nb1", Exported(exported.bundles[:1], ""), "county")
    assert [one[2] for one in seen(world, "county")] == [Stage.TAKEN, Stage.EXPORTED]

    who = world.case("county", world.visited).team[0].person
    world.do("nb1", "evaluation.answer_item", case=world.visited, item="three_months", inspector=who, answer="yes")
    assert [(one.office, one.fresh) for one in view(world, "nb1").targets] == [(COUNTY, 1)]
    assert world.send("county", COUNTY).bundles == ()
    (again,) = world.send("county", COUNTY, again=True).bundles
    assert again.sha256 == exported.bundles[1].sha256
    world.answer("county", world.send("nb1", COUNTY), "nb1")
    world.do("county", "evaluation.take_back", case=world.visited, laptop="nb2", reason="不用了")
    assert [one[3] for one in seen(world, "county")] == ["收到 1 项", "还没有交回；任务已收回"]


def test_a_handed_over_case_is_seen_on_both_sides(world: World) -> None:
    register(world["township"], 1)
    with world["township"].store.read() as reader:
        institution = next(iter(reader.every_institution())).id
    case = world.do("township", "applications.receive_materials", institution=institution).entity
    world.do("township", "applications.hand_over", case=case, to_office=COUNTY)
    assert [one[2] for one in seen(world, "township")] == [Stage.LOCAL]
    exported = world.send("township", COUNTY)
    assert [one[2] for one in seen(world, "township")] == [Stage.EXPORTED]
    world.answer("county", exported, "township")
    assert [one[2] for one in seen(world, "township")] == [Stage.TAKEN]
    assert next(one[:3] for one in seen(world, "county")) == ("接办", "本机构", Stage.TAKEN)
