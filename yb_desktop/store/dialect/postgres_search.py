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
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from yb_desktop.store.dialect.grams import asked_pairs, asked_triples, chinese_grams, latin_grams
from yb_desktop.store.dialect.interface import Matches

_grams = table("institution_grams", column("num", BigInteger), column("grams", ARRAY(Text)))
_MANY = 5_000

_INSERT = "INSERT INTO institution_grams VALUES (%s, string_to_array(%s, ' '))"
"""The server takes the grams apart: the driver would need longer for an array than the server for all of it."""

_IN_BULK = 500
_ROOM = "SELECT set_config('gin_pending_list_limit', '262144', true), set_config('maintenance_work_mem', '128MB', true)"
_SORT_IN = "SELECT gin_clean_pending_list('ix_institution_grams')"
"""What comes in bulk is gathered beside the index and sorted into it at once; else every search would go through it."""


class PostgresSearch:
    """How PostgreSQL does what ``Search`` asks."""

    def set_up(self) -> Iterator[str]:
        """Give the statements that set the index up."""
        yield 'CREATE TABLE institution_grams (num BIGINT PRIMARY KEY, grams TEXT[] COLLATE "C" NOT NULL)'
        yield "CREATE INDEX ix_institution_grams ON institution_grams USING gin (grams)"

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take the index away."""
        yield "DROP TABLE institution_grams"

    def index(self, connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """Bring texts up to date: ``(number, text before or "", text now or "")``."""
        gone = [num for num, before, now in rows if before and before != now]
        come = [(num, _kept(now)) for num, before, now in rows if now and before != now]
        for first in range(0, len(gone), _MANY):
            connection.execute(delete(_grams).where(_grams.c.num.in_(gone[first : first + _MANY])))
        if not come:
            return
        if len(come) >= _IN_BULK:
            connection.exec_driver_sql(_ROOM)
        connection.exec_driver_sql(_INSERT, come)
        if len(come) >= _IN_BULK:
            connection.exec_driver_sql(_SORT_IN)

    def clear(self, connection: Connection) -> None:
        """Empty the index."""
        connection.execute(delete(_grams))

    def matches(self, words: Sequence[str]) -> Matches:
        """Look for words."""
        asked = [*asked_pairs(words), *asked_triples(words)]
        found = select(_grams.c.num).where(_grams.c.grams.contains(asked) if asked else false())
        first = found.cte("found").prefix_with("MATERIALIZED")
        return Matches(first.c.num, first, true())

    def holds(self, field: ColumnElement[str], word: str) -> ColumnElement[bool]:
        """Say in SQL whether a text holds ``word`` exactly."""
        return func.strpos(field, word) > 0


def _kept(text: str) -> str:
    return " ".join(dict.fromkeys((*chinese_grams(text), *latin_grams(text))))
