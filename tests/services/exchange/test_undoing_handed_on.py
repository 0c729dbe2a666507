"""What cannot be taken back any more: reference data, a case that changed its office, answers the lead has gone by."""

from __future__ import annotations

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, TODAY, register
from tests.services.exchange.ways import World
from yb_desktop.base.errors import NotAllowed
from yb_desktop.services.exchanging import Undoing, UndoPlan, undo, undo_preview


def plan(world: World, name: str, bundle: str) -> UndoPlan:
    return undo_preview(world[name], bundle)


def fates(found: UndoPlan) -> list[tuple[str, Undoing]]:
    return [(one.record.type, one.fate) for one in found.lines]


def test_reference_data_only_goes_up(world: World) -> None:
    world.do("prefecture", "oversight.enter_holiday", days=["2026-04-02"], notice="楚雄州通知")
    (one,) = world.send("prefecture", "all").bundles
    world.take("county", one.file)
    found = plan(world, "county", one.id)
    assert fates(found) == [("oversight.enter_holiday", Undoing.IMPOSSIBLE)]
    assert "只升不降" in found.lines[0].reason
    with pytest.raises(NotAllowed) as refused:
        undo(world["county"], one.id, reason="不对", signer=world.key("county"))
    assert found.lines[0].reason in refused.value.text


def test_a_barred_person_passed_on_stays_barred(world: World) -> None:
    register(world["other"], 1)
    step = world.do(
        "other", "institutions.block_person", person="张某某", kind="medical", reason="骗保", until="2031-03-01"
    )
    (report,) = world.send("other", PREFECTURE).bundles
    world.take("prefecture", report.file)
    before = plan(world, "prefecture", report.id)
    assert {one.fate for one in before.lines} == {Undoing.REVERSED}
    world.send("prefecture", "all")
    after = plan(world, "prefecture", report.id)
    (kept,) = after.of(Undoing.IMPOSSIBLE)
    assert (kept.record.entity, "下发" in kept.reason) == (step.entity, True)


def test_a_case_that_changed_its_office_stays(world: World) -> None:
    register(world["other"], 1)
    with world["other"].store.read() as reader:
        institution = next(iter(reader.every_institution())).id
    case = world.do("other", "applications.receive_materials", institution=institution).entity
    world.do("other", "institutions.relocate", institution=institution, to_area="532326101")
    world.do("other", "applications.hand_over", case=case, to_office=COUNTY)
    (moved,) = world.send("other", COUNTY).bundles
    world.take("county", moved.file)
    found = plan(world, "county", moved.id)
    assert found.of(Undoing.REVERSED) == ()
    assert {one.reason for one in found.of(Undoing.IMPOSSIBLE)} == {
        "该申请已经移交并换了经办机构，对方已得知，不能撤回。需要退回的，请再办理移交。"
    }
    assert {one.record.entity for one in found.of(Undoing.IMPOSSIBLE)} == {case}


def test_answers_from_a_laptop_go_until_the_lead_has_gone_by_them(world: World) -> None:
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1", "nb2"])
    for laptop, one in zip(("nb1", "nb2"), world.send("county", COUNTY).bundles, strict=True):
        world.take(laptop, one.file)
    first, second, _ = (member.person for member in world.case("county", world.visited).team)
    back = {}
    for laptop, inspector, answer in (("nb1", first, "yes"), ("nb2", second, "no")):
        params = {"case": world.visited, "item": "three_months", "inspector": inspector, "answer": answer}
        world.do(laptop, "evaluation.answer_item", TODAY, **params)
        (back[laptop],) = world.send(laptop, COUNTY).bundles
        world.take("county", back[laptop].file)
    assert fates(plan(world, "county", back["nb1"].id)) == [("evaluation.answer_item", Undoing.REVERSED)]
    undo(world["county"], back["nb1"].id, reason="填错了电脑", signer=world.key("county"))
    visit = world.case("county", world.visited).visit
    assert visit is not None
    assert [one.fact.inspector for one in visit.answers] == [second]
    world.take("county", back["nb1"].file)
    world.do("county", "evaluation.resolve_item", case=world.visited, item="three_months", answer="yes", reason="属实")
    found = plan(world, "county", back["nb2"].id)
    assert fates(found) == [("evaluation.answer_item", Undoing.IMPOSSIBLE)]
    assert "组长" in found.lines[0].reason
    with pytest.raises(NotAllowed):
        undo_preview(world["nb1"], "anything")
