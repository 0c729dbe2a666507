"""The small pieces of text (grams) that searching stands on, the same for every kind of database.

Chinese is kept as single characters and pairs, so that one or two characters can be answered; letters and digits as
triples (one or two of them are answered by the indexes on beginnings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import add

_LATIN = re.compile(r"[a-z0-9]+")
_CHINESE = re.compile(r"[^a-z0-9\s]+")
_TRIPLE = 3


def latin_runs(text: str) -> list[str]:
    """Give the runs of letters and digits of a text."""
    return _LATIN.findall(text)


def chinese_grams(text: str) -> list[str]:
    """Give what a text is kept as for its Chinese: characters and pairs."""
    grams: list[str] = []
    for run in _CHINESE.findall(text):
        grams += run
        grams += _pairs(run)
    return grams


def latin_grams(text: str) -> Iterator[str]:
    """Give what a text is kept as for its letters and digits: triples."""
    for run in latin_runs(text):
        yield from (run[i : i + _TRIPLE] for i in range(len(run) - _TRIPLE + 1))


def asked_pairs(words: Sequence[str]) -> tuple[str, ...]:
    """Give what must be there for the Chinese in ``words``: pairs, or the character that stands alone."""
    runs = [run for word in words for run in _CHINESE.findall(word)]
    return tuple(dict.fromkeys(piece for run in runs for piece in (_pairs(run) or [run])))


def asked_triples(words: Sequence[str]) -> tuple[str, ...]:
    """Give what must be there for the letters and digits in ``words``."""
    return tuple(dict.fromkeys(piece for word in words for piece in latin_grams(word)))


def _pairs(run: str) -> list[str]:
    return list(map(add, run, run[1:]))
