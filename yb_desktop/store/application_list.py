"""The list of applications: what is pressing first, or the newest step first; from any place in it.

By limits, the applications with a running clock come first, the first to end before the others, each with that clock
and the place of its most local article; then those without one, the newest step first. Each part is walked along an
index and stops when the page is full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select, tuple_
from sqlalchemy import Row as Found

from yb_desktop.domain.vocabulary import ApplicationKind, CaseState
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import paging
from yb_desktop.store.institution_list import found_ids, text_holds
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import CaseRow, Page
from yb_desktop.store.search_text import words
from yb_desktop.store.tables.applications import applications, clocks
from yb_desktop.store.tables.institutions import institutions

CaseSort = Literal["newest", "limit"]

_c = applications.c
_k = clocks.c
_COLUMNS = (*(column for column in _c if column.name != "data"), institutions.c.name.label("name"))


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """Which applications: ``find`` as in the register, ``pending`` those that wait for a second person."""

    find: str = ""
    state: CaseState | None = None
    open_only: bool = False
    pending: bool = False
    institution: str = ""


@dataclass(frozen=True, slots=True)
class _Clock:
    rule: str
    last_day: date
    provisional: bool


def applications_page(
    reader: Reader, wanted: CaseWanted, *, sort: CaseSort, after: str | None, offset: int, limit: int
) -> Page[CaseRow]:
    """Give a page that begins after a key, or behind ``offset`` rows (a scroll bar's jump)."""
    part, *key = paging.read(after, tuple[int, str, str]) if after else (0 if sort == "limit" else 1, "", "")
    conditions = _conditions(reader, wanted)
    rows: list[CaseRow] = []
    if part == 0:
        query = _pressed(conditions, key).offset(offset).limit(limit + 1)
        found = reader.connection.execute(query).all()
        rows = [_row(one, _Clock(one.rule, one.last_day, one.provisional)) for one in found[:limit]]
        if len(found) > limit:
            return Page(tuple(rows), _after(0, rows[-1]))
        offset = 0 if found or not offset else offset - _how_many(reader, _pressed(conditions, ("", "")))
        conditions, key = [*conditions, not_(_has_clock())], ["", ""]
    elif sort == "limit":
        conditions = [*conditions, not_(_has_clock())]
    room = limit - len(rows)
    found = reader.connection.execute(_newest(conditions, key).offset(offset).limit(room + 1)).all()
    pressing = {} if sort == "limit" else _pressing(reader, [one.id for one in found])
    rows += [_row(one, pressing.get(one.id)) for one in found[:room]]
    if len(found) <= room:
        return Page(tuple(rows), None)
    return Page(tuple(rows), _after(1, rows[-1]) if room else paging.written(1, "", ""))


def application_count(reader: Reader, wanted: CaseWanted) -> int:
    """Count the applications of a list."""
    query = select(func.count()).select_from(applications)
    if words(wanted.find):
        query = query.join(institutions, institutions.c.id == _c.institution, isouter=True)
    return reader.connection.scalar(query.where(*_conditions(reader, wanted))) or 0


def _conditions(reader: Reader, wanted: CaseWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(_c.state == wanted.state.value)
    if wanted.open_only:
        found.append(_c.ended.is_(False))
    if wanted.pending:
        found.append(_c.pending != "")
    if wanted.institution:
        found.append(_c.institution == wanted.institution)
    if words(wanted.find):
        found.append(meant(reader, wanted.find, _c.institution))
    return found


def meant(reader: Reader, find: str, institution: ColumnElement[str]) -> ColumnElement[bool]:
    """Say in SQL that an institution is meant: by its ids if they are few, else by its text, row by row."""
    ids = found_ids(reader, find)
    return institution.in_(ids) if ids is not None else text_holds(reader, find)


def _pressed(conditions: Sequence[ColumnElement[bool]], key: Sequence[str]) -> Select[Any]:
    """Give the applications by their most pressing clock: walked along the running clocks."""
    sooner = clocks.alias("sooner")
    first = not_(
        exists().where(
            sooner.c.entity == _k.entity,
            sooner.c.running.is_not(False),  # said so that the few clocks of the one entity are looked at, not all
            sooner.c.outer.is_(False),
            tuple_(sooner.c.last_day, sooner.c.ordinal) < tuple_(_k.last_day, _k.ordinal),
        )
    )
    query = (
        select(*_COLUMNS, _k.rule, _k.last_day, _k.provisional)
        .select_from(clocks)
        .join(applications, _c.id == _k.entity)
        .join(institutions, institutions.c.id == _c.institution, isouter=True)
        .where(_k.running.is_(True), _k.outer.is_(False), first, *conditions)
    )
    if key[1]:
        query = query.where(paging.later((_k.last_day, _k.entity), (paging.day_of(key[0]), key[1])))
    return query.order_by(_k.last_day, _k.entity, _k.ordinal)


def _newest(conditions: Sequence[ColumnElement[bool]], key: Sequence[str]) -> Select[Any]:
    query = select(*_COLUMNS).join(institutions, institutions.c.id == _c.institution, isouter=True).where(*conditions)
    if key[1]:
        query = query.where(paging.earlier((_c.changed, _c.id), (paging.day_of(key[0]), key[1])))
    return query.order_by(_c.changed.desc(), _c.id.desc())


def _has_clock() -> ColumnElement[bool]:
    return exists().where(and_(_k.entity == _c.id, _k.running.is_not(False), _k.outer.is_(False)))


def _how_many(reader: Reader, query: Select[Any]) -> int:
    return reader.connection.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _after(part: int, row: CaseRow) -> str:
    day = row.next_day if part == 0 else row.changed
    return paging.written(part, day.isoformat() if day else "", row.id)


def _pressing(reader: Reader, ids: Sequence[str]) -> Mapping[str, _Clock]:
    # Asked for by entity alone: an index on the running ones would walk all of the office's.
    found = reader.connection.execute(
        select(_k.entity, _k.rule, _k.last_day, _k.provisional, _k.running, _k.outer)
        .where(_k.entity.in_(ids))
        .order_by(_k.last_day.desc(), _k.ordinal.desc())
    )
    running = (one for one in found if one.running and not one.outer)
    return {one.entity: _Clock(one.rule, one.last_day, one.provisional) for one in running}


def _row(one: Found[Any], clock: _Clock | None) -> CaseRow:
    return CaseRow(
        id=one.id,
        institution=one.institution,
        institution_name=one.name or "",
        institution_kind=Kind(one.institution_kind),
        kind=ApplicationKind(one.kind),
        area=one.area,
        state=CaseState(one.state),
        received=one.received,
        changed=one.changed,
        pending=one.pending,
        next_rule=clock.rule if clock else None,
        next_day=clock.last_day if clock else None,
        provisional=clock.provisional if clock else False,
    )
