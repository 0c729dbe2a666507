"""What laptops answered goes on from the county to the prefecture: in order, with photos, whatever befalls it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tests.services.exchange.desks import COUNTY, OTHER, PREFECTURE, TODAY, same_after_rebuild
from tests.services.exchange.ways import LAPTOPS, World
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed, Refused
from yb_desktop.domain.case import Visit
from yb_desktop.domain.judging_again import History
from yb_desktop.domain.records import Record, record_hash
from yb_desktop.exchange.parts import write_extract
from yb_desktop.services.exchange.device_keys import signers_for
from yb_desktop.services.exchange.envelopes import envelope_for, own_head
from yb_desktop.services.exchange.forking import in_the_way
from yb_desktop.services.exchange.relaying import untold
from yb_desktop.services.exchange.sending import Exported
from yb_desktop.services.exchange.taking import TakenIn, take_in
from yb_desktop.services.exchanging import current_trust, undo
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.services.views.exchange_preview import bundle_plan
from yb_desktop.services.views.exchange_ways import Stage
from yb_desktop.services.views.visits import visit_view
from yb_desktop.store.exchange_forks import all_forks
from yb_desktop.store.exchange_state import verdict_of

ITEM, SECOND = "three_months", "licence_valid"
_PHOTO = b"\xff\xd8\xff" + b"the front door" * 40


def assigned(world: World, *laptops: str) -> None:
    """Open the visit for these laptops and carry it to each of them."""
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=list(laptops))
    for laptop, one in zip(laptops, world.send("county", COUNTY).bundles, strict=True):
        world.answer(laptop, Exported((one,), ""), "county")


def back(world: World, laptop: str, answer: str, item: str = ITEM, *, photos: Sequence[Json] = ()) -> None:
    """Answer an item on a laptop, each by an inspector of its own, and bring it to the county."""
    inspector = world.case("county", world.visited).team[LAPTOPS.index(laptop)].person
    params: dict[str, Json] = {"item": item, "inspector": inspector, "answer": answer, "photos": list(photos)}
    world.do(laptop, "evaluation.answer_item", TODAY, case=world.visited, **params)
    world.answer("county", world.send(laptop, COUNTY), laptop)


def taken_photo(world: World, laptop: str) -> dict[str, Json]:
    with world[laptop].store.write() as tx:
        name = tx.add_blob(_PHOTO, "image/jpeg")
    return {"sha256": name, "size": len(_PHOTO), "media": "image/jpeg"}


def alike(world: World) -> Visit:
    """See that county and prefecture tell the visited case alike; give its newest visit."""
    here, there = world.case("county", world.visited), world.case("prefecture", world.visited)
    assert replace(there, visits=()) == replace(here, visits=())
    for one, other in zip(here.visits, there.visits, strict=True):
        assert in_one_order(one) == in_one_order(other)
    return there.visits[-1]


def in_one_order(visit: Visit) -> Visit:
    """Give a visit as it is whichever of its answers came first."""
    answers, late = (tuple(sorted(some, key=lambda one: one.rid)) for some in (visit.answers, visit.late))
    return replace(visit, answers=answers, late=late)


def test_three_laptops_answers_and_a_photo_are_seen_at_the_prefecture(world: World) -> None:
    assigned(world, *LAPTOPS)
    photo = taken_photo(world, "nb1")
    back(world, "nb3", "yes")
    back(world, "nb1", "yes", photos=[photo])
    exported = world.send("county", PREFECTURE)
    assert [one.id.split("-")[2] for one in exported.bundles] == ["532300.assignment", "532300.submission"]
    for done in world.answer("prefecture", exported, "county"):
        assert (done.refused, done.duplicate) == ((), False)
    assert [one.device for one in alike(world).answers] == ["nb3", "nb1"]
    with world["prefecture"].store.read() as reader:
        assert reader.has_blob(str(photo["sha256"]))
    assert world.send("county", PREFECTURE, again=True).bundles == ()

    back(world, "nb2", "no")
    (later,) = world.answer("prefecture", world.send("county", PREFECTURE), "county")
    assert later.receipt is not None
    with pytest.raises(Refused) as refused:
        world.take("nb1", later.receipt)  # it would wait there for the earlier ones, for ever
    assert refused.value.code == "bundle-wrong-receiver"
    there = visit_view(world["prefecture"], world.visited)
    assert there == visit_view(world["county"], world.visited)
    assert there.differing == (ITEM,), "two answers that did not know of each other"
    world.do("county", "evaluation.resolve_item", case=world.visited, item=ITEM, answer="yes", reason="复核属实")
    for done in world.answer("prefecture", world.send("county", PREFECTURE), "county"):
        assert done.refused == ()
    assert len(alike(world).answers) == 3
    assert visit_view(world["prefecture"], world.visited).differing == ()
    same_after_rebuild(world["prefecture"])


def carried(world: World) -> list[TakenIn]:
    """Bring the prefecture whatever it has not got, and back all receipts that the county has not got."""
    exported = world.send("county", PREFECTURE, again=True)
    stick = world.home / f"back-{world.sticks}"
    done = [take_in(world["prefecture"], one.file, world.key("prefecture"), out=stick) for one in exported.bundles]
    for receipt in sorted(stick.glob("*")):
        world.take("county", receipt)
    return done


def test_whatever_comes_first_late_twice_or_not_at_all_the_same_answers_count(world: World) -> None:
    """The log tells the end of the visit, and the answers that counted by then have not come: it waits for them."""
    assigned(world, *LAPTOPS)
    carried(world)
    back(world, "nb1", "yes")
    (first,) = world.send("county", PREFECTURE).bundles  # gets lost
    back(world, "nb2", "no")
    failed = world.do("county", "evaluation.visit_failed", case=world.visited, reason="closed").records[-1]
    back(world, "nb3", "yes")
    exported = world.send("county", PREFECTURE)
    answers, log = exported.bundles
    (early,) = world.answer("prefecture", Exported((log,), ""), "county")
    assert [(one.rid, "先放着" in one.reason) for one in early.refused] == [(failed, True)]
    with world["county"].store.read() as reader:
        assert verdict_of(reader, failed) is not None

    (whole,) = world.answer("prefecture", Exported((answers,), ""), "county")
    assert (whole.refused, whole.taken) == ((), 4)
    with world["county"].store.read() as reader:
        assert verdict_of(reader, failed) is None, "the receipt says that it is in the books after all"
    visit = alike(world)
    assert [[one.device for one in some] for some in (visit.answers, visit.late)] == [["nb1", "nb2"], ["nb3"]]
    assert world.take("prefecture", answers.file).duplicate
    (again,) = carried(world)
    assert (again.bundle, again.taken, again.refused) == (first.id, 1, ())
    assert carried(world) == []
    assert alike(world) == visit


def test_a_county_that_lost_its_disk_hands_on_what_its_laptops_bring_again(world: World) -> None:
    assigned(world, "nb1", "nb2")
    carried(world)
    back(world, "nb1", "yes")
    copy = world["county"].store.backup(world.home / "copy.db")
    carried(world)
    back(world, "nb2", "no")
    carried(world)
    world.restore("county", copy)
    back(world, "nb2", "yes", SECOND)
    world.answer("county", world.send("nb2", COUNTY, again=True), "nb2")
    assert all(done.refused == () for done in [*carried(world), *carried(world)])
    assert len(alike(world).answers) == 3
    assert carried(world) == []


def test_a_prefecture_that_lost_its_disk_is_told_the_answers_again(world: World) -> None:
    assigned(world, "nb1", "nb2")
    carried(world)
    copy = world["prefecture"].store.backup(world.home / "copy.db")
    back(world, "nb1", "yes")
    carried(world)
    back(world, "nb2", "no")
    under_way = world.send("county", PREFECTURE)
    world.restore("prefecture", copy)
    world.answer("prefecture", under_way, "county")
    assert all(done.refused == () for done in carried(world))
    assert len(alike(world).answers) == 2
    assert carried(world) == []


def hashed(record: Record) -> Record:
    return replace(record, hash=record_hash(record))


def test_only_what_was_asked_of_a_laptop_by_its_own_office_is_taken(world: World) -> None:
    """Made up in the name of a laptop that was not asked, of the other county's, and of one that does more."""
    assigned(world, "nb1")
    back(world, "nb1", "yes")
    carried(world)
    with world["county"].store.read() as reader:
        (true,) = reader.records(office=COUNTY, device="nb1")
        heads = reader.heads(world.visited)
        envelope = envelope_for(world["county"], reader, PREFECTURE, "assignment")
        head = own_head(reader)
    nothing = replace(true, seq=2, base=heads)
    forged = [
        hashed(replace(nothing, rid="made-1", device="nb2")),
        hashed(replace(nothing, rid="made-2", office=OTHER)),
        hashed(replace(nothing, rid="made-3", type="evaluation.visit_failed", body={"reason": "closed"})),
    ]
    (one,) = write_extract(
        world.home,
        envelope,
        kind="assignment",
        head=head,
        records=forged,
        signers=signers_for(world["county"], current_trust(world["county"]), world.key("county")),
        cap=1 << 30,
    )
    before = world.case("prefecture", world.visited)
    done = world.take("prefecture", one.path)
    assert [row.rid for row in done.refused] == [made.rid for made in forged]
    assert world.case("prefecture", world.visited) == before


