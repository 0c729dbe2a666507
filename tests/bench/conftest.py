"""``--million``: the benchmark that takes minutes runs only when it is asked for."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--million", type=int, default=0, metavar="N", help="rebuild a log of N records, e.g. 1000000")


@pytest.fixture(scope="session")
def million(request: pytest.FixtureRequest) -> int:
    """How many records are asked for."""
    asked = request.config.getoption("--million")
    assert isinstance(asked, int)
    return asked


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--million"):
        return
    asked_for = [item for item in items if "million" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=asked_for)
    items[:] = [item for item in items if item not in asked_for]
