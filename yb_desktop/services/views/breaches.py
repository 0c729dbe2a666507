"""Matters of breach as the screen shows them: the list by stage, and one with its six steps, measures and duties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.domain.amounts import figures
from yb_desktop.domain.audit import Audit, Measure, MeasureKind
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.papers import documents_of
from yb_desktop.services.registry import spec
from yb_desktop.services.views.asking import AskedForm, asked_form
from yb_desktop.services.views.breach_events import detail_of
from yb_desktop.services.views.breach_offers import (
    STEPS,
    measure_actions,
    named_offers,
    next_step,
    offer,
    owed_action,
)
from yb_desktop.services.views.case_clocks import ClockLine, running_clocks
from yb_desktop.services.views.case_history import HistoryLine
from yb_desktop.services.views.case_way import Standing
from yb_desktop.services.views.history_words import history_lines, names_of
from yb_desktop.services.views.offering import Offer
from yb_desktop.services.views.releasing import Decision, decision_about
from yb_desktop.store import breach_lists, lists, paging
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import AuditRow

_FOUND_MOST = 30


class Matters(Enum):
    """Which matters; the value is the word shown."""

    ALL = "全部"
    OWED = "有待办"
    PENDING = "待审核"


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the list is asked for."""

    find: str = ""
    stage: AuditStage | None = None
    matters: Matters = Matters.ALL


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One matter in the list; ``next_step`` in words, ``money`` in yuan."""

    id: str
    number: str
    institution_name: str
    stage: AuditStage
    opened: date
    changed: date
    next_step: str
    owed: int
    money: str
    clock: ClockLine | None


@dataclass(frozen=True, slots=True)
class AuditList:
    """A part of the list and how long it is."""

    rows: tuple[AuditLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AuditWay:
    """B2: one of the six steps."""

    action: str
    title: str
    standing: Standing
    on: date | None
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class OwedLine:
    """Something still to be done, and the action that does it."""

    rule: str
    text: str
    action: str
    title: str
    measure: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A sum found by the audit, with what a measure about it would rest on."""

    name: str
    fen: int
    money: str
    basis: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure: what, against whom, how much, from when to when, how it stands, and what can be done about it."""

    id: str
    on: date
    title: str
    about: str
    money: str
    period: str
    number: str
    people: str
    standing: str
    done: bool
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    """One matter with everything its page shows."""

    id: str
    number: str
    agreement: str
    agreement_number: str
    institution: str
    institution_name: str
    kind: Kind
    stage: AuditStage
    own: bool
    last_on: date
    facts: tuple[tuple[str, str], ...]
    way: tuple[AuditWay, ...]
    next: AskedForm | None
    measures_offered: tuple[Offer, ...]
    follow: tuple[Offer, ...]
    owed: tuple[OwedLine, ...]
    clocks: tuple[ClockLine, ...]
    found: tuple[FindingLine, ...]
    measures: tuple[MeasureLine, ...]
    total: str
    hearings: tuple[tuple[str, str, str], ...]
    referrals: tuple[tuple[str, str, str], ...]
    decision: Decision | None
    papers: tuple[PaperRef, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class Auditable:
    """An agreement an audit can be about."""

    agreement: str
    number: str
    institution_name: str
    state: str


def audit_list(
    desk: Desk, wanted: AuditFilter, *, offset: int = 0, limit: int = 100, after: AuditLine | None = None
) -> AuditList:
    """Give a part of the list, the newest change first; ``after`` is the line before ``offset`` where it is known."""
    owed, pending = wanted.matters is Matters.OWED, wanted.matters is Matters.PENDING
    key = paging.written(after.changed.isoformat(), after.id) if after is not None else None
    asked = breach_lists.AuditWanted(wanted.find, wanted.stage, "", owed, pending)
    with desk.store.read() as reader:
        page = breach_lists.audits(
            reader,
            find=wanted.find,
            stage=wanted.stage,
            owed=owed,
            pending=pending,
            after=key,
            offset=0 if after is not None else offset,
            limit=limit,
        )
        rows = tuple(_line(desk, reader, row) for row in page.rows)
        return AuditList(rows, breach_lists.count_audits(reader, asked))


def auditable(desk: Desk, find: str) -> tuple[Auditable, ...]:
    """Give the signed agreements of this office that a search means."""
    with desk.store.read() as reader:
        rows = lists.agreements(reader, find=find, limit=_FOUND_MOST).rows
        drafts = {AgreementState.DRAFT, AgreementState.PRINTED}
        return tuple(
            Auditable(row.id, row.number, row.institution_name, row.state.label)
            for row in rows
            if row.state not in drafts
        )


def audit_view(desk: Desk, audit: str) -> AuditView:
    """Give one matter. Raises ``BadInput`` (``not-found``)."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        found = reader.audit(audit)
        name = names_of(reader)
        institution = reader.institution(found.institution).registration.name
        agreement = reader.agreement(found.agreement).number
        records = reader.records_of(found.id)
        decision = decision_about(desk, reader, found)
    own = found.office == desk.info.office
    step = next_step(found) if own else ""
    measures, follow = named_offers(found, today) if own else ((), ())
    total = sum(one.amount for one in found.measures)
    return AuditView(
        id=found.id,
        number=found.number,
        agreement=found.agreement,
        agreement_number=agreement,
        institution=found.institution,
        institution_name=institution,
        kind=found.institution_kind,
        stage=found.stage,
        own=own,
        last_on=found.last_on,
        facts=_facts(found),
        way=tuple(_way(found, name)),
        next=asked_form(desk, step, {"audit": found.id}) if step else None,
        measures_offered=tuple(offer(desk, found.id, one) for one in measures),
        follow=tuple(offer(desk, found.id, one) for one in follow),
        owed=tuple(
            OwedLine(one.rule, one.text, owed_action(one), spec(owed_action(one)).title, one.measure)
            for one in found.owed()
        ),
        clocks=running_clocks(found, desk.law, today),
        found=_found(found),
        measures=tuple(_measure(one, name, today, open_now=bool(measures)) for one in reversed(found.measures)),
        total=figures(total) if total else "",
        hearings=tuple((str(one.on), one.how.label, one.statement) for one in reversed(found.hearings)),
        referrals=tuple((str(one.day), one.to, one.reason) for one in reversed(found.referrals)),
        decision=decision,
        papers=documents_of(desk, audit=found.id),
        history=history_lines(records, name, detail_of),
    )