def test_what_was_handed_on_is_not_taken_back_in_one_go(world: World) -> None:
    assigned(world, "nb1")
    inspector = world.case("county", world.visited).team[0].person
    world.do("nb1", "evaluation.answer_item", case=world.visited, item=ITEM, inspector=inspector, answer="yes")
    exported = world.send("nb1", COUNTY)
    (result,) = world.answer("county", exported, "nb1")
    undo(world["county"], result.bundle, reason="拿错了电脑", signer=world.key("county"))
    assert untold_of(world) == 0
    world.take("county", exported.bundles[0].file)
    assert untold_of(world) == 1, "it counts again, at its old place"
    answers, _log = world.answer("prefecture", world.send("county", PREFECTURE), "county")
    alike(world)
    with pytest.raises(NotAllowed) as below:
        undo(world["county"], result.bundle, reason="拿错了电脑", signer=world.key("county"))
    assert "已作为核查电脑记录报送上级" in below.value.text
    with pytest.raises(NotAllowed) as above:
        undo(world["prefecture"], answers.bundle, reason="不对", signer=world.key("prefecture"))
    assert "转来的核查电脑记录不能整包撤回" in above.value.text


def untold_of(world: World) -> int:
    with world["county"].store.read() as reader:
        return untold(reader, PREFECTURE)


