"""Text as it is searched, kept and typed alike: half width, lower case, without blanks and marks."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\W_]+")
_HAN = re.compile("[\u4e00-\u9fff]*").fullmatch  # stays as it is in every form, and most names are nothing else


def plain(text: str) -> str:
    """Bring text into the form in which it is kept for searching: NFKC, lower case, letters and digits only."""
    if text.isascii() and text.isalnum():
        return text.lower()
    if _HAN(text):
        return text
    folded = unicodedata.normalize("NFKC", text).lower()
    return folded if folded.isalnum() else _MARKS.sub("", folded)


def words(find: str) -> tuple[str, ...]:
    """Split what was typed at blanks into the words that must all be found."""
    return tuple(word for part in find.split() if (word := plain(part)))


def is_latin(word: str) -> bool:
    """Say whether a word is pinyin, initials or part of a code: no Chinese in it."""
    return word.isascii()
