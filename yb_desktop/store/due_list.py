"""What an office has to do: the running clocks, and what it owes or waits for where none runs; paged by key.

Both lists name the matter (application, agreement, audit), the institution and what is due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy import Row as Found

from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.clock_names import clock_name
from yb_desktop.domain.duties import DutyKind
from yb_desktop.domain.entities import EntityKind
from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import paging
from yb_desktop.store.application_list import meant
from yb_desktop.store.institution_rows import within
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import DueRow, DutyRow, Page
from yb_desktop.store.search_text import words
from yb_desktop.store.tables.agreements import agreements as _agreements
from yb_desktop.store.tables.applications import applications as _applications
from yb_desktop.store.tables.applications import clocks as _clocks
from yb_desktop.store.tables.breaches import audits as _audits
from yb_desktop.store.tables.duties import duties as _duties
from yb_desktop.store.tables.institutions import institutions as _institutions

_BINDING = (AgreementState.IN_FORCE.value, AgreementState.SUSPENDED.value)
_MATTERS = {
    EntityKind.CASE.value: "申请",
    EntityKind.AGREEMENT.value: "协议",
    EntityKind.AUDIT.value: "稽核",
    EntityKind.INSTITUTION.value: "机构",
}
_CASES = {state.value: state.label for state in CaseState}
_AGREEMENTS = {state.value: state.label for state in AgreementState}
_AUDITS = {stage.value: stage.label for stage in AuditStage}


def due(
    reader: Reader,
    *,
    until: date | None = None,
    area: str = "",
    entity: str = "",
    office: str = "",
    find: str = "",
    outer: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page[DueRow]:
    """Give a page of the running clocks, the first to end first; ``outer`` shows the less local articles too.

    ``office`` leaves out what other offices work on; ``find`` means the institution, or begins a number.
    """
    c = _clocks.c
    institution = func.coalesce(_applications.c.institution, _agreements.c.institution, _audits.c.institution)
    place = func.coalesce(_applications.c.area, _agreements.c.area, _audits.c.area)
    whose = func.coalesce(_applications.c.office, _agreements.c.office, _audits.c.office)
    query = _named(select(_clocks, institution.label("institution"), place.label("area")), c.entity, institution)
    query = query.where(c.running.is_(True))
    if not outer:
        query = query.where(c.outer.is_(False))
    if until is not None:
        query = query.where(c.last_day <= until)
    if area:
        query = query.where(within(area, place))
    if office:
        query = query.where(whose == office)
    if entity:
        query = query.where(c.entity == entity)
    if words(find):
        numbers = (_agreements.c.number, _audits.c.number)
        numbered = [paging.begins(number, find.strip()) for number in numbers]
        query = query.where(or_(meant(reader, find, institution), *numbered))
    if after:
        day, name, ordinal = paging.read(after, tuple[str, str, int])
        query = query.where(paging.later((c.last_day, c.entity, c.ordinal), (paging.day_of(day), name, ordinal)))
    query = query.order_by(c.last_day, c.entity, c.ordinal).limit(limit + 1)
    found = reader.connection.execute(query).all()
    title_of = cache(partial(clock_name, reader.law.catalogue))
    return paging.page_of(
        found,
        limit,
        lambda one: _due_row(title_of, one),
        lambda row: paging.written(row.last_day.isoformat(), row.entity, row.ordinal),
    )


def duties(reader: Reader, kind: DutyKind, *, until: date, after: str | None = None, limit: int = 200) -> Page[DutyRow]:
    """Give a page of this office's duties of one kind that are shown by ``until``, the oldest first.

    Papers count for institutions that have, or apply for, an agreement; branches while their agreement binds (C12).
    """
    query = _wanted(_duty_query(), reader, kind, until)
    c = _duties.c
    if after:
        day, name, ordinal = paging.read(after, tuple[str, str, int])
        query = query.where(paging.later((c.shown, c.entity, c.ordinal), (paging.day_of(day), name, ordinal)))
    found = reader.connection.execute(query.order_by(c.shown, c.entity, c.ordinal).limit(limit + 1)).all()
    return paging.page_of(
        found, limit, _duty_row, lambda row: paging.written(row.shown.isoformat(), row.entity, row.ordinal)
    )


def count_duties(reader: Reader, kind: DutyKind, *, until: date) -> int:
    """Count the duties that ``duties`` would list."""
    query = _wanted(select(func.count()).select_from(_duties), reader, kind, until)
    return reader.connection.scalar(query) or 0


def _duty_query() -> Select[Any]:
    c = _duties.c
    runs = exists().where(_clocks.c.entity == c.entity, _clocks.c.rule == c.rule, _clocks.c.running.is_(True))
    columns = (_institutions.c.kind.label("institution_kind"), _institutions.c.area, runs.label("clocked"))
    return _named(select(_duties, *columns), c.entity, c.institution)


def _named(query: Select[Any], entity: ColumnElement[str], institution: ColumnElement[str]) -> Select[Any]:
    """Join what names a matter: its state, its number, its institution."""
    more = query.add_columns(
        _applications.c.state.label("case_state"),
        _agreements.c.state.label("agreement_state"),
        _audits.c.stage.label("audit_stage"),
        func.coalesce(_agreements.c.number, _audits.c.number, "").label("number"),
        _institutions.c.name.label("name"),
    )
    return (
        more.join(_applications, _applications.c.id == entity, isouter=True)
        .join(_agreements, _agreements.c.id == entity, isouter=True)
        .join(_audits, _audits.c.id == entity, isouter=True)
        .join(_institutions, _institutions.c.id == institution, isouter=True)
    )


def _wanted(query: Select[Any], reader: Reader, kind: DutyKind, until: date) -> Select[Any]:
    c = _duties.c
    query = query.where(c.office == reader.info.office, c.kind == kind.value, c.shown <= until)
    if kind is DutyKind.PAPER:
        agreed = _agreements.alias()
        applied = _applications.alias()
        query = query.where(
            or_(
                exists().where(agreed.c.institution == c.institution, agreed.c.state.in_(_BINDING)),
                exists().where(applied.c.institution == c.institution, applied.c.ended.is_(False)),
            )
        )
    if kind is DutyKind.BRANCH:
        branch = _agreements.alias()
        query = query.where(exists().where(and_(branch.c.id == c.about, branch.c.state.in_(_BINDING))))
    return query


def _matter(entity: str) -> str:
    return _MATTERS[entity.partition("-")[0]]


def _state(one: Found[Any]) -> str:
    if one.case_state:
        return _CASES[one.case_state]
    if one.agreement_state:
        return _AGREEMENTS[one.agreement_state]
    return _AUDITS[one.audit_stage] if one.audit_stage else ""


def _due_row(title_of: Callable[[str, str], str], one: Found[Any]) -> DueRow:
    return DueRow(
        entity=one.entity,
        ordinal=one.ordinal,
        rule=one.rule,
        part=one.part,
        source=one.source,
        start=one.start,
        last_day=one.last_day,
        provisional=one.provisional,
        outer=one.outer,
        paused=one.paused,
        institution=one.institution,
        institution_name=one.name or "",
        area=one.area,
        state=_state(one),
        matter=_matter(one.entity),
        number=one.number,
        title=title_of(one.rule, one.part),
    )


def _duty_row(one: Found[Any]) -> DutyRow:
    return DutyRow(
        entity=one.entity,
        ordinal=one.ordinal,
        kind=DutyKind(one.kind),
        rule=one.rule,
        text=one.text,
        since=one.since,
        shown=one.shown,
        about=one.about,
        who=one.who,
        institution=one.institution,
        institution_name=one.name or "",
        institution_kind=Kind(one.institution_kind),
        area=one.area,
        matter=_matter(one.entity),
        number=one.number,
        state=_state(one),
        clocked=bool(one.clocked),
    )
