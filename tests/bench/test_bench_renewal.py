"""A year's renewal round of 1,000 agreements: opened, applied for, made public, prepared, released, as one batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from tests.services.many import sign_many
from tests.services.office import Office, make
from yb_desktop.domain.changes import RenewalPapers
from yb_desktop.services import renewal_round as rounds

MANY = 1_000
PAPERS = RenewalPapers(credit_report="信用报告", letters="复函无异议", assessment="考核合格")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with 1,000 agreements that end with the year."""
    made = make(tmp_path / "office", {})
    made.in_force()
    sign_many(made, MANY, on=date(2026, 3, 12), ends=date(2026, 12, 31))
    yield made
    made.desk.store.close()


def test_a_renewal_round(benchmark: BenchmarkFixture, office: Office) -> None:
    """Open a round of 1,000 agreements and renew them all (20 s)."""
    clerk, reviewer = office.at("经办员"), office.at("审核员")

    def whole() -> None:
        ids = rounds.open_round(clerk, on=date(2026, 12, 1), year=2026).done
        rounds.request_all(clerk, on=date(2026, 12, 2), papers=dict.fromkeys(ids, PAPERS))
        rounds.publish_all(clerk, on=date(2026, 12, 3), agreements=ids, where=("网站",))
        rounds.prepare_all(clerk, on=date(2026, 12, 15), agreements=ids)
        assert len(rounds.release_all(reviewer, on=date(2026, 12, 15), agreements=ids).done) == MANY

    within(benchmark, whole, budget=20.0, rounds=1, warmup=0)
