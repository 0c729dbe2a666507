"""Insert many rows in one statement: as they are, or in place of those that are there already."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import Insert, insert


def upsert(table: Table, key: str) -> Insert:
    """Make the statement for ``table``; rows are the same when ``key`` (unique) is."""
    statement = insert(table)
    fresh = {column.name: statement.excluded[column.name] for column in table.columns if column.name != key}
    return statement.on_conflict_do_update(index_elements=[table.c[key]], set_=fresh)


def insert_plain(connection: Connection, table: Table, rows: Sequence[tuple[str | int, ...]]) -> None:
    """Insert rows of texts and integers, all columns in the table's order; the driver gets them without conversion."""
    if rows:
        connection.exec_driver_sql(str(insert(table).compile(dialect=connection.dialect)), list(rows))
