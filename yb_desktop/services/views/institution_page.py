"""One institution with everything about it: data, staff, applications, agreements, and the history of every field.

ID numbers and bank accounts are masked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.institution import (
    Amended,
    Institution,
    Licence,
    Listed,
    Merged,
    Registration,
    StaffAdded,
    StaffEnded,
    StaffMember,
)
from yb_desktop.domain.records import Record
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import step_title
from yb_desktop.services.views.places import place_name
from yb_desktop.services.views.register_fields import field_label, field_words
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class DataField:
    """A field of the register and what it says; ``alert`` is a warning beside it."""

    label: str
    value: str
    alert: str = ""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person who works, or worked, there."""

    id: str
    name: str
    role: str
    certificate: str
    contract: str
    ended: date | None
    first_here: bool


@dataclass(frozen=True, slots=True)
class MatterLine:
    """An application or an agreement of the institution."""

    id: str
    title: str
    state: str
    days: str
    over: bool


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A line of the history."""

    on: date
    text: str
    who: str
    detail: str


@dataclass(frozen=True, slots=True)
class MinorData:
    """What may be corrected without an application for change (C1)."""

    phone: str
    address: str
    head_office: str


@dataclass(frozen=True, slots=True)
class JoinedEntry:
    """A duplicate that was merged into the entry and is still part of it (S5)."""

    id: str
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """Everything the page of an institution shows; ``elsewhere`` says where its entry went, if it did."""

    id: str
    name: str
    sentence: str
    removed: bool
    kind: Kind
    batch: str
    elsewhere: str
    merged_into: str
    merged: tuple[JoinedEntry, ...]
    fields: tuple[DataField, ...]
    minor: MinorData
    staff: tuple[StaffLine, ...]
    cases: tuple[MatterLine, ...]
    agreements: tuple[MatterLine, ...]
    history: tuple[PastEvent, ...]


def institution_page(desk: Desk, institution: str) -> InstitutionPage:
    """Give the page of an institution. Raises ``BadInput`` (``not-found``)."""
    with desk.store.read() as reader:
        found = reader.institution(institution)
        cases, agreements = reader.cases_of(institution), reader.agreements_of(institution)
        history = _history(reader, institution)
        elsewhere, merged = _elsewhere(reader, found), tuple(_merged(reader, institution))
    entry = found.registration
    where = place_name(desk.law.areas, entry.area)
    return InstitutionPage(
        id=institution,
        name=entry.name,
        sentence=f"{KIND_WORDS[entry.kind]} · {entry.cls.label} · {where}",
        removed=found.removed,
        kind=entry.kind,
        batch=found.batch,
        elsewhere=elsewhere,
        merged_into=found.merged_into,
        merged=merged,
        fields=_fields(found, where, desk.clock.today()),
        minor=MinorData(entry.phone, entry.address, entry.head_office),
        staff=tuple(_staff(member) for member in sorted(found.staff, key=lambda m: m.ended is not None)),
        cases=tuple(_case(case) for case in reversed(cases)),
        agreements=tuple(_agreement(one) for one in reversed(agreements)),
        history=history,
    )


def listed_with(desk: Desk, batch: str) -> int:
    """Say how many institutions an import brought in that are still there."""
    with desk.store.read() as reader:
        return len(reader.listed_in(batch))


def masked(number: str, *, first: int = 3, last: int = 4) -> str:
    """Cover the middle of an ID number or an account; a short one is covered whole."""
    if len(number) <= first + last:
        return "*" * len(number)
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]


def _elsewhere(reader: Reader, found: Institution) -> str:
    if found.merged_into:
        kept = reader.institution(found.merged_into)
        return f"已并入“{kept.registration.name}”的登记"
    return f"已迁往{reader.law.areas.get(found.moved_to).name}，由当地经办机构管理" if found.moved_to else ""


def _merged(reader: Reader, institution: str) -> Iterator[JoinedEntry]:
    for record in reader.records_of(institution):
        match read_fact(record):
            case Merged() as news:
                gone = reader.institution(news.give_up)
                if gone.merged_into == institution:
                    yield JoinedEntry(gone.id, gone.registration.name, date.fromisoformat(record.on))
            case _:
                continue


def _fields(found: Institution, where: str, today: date) -> tuple[DataField, ...]:
    entry = found.registration
    controller = entry.controller
    who = f"{controller.name}（{masked(controller.id_number)}）" if controller and controller.id_number else ""
    rows = (
        DataField("统一社会信用代码", entry.uscc or "（无）"),
        _licence(entry.licence, today),
        DataField("级别", entry.level.label),
        DataField("所有制", f"{entry.ownership.label} · {'营利性' if entry.profit else '非营利性'}"),
        DataField("等级", entry.grade),
        DataField("床位", f"{entry.beds} 张" if entry.beds else ""),
        DataField("科室", "、".join(entry.departments)),
        DataField("乡镇", where),
        DataField("地址", entry.address),
        DataField("法定代表人", entry.legal_rep),
        DataField("主要负责人", entry.principal),
        DataField("实际控制人", who or (controller.name if controller else "")),
        DataField("电话", entry.phone),
        DataField("银行账户", masked(entry.bank_account)),
        DataField("总部", entry.head_office),
        DataField("依托机构", entry.host),
        DataField("正式运营", entry.opened.isoformat() if entry.opened else ""),
        DataField("原协议", _former(found)),
    )
    return tuple(row for row in rows if row.value)


def _licence(licence: Licence | None, today: date) -> DataField:
    if licence is None:
        return DataField("许可证", "")
    until = licence.valid_until
    alert = "已过有效期" if until is not None and until < today else ""
    term = f" · 有效期至 {until.isoformat()}" if until else ""
    return DataField("许可证", f"{licence.kind.label} {licence.number}{term}", alert)


def _former(found: Institution) -> str:
    former = found.former
    if former is None:
        return ""
    days = " 至 ".join(day.isoformat() for day in (former.starts, former.ends) if day)
    code = f"国家编码 {former.national_code}" if former.national_code else ""
    return "　".join(part for part in (former.number, days, code) if part)


def _staff(member: StaffMember) -> StaffLine:
    days = (member.contract_from, member.contract_to)
    return StaffLine(
        id=member.staff,
        name=member.person,
        role=member.role.label,
        certificate=member.certificate.label if member.certificate else "",
        contract=" 至 ".join(day.isoformat() if day else "…" for day in days) if any(days) else "",
        ended=member.ended,
        first_here=member.first_registered_here,
    )


def _case(case: Case) -> MatterLine:
    return MatterLine(case.id, case.kind.label, case.state.label, f"收件 {case.received.isoformat()}", case.state.ended)


def _agreement(one: Agreement) -> MatterLine:
    days = f"{one.starts.isoformat()} 至 {one.ends.isoformat()}"
    return MatterLine(one.id, f"协议 {one.number}", one.state.label, days, one.state.ended)


def _history(reader: Reader, institution: str) -> tuple[PastEvent, ...]:
    people = {person.id: person.name for person in reader.people()}
    events: list[PastEvent] = []
    before: Registration | None = None
    staff: dict[str, str] = {}
    for record in reader.records_of(institution):
        detail, before = _detail(record, before, staff)
        who = people.get(record.actor, "")
        events.append(PastEvent(date.fromisoformat(record.on), step_title(record.type), who, detail))
    return tuple(reversed(events))


def _detail(record: Record, before: Registration | None, staff: dict[str, str]) -> tuple[str, Registration | None]:
    """Say what a record changed; give the registration as it stands after it."""
    match read_fact(record):
        case Listed() as news:
            return f"名单第 {news.row} 行", news.registration
        case Amended() as news:
            return _changes(before, news.registration, news.changed), news.registration
        case StaffAdded() as news:
            staff[news.member.staff] = news.member.person
            return f"{news.member.person} · {news.member.role.label}", before
        case StaffEnded() as news:
            return staff.get(news.staff, ""), before
        case news:
            return "", getattr(news, "registration", before)


def _changes(before: Registration | None, after: Registration, changed: tuple[str, ...]) -> str:
    return "；".join(f"{field_label(one)}：{field_words(before, one)} → {field_words(after, one)}" for one in changed)
