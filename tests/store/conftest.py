"""What the store's tests stand on: the law, and an office's store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.store.backends import Backend
from tests.store.desk import COUNTY, Desk
from yb_desktop.store.database import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "大姚 数据"


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> Backend:
    """SQLite, unless the test is marked ``on_both``."""
    kind: str = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        return Backend()
    server: Server = request.getfixturevalue("server")
    return Backend(server)


@pytest.fixture
def store(folder: Path, backend: Backend) -> Iterator[Store]:
    made = backend.create(folder, COUNTY)
    yield made
    made.close()


@pytest.fixture
def desk() -> Desk:
    return Desk()
