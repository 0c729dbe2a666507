"""Real offices in folders of their own: a county and its prefecture, enrolled, with a trust list both accepted."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tests import databases
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.codes import uscc_check_character
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.law import Law, shipped_law
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import DeviceKeys, open_device_key
from yb_desktop.services.exchange.keys_care import (
    Enrolment,
    accept_trust,
    enrol,
    make_root_key,
    make_trust,
    sign_draft,
)
from yb_desktop.services.offices import make_office, open_office
from yb_desktop.services.registry import run
from yb_desktop.store.check import table_digest
from yb_desktop.store.tables import PROJECTIONS

actions.load()

TODAY = date(2026, 4, 1)
SECRET = "本机密钥口令八个字"
COUNTY, PREFECTURE, OTHER = "532326", "532300", "532301"


@cache
def law() -> Law:
    """Read the law once for all tests."""
    return shipped_law()


def office(folder: Path, code: str, seed: int = 1, *, device: str = "pc1", database: str = "") -> Desk:
    """Make an office whose clock stands still."""
    return make_office(
        folder,
        office=code,
        name=f"{law().areas.get(code).name}医保中心",
        level=Level.PREFECTURE if code == PREFECTURE else Level.COUNTY,
        database=database or databases.new_database(),
        device=device,
        law=law(),
        clock=FixedClock(TODAY),
        ids=make_ids(random.Random(f"{code}-{seed}")),
    )


def opened(folder: Path, seed: int = 2) -> Desk:
    """Open an office again."""
    return open_office(folder, law=law(), clock=FixedClock(TODAY), ids=make_ids(random.Random(f"{folder}-{seed}")))


def register(desk: Desk, *numbers: int) -> None:
    """Register clinics, one record each."""
    for number in numbers:
        code17 = f"52{desk.info.office[:6]}MJ{number:07d}"
        run(
            desk,
            "institutions.register",
            on=TODAY,
            params={
                "kind": "medical",
                "class": "village_clinic",
                "name": f"第{number}村卫生室",
                "area": next((area.code for area in law().areas.within(desk.info.office)), desk.info.office),
                "uscc": code17 + uscc_check_character(code17),
            },
        )


def names(desk: Desk) -> list[str]:
    """Give the institutions in an office's books, in the order in which they were entered."""
    with desk.store.read() as reader:
        return [one.registration.name for one in reader.every_institution()]


def digests(desk: Desk) -> list[str]:
    """Give a hash of every table that follows from the log."""
    with desk.store.read() as reader:
        return [table_digest(reader.connection, table) for table in PROJECTIONS]


def same_after_rebuild(desk: Desk) -> None:
    """See that the log alone makes the very same tables, and that nothing is amiss."""
    before = digests(desk)
    desk.store.rebuild()
    assert digests(desk) == before
    assert [one.text for one in desk.store.check(full=True) if not one.ok and one.name != "disk"] == []


@dataclass(slots=True)
class Pair:
    """A county and its prefecture, each with its key open."""

    home: Path
    county: Desk
    prefecture: Desk
    county_key: DeviceKeys
    prefecture_key: DeviceKeys
    fingerprint: str
    trust_file: Path

    def close(self) -> None:
        """Close both offices."""
        self.county.store.close()
        self.prefecture.store.close()

    def reopen_county(self) -> None:
        """Open the county's folder again."""
        self.county = opened(self.home / "county", seed=3)

    def stick(self, name: str = "stick") -> Path:
        """Give a folder to hand bundles over in."""
        folder = self.home / name
        folder.mkdir(exist_ok=True)
        return folder


def enrolled_pair(home: Path) -> Pair:
    """Make both offices, hold the ceremony, accept the trust list."""
    county, prefecture = office(home / "county", COUNTY), office(home / "prefecture", PREFECTURE)
    paper = home / "enrol"
    requests = [enrol(desk, paper, SECRET) for desk in (county, prefecture)]
    fingerprint, trust_file = ceremony(prefecture, home, requests)
    for desk in (county, prefecture):
        accept_trust(desk, trust_file, fingerprint)
    return Pair(
        home,
        county,
        prefecture,
        open_device_key(county, SECRET),
        open_device_key(prefecture, SECRET),
        fingerprint,
        trust_file,
    )


def ceremony(prefecture: Desk, home: Path, requests: list[Enrolment]) -> tuple[str, Path]:
    """Make the first trust list with two keepers; give a root's fingerprint and the bundle."""
    folder = home / "roots"
    folder.mkdir(exist_ok=True)
    roots = [make_root_key(folder / f"{n}.key", person, SECRET) for n, person in enumerate(("王主任", "李科长"))]
    draft = folder / "trust.ybb.draft"
    make_trust(prefecture, draft, roots=roots, threshold=2, add=[one.file for one in requests])
    return roots[0].fingerprint, signed(draft, folder)


def signed(draft: Path, folder: Path) -> Path:
    """Have both keepers sign a draft."""
    sign_draft(draft, folder / "0.key", SECRET)
    done = sign_draft(draft, folder / "1.key", SECRET)
    assert done.bundle is not None
    assert done.missing == ()
    return done.bundle
