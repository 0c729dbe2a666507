"""Fresh offices for the tests of the actions, closed at the end of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.services.above import make_prefecture
from tests.services.office import Begin, Make, Office, make
from tests.services.refusing import Begun
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services.desk import Desk


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
        begin: Begin | None = None,
        **entry: object,
    ) -> Office:
        folder = tmp_path / f"office{len(offices)}"
        offices.append(make(folder, entry, today=today, area=area, level=level, seed=seed, begin=begin))
        return offices[-1]

    yield give
    for office in offices:
        office.desk.store.close()


@pytest.fixture
def office(made: Make) -> Office:
    """An office with a village clinic that meets every condition."""
    return made()


@pytest.fixture
def bound(made: Make) -> Office:
    """An office with an agreement in force."""
    return made(begin=Office.in_force)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    """Give offices that have come so far; tests share them, because what they try leaves nothing behind."""
    offices: dict[Begin, Office] = {}

    def give(begin: Begin) -> Office:
        if begin not in offices:
            offices[begin] = make(tmp_path_factory.mktemp("begun") / "office", {}, begin=begin)
        return offices[begin]

    yield give
    for office in offices.values():
        office.desk.store.close()


@pytest.fixture
def prefecture(tmp_path: Path) -> Iterator[Desk]:
    """A prefecture in December that received one county's records."""
    desk = make_prefecture(tmp_path / "prefecture")
    yield desk
    desk.store.close()
