"""Insert rows, or replace those that are there already, in one statement for many rows."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects.sqlite import Insert, insert


def upsert(table: Table, key: str) -> Insert:
    """Make the statement for ``table``; rows are the same when ``key`` (unique) is."""
    statement = insert(table)
    fresh = {column.name: statement.excluded[column.name] for column in table.columns if column.name != key}
    return statement.on_conflict_do_update(index_elements=[table.c[key]], set_=fresh)
