"""The working life of an agreement as its page shows it: changes, suspensions, renewal, fees, notes, audits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from yb_desktop.domain.agreement import Agreement, Assessment
from yb_desktop.domain.amounts import figures
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.changes import Change, MajorChange, Renewal
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.inquiry import Inquiry
from yb_desktop.domain.institution import ChangeCompleted, Registration
from yb_desktop.domain.noting import Claim, Note
from yb_desktop.domain.scoring import points_words
from yb_desktop.domain.termination import termination_ground
from yb_desktop.law.counting import days_between
from yb_desktop.services.views.asking_words import label_of
from yb_desktop.services.views.case_clocks import ClockLine
from yb_desktop.services.views.differences import Difference
from yb_desktop.services.views.value_words import value_words
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A major change applied for: old and new, and when it was done."""

    on: date
    approved_on: date
    fields: tuple[Difference, ...]
    completed: date | None
    late: int


@dataclass(frozen=True, slots=True)
class SuspensionLine:
    """One suspension; ``days`` are those so far, ``back_by`` the last day to ask to go on (C7), where one runs."""

    begins: date
    until: date | None
    days: int
    why: str
    number: str
    asked_back: date | None
    back_by: date | None


@dataclass(frozen=True, slots=True)
class WishLine:
    """Something the institution asked for, and whether it was answered."""

    on: date
    text: str
    wanted: date
    reason: str
    late: int
    answered: date | None


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """How far the renewal has come: what is done, with its day, and what is missing."""

    label: str
    words: str
    done: bool


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """G8: one month's fees in words of yuan."""

    period: str
    claimed: str
    on: date
    paid: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """G11–G13: a note; ``waits`` for its answer."""

    on: date
    kind: str
    text: str
    answer: str
    answered: date | None
    waits: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter of enquiry."""

    on: date
    number: str
    to: str
    about: str
    answered: date | None
    answer: str


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """G10: one year's assessment."""

    year: int
    on: date
    score: str
    grade: str
    follows: str
    number: str


@dataclass(frozen=True, slots=True)
class AuditBrief:
    """A matter of breach of the agreement in one line."""

    id: str
    number: str
    opened: date
    reason: str
    stage: str
    measures: str
    owed: int


@dataclass(frozen=True, slots=True)
class EndingView:
    """How an agreement ended."""

    words: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that happened to an agreement in force."""

    changes: tuple[ChangeLine, ...] = ()
    wishes: tuple[WishLine, ...] = ()
    suspensions: tuple[SuspensionLine, ...] = ()
    ending: EndingView | None = None
    renewal: tuple[RenewalLine, ...] = ()
    objections: tuple[NoteLine, ...] = ()
    letters: tuple[LetterLine, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    assessments: tuple[AssessmentLine, ...] = ()
    audits: tuple[AuditBrief, ...] = ()


def work_of(reader: Reader, found: Agreement, clocks: tuple[ClockLine, ...], today: date) -> Work:
    """Give the working life of an agreement; what waits stands first."""
    back_by = next((one.last_day for one in clocks if one.rule == "C7" and not one.outer), None)
    renewal = found.renewal
    return Work(
        changes=_changes(reader, found),
        wishes=tuple(
            WishLine(one.on, one.wish.label, one.wanted, one.reason, one.late, one.answered)
            for one in reversed(found.asked)
        ),
        suspensions=_suspensions(found, back_by, today),
        ending=_ending(reader, found),
        renewal=_renewal(reader, found, renewal) if renewal is not None or found.next else (),
        objections=tuple(
            NoteLine(one.on, one.who, one.text, _settled(one.upheld, one.finding), one.settled, one.settled is None)
            for one in (renewal.objections if renewal else ())
        ),
        letters=tuple(_letter(one) for one in reversed(found.inquiries)),
        money=tuple(_money(one) for one in sorted(found.claims, key=lambda one: one.period, reverse=True)),
        notes=tuple(sorted((_note(one) for one in reversed(found.notes)), key=lambda one: not one.waits)),
        assessments=tuple(_assessment(one) for one in reversed(found.assessments)),
        audits=tuple(audit_brief(one) for one in reversed(reader.audits_of(found.id))),
    )


def _changes(reader: Reader, found: Agreement) -> tuple[ChangeLine, ...]:
    if not found.changes:
        return ()
    before = _before_changes(reader, found.institution)
    now = reader.institution(found.institution).registration
    made = tuple(
        ChangeLine(one.on, one.approved_on, _fields(one, before.get(one.id, now)), one.completed, one.late)
        for one in reversed(found.changes)
    )
    return tuple(sorted(made, key=lambda one: one.completed is not None))


def _before_changes(reader: Reader, institution: str) -> Mapping[str, Registration]:
    """Give the register's entry as it was before each completed change."""
    entry: Registration | None = None
    found = {}
    for record in reader.records_of(institution):
        fact = read_fact(record)
        if isinstance(fact, ChangeCompleted) and entry is not None:
            found[fact.change] = entry
        registration = getattr(fact, "registration", None)
        entry = registration if isinstance(registration, Registration) else entry
    return found


