"""The lists screens and command line show: applications, agreements, running clocks, numbered documents.

(Institutions, applications, agreements and what is due have modules of their own and are offered here too.) All are
paged by key; a search means the institution, as in the list of institutions, or the beginning of a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import func, select

from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import paging
from yb_desktop.store.agreement_list import AgreementSort, AgreementWanted, agreement_count, agreements_page
from yb_desktop.store.application_list import CaseSort, CaseWanted, application_count, applications_page
from yb_desktop.store.due_list import count_duties, due, duties
from yb_desktop.store.institution_list import Sort, institution_count, institution_page
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import AgreementRow, CaseRow, DocumentRow, InstitutionRow, Page
from yb_desktop.store.tables.applications import applications as _applications
from yb_desktop.store.tables.oversight import documents as _documents

__all__ = [
    "AgreementSort",
    "CaseSort",
    "CaseWanted",
    "Sort",
    "agreements",
    "application_count",
    "applications",
    "count_agreements",
    "count_applications",
    "count_duties",
    "documents",
    "due",
    "duties",
    "institution_count",
    "institutions",
]


def institutions(
    reader: Reader,
    *,
    find: str = "",
    kind: Kind | None = None,
    area: str = "",
    sort: Sort = "name",
    after: str | None = None,
    limit: int = 50,
) -> Page[InstitutionRow]:
    """Give a page of the register. ``find``: Chinese, pinyin, initials, part of a code, a person; blanks mean "and"."""
    return institution_page(reader, find=find, kind=kind, area=area, sort=sort, after=after, limit=limit)


def applications(
    reader: Reader,
    *,
    find: str = "",
    state: CaseState | None = None,
    open_only: bool = False,
    pending: bool = False,
    institution: str = "",
    sort: CaseSort = "newest",
    after: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Page[CaseRow]:
    """Give a page of the applications: the newest step first, or the most pressing limit; ``after`` or ``offset``."""
    wanted = CaseWanted(find, state, open_only, pending, institution)
    return applications_page(reader, wanted, sort=sort, after=after, offset=offset, limit=limit)


def count_applications(reader: Reader) -> Mapping[CaseState, int]:
    """Count the applications in each state."""
    c = _applications.c
    found = reader.connection.execute(select(c.state, func.count().label("n")).group_by(c.state))
    return {CaseState(one.state): one.n for one in found}


def agreements(
    reader: Reader,
    *,
    find: str = "",
    state: AgreementState | None = None,
    institution: str = "",
    ends_until: date | None = None,
    sort: AgreementSort = "ends",
    descending: bool = False,
    after: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Page[AgreementRow]:
    """Give a page of the agreements, the first to end first; ``after`` or ``offset``."""
    wanted = AgreementWanted(find, state, institution, ends_until)
    return agreements_page(reader, wanted, sort=sort, descending=descending, after=after, offset=offset, limit=limit)


def count_agreements(
    reader: Reader,
    *,
    find: str = "",
    state: AgreementState | None = None,
    institution: str = "",
    ends_until: date | None = None,
) -> int:
    """Count the agreements that ``agreements`` would list."""
    return agreement_count(reader, AgreementWanted(find, state, institution, ends_until))


def documents(
    reader: Reader,
    *,
    document: str = "",
    year: int | None = None,
    find: str = "",
    entity: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[DocumentRow]:
    """Give a page of this office's register of numbered documents, the newest first."""
    c = _documents.c
    query = select(_documents).where(c.office == reader.info.office)
    if document:
        query = query.where(c.document == document)
    if year is not None:
        query = query.where(c.year == year)
    if entity:
        query = query.where(c.entity == entity)
    if find:
        query = query.where(paging.begins(c.number, find.strip()))
    if after:
        day, rid = paging.read(after, tuple[str, str])
        query = query.where(paging.earlier((c.day, c.rid), (paging.day_of(day), rid)))
    found = reader.connection.execute(query.order_by(c.day.desc(), c.rid.desc()).limit(limit + 1)).all()
    return paging.page_of(found, limit, _document_row, lambda row: paging.written(row.day.isoformat(), row.rid))


def _document_row(one: Found[Any]) -> DocumentRow:
    return DocumentRow(
        rid=one.rid,
        document=one.document,
        number=one.number,
        day=one.day,
        actor=one.actor,
        entity=one.entity,
        serial=one.serial,
    )
