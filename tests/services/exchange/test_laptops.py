"""A county and its inspectors' laptops: assigned, worked apart, back in any order; every answer is kept (E4, E5)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.databases import on_both, slip_in
from tests.services.exchange.desks import COUNTY, TODAY
from tests.services.exchange.ways import LAPTOPS, World, copied
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed, Refused
from yb_desktop.domain.visiting import merged
from yb_desktop.services.exchange import sending
from yb_desktop.services.exchange.previewing import preview
from yb_desktop.services.exchange.sending import Exported, export
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.services.views.exchange_preview import bundle_plan
from yb_desktop.services.views.exchange_ways import Stage

ITEM, SECOND = "three_months", "licence_valid"


@pytest.fixture
def world(made: World, tmp_path: Path) -> Iterator[World]:
    """The third laptop's clock is a year ahead, the second's a year behind."""
    days = {"nb3": date(TODAY.year + 1, TODAY.month, TODAY.day), "nb2": date(TODAY.year - 1, 4, 1)}
    ours = copied(made, tmp_path / "世界", days)
    yield ours
    ours.close()


def assigned(world: World, *laptops: str) -> Exported:
    """Open the visit for these laptops and carry it to each of them."""
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=list(laptops))
    exported = world.send("county", COUNTY)
    for laptop, one in zip(laptops, exported.bundles, strict=True):
        done = world.take(laptop, one.file)
        assert done.refused == ()
        assert done.receipt is not None
        world.take("county", done.receipt)
    return exported


def team(world: World) -> list[str]:
    return [member.person for member in world.case("county", world.visited).team]


def answers(world: World, laptop: str, inspector: str, answer: str, item: str = ITEM) -> None:
    """Answer an item on a laptop, dated as its own clock has it."""
    today = world[laptop].clock.today()
    params = {"case": world.visited, "item": item, "inspector": inspector, "answer": answer}
    world.do(laptop, "evaluation.answer_item", today, **params)


def said(world: World, item: str = ITEM) -> list[tuple[str, str]]:
    """Give who said what of an item, as the county has it."""
    visit = world.case("county", world.visited).visit
    assert visit is not None
    return sorted((one.fact.inspector, one.fact.answer) for one in visit.answers if one.fact.item == item)


def differing(world: World) -> tuple[str, ...]:
    case = world.case("county", world.visited)
    assert case.visit is not None
    with world["county"].store.read() as reader:
        return merged(case.visit, reader.institution(case.institution).registration).differing


@on_both
def test_three_laptops_work_apart_and_every_answer_is_kept(world: World) -> None:
    assigned(world, *LAPTOPS)
    first, second, third = team(world)
    answers(world, "nb1", first, "yes")
    answers(world, "nb2", second, "no")
    answers(world, "nb3", third, "yes")
    back = {name: world.send(name, COUNTY) for name in LAPTOPS}

    world.answer("county", back["nb3"], "nb3")
    world.answer("county", back["nb1"], "nb1")
    assert differing(world) == ()
    (once,) = world.answer("county", back["nb2"], "nb2")
    (twice,) = [world.take("county", one.file) for one in back["nb2"].bundles]
    assert (once.taken, twice.duplicate) == (1, True)

    assert said(world) == sorted([(first, "yes"), (second, "no"), (third, "yes")])
    assert differing(world) == (ITEM,)
    world.do("county", "evaluation.resolve_item", case=world.visited, item=ITEM, answer="yes", reason="复核属实")
    assert differing(world) == ()
    case = world.case("county", world.visited)
    assert case.visit is not None
    assert set(case.visit.resolutions[0].base) >= {one.rid for one in case.visit.answers}


def test_a_laptop_with_a_clock_a_year_ahead_holds_nothing_up(world: World) -> None:
    assigned(world, "nb3")
    answers(world, "nb3", team(world)[0], "yes")
    world.answer("county", world.send("nb3", COUNTY), "nb3")
    step = world.do("county", "evaluation.resolve_item", case=world.visited, item=ITEM, answer="yes", reason="属实")
    assert step.warnings == ()


def test_two_answers_that_did_not_know_of_each_other_both_stand(world: World) -> None:
    """The same inspector on two laptops: neither overwrites the other, and the lead is asked."""
    assigned(world, "nb1", "nb2")
    who = team(world)[0]
    answers(world, "nb1", who, "yes")
    answers(world, "nb2", who, "no")
    for name in ("nb2", "nb1"):
        world.answer("county", world.send(name, COUNTY), name)
    assert said(world) == [(who, "no"), (who, "yes")]
    assert differing(world) == (ITEM,)


def test_an_answer_that_comes_after_the_leads_word_asks_again(world: World) -> None:
    assigned(world, "nb1", "nb2")
    first, second, _ = team(world)
    answers(world, "nb1", first, "yes")
    answers(world, "nb2", second, "no")
    world.answer("county", world.send("nb1", COUNTY), "nb1")
    world.do("county", "evaluation.resolve_item", case=world.visited, item=ITEM, answer="yes", reason="属实")
    world.answer("county", world.send("nb2", COUNTY), "nb2")
    assert differing(world) == (ITEM,)
    world.do("county", "evaluation.resolve_item", case=world.visited, item=ITEM, answer="no", reason="再核")
    assert differing(world) == ()


def test_taken_back_or_over_what_comes_later_is_not_lost(world: World) -> None:
    assigned(world, "nb1", "nb2")
    first, second, _ = team(world)
    answers(world, "nb1", first, "yes")
    answers(world, "nb2", second, "yes", SECOND)
    step = world.do(
        "county", "evaluation.take_back", case=world.visited, laptop="nb1", reason="电脑丢失", instead="nb3"
    )
    assert step.state == "evaluating"
    (anew,) = world.send("county", COUNTY).bundles
    assert world.take("nb3", anew.file).refused == ()
    answers(world, "nb3", first, "no")
    world.answer("county", world.send("nb3", COUNTY), "nb3")
    world.answer("county", world.send("nb1", COUNTY), "nb1")  # found again
    assert said(world) == [(first, "no"), (first, "yes")]

    world.do("county", "evaluation.visit_failed", case=world.visited, reason="closed")
    world.do("county", "evaluation.assign_visit", case=world.visited)
    (done,) = world.answer("county", world.send("nb2", COUNTY), "nb2")
    assert (done.taken, done.refused) == (1, ())
    failed, new = world.case("county", world.visited).visits
    assert [(one.fact.inspector, one.fact.item) for one in failed.late] == [(second, SECOND)]
    assert (new.answers, new.late) == ((), ())


def test_a_laptop_says_only_what_it_was_asked(world: World) -> None:
    exported = assigned(world, "nb1")
    with pytest.raises(Refused) as refused:
        world.take("nb2", exported.bundles[0].file)
    assert refused.value.code == "bundle-wrong-receiver"
    with pytest.raises(NotAllowed):
        world.do("nb1", "evaluation.visit_failed", case=world.visited, reason="closed")
    with pytest.raises(BadInput) as unknown:
        world.do("county", "evaluation.take_back", case=world.visited, laptop="nb2", reason="坏了")
    assert unknown.value.code == "laptop"
    world.do("nb1", "evaluation.answer_item", case=world.visited, item=ITEM, inspector=team(world)[0], answer="yes")
    file = world.send("nb1", COUNTY).bundles[0].file
    with pytest.raises(Refused) as elsewhere:
        world.take("other", file)
    assert elsewhere.value.code == "bundle-wrong-receiver"
    shown = preview(world["county"], file)
    assert (shown.clashes, shown.refuses, len(shown.changes)) == ((), (), 1)


def test_an_office_does_not_send_visits_to_what_is_no_laptop(world: World) -> None:
    with pytest.raises(BadInput) as refused:
        world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["pc1"])
    assert "nb1、nb2、nb3" in refused.value.text


def test_an_assignment_cut_short_is_finished_with_the_same_bundle(world: World) -> None:
    """A crash after the stick was written, before the books knew: another bundle of that number would be a fork."""
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1", "nb2"])
    folder = world["county"].store.folder
    before = world["county"].store.backup(world.home / "before.db")
    first = world.send("county", COUNTY)
    world["county"].store.close()
    slip_in(before, folder)
    del world.desks["county"]
    again = world.send("county", COUNTY)
    assert [one.sha256 for one in again.bundles] == [one.sha256 for one in first.bundles]
    for laptop, one in zip(("nb1", "nb2"), again.bundles, strict=True):
        assert world.take(laptop, one.file).refused == ()


def test_a_laptop_is_addressed_by_its_own_name_and_has_its_own_channel(world: World) -> None:
    """Whatever the order of the bundles on a stick, each says whose it is."""
    exported = assigned(world, "nb1", "nb2")
    assert [one.id for one in exported.bundles] == [
        "532326-pc1-532326.nb1.assignment-1-1",
        "532326-pc1-532326.nb2.assignment-1-1",
    ]
    with pytest.raises(Refused) as refused:
        world.take("nb1", exported.bundles[1].file)
    assert (refused.value.code, "532326.nb2" in refused.value.text) == ("bundle-wrong-receiver", True)
    answers(world, "nb2", team(world)[0], "yes")
    (back,) = world.answer("county", world.send("nb2", COUNTY), "nb2")
    assert back.receipt is not None
    assert back.receipt.name.startswith("532326-pc1-532326.nb2.receipt-1-1")
    with pytest.raises(Refused):
        world.take("nb1", back.receipt)
    lines = exchange_view(world["county"])
    assert {(one.office, one.name) for one in lines.offices} >= {
        ("532326.nb1", "核查电脑 nb1"),
        ("532326.nb2", "核查电脑 nb2"),
    }
    world.do("county", "evaluation.take_back", case=world.visited, laptop="nb1", reason="坏了", instead="nb3")
    (anew,) = world.send("county", COUNTY).bundles
    assert anew.id == "532326-pc1-532326.nb3.assignment-1-1"


def test_a_task_too_big_for_mail_goes_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1"])
    who = team(world)[0]
    rng = random.Random("照片")
    names = []
    for item in (ITEM, SECOND):
        with world["county"].store.write() as tx:
            names.append(tx.add_blob(b"\xff\xd8\xff" + rng.randbytes(500_000), "image/jpeg"))
        photo: Json = {"sha256": names[-1], "size": 500_003, "media": "image/jpeg"}
        world.do(
            "county",
            "evaluation.answer_item",
            case=world.visited,
            item=item,
            inspector=who,
            answer="yes",
            photos=[photo],
        )
    world.do("county", "evaluation.take_back", case=world.visited, laptop="nb1", reason="坏了", instead="nb2")
    monkeypatch.setitem(sending.CAPS, "mail", 700_000)
    done = export(world["county"], to=COUNTY, out=world.home / "mail", signer=world.key("county"), profile="mail")
    parts = [one for one in done.bundles if one.of > 1]
    assert [(one.part, one.of) for one in parts] == [(1, 2), (2, 2)]
    assert all(one.file.stat().st_size <= 700_000 for one in parts)
    early = world.take("nb2", parts[1].file)
    assert (early.missing, early.taken, early.here) == ((parts[0].id,), 0, 1)
    plan = bundle_plan(world["nb2"], parts[0].file)
    assert "分卷第 1/2 卷，连这一卷已到 2 卷" in plan.lines[0].text
    whole = world.take("nb2", parts[0].file)
    assert (whole.refused, whole.also) == ((), (parts[1].id,))
    with world["nb2"].store.read() as reader:
        assert all(reader.has_blob(name) for name in names)
    assert whole.receipt is not None
    world.take("county", whole.receipt)
    (line,) = [one for one in exchange_view(world["county"]).ways if one.to == "nb2"]
    assert line.stage is Stage.TAKEN

    monkeypatch.setitem(sending.CAPS, "mail", 400_000)
    world.do("county", "evaluation.take_back", case=world.visited, laptop="nb2", reason="坏了", instead="nb3")
    with pytest.raises(BadInput) as refused:
        export(world["county"], to=COUNTY, out=world.home / "mail", signer=world.key("county"), profile="mail")
    assert "请改用U盘（stick）导出" in refused.value.text
    assert world.send("county", COUNTY).bundles[-1].id.startswith("532326-pc1-532326.nb3.assignment-1-1")
