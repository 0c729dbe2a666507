"""Run a piece of work so many times and hold its median against the budget of the design page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from pytest_benchmark.fixture import BenchmarkFixture


def within(
    benchmark: BenchmarkFixture,
    work: Callable[[], object],
    *,
    budget: float,
    rounds: int = 5,
    warmup: int = 1,
    before: Callable[[], None] | None = None,
) -> None:
    """Measure ``work``; its median must stay below ``budget`` seconds (the table of docs/performance.md).

    ``warmup`` is 0 for work that can be done once only; ``before`` clears away what the round before left.
    """
    measured = cast(Any, benchmark)
    measured.extra_info["budget_s"] = budget
    measured.pedantic(work, setup=before, rounds=rounds, warmup_rounds=warmup)
    if measured.stats is not None:  # none when benchmarks are switched off and the work ran just once
        assert measured.stats.stats.median < budget
