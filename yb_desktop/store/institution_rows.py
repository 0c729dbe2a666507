"""Columns and conditions on the register that look-ups and lists share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row

from yb_desktop.domain.vocabulary import InstitutionClass, Level, Ownership
from yb_desktop.law.catalogue import Kind
from yb_desktop.store.rows import InstitutionRow
from yb_desktop.store.tables.institutions import institutions

PLAIN_COLUMNS = tuple(
    institutions.c[name]
    for name in ("id", "kind", "cls", "name", "area", "uscc", "licence", "level", "ownership", "office")
)


def plain_row(row: Row[Any]) -> InstitutionRow:
    """Make the value of a row of ``PLAIN_COLUMNS``."""
    return InstitutionRow(
        id=row.id,
        kind=Kind(row.kind),
        cls=InstitutionClass(row.cls),
        name=row.name,
        area=row.area,
        uscc=row.uscc,
        licence=row.licence,
        level=Level(row.level),
        ownership=Ownership(row.ownership),
        office=row.office,
    )


def within(area: str, column: ColumnElement[str] = institutions.c.area) -> ColumnElement[bool]:
    """Say in SQL that a code lies in ``area``; a range, because ``LIKE 'area%'`` would not use the index.

    A county's code ends in no zeros; the prefecture's and the province's do, and mean all codes below.
    """
    prefix = area.removesuffix("00").removesuffix("00") if len(area) == 6 else area
    return column.between(prefix, prefix + "￿")
