"""Export, verify, preview and take in: 10,000 records, 316 MB of photographs, the year of ten counties.

The big ones are done in processes of their own, which stay below 300 MB however large the bundle is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench import photos
from tests.bench.alone import Done, alone
from tests.bench.budget import within
from tests.services.exchange.desks import PREFECTURE, SECRET, Pair, ceremony, enrolled_pair, law, office, opened
from tests.store.bulk import register
from tests.store.bulk import year as year_of
from tests.store.desk import Desk as Records
from tests.store.desk import clinic
from yb_desktop.domain.institution import Registered
from yb_desktop.domain.records import Record
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import open_device_key
from yb_desktop.services.exchange.keys_care import accept_trust, enrol
from yb_desktop.services.exchanging import export, preview, take_in, verify_bundle

_RECORDS = 10_000
_ROUNDS = 3
_MOST_KB = 300_000
_START = 2.0
"""Seconds for a process to start and to open its key."""


def steps(desk: Records) -> Iterator[Record]:
    """Give 10,000 records: one clinic, and case after case."""
    yield desk.record(Registered(registration=clinic()), "inst-1")
    for number in range(_RECORDS // 25):
        yield from desk.full_case("inst-1", f"case-{number}", f"agr-{number}")


def registrations(desk: Records) -> Iterator[Record]:
    """Give 10,000 institutions."""
    return register(desk, _RECORDS)


def append(desk: Desk, records: Iterator[Record]) -> None:
    """Write records into an office's own log."""
    while some := list(islice(records, 20_000)):
        with desk.store.write() as tx:
            for record in some:
                tx.append(record)


