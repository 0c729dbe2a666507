"""How long one action takes, committed with FULL, in an office that has work behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from yb_desktop.base.clock import PcClock
from yb_desktop.cli.demo_office import Offices, days_back, import_list, make_list, make_offices, tell_cases
from yb_desktop.domain.forms import form
from yb_desktop.services.registry import run
from yb_desktop.services.visits import open_visit
from yb_desktop.store import lists


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """The demo's offices: 1,378 institutions and fifteen applications."""
    folder: Path = tmp_path_factory.mktemp("office")
    made = make_offices(folder, PcClock())
    import_list(made.clerk, make_list(folder, made.clerk))
    tell_cases(made.clerk, made.reviewer)
    yield made
    made.clerk.store.close()
    made.prefecture.store.close()


def test_one_action(benchmark: BenchmarkFixture, offices: Offices) -> None:
    """Receive materials, once for each institution: read, check, append, project, commit."""
    desk = offices.clerk
    with desk.store.read() as reader:
        free = [row.id for row in lists.institutions(reader, limit=500).rows if row.case_state is None]
    waiting = iter(free)

    def receive() -> None:
        run(
            desk,
            "applications.receive_materials",
            on=desk.clock.today(),
            params={"institution": next(waiting)},
        )

    within(benchmark, receive, budget=0.030, rounds=100)


def test_one_answer(benchmark: BenchmarkFixture, offices: Offices) -> None:
    """Answer one item of a checklist: what an inspector waits for at every key."""
    desk = offices.clerk
    today = days_back(desk, 0)
    with desk.store.read() as reader:
        cases = [reader.case(row.id) for row in lists.applications(reader, limit=500).rows]
    case = next(c for c in cases if c.visit and not c.visit.finished and not c.visit.failed)
    with desk.act("evaluation.answer_item", today) as act:
        _, visit = open_visit(act, case.id)
    item = form(visit.form, visit.version).items[0].id
    params = {"case": case.id, "item": item, "answer": "yes", "inspector": visit.lead}
    within(benchmark, lambda: run(desk, "evaluation.answer_item", on=today, params=params), budget=0.030, rounds=60)
