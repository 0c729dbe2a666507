"""The statements that make a whole new database: tables, search index, triggers."""

from __future__ import annotations

from sqlalchemy import Connection

from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.tables import metadata

PROJECTED_BY = "6"
"""Grows whenever the same log would make other rows: an opened store made with another number is rebuilt."""


def create_all(connection: Connection) -> None:
    """Make everything in an empty database."""
    metadata.create_all(connection)
    for statement in dialect_of(connection).set_up():
        connection.exec_driver_sql(statement)
