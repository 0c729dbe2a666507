"""Work, exports, take-ins and undoings in any order: a rebuild always agrees, and in the end so do both offices."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from sqlalchemy import select

from tests.services.exchange.desks import COUNTY, PREFECTURE, TODAY, Pair, register, same_after_rebuild
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import export, take_in, undo
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import prepare_step
from yb_desktop.store.exchange_state import RecordState, received, record_state
from yb_desktop.store.tables.applications import applications, clocks
from yb_desktop.store.tables.institutions import institutions


class Play:
    """Two offices and a stick, and whoever does something next by the throw of a dice."""

    def __init__(self, pair: Pair, seed: int) -> None:
        self.pair = pair
        self.rng = random.Random(seed)
        self.registered = 0
        self.cases: list[str] = []
        self.undone = 0

    def step(self) -> None:
        """Do one thing."""
        deeds = (self.enter, self.amend, self.open_case, self.check, self.carry, self.carry, self.take_back)
        self.rng.choice(deeds)()

    def enter(self) -> None:
        self.registered += 1
        register(self.pair.county, self.registered)

    def amend(self) -> None:
        if found := self.institution():
            phone = f"0878-622{self.rng.randrange(10**4):04}"
            self.do("institutions.amend", institution=found, fields={"phone": phone})

    def open_case(self) -> None:
        if found := self.institution():
            with suppress(NotAllowed):
                self.cases.append(self.do("applications.receive_materials", institution=found))

    def check(self) -> None:
        if self.cases:
            with suppress(NotAllowed):
                self.do("applications.check_ground", case=self.rng.choice(self.cases))

    def carry(self, *, again: bool = False) -> None:
        """Carry a stick there and the receipts back."""
        pair = self.pair
        stick, back = pair.stick("there"), pair.stick("back")
        exported = export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key, again=again)
        for one in exported.bundles:
            take_in(pair.prefecture, one.file, pair.prefecture_key, out=back)
        same_after_rebuild(pair.prefecture)
        for receipt in sorted(back.iterdir(), key=lambda file: int(file.name.split(".")[1].rpartition("-")[2])):
            take_in(pair.county, receipt, None)
            receipt.unlink()

    def take_back(self) -> None:
        with self.pair.prefecture.store.read() as reader:
            bundles = [one.bundle for one in received(reader)]
        if not bundles:
            return
        with suppress(NotAllowed):
            undo(self.pair.prefecture, self.rng.choice(bundles), reason="弄错了", signer=self.pair.prefecture_key)
            self.undone += 1
        same_after_rebuild(self.pair.prefecture)

    def institution(self) -> str:
        with self.pair.county.store.read() as reader:
            every = [one.id for one in reader.every_institution()]
        return self.rng.choice(every) if every else ""

    def do(self, action: str, **params: Json) -> str:
        given = prepare_step(self.pair.county, action, TODAY, params)
        return run(self.pair.county, action, on=TODAY, params=given).entity


def books(desk: Desk) -> list[tuple[object, ...]]:
    """Give what an office's tables say, but for the places in its log."""
    with desk.store.read() as reader:
        queries = (
            select(institutions.c.id, institutions.c.data, institutions.c.heads).order_by(institutions.c.id),
            select(applications.c.id, applications.c.data, applications.c.heads).order_by(applications.c.id),
            select(clocks).order_by(clocks.c.entity, clocks.c.ordinal),
        )
        return [tuple(row) for query in queries for row in reader.connection.execute(query)]


@pytest.mark.parametrize("seed", [3, 5, 9])
def test_in_the_end_both_offices_agree(pair: Pair, seed: int) -> None:
    play = Play(pair, seed)
    play.enter()
    play.carry()
    while play.undone < 2:
        play.step()
    play.enter()
    for _ in range(3):  # the receipts of an undoing go back with the next stick; then everything comes again
        play.carry(again=True)
    assert books(pair.prefecture) == books(pair.county)
    with pair.county.store.read() as reader:
        own = list(reader.records(office=COUNTY, device="pc1"))
        assert {record_state(reader, one.rid) for one in own} == {RecordState.TAKEN}
