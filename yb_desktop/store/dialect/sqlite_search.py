"""The search index of institutions on SQLite: two FTS5 tables of small pieces of text (grams).

SQLite's own trigrams cannot answer one or two characters. So Chinese is kept as single characters and pairs, made here;
letters and digits as triples, made by SQLite (one or two letters are answered by the indexes on beginnings). All grams
of a word occurring in a text does not mean that the word does: whoever asks checks with ``holds``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, FromClause, Integer, and_, column, false, func, literal, table, text

_LATIN = re.compile(r"[a-z0-9]+")
_CHINESE = re.compile(r"[^a-z0-9\s]+")
_TRIPLE = 3
_TABLES = {
    "institution_pairs": "ascii",
    "institution_triples": "trigram",
}
_pairs = table("institution_pairs", column("rowid", Integer), column("institution_pairs"))
_triples = table("institution_triples", column("rowid", Integer), column("institution_triples"))


def search_statements() -> Iterator[str]:
    """Give the statements that set the index up."""
    for name, tokens in _TABLES.items():
        yield (
            f"CREATE VIRTUAL TABLE {name} "
            f"USING fts5(grams, content='', detail='none', columnsize=0, tokenize='{tokens}')"
        )


def index_texts(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Bring texts up to date: ``(number, text before or "", text now or "")``."""
    gone = [(num, before) for num, before, now in rows if before and before != now]
    come = [(num, now) for num, before, now in rows if now and before != now]
    for name, grams in (("institution_pairs", _chinese_grams), ("institution_triples", _latin_text)):
        if gone:
            delete = f"INSERT INTO {name}({name}, rowid, grams) VALUES ('delete', :num, :grams)"  # noqa: S608 - our names
            connection.execute(text(delete), [{"num": num, "grams": grams(before)} for num, before in gone])
        if come:
            insert = f"INSERT INTO {name}(rowid, grams) VALUES (:num, :grams)"  # noqa: S608 - our names
            connection.execute(text(insert), [{"num": num, "grams": grams(now)} for num, now in come])


def clear_texts(connection: Connection) -> None:
    """Empty the index."""
    for name in _TABLES:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")  # noqa: S608 - our names


class Matches:
    """The numbers of texts that have all grams of all words, in ascending order, to be joined with what they number."""

    def __init__(self, words: Sequence[str]) -> None:
        """Look for ``words``; one or two letters or digits cannot be looked for within a text."""
        pairs = [piece for word in words for run in _CHINESE.findall(word) for piece in _pairs_of(run)]
        triples = [piece for word in words for run in _LATIN.findall(word) for piece in _triples_of(run)]
        both = [(one, pieces) for one, pieces in ((_pairs, pairs), (_triples, triples)) if pieces]
        self.number: ColumnElement[int] = (both[0][0] if both else _pairs).c.rowid
        self.source: FromClause = both[0][0] if both else _pairs
        if len(both) > 1:
            self.source = self.source.join(_triples, _triples.c.rowid == _pairs.c.rowid)
        asked = [one.c[one.name].op("MATCH")(literal(" AND ".join(dict.fromkeys(pieces)))) for one, pieces in both]
        self.condition: ColumnElement[bool] = and_(*asked) if asked else false()


def holds(field: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Say in SQL whether a text holds ``word`` exactly."""
    return func.instr(field, word) > 0


def _latin_text(lines: str) -> str:
    return " ".join(_LATIN.findall(lines))


def _chinese_grams(lines: str) -> str:
    return " ".join(gram for run in _CHINESE.findall(lines) for gram in (*run, *map("".join, pairwise(run))))


def _pairs_of(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield f'"{run}"'
    yield from (f'"{run[i : i + 2]}"' for i in range(len(run) - 1))


def _triples_of(run: str) -> Iterator[str]:
    yield from (f'"{run[i : i + _TRIPLE]}"' for i in range(len(run) - _TRIPLE + 1))
