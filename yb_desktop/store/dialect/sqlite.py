"""SQLite: one file on this PC, open to one program at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from operator import itemgetter

from sqlalchemy import Connection, Date, Table
from sqlalchemy.dialects.sqlite import dialect, insert
from sqlalchemy.sql.dml import Insert

from yb_desktop.store.dialect.interface import Search
from yb_desktop.store.dialect.sqlite_backup import quick_check
from yb_desktop.store.dialect.sqlite_guard import guard_statements
from yb_desktop.store.dialect.sqlite_search import SqliteSearch
from yb_desktop.store.dialect.upsert import in_place


class Sqlite:
    """How SQLite does what ``Dialect`` asks."""

    shared: bool = False
    search: Search = SqliteSearch()

    def set_up(self) -> Iterator[str]:
        """Give the statements that stand beside the tables in a new database."""
        yield from self.search.set_up()
        yield from guard_statements()

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take away what dropping the tables leaves."""
        yield from self.search.tear_down()

    def upsert(self, table: Table, key: str) -> Insert:
        """Make the statement that inserts rows in place of those with the same ``key`` (unique)."""
        return _insert(table, key)

    def put(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, key: str = "") -> None:
        """Insert many rows, each of the same columns; with ``key`` (unique) in place of those with the same.

        The driver gets them as they are, days as texts: SQLAlchemy's way through each value takes longer than SQLite.
        """
        if not rows:
            return
        text, names = _statement(table, key, tuple(rows[0]))
        values: Iterable[tuple[object, ...]] = map(itemgetter(*names), rows)
        if any(isinstance(column.type, Date) for column in table.columns):
            values = (tuple(one.isoformat() if isinstance(one, date) else one for one in row) for row in values)
        connection.exec_driver_sql(text, list(values))

    def insert_plain(self, connection: Connection, table: Table, rows: Sequence[tuple[str | int, ...]]) -> None:
        """Insert rows of texts and integers; the driver gets them without conversion."""
        if rows:
            text, _ = _statement(table, "", tuple(table.columns.keys()))
            connection.exec_driver_sql(text, list(rows))

    def quick_check(self, connection: Connection) -> str:
        """Give what is wrong with the file's structure, empty when it is sound."""
        return quick_check(connection)

    def size(self, connection: Connection) -> int:
        """Give how many bytes the file takes, the last writes included."""
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar() or 0)

    def refresh(self, connection: Connection) -> None:
        """Leave it: the planner of SQLite is told nothing, so that every desk plans alike."""


def _insert(table: Table, key: str) -> Insert:
    return in_place(insert(table), table, key) if key else insert(table)


@cache
def _statement(table: Table, key: str, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Give an insert as the driver takes it, and the columns in the order of its places."""
    compiled = _insert(table, key).compile(dialect=dialect(), column_keys=list(columns))
    return str(compiled), tuple(compiled.positiontup or ())
