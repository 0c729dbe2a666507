"""A prefecture, two counties, a township and three laptops, all enrolled: made once, copied for each test."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests import databases
from tests.services.cases import ADMITTED, lead
from tests.services.exchange.desks import COUNTY, OTHER, PREFECTURE, SECRET, TODAY, ceremony, law, signed
from yb_desktop.base.canon import Json
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.case import Case
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.exchange.device_keys import DeviceKeys, open_device_key
from yb_desktop.services.exchange.keys_care import accept_trust, current_trust, enrol, make_trust
from yb_desktop.services.exchange.sending import Exported, export
from yb_desktop.services.exchange.taking import TakenIn, take_in
from yb_desktop.services.offices import make_office, open_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import CLERK, prepare_step
from yb_desktop.store.database import Store

TOWNSHIP = "532326101"
LAPTOPS = ("nb1", "nb2", "nb3")
NAMES = ("prefecture", "county", "other", "township", *LAPTOPS)
_CODES = {"prefecture": PREFECTURE, "county": COUNTY, "other": OTHER, "township": TOWNSHIP}
_LEVELS = {"prefecture": Level.PREFECTURE, "township": Level.TOWNSHIP}


@dataclass(slots=True)
class World:
    """All desks by name, their folders under ``home``; ``visited`` is the county's case that waits for its visit."""

    home: Path
    visited: str
    days: dict[str, date] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    keys: dict[str, DeviceKeys] = field(default_factory=dict)
    sticks: int = 0
    opened: int = 0

    def __getitem__(self, name: str) -> Desk:
        """Give a desk; it is opened when it is first asked for."""
        if name not in self.desks:
            clock = FixedClock(self.days.get(name, TODAY))
            ids = make_ids(random.Random(f"{self.home}-{name}-{self.opened}"))
            desk = open_office(self.home / name, law=law(), clock=clock, ids=ids)
            self.desks[name] = _seated(desk)
        return self.desks[name]

    def shut(self, name: str) -> None:
        """Close a desk; opened again it makes other ids."""
        self.opened += 1
        if name in self.desks:
            self.desks.pop(name).store.close()

    def key(self, name: str) -> DeviceKeys:
        """Give a device's keys, opened once."""
        if name not in self.keys:
            self.keys[name] = open_device_key(self[name], SECRET)
        return self.keys[name]

    def do(self, name: str, action: str, on: date = TODAY, **params: Json) -> Step:
        """Do an action at a desk, with the defaults of a story."""
        return run(self[name], action, on=on, params=prepare_step(self[name], action, on, params))

    def send(self, name: str, to: str, *, again: bool = False) -> Exported:
        """Export to an office onto a new stick."""
        self.sticks += 1
        return export(self[name], to=to, out=self.home / f"stick-{self.sticks}", signer=self.key(name), again=again)

    def take(self, name: str, file: Path) -> TakenIn:
        """Take a bundle in."""
        done = take_in(self[name], file, self.key(name))
        self.seat(name)
        return done

    def seat(self, name: str) -> None:
        """Put somebody at a desk that may have got its people just now."""
        self[name] = _seated(self[name])

    def __setitem__(self, name: str, desk: Desk) -> None:
        """Put another person at a desk."""
        self.desks[name] = desk

    def answer(self, name: str, exported: Exported, back: str) -> list[TakenIn]:
        """Take all bundles in and carry the receipts back."""
        done = [self.take(name, one.file) for one in exported.bundles]
        for one in done:
            assert one.receipt is not None
            self.take(back, one.receipt)
        return done

    def restore(self, name: str, copy: Path) -> None:
        """Put a copy of a desk's data back, and enrol it anew."""
        self.shut(name)
        Store.restore(copy, self.home / name, day=TODAY, holder="测试")
        roots = self.home / "roots"
        draft = roots / f"{current_trust(self['prefecture']).version + 1}.ybb.draft"
        make_trust(self["prefecture"], draft, add=[enrol(self[name], self.home, SECRET).file])
        trust = signed(draft, roots)
        for each in NAMES:
            accept_trust(self[each], trust)

    def case(self, name: str, case: str) -> Case:
        """Give a case as a desk's books have it."""
        with self[name].store.read() as reader:
            return reader.case(case)

    def close(self) -> None:
        """Close every folder."""
        for desk in self.desks.values():
            desk.store.close()


@databases.in_files()
def made_world(home: Path) -> World:
    """Make everything, with one application that waits for its visit in the county."""
    led = lead(home / "county")
    led.do("2026-03-10", "applications.receive_materials")
    led.through(ADMITTED)
    led.do("2026-03-16", "evaluation.draw_team", seed="一")
    desks: dict[str, Desk] = {"county": led.clerk}
    for name in NAMES:
        if name != "county":
            code = _CODES.get(name, COUNTY)
            desks[name] = make_office(
                home / name,
                office=code,
                name=f"{law().areas.get(code).name}医保中心",
                level=_LEVELS.get(name, Level.COUNTY),
                device=name if name in LAPTOPS else "pc1",
                laptop=name in LAPTOPS,
                law=law(),
                clock=FixedClock(TODAY),
                ids=make_ids(random.Random(name)),
            )
    requests = [enrol(desks[name], home / "enrol", SECRET) for name in NAMES]
    fingerprint, trust = ceremony(desks["prefecture"], home, requests)
    for desk in desks.values():
        accept_trust(desk, trust, fingerprint)
        desk.store.close()
    return World(home, led.case)


def copied(made: World, home: Path, days: Mapping[str, date] | None = None) -> World:
    """Give a copy of a world that is closed."""
    shutil.copytree(made.home, home)
    for name in NAMES:
        if name not in LAPTOPS:  # a laptop works apart, without a server
            databases.settle(home / name)
    return World(home, made.visited, dict(days or {}))


def _seated(desk: Desk) -> Desk:
    """Put somebody at the desk as soon as the office has people."""
    with desk.store.read() as reader:
        people = reader.people()
        if desk.person is not None or not people:
            return desk
        names = {person.name for person in people}
        return desk.sign_in(find_person(reader, CLERK if CLERK in names else people[0].name))
