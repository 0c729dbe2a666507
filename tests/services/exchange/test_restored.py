"""Whoever puts a backup back gets again what it has lost: assignments, answers for laptops, reference data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.services.exchange.desks import (
    COUNTY,
    OTHER,
    PREFECTURE,
    SECRET,
    TODAY,
    ceremony,
    office,
    opened,
    register,
    signed,
)
from tests.services.exchange.ways import World
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.sending import Exported
from yb_desktop.services.exchanging import (
    DeviceKeys,
    accept_trust,
    enrol,
    export,
    make_trust,
    open_device_key,
    take_in,
)
from yb_desktop.services.views.exchange import ExchangeView, exchange_view
from yb_desktop.services.views.exchange_ways import Stage
from yb_desktop.store.database import Store


def handed_over(world: World, number: int) -> str:
    """Let the other county receive an application and hand it over; give the case."""
    register(world["other"], number)
    with world["other"].store.read() as reader:
        institution = reader.same_name_in(OTHER, f"第{number}村卫生室")[0].id
    case = world.do("other", "applications.receive_materials", institution=institution).entity
    world.do("other", "institutions.relocate", institution=institution, to_area="532326101")
    world.do("other", "applications.hand_over", case=case, to_office=COUNTY)
    return case


def stages(world: World, name: str) -> dict[str, Stage]:
    """Say how far each matter came that goes to another desk, by the matter."""
    return {one.case: one.stage for one in view(world, name).ways}


def view(world: World, name: str) -> ExchangeView:
    return exchange_view(world[name])


def bytes_of(exported: Exported) -> dict[str, bytes]:
    return {one.id: one.file.read_bytes() for one in exported.bundles}


def test_a_restored_county_is_sent_again_the_cases_that_were_handed_over(world: World) -> None:
    copy = world["county"].store.backup(world.home / "copy.db")
    first = handed_over(world, 1)
    gone = world.send("other", COUNTY)
    world.answer("county", gone, "other")
    before = bytes_of(gone)
    assert list((world["other"].store.folder / "outbox").glob("*.assignment-*")) == []

    world.restore("county", copy)
    second = handed_over(world, 2)
    world.answer("county", world.send("other", COUNTY), "other")  # its receipt says what the county has lost
    assert stages(world, "other") == {first: Stage.EXPORTED, second: Stage.TAKEN}
    assert view(world, "other").owed == 1
    again = world.send("other", COUNTY, again=True)
    assert bytes_of(again) == before
    world.answer("county", again, "other")
    assert stages(world, "other") == {first: Stage.TAKEN, second: Stage.TAKEN}
    assert {world.case(name, case).office for name in ("county", "other") for case in (first, second)} == {COUNTY}


def test_a_restored_laptop_tells_its_office_what_it_lost_and_gets_it_again(world: World) -> None:
    """It has nothing new to say: its last record comes once more. What it lost is made again, the same to the byte.

    The matter has gone on meanwhile, by what another laptop answered.
    """

    def answer(laptop: str, item: str) -> None:
        who = world.case("county", world.visited).team[0].person
        world.do(laptop, "evaluation.answer_item", case=world.visited, item=item, inspector=who, answer="yes")
        world.answer("county", world.send(laptop, COUNTY), laptop)

    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1"])
    world.answer("nb1", world.send("county", COUNTY), "county")
    answer("nb1", "three_months")
    copy = world["nb1"].store.backup(world.home / "copy.db")
    world.do("county", "evaluation.visit_failed", case=world.visited, reason="closed")
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1", "nb2"])
    gone = world.send("county", COUNTY)
    for laptop, one in zip(("nb1", "nb2"), gone.bundles, strict=True):
        receipt = world.take(laptop, one.file).receipt
        assert receipt is not None
        world.take("county", receipt)
    answer("nb2", "three_months")

    world.restore("nb1", copy)
    assert [one.fresh for one in view(world, "nb1").targets] == [1]
    (hello,) = world.answer("county", world.send("nb1", COUNTY), "nb1")
    assert (hello.refused, hello.duplicate) == ((), False)
    assert view(world, "nb1").targets[0].fresh == 0
    again = world.send("county", COUNTY, again=True)
    assert [one.file.read_bytes() for one in again.bundles] == [gone.bundles[0].file.read_bytes()]
    world.answer("nb1", again, "county")
    assert len(world.case("nb1", world.visited).visits) == 2
    assert view(world, "county").owed == 0


def test_a_restored_county_gets_the_reference_data_again_and_is_named_until_then(world: World) -> None:
    copy = world["county"].store.backup(world.home / "copy.db")
    world.do("prefecture", "oversight.enter_holiday", days=["2026-04-08"], notice="楚雄州通知")
    handed = world.send("prefecture", "all")
    for name in ("county", "other", "township"):
        world.answer(name, handed, "prefecture")

    def has() -> dict[str, str]:
        return {one.office: one.version for one in view(world, "prefecture").reference.lines}

    assert has()[COUNTY] == "第 1 版"
    assert view(world, "prefecture").owed == 0
    world.restore("county", copy)
    register(world["county"], 1)
    world.answer("prefecture", world.send("county", PREFECTURE), "county")
    assert has()[COUNTY] == ""
    assert view(world, "prefecture").owed == 1
    again = world.send("prefecture", "all")
    assert bytes_of(again) == bytes_of(handed)
    world.answer("county", again, "prefecture")
    assert has()[COUNTY] == "第 1 版"
    assert view(world, "prefecture").owed == 0


def test_what_was_handed_over_before_our_own_restore_and_never_acknowledged_goes_again(world: World) -> None:
    """The bundle of the epoch before counts no more; the case is not lost with it."""
    case = handed_over(world, 1)
    world.send("other", COUNTY)  # a stick that never arrives
    world.restore("other", world["other"].store.backup(world.home / "copy.db"))
    (anew,) = world.send("other", COUNTY).bundles
    assert anew.id == f"{OTHER}-pc1-{COUNTY}.assignment-2-1"
    done = world.take("county", anew.file)
    assert done.receipt is not None
    world.take("other", done.receipt)
    assert stages(world, "other") == {case: Stage.TAKEN}
    assert view(world, "other").owed == 0
    assert world.send("other", COUNTY, again=True).bundles == ()


@dataclass(slots=True)
class AtServer:
    """A prefecture, and a county's two PCs at a server."""

    home: Path
    prefecture: Desk
    pcs: tuple[Desk, Desk]

    def key(self, desk: Desk) -> DeviceKeys:
        return open_device_key(desk, SECRET)

    def accept(self, trust: Path, fingerprint: str = "") -> None:
        for desk in (self.prefecture, *self.pcs):
            accept_trust(desk, trust, fingerprint)

    def carry(self, desk: Desk, stick: str) -> None:
        """Let a PC export everything again, and the first PC take the receipts in."""
        out = self.home / stick
        for one in export(desk, to=PREFECTURE, out=out, signer=self.key(desk), again=True).bundles:
            take_in(self.prefecture, one.file, self.key(self.prefecture), out=out)
        for receipt in sorted(out.glob("*.receipt-*")):
            take_in(self.pcs[0], receipt, None)

    def restore(self, copy: Path) -> None:
        """Put the prefecture's copy back, and enrol it anew."""
        self.prefecture.store.close()
        Store.restore(copy, self.home / "prefecture", day=TODAY, holder="测试")
        self.prefecture = opened(self.home / "prefecture")
        draft = self.home / "roots" / "2.ybb.draft"
        make_trust(self.prefecture, draft, add=[enrol(self.prefecture, self.home / "paper", SECRET).file])
        self.accept(signed(draft, self.home / "roots"))

    def heads(self, desk: Desk) -> list[tuple[int, str]]:
        """Say where the logs of both PCs stand, as a desk knows them."""
        with desk.store.read() as reader:
            return [reader.log_head(COUNTY, one.info.device) for one in self.pcs]


