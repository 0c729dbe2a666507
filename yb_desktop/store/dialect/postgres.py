"""PostgreSQL: a server for the several PCs of an office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert

from yb_desktop.store.dialect.interface import Search
from yb_desktop.store.dialect.postgres_guard import guard_problem, guard_statements
from yb_desktop.store.dialect.postgres_search import PostgresSearch
from yb_desktop.store.dialect.upsert import in_place


class Postgres:
    """How PostgreSQL does what ``Dialect`` asks."""

    shared: bool = True
    search: Search = PostgresSearch()

    def set_up(self) -> Iterator[str]:
        """Give the statements that stand beside the tables in a new database."""
        yield from self.search.set_up()
        yield from guard_statements()

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take away what dropping the tables leaves."""
        yield from self.search.tear_down()
        yield "DROP FUNCTION append_only()"

    def upsert(self, table: Table, key: str) -> Insert:
        """Make the statement that inserts rows in place of those with the same ``key`` (unique)."""
        return in_place(insert(table), table, key)

    def put(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, key: str = "") -> None:
        """Insert many rows, each of the same columns; with ``key`` (unique) in place of those with the same."""
        if rows:
            connection.execute(self.upsert(table, key) if key else insert(table), list(rows))

    def insert_plain(self, connection: Connection, table: Table, rows: Sequence[tuple[str | int, ...]]) -> None:
        """Insert rows of texts and integers, many to a round trip."""
        if rows:
            places = ", ".join(["%s"] * len(table.columns))
            connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({places})", list(rows))  # noqa: S608 - our name

    def quick_check(self, connection: Connection) -> str:
        """Say which of the store's own guards are missing; the pages of its files are the server's to check."""
        return guard_problem(connection)

    def size(self, connection: Connection) -> int:
        """Give how many bytes the database takes."""
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() or 0)

    def refresh(self, connection: Connection) -> None:
        """Count again what the planner goes by; the server does so by itself only a minute later."""
        connection.exec_driver_sql("ANALYZE")
