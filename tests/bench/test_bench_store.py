"""The store's figures: one commit with FULL, lists and searches at 60,000, 10,000 records taken in, a rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from tests.store.bulk import applications, register
from tests.store.desk import COUNTY, PREFECTURE, Desk, clinic, law
from yb_desktop.domain.institution import Registered
from yb_desktop.domain.records import Record, read_record, record_bytes
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import lists
from yb_desktop.store.database import Store

_INSTITUTIONS = 60_000
_RECORDS = 10_000


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A register of 60,000."""
    store = Store.create(tmp_path_factory.mktemp("big") / "data", PREFECTURE, law())
    desk = Desk(COUNTY)
    with store.write() as tx:
        tx.take(list(register(desk, _INSTITUTIONS)))
    yield store
    store.close()


@pytest.fixture(scope="module")
def cases() -> tuple[Record, ...]:
    """10,000 records as they come out of a bundle: one institution, and case after case."""
    desk = Desk(COUNTY)
    made = [desk.record(Registered(registration=clinic()), "inst-1")]
    for number in range(_RECORDS // 25):
        made += desk.full_case("inst-1", f"case-{number}", f"agr-{number}")
    return tuple(read_record(record_bytes(record)) for record in made[:_RECORDS])


@pytest.mark.parametrize(
    "find", ["", "柳", "柳树", "卫生室", "大姚县", "石羊 药房", "liushu", "dyx", "d", "5253", "杨文祥", "龘", "xyz"]
)
def test_first_page_at_60000(benchmark: BenchmarkFixture, big: Store, find: str) -> None:
    """The first 50 rows of a search, in the store."""
    with big.read() as reader:
        within(benchmark, lambda: lists.institutions(reader, find=find), budget=0.005, rounds=20)


@pytest.mark.parametrize(("kind", "area"), [(Kind.MEDICAL, ""), (None, "532326"), (None, "532326103")])
def test_filtered_page_at_60000(benchmark: BenchmarkFixture, big: Store, kind: Kind | None, area: str) -> None:
    """The first 50 rows of a filtered list, in the store."""
    with big.read() as reader:
        within(benchmark, lambda: lists.institutions(reader, kind=kind, area=area), budget=0.005, rounds=20)


def test_a_late_page_at_60000(benchmark: BenchmarkFixture, big: Store) -> None:
    """Fifty rows from far down the list."""
    with big.read() as reader:
        after = lists.institutions(reader, limit=40_000).after
        within(benchmark, lambda: lists.institutions(reader, after=after), budget=0.005, rounds=20)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An office with 20,000 applications."""
    store = Store.create(tmp_path_factory.mktemp("counter") / "data", PREFECTURE, law())
    with store.write() as tx:
        tx.take(list(applications(Desk(COUNTY), 20_000)))
    yield store
    store.close()


def test_applications_by_limit_at_20000(benchmark: BenchmarkFixture, counter: Store) -> None:
    """The first hundred open applications, the most pressing first."""
    with counter.read() as reader:
        within(
            benchmark,
            lambda: lists.applications(reader, open_only=True, sort="limit", limit=100),
            budget=0.005,
            rounds=20,
        )


def test_a_jump_far_down_at_20000(benchmark: BenchmarkFixture, counter: Store) -> None:
    """A scroll bar pulled to the end of the open applications."""
    with counter.read() as reader:
        within(
            benchmark,
            lambda: lists.applications(reader, open_only=True, sort="limit", offset=13_000, limit=100),
            budget=0.1,
        )


def test_one_record_committed(benchmark: BenchmarkFixture, big: Store) -> None:
    """Append one record to a store of 60,000 and commit it with FULL."""
    desk = Desk(big.info, seed=2)

    def act() -> None:
        with big.write() as tx:
            tx.append(desk.record(Registered(registration=clinic()), desk.new("inst")))

    within(benchmark, act, budget=0.010, rounds=50)


def test_take_in_10000(benchmark: BenchmarkFixture, cases: tuple[Record, ...], tmp_path: Path) -> None:
    """Append and project 10,000 records in one transaction."""
    stores = iter([Store.create(tmp_path / str(n), PREFECTURE, law()) for n in range(6)])
    used: list[Store] = []

    def take() -> None:
        used.append(next(stores))
        with used[-1].write() as tx:
            assert tx.take(cases).taken == _RECORDS

    within(benchmark, take, budget=0.5)
    for store in (*used, *stores):
        store.close()


def test_rebuild(benchmark: BenchmarkFixture, cases: tuple[Record, ...], tmp_path: Path) -> None:
    """Make all tables again: 120 µs a record is 120 s for a million."""
    store = Store.create(tmp_path / "data", PREFECTURE, law())
    with store.write() as tx:
        tx.take(cases)
    within(benchmark, store.rebuild, budget=_RECORDS * 120e-6)
    store.close()
