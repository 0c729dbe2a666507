"""The two kinds of database a store can lie on: tests marked ``on_both`` run once on each."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.store.desk import law, opened
from yb_desktop.store.database import OfficeInfo, Store
from yb_desktop.store.server import keep_address, url_of

needs_server = pytest.mark.stock("initdb", "pg_ctl")

on_both = pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgresql", marks=needs_server)], indirect=True)


@dataclass(frozen=True, slots=True)
class Backend:
    """Makes stores on a server, each in a database of its own, or in files where there is none."""

    server: Server | None = None

    def create(self, folder: Path, info: OfficeInfo) -> Store:
        if self.server is None:
            return Store.create(folder, info, law())
        pattern = f"made_{info.office}_{info.device}"
        if pattern not in self.server.patterns:
            address = self.server.at(self.server.make(pattern))
            with closing(Store.create(folder.with_name("pattern"), info, law(), database=address)):
                self.server.patterns.add(pattern)
        keep_address(folder, url_of(self.server.address(pattern)), info.device)
        return opened(folder)
