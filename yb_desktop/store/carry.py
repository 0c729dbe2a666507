"""Carry a whole store from one database into another, whatever kind each is: a copy of a server is a file like any."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, MetaData, Table, insert, select

from yb_desktop.base.files import sync_folder
from yb_desktop.store import meta, migrate
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.dialect.sqlite_backup import leave_wal, remove
from yb_desktop.store.dialect.sqlite_connect import sqlite_engine
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.schema import create_all
from yb_desktop.store.tables import metadata
from yb_desktop.store.tables.institutions import institutions

_BATCH = 5_000


def into_file(source: Connection, file: Path, info: OfficeInfo | None) -> None:
    """Write all that ``source`` sees into a new SQLite file at the same revision, as the store of ``info``'s device.

    It is on the disk when this returns. A file that could not be finished is removed.
    """
    try:
        _into(source, file, info)
        with file.open("rb+") as written:
            os.fsync(written.fileno())
        sync_folder(file.parent)
    except BaseException:
        remove(file)
        raise


def _into(source: Connection, file: Path, info: OfficeInfo | None) -> None:
    engine = sqlite_engine(file)
    try:
        with engine.execution_options(**{WRITING: True}).begin() as target:
            carry(source, target, _same_tables(target, migrate.revision_of(source)))
            if info is not None:
                meta.make_own(target, info)
    finally:
        engine.dispose()
    leave_wal(file)


def carry(source: Connection, target: Connection, tables: Sequence[Table]) -> None:
    """Copy the rows of ``tables`` into empty ones, and make the search index."""
    for table in tables:
        big = any(isinstance(column.type, LargeBinary) for column in table.columns)
        found = source.execute(select(table).execution_options(yield_per=1 if big else _BATCH))
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
    texts = select(institutions.c.num, institutions.c.find_text).order_by(institutions.c.num)
    dialect = dialect_of(target)
    for some in source.execute(texts.execution_options(yield_per=_BATCH)).partitions():
        dialect.search.index(target, [(row.num, "", row.find_text) for row in some])
    dialect.refresh(target)


def _same_tables(target: Connection, revision: str) -> Sequence[Table]:
    """Make the tables of a revision; give them as they were then."""
    if revision == migrate.newest():
        create_all(target)
        migrate.stamp(target)
        return metadata.sorted_tables
    migrate.run_to(target, revision)
    then = MetaData()
    then.reflect(target, only=lambda name, _: name != "alembic_version" and not name.startswith("institution_"))
    return then.sorted_tables
