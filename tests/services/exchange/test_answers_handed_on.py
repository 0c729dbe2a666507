"""What laptops answered goes on from the county to the prefecture: whole, in order, with photos, whatever befalls it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.databases import on_both
from tests.services.exchange.desks import COUNTY, PREFECTURE, same_after_rebuild
from tests.services.exchange.ways import LAPTOPS, World
from yb_desktop.base.canon import Json
from yb_desktop.domain.case import Visit
from yb_desktop.services.exchange.sending import Exported

ITEM, SECOND = "three_months", "licence_valid"
_PHOTO = b"\xff\xd8\xff" + b"the front door" * 40


def assigned(world: World, *laptops: str) -> None:
    """Open the visit for these laptops and carry it to each of them."""
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=list(laptops))
    for laptop, one in zip(laptops, world.send("county", COUNTY).bundles, strict=True):
        world.answer(laptop, Exported((one,), ""), "county")


def back(world: World, laptop: str, who: int, answer: str, item: str = ITEM, photos: Sequence[Json] = ()) -> None:
    """Answer an item on a laptop and bring it to the county."""
    inspector = world.case("county", world.visited).team[who].person
    params: dict[str, Json] = {"item": item, "inspector": inspector, "answer": answer, "photos": list(photos)}
    world.do(laptop, "evaluation.answer_item", case=world.visited, **params)
    world.answer("county", world.send(laptop, COUNTY), laptop)


def taken_photo(world: World, laptop: str) -> dict[str, Json]:
    with world[laptop].store.write() as tx:
        name = tx.add_blob(_PHOTO, "image/jpeg")
    return {"sha256": name, "size": len(_PHOTO), "media": "image/jpeg"}


def alike(world: World) -> Visit:
    """See that county and prefecture tell the visited case alike; give its newest visit."""
    here, there = world.case("county", world.visited), world.case("prefecture", world.visited)
    assert there == here
    return there.visits[-1]


@on_both
def test_three_laptops_answers_and_a_photo_are_seen_at_the_prefecture(world: World) -> None:
    assigned(world, *LAPTOPS)
    photo = taken_photo(world, "nb1")
    back(world, "nb3", 2, "yes")
    back(world, "nb1", 0, "yes", photos=[photo])
    exported = world.send("county", PREFECTURE)
    assert [one.id.split("-")[2] for one in exported.bundles] == ["532300.assignment", "532300.submission"]
    for done in world.answer("prefecture", exported, "county"):
        assert (done.refused, done.duplicate) == ((), False)
    assert [one.device for one in alike(world).answers] == ["nb3", "nb1"]
    with world["prefecture"].store.read() as reader:
        assert reader.has_blob(str(photo["sha256"]))
    assert world.send("county", PREFECTURE, again=True).bundles == ()

    back(world, "nb2", 1, "no")
    world.do("county", "evaluation.resolve_item", case=world.visited, item=ITEM, answer="yes", reason="复核属实")
    for done in world.answer("prefecture", world.send("county", PREFECTURE), "county"):
        assert done.refused == ()
    assert len(alike(world).answers) == 3
    same_after_rebuild(world["prefecture"])
