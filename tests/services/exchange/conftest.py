"""A county and its prefecture, enrolled once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.exchange.desks import Pair, enrolled_pair, opened


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Two offices that trust each other, closed: to be copied, never used."""
    made = enrolled_pair(tmp_path_factory.mktemp("enrolled"))
    made.close()
    return made


@pytest.fixture
def pair(enrolled: Pair, tmp_path: Path) -> Iterator[Pair]:
    """Two offices that trust each other, with nothing exchanged yet."""
    home = tmp_path / "家"
    shutil.copytree(enrolled.home, home)
    made = replace(enrolled, home=home, county=opened(home / "county"), prefecture=opened(home / "prefecture"))
    yield made
    made.close()
