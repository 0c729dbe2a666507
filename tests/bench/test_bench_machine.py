"""Many rounds of the offices' machine: lossy mail, kills and old copies, far beyond the few of an ordinary run."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from tests.services.exchange.offices_machine import play
from tests.services.exchange.ways import made_world

EXAMPLES = 20


@pytest.mark.parametrize("_again", range(5))
def test_offices_agree_however_often_it_is_played(benchmark: BenchmarkFixture, tmp_path: Path, _again: int) -> None:
    made = made_world(tmp_path)
    within(benchmark, lambda: play(made, examples=EXAMPLES, steps=40), budget=120, rounds=1, warmup=0)
    benchmark.extra_info["examples"] = EXAMPLES
