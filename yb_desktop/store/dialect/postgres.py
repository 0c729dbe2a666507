"""PostgreSQL: a server for the several PCs of an office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert

from yb_desktop.store.dialect import postgres_search as search
from yb_desktop.store.dialect.interface import Matches
from yb_desktop.store.dialect.postgres_guard import guard_problem, guard_statements


class Postgres:
    """How PostgreSQL does what ``Dialect`` asks."""

    shared: bool = True

    def set_up(self) -> Iterator[str]:
        """Give the statements that stand beside the tables in a new database."""
        yield from search.search_statements()
        yield from guard_statements()

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take away what dropping the tables leaves."""
        yield "DROP TABLE institution_grams"
        yield "DROP FUNCTION append_only()"

    def upsert(self, table: Table, key: str) -> Insert:
        """Make the statement that inserts rows in place of those with the same ``key`` (unique)."""
        statement = insert(table)
        fresh = {column.name: statement.excluded[column.name] for column in table.columns if column.name != key}
        return statement.on_conflict_do_update(index_elements=[table.c[key]], set_=fresh)

    def insert_plain(self, connection: Connection, table: Table, rows: Sequence[tuple[str | int, ...]]) -> None:
        """Insert rows of texts and integers, many to a round trip."""
        if rows:
            places = ", ".join(["%s"] * len(table.columns))
            connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({places})", list(rows))  # noqa: S608 - our name

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
        """Say which of the store's own guards are missing; the pages of its files are the server's to check."""
        return guard_problem(connection)

    def size(self, connection: Connection) -> int:
        """Give how many bytes the database takes."""
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() or 0)

    def refresh(self, connection: Connection) -> None:
        """Count again what the planner goes by; the server does so by itself only a minute later."""
        connection.exec_driver_sql("ANALYZE")
