"""Columns and conditions on the register that look-ups and lists share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal_column

from yb_desktop.domain.vocabulary import InstitutionClass, Level, Ownership
from yb_desktop.law.catalogue import Kind
from yb_desktop.store.rows import InstitutionRow
from yb_desktop.store.tables.institutions import institutions

_TOWNSHIP = 9

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


def area_prefix(area: str) -> str:
    """Give what every code within an area begins with."""
    return area.removesuffix("00").removesuffix("00") if len(area) == 6 else area


def within(area: str, column: ColumnElement[str] = institutions.c.area) -> ColumnElement[bool]:
    """Say in SQL that a code lies in ``area``; a prefecture's or a province's zeros mean all codes below.

    A township's is a range, so that its few rows are found by the index (``LIKE 'area%'`` would not use it); a county's
    is an expression no index knows, so that its many rows are walked in the order of the list and never sorted.
    """
    prefix = area_prefix(area)
    if len(prefix) < _TOWNSHIP:
        return func.substr(column, literal_column("1"), literal_column(str(len(prefix)))) == prefix
    return column.between(prefix, prefix + ":")
