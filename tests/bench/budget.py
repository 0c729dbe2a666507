"""Run a piece of work so many times and hold its median against the budget of the design page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from pytest_benchmark.fixture import BenchmarkFixture


def within(benchmark: BenchmarkFixture, work: Callable[[], object], *, budget: float, rounds: int = 5) -> None:
    """Measure ``work``; its median must stay below ``budget`` seconds (the table of docs/performance.md)."""
    measured = cast(Any, benchmark)
    measured.extra_info["budget_s"] = budget
    measured.pedantic(work, rounds=rounds, warmup_rounds=1)
    if measured.stats is not None:  # none when benchmarks are switched off and the work ran just once
        assert measured.stats.stats.median < budget
