"""A list as an .xlsx file: the same columns and words as on screen; days as days, whole numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from yb_desktop.ui.widgets.page_model import Column

R = TypeVar("R")

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE = re.compile(r"0|-?[1-9]\d{0,2}(,\d{3})+|-?[1-9]\d{0,8}")
_WIDEST = 60  # characters
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_PIXELS_A_CHARACTER = 8


def rows_file(name: str, columns: Sequence[Column[R]], rows: Sequence[tuple[str, ...]], made: date) -> bytes:
    """Give a list as .xlsx, dated ``made``. For the worker: it takes its time to import."""
    from yb_desktop.services.excel import Sheet, table

    shown = [number for number, column in enumerate(columns) if column.title]
    sheet = Sheet(
        _SHEET_NAME.sub("", name)[:31] or "列表",
        f"{name}（{made}）",
        tuple(columns[number].title for number in shown),
        tuple(min(_WIDEST, max(8, columns[number].width // _PIXELS_A_CHARACTER)) for number in shown),
    )
    return table(sheet, [[_cell(columns[number], words[number]) for number in shown] for words in rows], made)


def _cell(column: Column[R], words: str) -> str | int | date | None:
    """Give a cell its kind; only what stands at the right is a number, so that codes keep their zeros."""
    if not words:
        return None
    if _DAY.fullmatch(words):
        try:
            return date.fromisoformat(words)
        except ValueError:
            return words
    if column.right and _WHOLE.fullmatch(words):
        return int(words.replace(",", ""))
    return words
