"""Fresh offices for the tests of the actions, closed at the end of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.services.office import Make, Office, make
from yb_desktop.domain.vocabulary import Level


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Make]:
    """Make offices as a test asks for them (``make``), and close them afterwards."""
    offices: list[Office] = []

    def give(
        *,
        today: date = date(2026, 12, 31),
        area: str = "532326",
        level: Level = Level.COUNTY,
        seed: int = 7,
        **entry: object,
    ) -> Office:
        folder = tmp_path / f"office{len(offices)}"
        offices.append(make(folder, entry, today=today, area=area, level=level, seed=seed))
        return offices[-1]

    yield give
    for office in offices:
        office.desk.store.close()


@pytest.fixture
def office(made: Make) -> Office:
    """An office with a village clinic that meets every condition."""
    return made()
