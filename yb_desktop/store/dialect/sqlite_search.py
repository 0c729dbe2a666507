"""The search index of institutions on SQLite: an FTS5 table of small pieces of text (grams).

SQLite's own trigram search cannot answer one or two characters. So Chinese is kept as single characters and pairs, and
letters and digits as triples (with the shorter rests at the end of a word, so that a beginning answers one or two). All
grams of a word occurring in a text does not mean that the word does: whoever asks checks with ``holds``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Integer, Select, column, func, literal, select, table, text

_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]+")
_fts = table("institution_grams", column("rowid", Integer), column("institution_grams"))


def search_statements() -> Iterator[str]:
    """Give the statements that set the index up."""
    yield (
        "CREATE VIRTUAL TABLE institution_grams "
        "USING fts5(grams, content='', detail='none', columnsize=0, tokenize='ascii')"
    )


def index_texts(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Bring texts up to date: ``(number, text before or "", text now or "")``."""
    gone = [{"num": num, "grams": _grams(before)} for num, before, now in rows if before and before != now]
    come = [{"num": num, "grams": _grams(now)} for num, before, now in rows if now and before != now]
    if gone:
        delete = "INSERT INTO institution_grams(institution_grams, rowid, grams) VALUES ('delete', :num, :grams)"
        connection.execute(text(delete), gone)
    if come:
        connection.execute(text("INSERT INTO institution_grams(rowid, grams) VALUES (:num, :grams)"), come)


def clear_texts(connection: Connection) -> None:
    """Empty the index."""
    connection.exec_driver_sql("INSERT INTO institution_grams(institution_grams) VALUES ('delete-all')")


def numbers_with(words: Iterable[str]) -> Select[tuple[int]]:
    """Select, in ascending order, the numbers of texts that have all grams of all ``words``."""
    query = " AND ".join(dict.fromkeys(piece for word in words for piece in _asked(word)))
    return select(_fts.c.rowid).where(_fts.c.institution_grams.op("MATCH")(literal(query)))


def holds(field: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Say in SQL whether a text holds ``word`` exactly."""
    return func.instr(field, word) > 0


def _grams(lines: str) -> str:
    return " ".join(dict.fromkeys(gram for run in _RUNS.findall(lines) for gram in _pieces(run)))


def _pieces(run: str) -> Iterator[str]:
    if run.isascii():
        yield from (run[i : i + 3] for i in range(len(run)))
    else:
        yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))


def _asked(word: str) -> Iterator[str]:
    for run in _RUNS.findall(word):
        if not run.isascii():
            pieces = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
            yield from (f'"{piece}"' for piece in pieces)
        elif len(run) < 3:
            yield f'"{run}" *'
        else:
            yield from (f'"{run[i : i + 3]}"' for i in range(len(run) - 2))
