"""Sixty seconds of fuzzing over all readers of bytes from outside: nothing but a refusal may come of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within

SECONDS = 60
_ROOT = Path(__file__).parents[2]


def test_a_minute_of_fuzzing_finds_nothing(benchmark: BenchmarkFixture) -> None:
    pytest.importorskip("atheris", reason="atheris is made for Linux on x86-64 with Python 3.11 only")

    def fuzz() -> None:
        command = [sys.executable, "-m", "tests.fuzz.fuzz_bundles", str(SECONDS)]
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False, timeout=SECONDS * 5)
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[-4000:]
        runs = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
        assert runs is not None
        assert int(runs[1]) > 1000
        benchmark.extra_info["inputs"] = int(runs[1])

    within(benchmark, fuzz, budget=SECONDS * 2, rounds=1, warmup=0)
