"""What the machine of offices found, each as a plain story."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, SECRET, TODAY, Pair, opened, register, signed
from tests.services.exchange.test_parts import attach
from tests.services.exchange.ways import World
from yb_desktop.base.errors import Refused, WorldError
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import accept_trust, current_trust, enrol, export, make_trust, take_in
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.store.database import Store
from yb_desktop.store.exchange_state import RecordState, span_state


def restored(pair: Pair, name: str, copy: Path) -> None:
    """Put an office's copy back and enrol it anew."""
    desk = pair.county if name == "county" else pair.prefecture
    desk.store.close()
    Store.restore(copy, pair.home / name, day=TODAY, holder="测试")
    desk = opened(pair.home / name, seed=7)
    if name == "county":
        pair.county = desk
    else:
        pair.prefecture = desk
        for trust in sorted((pair.home / "roots").glob("*.trust-1-[2-9].*")):
            accept_trust(desk, trust)
    enrolled_anew(pair, desk)


def enrolled_anew(pair: Pair, desk: Desk, *, new_epoch: bool = False) -> None:
    """Put an office on the trust list again, under its new number."""
    roots = pair.home / "roots"
    draft = roots / f"{current_trust(pair.prefecture).version + 1}.ybb.draft"
    make_trust(pair.prefecture, draft, add=[enrol(desk, pair.stick("登记"), SECRET, new_epoch=new_epoch).file])
    trust = signed(draft, roots)
    for each in (pair.prefecture, pair.county):
        accept_trust(each, trust)


def carried(pair: Pair, name: str) -> None:
    """Export everything again and carry the receipts back."""
    stick = pair.stick(name)
    for one in export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key, again=True).bundles:
        take_in(pair.prefecture, one.file, pair.prefecture_key, out=stick)
    for receipt in sorted(stick.glob(f"{PREFECTURE}-*.receipt-*")):
        take_in(pair.county, receipt, pair.county_key)


def all_taken(pair: Pair) -> None:
    with pair.county.store.read() as ours, pair.prefecture.store.read() as theirs:
        assert theirs.log_head(COUNTY, "pc1") == ours.log_head(COUNTY, "pc1")
        states = {span_state(ours, seq) for seq in range(1, ours.log_head(COUNTY, "pc1")[0] + 1)}
    assert states == {RecordState.TAKEN}


def test_a_bundle_of_the_epoch_before_is_no_sign_of_a_rollback(pair: Pair) -> None:
    """It was lost, and the first bundle after the restore has the same number in the new epoch."""
    register(pair.county, 1)
    export(pair.county, to=PREFECTURE, out=pair.stick("lost"), signer=pair.county_key)
    restored(pair, "county", pair.county.store.backup(pair.home / "copy.db"))
    carried(pair, "stick")
    all_taken(pair)


def test_a_restored_prefecture_gets_again_what_it_had_acknowledged(pair: Pair) -> None:
    """The county kept no copies of what was taken: it makes them again, to the byte, attachments too."""
    copy = pair.prefecture.store.backup(pair.home / "copy.db")
    attach(pair, 50_000, 60_000)
    carried(pair, "first")
    register(pair.county, 8)
    carried(pair, "second")
    all_taken(pair)
    outbox = pair.county.store.folder / "outbox"
    assert list(outbox.iterdir()) == []
    restored(pair, "prefecture", copy)
    register(pair.county, 9)
    carried(pair, "third")  # its receipt says that the prefecture has lost the first two
    with pair.county.store.read() as reader:
        assert span_state(reader, 1) is RecordState.EXPORTED
    carried(pair, "fourth")
    all_taken(pair)
    for before in ("first", "second"):
        (bundle,) = pair.stick(before).glob("*.submission-*")
        assert (pair.stick("fourth") / bundle.name).read_bytes() == bundle.read_bytes()
    assert list(outbox.iterdir()) == []
    assert [item.text for item in pair.prefecture.store.check(full=True) if not item.ok] == []


