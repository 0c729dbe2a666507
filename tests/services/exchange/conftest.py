"""A county and its prefecture, enrolled once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import databases
from tests.services.exchange.desks import Pair, enrolled_pair, opened
from tests.services.exchange.ways import World, copied, made_world


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
    for name in ("county", "prefecture"):
        databases.settle(home / name)
    made = replace(enrolled, home=home, county=opened(home / "county"), prefecture=opened(home / "prefecture"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """All offices and laptops, closed: to be copied, never used."""
    return made_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(made: World, tmp_path: Path) -> Iterator[World]:
    """All offices and laptops, with nothing exchanged yet."""
    ours = copied(made, tmp_path / "世界")
    yield ours
    ours.close()
