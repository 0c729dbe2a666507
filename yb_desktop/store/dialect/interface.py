"""What the store asks of a database that each kind does its own way.

Two kinds answer: ``sqlite`` (a file of this PC) and ``postgres`` (a server for several PCs). Both give the same rows in
the same order for the same log; nothing outside this package writes SQL that only one of them knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import ColumnElement, Connection, FromClause, Table
from sqlalchemy.sql.dml import Insert

WRITING: Final = "yb_writing"
"""The execution option that makes a connection's transactions begin as writers."""

GUARDED: Final = ("log", "blobs")
"""The tables that are only ever added to; triggers see to it."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The numbers of texts that have all grams of all words, to be joined with what they number.

    ``condition`` is false where nothing can be looked for: one or two letters or digits within a text. All grams of a
    word occurring in a text does not mean that the word does: whoever asks checks with ``holds``.
    """

    number: ColumnElement[int]
    source: FromClause
    condition: ColumnElement[bool]


class Search(Protocol):
    """The index that institutions are searched by."""

    def set_up(self) -> Iterator[str]:
        """Give the statements that make it in a new database."""

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take it away."""

    def index(self, connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """Bring it up to date: ``(number, text before or "", text now or "")``."""

    def clear(self, connection: Connection) -> None:
        """Empty it."""

    def matches(self, words: Sequence[str]) -> Matches:
        """Look for words in it."""

    def holds(self, field: ColumnElement[str], word: str) -> ColumnElement[bool]:
        """Say in SQL whether a text holds ``word`` exactly."""


class Dialect(Protocol):
    """One kind of database."""

    shared: bool
    """Whether several PCs may have it open at once: then it has no file of its own."""
    search: Search

    def set_up(self) -> Iterator[str]:
        """Give the statements that stand beside the tables in a new database: search index, triggers."""

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take away what ``set_up`` made and dropping the tables leaves."""

    def upsert(self, table: Table, key: str) -> Insert:
        """Make the statement that inserts rows in place of those with the same ``key`` (unique)."""

    def put(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, key: str = "") -> None:
        """Insert many rows, each of the same columns; with ``key`` (unique) in place of those with the same."""

    def insert_plain(self, connection: Connection, table: Table, rows: Sequence[tuple[str | int, ...]]) -> None:
        """Insert rows of texts and integers, all columns in the table's order; the driver takes them as they are."""

    def quick_check(self, connection: Connection) -> str:
        """Give what is wrong with the database's structure, empty when it is sound."""

    def size(self, connection: Connection) -> int:
        """Give how many bytes the database takes."""

    def refresh(self, connection: Connection) -> None:
        """Let the database look again at how much there is, after very many rows came at once."""
