"""SQLite: one file on this PC, open to one program at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.dml import Insert

from yb_desktop.store.dialect import sqlite_search as search
from yb_desktop.store.dialect.interface import Matches
from yb_desktop.store.dialect.sqlite_backup import quick_check
from yb_desktop.store.dialect.sqlite_guard import guard_statements


class Sqlite:
    """How SQLite does what ``Dialect`` asks."""

    shared: bool = False

    def set_up(self) -> Iterator[str]:
        """Give the statements that stand beside the tables in a new database."""
        yield from search.search_statements()
        yield from guard_statements()

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take away what dropping the tables leaves."""
        yield from search.drop_statements()

    def upsert(self, table: Table, key: str) -> Insert:
        """Make the statement that inserts rows in place of those with the same ``key`` (unique)."""
        statement = insert(table)
        fresh = {column.name: statement.excluded[column.name] for column in table.columns if column.name != key}
        return statement.on_conflict_do_update(index_elements=[table.c[key]], set_=fresh)

    def insert_plain(self, connection: Connection, table: Table, rows: Sequence[tuple[str | int, ...]]) -> None:
        """Insert rows of texts and integers; the driver gets them without conversion."""
        if rows:
            connection.exec_driver_sql(str(insert(table).compile(dialect=connection.dialect)), list(rows))

    def index_texts(self, connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """Bring the search index up to date."""
        search.index_texts(connection, rows)

    def clear_texts(self, connection: Connection) -> None:
        """Empty the search index."""
        search.clear_texts(connection)

    def matches(self, words: Sequence[str]) -> Matches:
        """Look for words in the search index."""
        return search.matches(words)

    def holds(self, field: ColumnElement[str], word: str) -> ColumnElement[bool]:
        """Say in SQL whether a text holds ``word`` exactly."""
        return search.holds(field, word)

    def quick_check(self, connection: Connection) -> str:
        """Give what is wrong with the file's structure, empty when it is sound."""
        return quick_check(connection)

    def size(self, connection: Connection) -> int:
        """Give how many bytes the file takes, the last writes included."""
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar() or 0)

    def refresh(self, connection: Connection) -> None:
        """Leave it: the planner of SQLite is told nothing, so that every desk plans alike."""
