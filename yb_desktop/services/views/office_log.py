"""操作记录: what was done at this PC, record by record, for the auditor: when, who, what, on which day it is dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import EntityKind, kind_of
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.people import Person, Role
from yb_desktop.domain.records import Record
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import step_title
from yb_desktop.services.rights import KEEPERS, REVIEWERS, Roles
from yb_desktop.services.views.permitted import lacking
from yb_desktop.store.reading import Reader

READERS: Roles = frozenset({Role.AUDIT_ADMIN, Role.SECURITY_ADMIN}) | KEEPERS | REVIEWERS
"""Who reads the log of everybody's work."""
_MATTERS = {
    EntityKind.INSTITUTION: "机构",
    EntityKind.CASE: "申请",
    EntityKind.AGREEMENT: "协议",
    EntityKind.AUDIT: "稽核",
    EntityKind.PERSON: "人员",
    EntityKind.OFFICE: "本单位",
    EntityKind.PUBLICATION: "公布",
    EntityKind.BLOCKED: "受限人员",
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One record of this PC: number, when it was written, by whom, what, dated when, about what."""

    seq: int
    at: str
    who: str
    text: str
    on: date
    matter: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A part of the log, the newest first, and how long it is."""

    rows: tuple[LogLine, ...]
    total: int


def log_page(desk: Desk, *, offset: int, limit: int) -> LogPage:
    """Give a part of the log of this PC. Raises ``NotAllowed`` for whoever may not read it."""
    desk.need(*(role for role in Role if role in READERS))
    info = desk.info
    with desk.store.read() as reader:
        total, _ = reader.log_head(info.office, info.device)
        last = total - offset
        first = max(1, last - limit + 1)
        found = reader.records(office=info.office, device=info.device, first_seq=first, last_seq=last)
        records = list(found)[::-1] if last >= 1 else []
        names = {person.id: person.name for person in reader.people()}
        matters = {entity: _matter(reader, entity) for entity in {one.entity for one in records}}
    return LogPage(tuple(_line(one, names, matters) for one in records), total)


def cannot_read(desk: Desk) -> str:
    """Say which role it takes to read the log; empty where this person may."""
    return lacking(desk, READERS)


def _line(record: Record, names: dict[str, str], matters: dict[str, str]) -> LogLine:
    return LogLine(
        seq=record.seq,
        at=record.hlc[:16].replace("T", " "),
        who=names.get(record.actor, "本单位"),
        text=step_title(record.type),
        on=date.fromisoformat(record.on),
        matter=matters[record.entity],
    )


def _matter(reader: Reader, entity: str) -> str:
    """Name what a record is about: its kind, and the institution or person."""
    match reader.entity(entity):
        case Institution() as found:
            name = found.registration.name
        case Case() | Agreement() as found:
            name = reader.institution(found.institution).registration.name
        case Audit() as found:
            name = reader.institution(found.institution).registration.name
        case Person() | BlockedPerson() as found:
            name = found.name
        case _:
            name = ""
    return "　".join(part for part in (_MATTERS[kind_of(entity)], name) if part)