def _line(desk: Desk, reader: Reader, row: AuditRow) -> AuditLine:
    found = reader.audit(row.id)
    money = sum(one.amount for one in found.measures)
    clocks = [one for one in running_clocks(found, desk.law, desk.clock.today()) if not one.outer]
    return AuditLine(
        id=row.id,
        number=row.number,
        institution_name=row.institution_name,
        stage=row.stage,
        opened=row.opened,
        changed=row.changed,
        next_step=_next_words(found),
        owed=row.owed,
        money=figures(money) if money else "",
        clock=min(clocks, key=lambda one: one.last_day, default=None),
    )


def _next_words(found: Audit) -> str:
    if found.pending is not None:
        return f"审核：{spec(found.pending.action).title}"
    step = next_step(found)
    if step:
        return spec(step).title
    owed = found.owed()
    return spec(owed_action(owed[0])).title if owed else ""


def _facts(found: Audit) -> tuple[tuple[str, str], ...]:
    findings, decision = found.findings, found.decision
    lines = [("稽核事由", found.reason), ("责令处理的部门", found.ordered_by)]
    if found.visit is not None:
        lines += [("稽核人员", "、".join(found.visit.people)), ("实地稽核情况", found.visit.findings)]
    if findings is not None:
        lines += [("查明的情况", findings.findings), ("依据的条款", "；".join(findings.articles))]
        lines.append(("反馈期限", str(findings.reply_by)))
    if found.reply is not None:
        lines.append(("反馈意见", "逾期未反馈" if found.reply.none else found.reply.text))
    if found.review is not None:
        lines.append(("复核意见", found.review.opinion))
    if decision is not None:
        lines += [("处理意见", decision.opinion), ("处理结果", "、".join(one.label for one in decision.outcomes))]
    if found.outcome_reported is not None:
        lines.append(("结果报告", str(found.outcome_reported)))
    return tuple((name, words) for name, words in lines if words)


