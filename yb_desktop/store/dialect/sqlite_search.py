"""The search index of institutions on SQLite: two FTS5 tables of grams.

SQLite's own trigrams cannot answer one or two characters, so the pieces of Chinese are made by us and kept as words;
letters and digits go in whole and SQLite makes their triples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, FromClause, Integer, and_, column, false, func, literal, table

from yb_desktop.store.dialect.grams import asked_pairs, asked_triples, chinese_grams, latin_runs
from yb_desktop.store.dialect.interface import Matches

_TABLES = {
    "institution_pairs": "ascii",
    "institution_triples": "trigram",
}
_pairs = table("institution_pairs", column("rowid", Integer), column("institution_pairs"))
_triples = table("institution_triples", column("rowid", Integer), column("institution_triples"))


class SqliteSearch:
    """How SQLite does what ``Search`` asks."""

    def set_up(self) -> Iterator[str]:
        """Give the statements that set the index up."""
        for name, tokens in _TABLES.items():
            yield (
                f"CREATE VIRTUAL TABLE {name} "
                f"USING fts5(grams, content='', detail='none', columnsize=0, tokenize='{tokens}')"
            )

    def tear_down(self) -> Iterator[str]:
        """Give the statements that take the index away."""
        yield from (f"DROP TABLE {name}" for name in _TABLES)

    def index(self, connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """Bring texts up to date: ``(number, text before or "", text now or "")``."""
        gone = [(num, before) for num, before, now in rows if before and before != now]
        come = [(num, now) for num, before, now in rows if now and before != now]
        for name, grams in (("institution_pairs", _chinese_text), ("institution_triples", _latin_text)):
            if gone:
                delete = f"INSERT INTO {name}({name}, rowid, grams) VALUES ('delete', ?, ?)"  # noqa: S608 - our names
                connection.exec_driver_sql(delete, [(num, grams(before)) for num, before in gone])
            if come:
                insert = f"INSERT INTO {name}(rowid, grams) VALUES (?, ?)"  # noqa: S608 - our names
                connection.exec_driver_sql(insert, [(num, grams(now)) for num, now in come])

    def clear(self, connection: Connection) -> None:
        """Empty the index."""
        for name in _TABLES:
            connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")  # noqa: S608 - our names

    def matches(self, words: Sequence[str]) -> Matches:
        """Look for words; what is found comes in ascending order of the numbers."""
        pieces = ((_pairs, asked_pairs(words)), (_triples, asked_triples(words)))
        both = [(one, asked) for one, asked in pieces if asked]
        first = both[0][0] if both else _pairs
        source: FromClause = first
        if len(both) > 1:
            source = source.join(_triples, _triples.c.rowid == _pairs.c.rowid)
        wanted = [one.c[one.name].op("MATCH")(literal(" AND ".join(map(_quoted, asked)))) for one, asked in both]
        return Matches(first.c.rowid, source, and_(*wanted) if wanted else false())

    def holds(self, field: ColumnElement[str], word: str) -> ColumnElement[bool]:
        """Say in SQL whether a text holds ``word`` exactly."""
        return func.instr(field, word) > 0


def _quoted(piece: str) -> str:
    return f'"{piece}"'


def _latin_text(lines: str) -> str:
    return " ".join(latin_runs(lines))


def _chinese_text(lines: str) -> str:
    return " ".join(chinese_grams(lines))
