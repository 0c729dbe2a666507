"""Dates as clerks type them: ``0302``, ``3-2``, ``260302``, ``20260302``, ``2026-3-2``, ``2026年3月2日``.

Without a year the year nearest to today is meant: 1228 typed in January is last December.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_PARTS = re.compile(r"(?:(?P<y>\d{4}|\d{2})[-/.年])?(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?")
_DIGITS = re.compile(r"(?P<y>\d{4}|\d{2})?(?P<m>\d{2})(?P<d>\d{2})")


def read_date(text: str, today: date) -> date | None:
    """Give the date that is meant, ``None`` if the text is no date or no such day exists."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if plain in {"今天", "今日"}:
        return today
    found = _DIGITS.fullmatch(plain) or _PARTS.fullmatch(plain)
    if found is None:
        return None
    month, day = int(found["m"]), int(found["d"])
    if found["y"] is None:
        return _nearest(month, day, today)
    year = int(found["y"])
    return _day(year if year >= 100 else 2000 + year, month, day)


def _nearest(month: int, day: int, today: date) -> date | None:
    days = [d for year in (today.year - 1, today.year, today.year + 1) if (d := _day(year, month, day)) is not None]
    return min(days, key=lambda d: abs(d.toordinal() - today.toordinal()), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