def _way(found: Audit, name: Callable[[str], str]) -> list[AuditWay]:
    if found.stage is AuditStage.DAILY:
        return []
    numbers = {
        "breaches.open_audit": found.number,
        "breaches.deliver_findings": found.findings.number if found.findings else "",
        "breaches.review_reply": found.review.number if found.review else "",
        "breaches.decide_audit": found.decision.number if found.decision else "",
    }
    done = {event.type: event for event in found.history}
    due = next_step(found) or (found.pending.action if found.pending else "")
    made = []
    for action, _stage in STEPS:
        event = done.get(action)
        standing = Standing.DONE if event else Standing.NOW if action == due else Standing.LATER
        who = name(event.actor) if event else ""
        note = numbers.get(action, "") or ("待第二人审核" if found.pending and action == found.pending.action else "")
        made.append(AuditWay(action, spec(action).title, standing, event.on if event else None, who, note))
    return made


def _found(found: Audit) -> tuple[FindingLine, ...]:
    decided = found.decision is not None and bool(found.decision.amounts)
    amounts = found.decision.amounts if found.decision and decided else found.findings.amounts if found.findings else {}
    paper = f"稽核处理意见书{found.decision.number}" if found.decision else ""
    paper = paper or (f"稽核结果告知书{found.findings.number}" if found.findings else "")
    return tuple(FindingLine(name, fen, figures(fen), f"{paper}：{name}") for name, fen in amounts.items())


def _measure(one: Measure, name: Callable[[str], str], today: date, *, open_now: bool) -> MeasureLine:
    standing, done = _standing(one, today)
    people = "、".join(dict.fromkeys(name(actor) for actor in (one.prepared_by, one.released_by) if actor))
    actions = measure_actions(one, today) if open_now else ()
    return MeasureLine(
        id=one.id,
        on=one.on,
        title=one.kind.label,
        about="；".join(part for part in (_whom(one), one.basis, one.finding) if part),
        money=figures(one.amount) if one.amount else "",
        period=_period(one),
        number=one.number,
        people=people,
        standing=standing,
        done=done,
        actions=tuple((action, spec(action).title) for action in actions),
    )


def _whom(one: Measure) -> str:
    return (
        "、".join((*one.persons, *one.departments))
        + ("：" if one.persons and one.points else "")
        + "、".join(one.points)
    )


def _period(one: Measure) -> str:
    if one.until is not None:
        return f"限 {one.until} 前"
    if one.starts is None:
        return ""
    if one.kind is MeasureKind.END_PART:
        return f"自 {one.starts} 起"
    return f"{one.starts} 至 {one.ends or '另行通知'}"


def _standing(one: Measure, today: date) -> tuple[str, bool]:
    match one.kind:
        case MeasureKind.MENDING if one.settled is None:
            return "待复查", False
        case MeasureKind.MENDING:
            return ("已整改到位", True) if one.mended else ("整改不到位", False)
        case MeasureKind.SUSPEND_PART if one.settled is not None:
            return f"{one.settled} 恢复", True
        case MeasureKind.SUSPEND_PART if not one.stops(today):
            return "期满", True
        case MeasureKind.SUSPEND_PART | MeasureKind.END_PART:
            word = "中止中" if one.kind is MeasureKind.SUSPEND_PART else "已终止"
            return (f"{word}，已报告 {one.reported}", True) if one.reported else (f"{word}，未报告", False)
        case _:
            return "已办理", True
