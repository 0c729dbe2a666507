"""The two kinds of database a store can lie on: tests marked ``on_both`` run once on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.store.desk import law
from yb_desktop.store.database import OfficeInfo, Store

needs_server = pytest.mark.stock("initdb", "pg_ctl")

on_both = pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgresql", marks=needs_server)], indirect=True)


@dataclass(frozen=True, slots=True)
class Backend:
    """Makes stores of one kind, each in a database of its own."""

    kind: str
    address: Callable[[], str]

    def create(self, folder: Path, info: OfficeInfo) -> Store:
        return Store.create(folder, info, law(), database=self.address())
