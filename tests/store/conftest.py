"""What the store's tests stand on: the law, and an office's store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.store.desk import COUNTY, Desk, law, opened
from yb_desktop.store.database import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "大姚 数据"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    Store.create(folder, COUNTY, law()).close()
    databases.settle(folder)
    made = opened(folder)
    yield made
    made.close()


@pytest.fixture
def desk() -> Desk:
    return Desk()
