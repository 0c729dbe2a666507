"""Figures over 60,000 institutions and 500,000 records, and the to-do list of an office with 5,000 running clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from tests.store.bulk import register
from tests.store.desk import COUNTY, PREFECTURE, law, materials
from tests.store.desk import Desk as Records
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.records import Record
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import run
from yb_desktop.services.views.todo import todo
from yb_desktop.store.database import Store

actions.load()

_INSTITUTIONS = 60_000
_RECORDS = 500_000
_CLOCKS = 5_000
_TODAY = date(2026, 12, 31)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A prefecture with a register of 60,000 and whole cases up to 500,000 records."""
    store = Store.create(tmp_path_factory.mktemp("big") / "data", PREFECTURE, law())
    records = Records(COUNTY)
    with store.write() as tx:
        tx.take(list(register(records, _INSTITUTIONS)))
    case = 0
    while records.seq < _RECORDS:
        made: list[Record] = []
        while len(made) < 20_000 and records.seq < _RECORDS:
            made += records.full_case(f"inst-{case:06d}", f"case-{case}", f"agr-{case}")
            case += 1
        with store.write() as tx:
            tx.take(made)
    yield Desk(store, FixedClock(_TODAY), make_ids())
    store.close()


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A county where 5,000 applications wait for their one-time notice."""
    store = Store.create(tmp_path_factory.mktemp("busy") / "data", COUNTY, law())
    records = Records(COUNTY)
    with store.write() as tx:
        for one in register(records, _CLOCKS):
            tx.append(one)
        for number in range(_CLOCKS):
            received = materials(f"inst-{number:06d}", f"姚医保收〔2026〕{number}号", ["licence"])
            tx.append(records.record(received, f"case-{number}", f"2026-{1 + number % 12:02d}-05"))
    yield Desk(store, FixedClock(_TODAY), make_ids())
    store.close()


def test_figures(benchmark: BenchmarkFixture, big: Desk) -> None:
    """Every figure of a year, with the rows behind it and their split by state."""

    def work() -> None:
        step = run(big, "oversight.figures", on=_TODAY, params={"year": 2026})
        assert len(step.rows) > 10

    within(benchmark, work, budget=2.0)


def test_the_scorecard(benchmark: BenchmarkFixture, big: Desk) -> None:
    """The ten counties of a prefecture."""

    def work() -> None:
        assert len(run(big, "oversight.score_counties", on=_TODAY, params={"year": 2026}).rows) == 60

    within(benchmark, work, budget=2.0)


def test_todo(benchmark: BenchmarkFixture, busy: Desk) -> None:
    """What the office has to do, the worst first."""

    def work() -> None:
        assert todo(busy).more

    within(benchmark, work, budget=0.050, rounds=20)
