"""The lists of breaches: matters with what is still owed, and the ledger of measures (S1), paged by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy import Row as Found

from yb_desktop.domain.audit import MeasureKind
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import paging
from yb_desktop.store.application_list import meant
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import AuditRow, MeasureRow, Page
from yb_desktop.store.search_text import words
from yb_desktop.store.tables.breaches import audits as _audits
from yb_desktop.store.tables.breaches import measures as _measures
from yb_desktop.store.tables.institutions import institutions as _institutions


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """Which matters: ``find`` as in the register or the beginning of a number, ``owed`` those with something to do."""

    find: str = ""
    stage: AuditStage | None = None
    institution: str = ""
    owed: bool = False
    pending: bool = False


def audits(
    reader: Reader,
    *,
    stage: AuditStage | None = None,
    institution: str = "",
    owed: bool = False,
    pending: bool = False,
    find: str = "",
    after: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Page[AuditRow]:
    """Give a page of the matters of breach, the newest change first, after a key or behind ``offset`` rows."""
    c = _audits.c
    columns = [column for column in c if column.name not in {"data", "heads"}]
    query: Select[Any] = select(*columns, _institutions.c.name.label("name")).join(
        _institutions, _institutions.c.id == c.institution, isouter=True
    )
    query = query.where(*_wanted(reader, AuditWanted(find, stage, institution, owed, pending)))
    if after:
        day, entity = paging.read(after, tuple[str, str])
        query = query.where(paging.earlier((c.changed, c.id), (paging.day_of(day), entity)))
    query = query.order_by(c.changed.desc(), c.id.desc()).offset(offset).limit(limit + 1)
    found = reader.connection.execute(query).all()
    return paging.page_of(found, limit, _audit_row, lambda row: paging.written(row.changed.isoformat(), row.id))


def count_audits(reader: Reader, wanted: AuditWanted) -> int:
    """Count the matters that ``audits`` would list."""
    query = (
        select(func.count())
        .select_from(_audits)
        .join(_institutions, _institutions.c.id == _audits.c.institution, isouter=True)
        .where(*_wanted(reader, wanted))
    )
    return reader.connection.scalar(query) or 0


def _wanted(reader: Reader, wanted: AuditWanted) -> list[ColumnElement[bool]]:
    c = _audits.c
    found: list[ColumnElement[bool]] = []
    if wanted.stage is not None:
        found.append(c.stage == wanted.stage.value)
    if wanted.institution:
        found.append(c.institution == wanted.institution)
    if wanted.owed:
        found.append(c.owed > 0)
    if wanted.pending:
        found.append(c.pending != "")
    if words(wanted.find):
        found.append(or_(meant(reader, wanted.find, c.institution), paging.begins(c.number, wanted.find.strip())))
    return found


def measures(
    reader: Reader,
    *,
    first: date | None = None,
    last: date | None = None,
    kind: MeasureKind | None = None,
    institution: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[MeasureRow]:
    """Give a page of the ledger of measures from ``first`` to ``last``, both included, in order of days."""
    c = _measures.c
    query: Select[Any] = select(_measures, _institutions.c.name.label("name")).join(
        _institutions, _institutions.c.id == c.institution, isouter=True
    )
    if first is not None:
        query = query.where(c.day >= first)
    if last is not None:
        query = query.where(c.day <= last)
    if kind is not None:
        query = query.where(c.kind == kind.value)
    if institution:
        query = query.where(c.institution == institution)
    if after:
        day, audit, ordinal = paging.read(after, tuple[str, str, int])
        query = query.where(paging.later((c.day, c.audit, c.ordinal), (paging.day_of(day), audit, ordinal)))
    found = reader.connection.execute(query.order_by(c.day, c.audit, c.ordinal).limit(limit + 1)).all()
    return paging.page_of(
        found, limit, _measure_row, lambda row: paging.written(row.day.isoformat(), row.audit, row.ordinal)
    )


class MeasureSum(msgspec.Struct, frozen=True):
    """The money of one measure, with whom it met."""

    audit: str
    kind: MeasureKind
    amount: int
    area: str
    cls: InstitutionClass


def money_of(reader: Reader, first: date, last: date) -> tuple[MeasureSum, ...]:
    """Give the measures in money from ``first`` to ``last``, both included, in the order of days and of the log."""
    c = _measures.c
    query = (
        select(c.audit, c.kind, c.amount, c.area, _institutions.c.cls)
        .join(_institutions, _institutions.c.id == c.institution)
        .where(c.day.between(first, last), c.amount > 0)
        .order_by(c.day, c.audit, c.ordinal)
    )
    rows = reader.connection.execute(query)
    return tuple(
        MeasureSum(row.audit, MeasureKind(row.kind), row.amount, row.area, InstitutionClass(row.cls)) for row in rows
    )


def _audit_row(one: Found[Any]) -> AuditRow:
    return AuditRow(
        id=one.id,
        number=one.number,
        agreement=one.agreement,
        institution=one.institution,
        institution_name=one.name or "",
        institution_kind=Kind(one.institution_kind),
        area=one.area,
        stage=AuditStage(one.stage),
        opened=one.opened,
        changed=one.changed,
        pending=one.pending,
        owed=one.owed,
    )


def _measure_row(one: Found[Any]) -> MeasureRow:
    return MeasureRow(
        audit=one.audit,
        ordinal=one.ordinal,
        measure=one.measure,
        agreement=one.agreement,
        institution=one.institution,
        institution_name=one.name or "",
        institution_kind=Kind(one.institution_kind),
        area=one.area,
        kind=MeasureKind(one.kind),
        day=one.day,
        amount=one.amount,
        basis=one.basis,
        whom=one.whom,
        until=one.until,
        settled=one.settled,
        reported=one.reported,
        no_arrears=one.no_arrears,
    )
