"""A rebuild of 1,000,000 records in one go: 120 s, below 1 GB (``./yb bench -k million --million 1000000``).

The rebuild runs in a process of its own, so that its memory is its own too. Fewer records have their part of the time.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.alone import Done, alone
from tests.bench.budget import within
from tests.store.bulk import year
from tests.store.desk import COUNTY, PREFECTURE, Desk, law
from yb_desktop.store.database import Store

_MOST_KB = 1_000_000
_AT_ONCE = 20_000


def fill(folder: Path, count: int) -> None:
    """Write a log of ``count`` records."""
    store = Store.create(folder, PREFECTURE, law())
    records = year(Desk(COUNTY), count)
    while some := list(islice(records, _AT_ONCE)):
        with store.write() as tx:
            tx.take(some)
    store.close()


def test_a_million_records(benchmark: BenchmarkFixture, tmp_path: Path, million: int) -> None:
    """Make all tables again from a log of so many records."""
    folder = tmp_path / "data"
    fill(folder, million)
    done: list[Done] = []
    within(
        benchmark,
        lambda: done.append(alone("rebuild", folder)),
        budget=120 * million / 1_000_000 + 2,
        rounds=1,
        warmup=0,
    )
    benchmark.extra_info["most_kb"] = done[0].most_kb
    print(f"{done[0].count} records, {done[0].most_kb} kB at most")
    assert done[0].count >= million
    assert done[0].most_kb < _MOST_KB
