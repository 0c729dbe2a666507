"""Gathers what the papers of changes and of renewal say, from the records, the register and the law (C1–C5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from yb_desktop.domain import institution as institutions
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import ChangeRequested, MajorChange, RenewalPublished, RenewalRequested
from yb_desktop.domain.facts import read_fact, stamp_of
from yb_desktop.domain.institution import ChangeCompleted, Controller, Institution, Registration
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.documents.change_form import ChangedField, ChangeDone, ChangeForm
from yb_desktop.paper.documents.orders import OfAgreement
from yb_desktop.paper.documents.renewal_notice import RenewalNotice, Renewing
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.bound import bound
from yb_desktop.services.paper.steps import Done, before, done
from yb_desktop.services.paper.values import entry_on, name_of, sender
from yb_desktop.store.reading import Reader

LABELS: Mapping[str, str] = {
    "name": "机构名称",
    "cls": "机构类别",
    "address": "注册地址",
    "ownership": "机构性质",
    "profit": "营利性质",
    "grade": "机构等级",
    "beds": "床位数",
    "departments": "诊疗科目",
    "legal_rep": "法定代表人",
    "principal": "主要负责人",
    "controller": "实际控制人",
    "bank_account": "银行账户",
}
"""The major information of CX-32, by the names of the register."""

_OF_PHARMACY = {"principal": "企业负责人", "departments": "经营范围"}


def of_agreement(found: Agreement) -> OfAgreement:
    """Give the agreement as papers name it."""
    return OfAgreement(found.number, found.starts, found.ends)


@dataclass(frozen=True, slots=True)
class OneChange:
    """A change that was applied for, and its doing once it was done."""

    asked: Done[ChangeRequested]
    done: Done[ChangeCompleted] | None


def changed(desk: Desk, reader: Reader, found: Agreement, one: OneChange, number: str) -> ChangeForm:
    """Gather 变更申请表, or 变更办理单 where ``number`` is the one it was done under."""
    asked = one.asked
    handled = one.done if one.done is not None and one.done.fact.number == number else None
    entry = _entry_before(reader, found.institution, one.done.stamp.rid if one.done else "", asked.stamp.on)
    on = asked.stamp.on
    there = bound(desk.law, found, on)
    handle_by = there.last_days("C2", on)
    return ChangeForm(
        sender=sender(desk, number, handled.stamp.on if handled else on),
        institution=entry.name,
        uscc=entry.uscc,
        agreement=of_agreement(found),
        requested=on,
        approved=asked.fact.approved_on,
        fields=tuple(_fields(found.institution_kind, entry, asked.fact.fields)),
        evidence=asked.fact.evidence,
        late=asked.fact.late,
        apply_by=there.last_days("C1", asked.fact.approved_on),
        handle_by=handle_by,
        articles=there.short("C1"),
        receiver=name_of(reader, asked.stamp.actor),
        done=ChangeDone(
            on=handled.stamp.on,
            prepared_by=name_of(reader, handled.fact.prepared_by),
            released_by=name_of(reader, handled.stamp.actor),
            late=there.late(handle_by, handled.stamp.on),
        )
        if handled
        else None,
    )


def _entry_before(reader: Reader, institution: str, rid: str, day: date) -> Registration:
    """Give the register's entry as it stood just before a record, or at the end of a day where there is none yet."""
    if not rid:
        return entry_on(reader, institution, day)
    held: Institution | None = None
    told = list(takewhile(lambda record: record.rid != rid, reader.records_of(institution)))
    facts = [read_fact(record) for record in told]
    gone = {fact.step for fact in facts if isinstance(fact, StepVoided)}
    for record, fact in zip(told, facts, strict=True):
        if record.rid not in gone and not isinstance(fact, StepVoided):
            held = institutions.evolve(held, fact, stamp_of(record))
    return held.registration if held is not None else entry_on(reader, institution, day)


def _fields(kind: Kind, entry: Registration, news: MajorChange) -> Iterator[ChangedField]:
    labels = {**LABELS, **_OF_PHARMACY} if kind is Kind.PHARMACY else LABELS
    named = news.named
    for name, label in labels.items():
        if name in named:
            yield ChangedField(label, _said(name, getattr(entry, name)), _said(name, named[name]))


def _said(name: str, value: object) -> str:
    match value:
        case Labelled():
            return value.label
        case bool():
            return "营利性" if value else "非营利性"
        case int():
            return f"{value}张" if name == "beds" else str(value)
        case tuple():
            return "、".join(str(one) for one in value)
        case Controller():
            return f"{value.name}（身份证号码：{value.id_number}）" if value.id_number else value.name
        case _:
            return "" if value is None else str(value)


def renewal(desk: Desk, reader: Reader, found: Agreement, published: Done[RenewalPublished]) -> RenewalNotice:
    """Gather 续签通知: every agreement that stands under its number, as the round made them public."""
    on = published.stamp.on
    there = bound(desk.law, found, on)
    due = there.last_days("C4", on, "publicity")
    return RenewalNotice(
        sender=sender(desk, published.fact.number, on),
        institutions=tuple(_renewing(reader, found, published)),
        where=published.fact.where,
        due=due[0] if due else None,
        articles=there.full("C4"),
        closing=there.short("C5"),
    )


def _renewing(reader: Reader, found: Agreement, published: Done[RenewalPublished]) -> Iterator[Renewing]:
    number = published.fact.number
    same = {found.id, *reader.numbered("renewal_notice", number)}
    for agreement in sorted((reader.agreement(one) for one in same), key=lambda one: (one.ends, one.number)):
        told = [one for one in done(reader, agreement.id, RenewalPublished) if one.fact.number == number]
        if not told:
            continue
        asked = before(done(reader, agreement.id, RenewalRequested), told[0].at)
        entry = entry_on(reader, agreement.institution, told[0].stamp.on)
        on = asked.stamp.on if asked else None
        yield Renewing(entry.name, agreement.number, agreement.ends, on)