@pytest.fixture(scope="module", params=[steps, registrations], ids=["steps", "registrations"])
def offices(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Two offices, closed, and 10,000 records at the county."""
    made = enrolled_pair(tmp_path_factory.mktemp("offices"))
    append(made.county, islice(request.param(Records(made.county.info)), _RECORDS))
    made.close()
    return made


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Copies]:
    """As many copies of an office as there are rounds, for work that can be done but once in each."""
    made = Copies(tmp_path)
    yield made
    made.close()


class Copies:
    """Copies of an office's folder, opened."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._desks: list[Desk] = []

    def of(self, folder: Path) -> Iterator[Desk]:
        """Copy and open a folder, once for the warm-up and once for each round."""
        for number in range(_ROUNDS + 1):
            shutil.copytree(folder, self._home / f"office-{number}")
            self._desks.append(opened(self._home / f"office-{number}"))
        return iter(self._desks)

    def close(self) -> None:
        """Close them all."""
        for desk in self._desks:
            desk.store.close()


@pytest.fixture(scope="module")
def bundle(offices: Pair, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle with all the records."""
    home = tmp_path_factory.mktemp("sent")
    shutil.copytree(offices.home / "county", home / "county")
    desk = opened(home / "county")
    done = export(desk, to=PREFECTURE, out=home, signer=offices.county_key)
    desk.store.close()
    assert done.records == _RECORDS
    return done.bundles[0].file


def test_export_10000(benchmark: BenchmarkFixture, offices: Pair, copies: Copies, tmp_path: Path) -> None:
    """Read, chain, pack, sign, write to outbox and stick, read both back."""
    desks = copies.of(offices.home / "county")

    def work() -> None:
        desk = next(desks)
        out = tmp_path / f"stick-{desk.store.folder.name}"
        done = export(desk, to=PREFECTURE, out=out, signer=offices.county_key)
        assert done.records == _RECORDS

    within(benchmark, work, budget=1.0, rounds=_ROUNDS)


def test_verify_10000(benchmark: BenchmarkFixture, offices: Pair, bundle: Path) -> None:
    """Signature, structure, hashes, every record's own hash and the chain."""

    def work() -> None:
        assert verify_bundle(bundle, offices.trust_file).ok

    within(benchmark, work, budget=0.5, rounds=_ROUNDS)


def test_preview_10000(benchmark: BenchmarkFixture, offices: Pair, copies: Copies, bundle: Path) -> None:
    """Verify, take in for trial, say in words what would happen, give it up."""
    desks = copies.of(offices.home / "prefecture")
    within(benchmark, lambda: preview(next(desks), bundle), budget=1.5, rounds=_ROUNDS)


def test_take_in_10000(benchmark: BenchmarkFixture, offices: Pair, copies: Copies, bundle: Path) -> None:
    """Verify, back up, apply, write the receipt."""
    desks = copies.of(offices.home / "prefecture")

    def work() -> None:
        assert take_in(next(desks), bundle, offices.prefecture_key).taken == _RECORDS

    within(benchmark, work, budget=1.0, rounds=_ROUNDS)


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of photographs."""
    folder = tmp_path_factory.mktemp("photos")
    photos.take(folder)
    return folder


def test_write_photos(benchmark: BenchmarkFixture, album: Path, tmp_path: Path) -> None:
    """Pack, sign, write, sync and read back 316 MB."""

    def work() -> None:
        assert photos.written(album, tmp_path) == photos.COUNT

    def clear() -> None:
        for earlier in tmp_path.iterdir():
            earlier.unlink()

    within(benchmark, work, budget=1.0, rounds=_ROUNDS, before=clear)


def test_verify_photos(benchmark: BenchmarkFixture, album: Path, tmp_path: Path) -> None:
    """Verify 316 MB while they go into quarantine."""
    photos.written(album, tmp_path)
    [bundle] = tmp_path.iterdir()
    within(benchmark, lambda: photos.verified(bundle, tmp_path), budget=1.0, rounds=_ROUNDS)


def test_memory_for_photos(benchmark: BenchmarkFixture, album: Path, tmp_path: Path) -> None:
    """Write and verify the same in processes of their own."""
    done: list[Done] = []

    def work() -> None:
        done.append(told(benchmark, alone("write_photos", album, tmp_path)))
        done.append(told(benchmark, alone("verify_photos", next(tmp_path.iterdir()), tmp_path)))

    within(benchmark, work, budget=2.0 + 2 * _START, rounds=1, warmup=0)
    assert [one.count for one in done] == [photos.COUNT] * 2


class Counties:
    """Ten counties and their prefecture; ``year`` is all they wrote."""

    def __init__(self, home: Path, year: int) -> None:
        codes = [area.code for area in law().areas.within(PREFECTURE)][:10]
        desks = [office(home / code, code) for code in (PREFECTURE, *codes)]
        requests = [enrol(desk, home / "enrol", SECRET) for desk in desks]
        fingerprint, trust = ceremony(desks[0], home, requests)
        self.prefecture = home / PREFECTURE
        self.counties = [home / code for code in codes]
        self.out = home / "out"
        for desk in desks:
            accept_trust(desk, trust, fingerprint)
            if desk is not desks[0]:
                records = Records(desk.info, seed=int(desk.info.office))
                append(desk, year_of(records, year // len(codes), desk.info.office))
            desk.store.close()

    def send(self) -> list[Path]:
        """Have every county export its log."""
        for folder in self.counties:
            desk = opened(folder)
            export(desk, to=PREFECTURE, out=self.out, signer=open_device_key(desk, SECRET))
            desk.store.close()
        return sorted(self.out.iterdir())


@pytest.mark.usefixtures("true_cost")  # the keys are opened in other processes
def test_a_year_of_ten_counties(benchmark: BenchmarkFixture, tmp_path: Path, year: int) -> None:
    """Take in one bundle of each county, one after the other; ``--year 500000`` for the whole of it."""
    made = Counties(tmp_path, year)
    bundles = made.send()
    done: list[Done] = []

    def work() -> None:
        done.append(told(benchmark, alone("take_in", made.prefecture, *bundles)))

    within(benchmark, work, budget=60 * year / 500_000 + _START, rounds=1, warmup=0)
    assert done[0].count == year


@pytest.mark.usefixtures("true_cost")
def test_one_bundle_of_a_year(benchmark: BenchmarkFixture, tmp_path: Path, year: int) -> None:
    """Export as many records as one bundle, look at it, and take it in."""
    pair = enrolled_pair(tmp_path)
    append(pair.county, year_of(Records(pair.county.info), year))
    pair.close()
    out = tmp_path / "out"
    sent = told(benchmark, alone("export", tmp_path / "county", out))
    seen = told(benchmark, alone("preview", tmp_path / "prefecture", *out.iterdir()))
    done: list[Done] = []

    def work() -> None:
        done.append(told(benchmark, alone("take_in", tmp_path / "prefecture", *out.iterdir())))

    within(benchmark, work, budget=60 * year / 500_000 + _START, rounds=1, warmup=0)
    assert (sent.count, seen.count, done[0].count) == (year, year, year)


def told(benchmark: BenchmarkFixture, done: Done) -> Done:
    """Say what a process of its own took; it must have stayed below 300 MB."""
    benchmark.extra_info["most_kb"] = done.most_kb
    print(f"{done.count} of them, {done.most_kb} kB at most")
    assert done.most_kb < _MOST_KB
    return done
