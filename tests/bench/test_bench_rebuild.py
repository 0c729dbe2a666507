"""A rebuild of 1,000,000 records in one go: 120 s, below 1 GB (``./yb bench -k million --million 1000000``).

The rebuild runs in a process of its own, so that its memory is its own too. Fewer records have their part of the time.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from tests.store.bulk import register
from tests.store.desk import COUNTY, PREFECTURE, Desk, law
from yb_desktop.domain.records import Record
from yb_desktop.store.database import Store

_ROOT = Path(__file__).parents[2]
_MOST_KB = 1_000_000
_AT_ONCE = 20_000
_REBUILD = """
import resource, sys
from pathlib import Path
from tests.store.desk import opened
store = opened(Path(sys.argv[1]))
print(store.rebuild(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
store.close()
"""


def fill(folder: Path, count: int) -> None:
    """Write a log of ``count`` records: a register, and whole cases of its institutions."""
    store = Store.create(folder, PREFECTURE, law())
    desk = Desk(COUNTY)
    with store.write() as tx:
        tx.take(list(register(desk, count // 30)))
    case = 0
    while desk.seq < count:
        made: list[Record] = []
        while len(made) < _AT_ONCE and desk.seq < count:
            made += desk.full_case(f"inst-{case:06d}", f"case-{case}", f"agr-{case}")
            case += 1
        with store.write() as tx:
            tx.take(made)
    store.close()


def test_a_million_records(benchmark: BenchmarkFixture, tmp_path: Path, million: int) -> None:
    """Make all tables again from a log of so many records."""
    folder = tmp_path / "data"
    fill(folder, million)
    said: list[str] = []

    def work() -> None:
        done = subprocess.run(
            [sys.executable, "-c", _REBUILD, str(folder)], cwd=_ROOT, check=True, capture_output=True, text=True
        )
        said[:] = done.stdout.split()

    within(benchmark, work, budget=120 * million / 1_000_000 + 2, rounds=1, warmup=0)
    records, most = (int(one) for one in said)
    benchmark.extra_info["max_rss_kb"] = most
    print(f"{records} records, {most} kB at most")
    assert records >= million
    assert most < _MOST_KB