def test_a_receipt_from_before_a_restore_is_written_anew(pair: Pair) -> None:
    """It never reached the county, which takes nothing signed in the epoch before any more."""
    register(pair.county, 1)
    first = export(pair.county, to=PREFECTURE, out=pair.stick("first"), signer=pair.county_key).bundles[0].file
    take_in(pair.prefecture, first, pair.prefecture_key)
    restored(pair, "prefecture", pair.prefecture.store.backup(pair.home / "copy.db"))
    carried(pair, "second")
    all_taken(pair)


def test_what_cannot_be_made_again_is_said(pair: Pair) -> None:
    copy = pair.prefecture.store.backup(pair.home / "copy.db")
    register(pair.county, 1)
    carried(pair, "first")
    for head in (pair.county.store.folder / "sent").iterdir():
        head.unlink()
    restored(pair, "prefecture", copy)
    register(pair.county, 2)
    carried(pair, "second")
    with pytest.raises(WorldError) as caught:
        carried(pair, "third")
    assert caught.value.code == "outbox-missing"
    assert "换新编号重新登记本机，再导出" in caught.value.text


def test_a_county_restored_before_its_prefecture_is_told_to_take_a_new_number(pair: Pair) -> None:
    """What it reported before its own restore is lost at the prefecture: the bundles since then would not fit."""
    copy = pair.prefecture.store.backup(pair.home / "copy.db")
    register(pair.county, 1)
    carried(pair, "first")
    restored(pair, "county", pair.county.store.backup(pair.home / "own.db"))
    register(pair.county, 2)
    carried(pair, "second")
    restored(pair, "prefecture", copy)
    register(pair.county, 3)
    carried(pair, "third")  # waits at the prefecture; its receipt says what was lost
    with pytest.raises(Refused) as refused:
        carried(pair, "fourth")
    assert refused.value.code == "log-lost-there"
    assert exchange_view(pair.county).keys.problem == refused.value.text
    enrolled_anew(pair, pair.county, new_epoch=True)
    assert exchange_view(pair.county).keys.problem == ""
    carried(pair, "fifth")
    all_taken(pair)
    view = exchange_view(pair.prefecture)
    assert (view.forks, [one.bundle for one in view.received if one.waiting]) == ((), [])
    assert list((pair.prefecture.store.folder / "staged").iterdir()) == []


def test_a_restored_county_gets_receipts_again_that_it_had(pair: Pair) -> None:
    register(pair.county, 1)
    first = export(pair.county, to=PREFECTURE, out=pair.stick("first"), signer=pair.county_key).bundles[0].file
    register(pair.county, 2)
    copy = pair.county.store.backup(pair.home / "copy.db")
    take_in(pair.prefecture, first, pair.prefecture_key, out=pair.stick("first"))
    (receipt,) = pair.stick("first").glob("*.receipt-*")
    take_in(pair.county, receipt, None)
    carried(pair, "second")  # tells the prefecture that the county has the first receipt
    restored(pair, "county", copy)
    carried(pair, "third")
    all_taken(pair)


def test_a_restored_county_gets_answers_of_laptops_again(world: World) -> None:
    """A laptop whose answers were acknowledged may hold the only copy of them, once the county lost its disk."""
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1"])
    world.answer("nb1", world.send("county", COUNTY), "county")
    copy = world["county"].store.backup(world.home / "copy.db")
    who = world.case("county", world.visited).team[0].person

    def answer(item: str) -> None:
        world.do("nb1", "evaluation.answer_item", case=world.visited, item=item, inspector=who, answer="yes")

    answer("three_months")
    world.answer("county", world.send("nb1", COUNTY), "nb1")
    world.restore("county", copy)
    answer("licence_valid")
    world.answer("county", world.send("nb1", COUNTY), "nb1")
    world.answer("county", world.send("nb1", COUNTY, again=True), "nb1")
    visit = world.case("county", world.visited).visit
    assert visit is not None
    assert {one.fact.item for one in visit.answers} == {"three_months", "licence_valid"}
