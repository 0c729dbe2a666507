"""Export, verify, preview and take in 10,000 records, with real bundles on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from tests.services.exchange.desks import PREFECTURE, Pair, enrolled_pair, opened
from tests.store.desk import Desk as Records
from tests.store.desk import clinic
from yb_desktop.domain.institution import Registered
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import export, preview, take_in, verify_bundle

_RECORDS = 10_000
_ROUNDS = 3


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Two offices, closed, and 10,000 records at the county: one clinic, and case after case."""
    made = enrolled_pair(tmp_path_factory.mktemp("offices"))
    desk = Records(made.county.info)
    records = [desk.record(Registered(registration=clinic()), "inst-1")]
    for number in range(_RECORDS // 25):
        records += desk.full_case("inst-1", f"case-{number}", f"agr-{number}")
    with made.county.store.write() as tx:
        for record in records[:_RECORDS]:
            tx.append(record)
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
