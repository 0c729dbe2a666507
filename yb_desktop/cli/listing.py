"""``list``: the same lists as the screens, as flat JSON objects with the columns' ids."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Desk
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import AgreementRow, CaseRow, DueRow, InstitutionRow, Page

Row = InstitutionRow | CaseRow | AgreementRow | DueRow
Lister = Callable[[Reader, str, str | None, int], tuple[tuple[Row, ...], str | None]]


def _institutions(reader: Reader, find: str, after: str | None, limit: int) -> tuple[tuple[Row, ...], str | None]:
    return _plain(lists.institutions(reader, find=find, after=after, limit=limit))


def _applications(reader: Reader, find: str, after: str | None, limit: int) -> tuple[tuple[Row, ...], str | None]:
    return _plain(lists.applications(reader, find=find, after=after, limit=limit))


def _agreements(reader: Reader, find: str, after: str | None, limit: int) -> tuple[tuple[Row, ...], str | None]:
    return _plain(lists.agreements(reader, find=find, after=after, limit=limit))


def _due(reader: Reader, find: str, after: str | None, limit: int) -> tuple[tuple[Row, ...], str | None]:
    return _plain(lists.due(reader, office=reader.info.office, find=find, after=after, limit=limit))


def _plain(page: Page[Any]) -> tuple[tuple[Row, ...], str | None]:
    return page.rows, page.after


LISTS: Mapping[str, Lister] = {
    "institutions": _institutions,
    "applications": _applications,
    "agreements": _agreements,
    "due": _due,
}

PAGE = 500


def listed(desk: Desk, what: str, *, find: str, limit: int) -> tuple[dict[str, Json], ...]:
    """Give up to ``limit`` rows of one list, in the order of the screen."""
    found: list[Row] = []
    after: str | None = None
    with desk.store.read() as reader:
        while len(found) < limit:
            rows, after = LISTS[what](reader, find, after, min(PAGE, limit - len(found)))
            found += rows
            if after is None:
                break
    return tuple(flat(row) for row in found[:limit])


def flat(row: Row) -> dict[str, Json]:
    """Give a row as JSON: days as ISO text, words as their codes, ``class`` under its own name."""
    shown: dict[str, Json] = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        shown["class" if field.name == "cls" else field.name] = value.isoformat() if isinstance(value, date) else value
    return shown