def _fields(change: Change, before: Registration) -> tuple[Difference, ...]:
    names = {one.name: one.encode_name for one in msgspec.structs.fields(MajorChange)}
    return tuple(
        Difference(
            label_of("changes.request_change", names[name]), value_words(getattr(before, name)), value_words(new)
        )
        for name, new in change.fields.named.items()
    )


def _suspensions(found: Agreement, back_by: date | None, today: date) -> tuple[SuspensionLine, ...]:
    return tuple(
        SuspensionLine(
            begins=one.begins,
            until=one.until,
            days=max(0, days_between(one.begins, one.until or today)),
            why="机构申请" if one.by_request else f"经办机构作出：{one.ground.label if one.ground else one.reason}",
            number=one.number,
            asked_back=one.asked_back,
            back_by=back_by if one.until is None and one.by_request and one.asked_back is None else None,
        )
        for one in reversed(found.suspensions)
    )


def _ending(reader: Reader, found: Agreement) -> EndingView | None:
    ending = found.ending
    if ending is None:
        return None
    grounds = (termination_ground(found.institution_kind, one) for one in ending.grounds)
    branches = (reader.agreement(one).number for one in ending.branches)
    lines = (
        ("文号", ending.number),
        ("情形", "；".join(one.text for one in grounds if one is not None)),
        ("原因", ending.reason),
        ("生效", str(ending.effective)),
        ("公布", str(ending.published or "")),
        ("备案", str(ending.filed or "")),
        ("负责人", "、".join(ending.persons)),
        ("负责人相同的分支", "、".join(branches)),
        ("关闭医保系统", str(found.closed or "")),
    )
    wanted = ("公布", "备案") if ending.rule == "C13" else ()
    shown = tuple((name, words) for name, words in lines if words or name in wanted)
    return EndingView(f"{found.state.label}（{ending.on}）", shown)


def _renewal(reader: Reader, found: Agreement, renewal: Renewal | None) -> tuple[RenewalLine, ...]:
    known = renewal or Renewal()
    papers = known.papers
    made = found.assessments[-1] if found.assessments else None
    assessment = papers.assessment or (f"{made.year}年度考核{made.label}" if made else "")
    number = f"（{known.number}）" if known.published and known.number else ""
    lines = [
        RenewalLine("申请续签", str(known.requested or ""), known.requested is not None),
        RenewalLine("信用报告", papers.credit_report, bool(papers.credit_report)),
        RenewalLine("征求意见情况", papers.letters, bool(papers.letters)),
        RenewalLine("检查考核情况", assessment, bool(assessment)),
        RenewalLine("公示", f"{known.published or ''}{number}", known.published is not None),
        RenewalLine("续签", reader.agreement(found.next).number if found.next else "", bool(found.next)),
    ]
    if known.declined is not None:
        lines.insert(0, RenewalLine("不再续签", str(known.declined), done=True))
    if known.round:
        lines.insert(0, RenewalLine("列入续签批次", str(known.opened or ""), done=True))
    return tuple(lines)


def _settled(upheld: bool, finding: str) -> str:
    return "；".join(part for part in ("成立" if upheld else "不成立", finding) if part)


def _letter(one: Inquiry) -> LetterLine:
    return LetterLine(one.on, one.number, one.to, one.about, one.answered, one.answer)


def _money(one: Claim) -> MoneyLine:
    paid = figures(one.paid) if one.paid is not None else ""
    return MoneyLine(one.period, figures(one.claimed), one.on, paid, one.paid_on)


def _note(one: Note) -> NoteLine:
    waits = one.answered is None and not one.people and one.kind.value != "training"
    answer = one.answer or "、".join(one.people)
    return NoteLine(one.on, one.kind.label, one.text, answer, one.answered, waits)


def _assessment(one: Assessment) -> AssessmentLine:
    follows = f"质量保证金返还 {one.deposit}%；{'可以续签' if one.renews else '不宜续签'}"
    return AssessmentLine(one.year, one.on, points_words(one.score), one.label, follows, one.number)


def audit_brief(one: Audit) -> AuditBrief:
    """Give a matter of breach in one line."""
    kinds = dict.fromkeys(measure.kind.label for measure in one.measures)
    money = sum(measure.amount for measure in one.measures)
    words = "、".join(kinds) + (f"（共 {figures(money)} 元）" if money else "")
    return AuditBrief(one.id, one.number, one.opened, one.reason, one.stage.label, words, len(one.owed()))