def test_a_clerk_reads_what_is_handed_on(world: World) -> None:
    assigned(world, "nb1")
    carried(world)
    back(world, "nb1", "yes")
    assert [(one.office, one.fresh) for one in exchange_view(world["county"]).targets] == [(PREFECTURE, 1), (COUNTY, 0)]
    exported = world.send("county", PREFECTURE)
    assert "1个数据包（其中核查电脑记录1个）、1条记录" in exported.text
    file = exported.bundles[0].file
    assert bundle_plan(world["prefecture"], file).kind == "核查电脑记录"
    world.answer("prefecture", exported, "county")
    sent = {one.bundle: (one.kind, one.stage) for one in exchange_view(world["county"]).sent}
    came = {one.bundle: one.kind for one in exchange_view(world["prefecture"]).received}
    name = exported.bundles[0].id
    assert (sent[name], came[name]) == (("核查电脑记录", Stage.TAKEN), "核查电脑记录")
    (way,) = exchange_view(world["county"]).ways
    assert (way.to, way.stage) == ("nb1", Stage.TAKEN)


def test_a_laptop_with_two_histories_keeps_the_one_that_was_handed_on(world: World) -> None:
    assigned(world, "nb1")
    world.shut("nb1")
    shutil.copytree(world.home / "nb1", world.home / "old")
    back(world, "nb1", "yes")
    carried(world)
    world.shut("nb1")
    (world.home / "nb1").rename(world.home / "true")
    (world.home / "old").rename(world.home / "nb1")
    with pytest.raises(Refused) as refused:
        back(world, "nb1", "no")
    assert refused.value.code == "bundle-fork"
    with world["county"].store.read() as reader:
        (fork,) = all_forks(reader)
        assert in_the_way(reader, fork, History.RECEIVED) == ""
        assert "已作为核查电脑记录报送上级，不能撤回" in in_the_way(reader, fork, History.PRESENT)


def test_steps_that_come_with_answers_make_no_fork_of_the_log_that_is_late(world: World) -> None:
    assigned(world, "nb1", "nb2")
    carried(world)
    world.do("county", "evaluation.take_back", case=world.visited, laptop="nb1", reason="电脑丢失")
    (late,) = world.send("county", PREFECTURE).bundles
    world.do("county", "evaluation.take_back", case=world.visited, laptop="nb2", reason="电脑丢失")
    back(world, "nb1", "yes")
    answers, log = world.send("county", PREFECTURE).bundles
    world.answer("prefecture", Exported((answers, late, log), ""), "county")
    alike(world)
    assert carried(world) == []
