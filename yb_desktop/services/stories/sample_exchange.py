"""A prefecture beside the sample office, with keys and a trust list, and bundles on their way: for pictures and tests.

What a person does with a stick, done once: enrol, trust list, export, take in, receipt back. The passphrase stands in
the open, because nothing here is real.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.base.clock import Clock
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import (
    accept_trust,
    enrol,
    export,
    make_root_key,
    make_trust,
    open_device_key,
    sign_draft,
    take_in,
)
from yb_desktop.services.offices import make_office, open_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run

PASSPHRASE = "yangli-2026"  # noqa: S105 - made-up offices
_PREFECTURE = "532300"


@dataclass(frozen=True, slots=True)
class SampleExchange:
    """The county, its prefecture, and the folder that stands for the stick; ``root`` as on the stamped paper."""

    county: Desk
    prefecture: Desk
    stick: Path
    trust: Path
    root: str


def make_sample_prefecture(folder: Path, clock: Clock, *, database: str = "") -> Desk:
    """Make the prefecture's office, in a file or in an empty ``database``, with one clerk at its desk."""
    desk = make_office(
        folder, office=_PREFECTURE, name="楚雄州医疗保障局", level=Level.PREFECTURE, database=database, clock=clock
    )
    roles = [Role.HANDLING.value, Role.LEADER.value]
    run(desk, "oversight.add_person", on=clock.today(), params={"name": "段雪琴", "roles": [*roles]})
    with desk.store.read() as reader:
        return desk.sign_in(find_person(reader, "段雪琴"))


def enrol_both(county: Desk, prefecture: Desk, folder: Path) -> SampleExchange:
    """Make keys and trust list, and accept the list in both offices."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    requests = [enrol(desk, stick, PASSPHRASE).file for desk in (county, prefecture)]
    key = folder / "root.key"
    root = make_root_key(key, "段雪琴", PASSPHRASE)
    draft = stick / "trust.ybb.draft"
    make_trust(prefecture, draft, roots=[root], add=requests)
    signed = sign_draft(draft, key, PASSPHRASE)
    if signed.bundle is None:
        raise RuntimeError("one root signs for all")
    for desk in (prefecture, county):
        accept_trust(desk, signed.bundle, root.fingerprint)
    return SampleExchange(county, prefecture, stick, signed.bundle, root.fingerprint)


def export_from_county(sample: SampleExchange) -> Path:
    """Export what is new at the county onto the stick."""
    signer = open_device_key(sample.county, PASSPHRASE)
    return export(sample.county, to=_PREFECTURE, out=sample.stick, signer=signer).bundles[-1].file


def answer(sample: SampleExchange, bundle: Path) -> Path:
    """Take a bundle in at the prefecture; gives the receipt on the stick."""
    taken = take_in(sample.prefecture, bundle, open_device_key(sample.prefecture, PASSPHRASE), out=sample.stick)
    if taken.receipt is None:
        raise RuntimeError("a submission is answered")
    return taken.receipt


def fork(sample: SampleExchange, folder: Path, work: Callable[[Desk, int], object]) -> Path:
    """Let the county go on from an old copy of its data, after more was sent: gives the bundle that will fork.

    ``work`` is done twice over, the first time before the copy takes the place of what was.
    """
    sample.county.store.backup(folder / "office.db")
    shutil.copytree(sample.county.store.folder / "keys", folder / "keys")
    work(sample.county, 1)
    answer(sample, export_from_county(sample))
    copy = open_office(folder, clock=sample.county.clock)
    if sample.county.person is not None:
        copy = copy.sign_in(sample.county.person)
    work(copy, 2)
    other = SampleExchange(copy, sample.prefecture, folder / "stick", sample.trust, sample.root)
    try:
        return export_from_county(other)
    finally:
        copy.store.close()
