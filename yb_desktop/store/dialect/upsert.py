"""Insert rows in place of those with the same key: the two kinds say it alike, each in classes of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.sql.dml import Insert

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert


def in_place(statement: SqliteInsert | PostgresInsert, table: Table, key: str) -> Insert:
    """Make an insert into ``table`` replace the rows with the same ``key`` (unique)."""
    fresh = {column.name: statement.excluded[column.name] for column in table.columns if column.name != key}
    return statement.on_conflict_do_update(index_elements=[table.c[key]], set_=fresh)
