"""How much the benchmarks that take minutes go through: ``--million`` (left out without it) and ``--year``."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--million", type=int, default=0, metavar="N", help="rebuild a log of N records, e.g. 1000000")
    parser.addoption("--year", type=int, default=50_000, metavar="N", help="the records of ten counties, e.g. 500000")


@pytest.fixture(scope="session")
def million(request: pytest.FixtureRequest) -> int:
    """How many records are rebuilt."""
    return _asked(request, "--million")


@pytest.fixture(scope="session")
def year(request: pytest.FixtureRequest) -> int:
    """How many records ten counties write in a year."""
    return _asked(request, "--year")


def _asked(request: pytest.FixtureRequest, option: str) -> int:
    asked = request.config.getoption(option)
    assert isinstance(asked, int)
    return asked


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--million"):
        return
    asked_for = [item for item in items if "million" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=asked_for)
    items[:] = [item for item in items if item not in asked_for]
