"""Keyset paging: a page ends with a key, and the next one begins after it, however far down the list it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, tuple_
from sqlalchemy import Row as Found

from yb_desktop.base.errors import BadInput
from yb_desktop.store.rows import Page, Row

KeyPart = int | str
T = TypeVar("T")

HIGHEST = chr(0x10FFFF)
"""Sorts behind every character."""


def begins(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Say in SQL that a text begins with ``word``: a range, because ``LIKE 'word%'`` would not use the index."""
    return column.between(word, word + HIGHEST)


def later(columns: Sequence[ColumnElement[Any]], key: Sequence[object]) -> ColumnElement[bool]:
    """Say in SQL that a row comes after ``key`` in ascending order of ``columns``."""
    return tuple_(*columns) > tuple_(*key)


def earlier(columns: Sequence[ColumnElement[Any]], key: Sequence[object]) -> ColumnElement[bool]:
    """Say in SQL that a row comes after ``key`` in descending order of ``columns``."""
    return tuple_(*columns) < tuple_(*key)


def written(*key: KeyPart) -> str:
    """Write a key as the text a page carries."""
    return msgspec.json.encode(key).decode()


def read(after: str, kind: type[T]) -> T:
    """Read a key back. Raises ``BadInput`` (``page``) for text that no page of this list gave out."""
    try:
        return msgspec.json.decode(after, type=kind)
    except msgspec.MsgspecError as problem:
        raise BadInput("page", "翻页位置无效，请从第一页重新查看。") from problem


def day_of(text: str) -> date:
    """Read the day of a key. Raises ``BadInput`` (``page``)."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise BadInput("page", "翻页位置无效，请从第一页重新查看。") from problem


def page_of(
    found: Sequence[Found[Any]], limit: int, value: Callable[[Found[Any]], Row], key: Callable[[Row], str]
) -> Page[Row]:
    """Make a page of what was found when one row more than ``limit`` was asked for."""
    rows = tuple(value(one) for one in found[:limit])
    return Page(rows, key(rows[-1]) if len(found) > limit and rows else None)
