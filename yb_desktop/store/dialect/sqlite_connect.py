"""Connect to SQLite: pragmas, and transactions that begin when we say so.

The driver's own idea of transactions is switched off: ``BEGIN IMMEDIATE`` for writing, ``BEGIN`` for reading.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from yb_desktop.store.dialect.interface import WRITING

_PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cache_size=-32768",
    "temp_store=MEMORY",
)


def sqlite_engine(file: Path) -> Engine:
    """Make an engine on a database file. Nothing is opened before the first connection."""
    engine = create_engine(f"sqlite:///{file}", pool_size=2, max_overflow=4)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