@pytest.fixture
def at_server(server: Server, tmp_path: Path) -> Iterator[AtServer]:
    address = server.address()
    first = office(tmp_path / "pc1", COUNTY, database=address)
    second = office(tmp_path / "pc2", COUNTY, seed=2, device="pc2", database=address)
    made = AtServer(tmp_path, office(tmp_path / "prefecture", PREFECTURE), (first, second))
    requests = [enrol(one, tmp_path / "paper", SECRET) for one in (made.prefecture, first, second)]
    fingerprint, trust = ceremony(made.prefecture, tmp_path, requests)
    made.accept(trust, fingerprint)
    yield made
    for desk in (made.prefecture, first, second):
        desk.store.close()


@pytest.mark.stock("initdb", "pg_ctl")
def test_all_pcs_at_a_server_hear_what_a_restored_office_lost(at_server: AtServer) -> None:
    """Whichever of them takes the first bundle in; each exports again what it had sent itself."""
    first, second = at_server.pcs
    copy = at_server.prefecture.store.backup(at_server.home / "copy.db")
    for desk, number in ((first, 1), (second, 2)):
        register(desk, number)
        at_server.carry(desk, f"stick-{number}")
    at_server.restore(copy)
    register(first, 3)
    at_server.carry(first, "stick-3")  # its receipt says what was lost
    for desk, number in ((first, 4), (second, 5)):
        at_server.carry(desk, f"stick-{number}")
    assert at_server.heads(at_server.prefecture) == at_server.heads(first)
    assert all(seq for seq, _ in at_server.heads(first))
