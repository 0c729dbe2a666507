"""The list of agreements: by last day, institution, number or state, either way round, from any place in it.

A page begins after an agreement, whose place in the order is looked up, or behind so many rows (a scroll bar's jump).
Each order is walked along an index, so no list is ever sorted as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy import Row as Found

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import paging
from yb_desktop.store.application_list import meant
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import AgreementRow, Page
from yb_desktop.store.search_text import words
from yb_desktop.store.tables.agreements import agreements
from yb_desktop.store.tables.institutions import institutions

AgreementSort = Literal["ends", "name", "number", "state"]

_c = agreements.c
_i = institutions.c
_COLUMNS = (*(column for column in _c if column.name not in {"data", "heads"}), _i.name.label("name"))
_ORDERS: dict[AgreementSort, tuple[ColumnElement[Any], ...]] = {
    "ends": (_c.ends, _c.id),
    "name": (_i.sort_key, _i.num, _c.ends, _c.id),
    "number": (_c.number, _c.id),
    "state": (_c.state, _c.ends, _c.id),
}


@dataclass(frozen=True, slots=True)
class AgreementWanted:
    """Which agreements: ``find`` as in the register, or the beginning of a number, or its serial."""

    find: str = ""
    state: AgreementState | None = None
    institution: str = ""
    ends_until: date | None = None


@dataclass(frozen=True, slots=True)
class _Order:
    """One order of the list."""

    sort: AgreementSort
    descending: bool

    @property
    def by_name(self) -> bool:
        return self.sort == "name"

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        return _ORDERS[self.sort]

    @property
    def sorted(self) -> list[ColumnElement[Any]]:
        return [column.desc() if self.descending else column.asc() for column in self.columns]


def agreements_page(
    reader: Reader,
    wanted: AgreementWanted,
    *,
    sort: AgreementSort,
    descending: bool,
    after: str | None,
    offset: int,
    limit: int,
) -> Page[AgreementRow]:
    """Give a page that begins after an agreement, or behind ``offset`` rows."""
    order = _Order(sort, descending)
    conditions = _conditions(reader, wanted)
    if after:
        conditions += _behind(reader, order, after)
    if offset:
        # What is passed over is counted along the index, not fetched.
        query = _joined(select(_c.id), order) if order.by_name or words(wanted.find) else select(_c.id)
        query = query.where(*conditions).order_by(*order.sorted).offset(offset).limit(limit + 1)
        conditions = [_c.id.in_([one.id for one in reader.connection.execute(query)])]
    query = _joined(select(*_COLUMNS), order).where(*conditions)
    found = reader.connection.execute(query.order_by(*order.sorted).limit(limit + 1)).all()
    return paging.page_of(found, limit, _row, lambda row: paging.written(row.id))


def agreement_count(reader: Reader, wanted: AgreementWanted) -> int:
    """Count the agreements of a list."""
    query = select(func.count()).select_from(agreements)
    if words(wanted.find):
        query = query.join(institutions, _i.id == _c.institution, isouter=True)
    return reader.connection.scalar(query.where(*_conditions(reader, wanted))) or 0


def _joined(query: Select[Any], order: _Order) -> Select[Any]:
    if order.by_name:  # walked along the register's order: an id in an expression is not looked up the other way round
        return query.select_from(institutions).join(agreements, _c.institution == _i.id.concat(""))
    return query.select_from(agreements).join(institutions, _i.id == _c.institution, isouter=True)


def _behind(reader: Reader, order: _Order, after: str) -> list[ColumnElement[bool]]:
    """Say in SQL what comes behind an agreement; what the index can begin with is said by itself."""
    (entity,) = paging.read(after, tuple[str])
    query = select(*order.columns).select_from(agreements).join(institutions, _i.id == _c.institution, isouter=True)
    place = reader.connection.execute(query.where(_c.id == entity)).first()
    if place is None:
        raise BadInput("page", "翻页位置无效，请从第一页重新查看。")
    step = paging.earlier if order.descending else paging.later
    found = [step(order.columns, tuple(place))]
    if order.by_name:
        columns, key = tuple_(*order.columns[:2]), tuple_(*place[:2])
        found.append(columns <= key if order.descending else columns >= key)
    return found


def _conditions(reader: Reader, wanted: AgreementWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(_c.state == wanted.state.value)
    if wanted.institution:
        found.append(_c.institution == wanted.institution)
    if wanted.ends_until is not None:
        found.append(_c.ends <= wanted.ends_until)
    find = wanted.find
    if words(find):
        numbered = [
            paging.begins(_c.number, find.strip()),
            *([_c.serial == int(find)] if find.isdecimal() and len(find) < 10 else []),
        ]
        found.append(or_(meant(reader, find, _c.institution), *numbered))
    return found


def _row(one: Found[Any]) -> AgreementRow:
    return AgreementRow(
        id=one.id,
        number=one.number,
        institution=one.institution,
        institution_name=one.name or "",
        institution_kind=Kind(one.institution_kind),
        application=one.application,
        area=one.area,
        state=AgreementState(one.state),
        starts=one.starts,
        ends=one.ends,
        signed=one.signed,
    )
