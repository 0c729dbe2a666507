"""The search index of institutions on PostgreSQL: the grams of each text as an array, under an inverted index.

The numbers are looked up first and apart from the page that is wanted: for a rare word the planner would else hope to
meet a page's worth early on a walk through the whole table, and not meet it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    column,
    delete,
    false,
    func,
    insert,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from yb_desktop.store.dialect.grams import asked_pairs, asked_triples, chinese_grams, latin_grams
from yb_desktop.store.dialect.interface import Matches

_grams = table("institution_grams", column("num", BigInteger), column("grams", ARRAY(Text)))
_MANY = 5_000


def search_statements() -> Iterator[str]:
    """Give the statements that set the index up."""
    yield 'CREATE TABLE institution_grams (num BIGINT PRIMARY KEY, grams TEXT[] COLLATE "C" NOT NULL)'
    yield "CREATE INDEX ix_institution_grams ON institution_grams USING gin (grams)"


def index_texts(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Bring texts up to date: ``(number, text before or "", text now or "")``."""
    gone = [num for num, before, now in rows if before and before != now]
    come = [{"num": num, "grams": _kept(now)} for num, before, now in rows if now and before != now]
    for first in range(0, len(gone), _MANY):
        connection.execute(delete(_grams).where(_grams.c.num.in_(gone[first : first + _MANY])))
    if come:
        connection.execute(insert(_grams), come)


def clear_texts(connection: Connection) -> None:
    """Empty the index."""
    connection.execute(delete(_grams))


def matches(words: Sequence[str]) -> Matches:
    """Look for words."""
    asked = [*asked_pairs(words), *asked_triples(words)]
    found = select(_grams.c.num).where(_grams.c.grams.contains(asked) if asked else false())
    first = found.cte("found").prefix_with("MATERIALIZED")
    return Matches(first.c.num, first, true())


def holds(field: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Say in SQL whether a text holds ``word`` exactly."""
    return func.strpos(field, word) > 0


def _kept(text: str) -> list[str]:
    return sorted({*chinese_grams(text), *latin_grams(text)})
