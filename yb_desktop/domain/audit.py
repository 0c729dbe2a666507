"""A matter of breach (违约事项) of one agreement: the audit, if there was one, the hearings, and the measures.

Keeps the order of B2 as a stage, and knows what is still owed: hearings after urgent measures (B6), reports (B5, B8),
referrals (B3), mending to be checked (B1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec.structs import replace

from yb_desktop.domain import limits
from yb_desktop.domain.breach_facts import (
    TO_THE_LAW,
    AuditDecided,
    AuditOpened,
    AuditStage,
    AuditVisited,
    DamagesCharged,
    FileOpened,
    FindingsDelivered,
    Heard,
    HearingHow,
    Matter,
    MeasureReported,
    MendingChecked,
    MendingOrdered,
    MoneyFact,
    PartEnded,
    PartResumed,
    PartSuspended,
    Recovered,
    Referred,
    ReplyReceived,
    ReplyReviewed,
    Talked,
    Withheld,
)
from yb_desktop.domain.facts import Fact, Stamp
from yb_desktop.domain.institution import Event
from yb_desktop.domain.limits import Limit, Limits
from yb_desktop.domain.pairing import Pending, Prepared, SentBack, put_before
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.law.catalogue import Kind


class MeasureKind(Labelled):
    """B1, B4: the measures."""

    TALK = "talk", "约谈"
    MENDING = "mending", "责令限期整改"
    WITHHOLD = "withhold", "不予支付费用"
    RECOVER = "recover", "追回费用"
    DAMAGES = "damages", "违约金"
    SUSPEND_PART = "suspend_part", "中止部分人员或科室的医保结算"
    END_PART = "end_part", "终止部分人员或科室的医保结算"

    @property
    def harms(self) -> bool:
        """B6: say whether the institution must be heard before it."""
        return self not in {MeasureKind.TALK, MeasureKind.MENDING}

    @property
    def reported(self) -> bool:
        """B5: say whether it is reported to the administration."""
        return self in {MeasureKind.SUSPEND_PART, MeasureKind.END_PART}

    @property
    def no_arrears(self) -> bool:
        """B7: say whether the institution must not treat the money as insurance arrears."""
        return self in {MeasureKind.WITHHOLD, MeasureKind.DAMAGES}


class Measure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One measure; ``settled`` is the day mending was checked, or a part's suspension was lifted or taken over."""

    id: str
    kind: MeasureKind
    on: date
    prepared_by: str = ""
    released_by: str = ""
    number: str = ""
    persons: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    amount: int = 0
    basis: str = ""
    until: date | None = None
    starts: date | None = None
    ends: date | None = None
    urgent: bool = False
    settled: date | None = None
    mended: bool | None = None
    finding: str = ""
    reported: date | None = None

    def stops(self, day: date) -> bool:
        """B4: say whether settlement for the part is stopped by it on ``day`` or will be."""
        if self.kind is MeasureKind.END_PART:
            return True
        lasts = self.settled is None and (self.ends is None or self.ends >= day)
        return self.kind is MeasureKind.SUSPEND_PART and lasts


class Hearing(msgspec.Struct, frozen=True, omit_defaults=True):
    """B6: one hearing; ``after`` is how many measures had been taken before it."""

    on: date
    how: HearingHow
    after: int
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """Something the office still has to do: by which rule, for which measure, in words, since when."""

    rule: str
    measure: str
    text: str
    since: date


class Audit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A matter of breach as all facts so far make it."""

    id: str
    office: str
    agreement: str
    institution: str
    institution_kind: Kind
    area: str
    stage: AuditStage
    opened: date
    reason: str = ""
    number: str = ""
    ordered_by: str = ""
    visit: AuditVisited | None = None
    findings: FindingsDelivered | None = None
    reply: ReplyReceived | None = None
    review: ReplyReviewed | None = None
    decision: AuditDecided | None = None
    hearings: tuple[Hearing, ...] = ()
    measures: tuple[Measure, ...] = ()
    referrals: tuple[Referred, ...] = ()
    outcome_reported: date | None = None
    pending: Pending | None = None
    limits: Limits = ()
    history: tuple[Event, ...] = ()

    @property
    def last_on(self) -> date:
        """The day of the newest step (T8)."""
        return max(event.on for event in self.history)

    def measure(self, measure: str) -> Measure | None:
        """Give a measure by its id."""
        return next((one for one in self.measures if one.id == measure), None)

    def heard_for(self, kind: MeasureKind) -> bool:
        """B6: say whether the institution was heard; without an audit one hearing serves one measure of each kind."""
        if not self.hearings:
            return False
        if self.stage is not AuditStage.DAILY:
            return True
        return all(one.kind is not kind for one in self.measures[self.hearings[-1].after :])

    def to_check(self) -> tuple[Measure, ...]:
        """B1: give the orders to mend that nobody has checked."""
        return tuple(one for one in self.measures if one.kind is MeasureKind.MENDING and one.settled is None)

    def owed(self) -> tuple[Owed, ...]:
        """Give what the office still has to do, by rule."""
        found = [Owed("B1", one.id, "责令整改的事项尚未复查", one.until or one.on) for one in self.to_check()]
        decided = self._decided_on()
        if decided and self.decision is not None and set(self.decision.outcomes) & TO_THE_LAW and not self.referrals:
            found.append(Owed("B3", "", "处理意见涉及行政处罚或犯罪，尚未移送", decided))
        found += [
            Owed("B5", one.id, f"{one.kind.label}尚未报告同级医疗保障行政部门", one.on)
            for one in self.measures
            if one.kind.reported and one.reported is None
        ]
        found += [
            Owed("B6", one.id, "紧急中止后尚未补听陈述申辩", one.on)
            for place, one in enumerate(self.measures)
            if one.urgent and not any(hearing.after > place for hearing in self.hearings)
        ]
        if decided and self.ordered_by and self.outcome_reported is None:
            found.append(Owed("B8", "", f"{self.ordered_by}责令处理，结果尚未报告", decided))
        return tuple(found)

    def _decided_on(self) -> date | None:
        """B2: give the day on which the decision was delivered, ``None`` before it was."""
        if self.decision is None:
            return None
        return next((one.on for one in reversed(self.history) if one.type == AuditDecided.TYPE), self.last_on)


def evolve(before: Audit | None, news: Fact, at: Stamp) -> Audit:
    """Give the matter after ``news``. Raises ``LookupError`` when there is none yet to change."""
    if isinstance(news, AuditOpened):
        started = _started(news.matter, at, AuditStage.NOTIFIED)
        after = replace(started, reason=news.reason, number=news.number, ordered_by=news.ordered_by)
    elif isinstance(news, FileOpened):
        after = _started(news.matter, at, AuditStage.DAILY)
    elif before is None:
        raise LookupError(at.entity)
    else:
        after = _changed(before, news, at)
    past = before.history if before else ()
    return replace(after, history=(*past, Event(at.type, at.on, at.actor, at.rid)))


def _started(matter: Matter, at: Stamp, stage: AuditStage) -> Audit:
    return Audit(
        id=at.entity,
        office=at.office,
        agreement=matter.agreement,
        institution=matter.institution,
        institution_kind=matter.institution_kind,
        area=matter.area,
        stage=stage,
        opened=at.on,
    )


def _changed(before: Audit, news: Fact, at: Stamp) -> Audit:
    match news:
        case Prepared() | SentBack():
            return replace(before, pending=put_before(news, at) if isinstance(news, Prepared) else None)
        case Heard():
            hearing = Hearing(at.on, news.how, len(before.measures), news.statement)
            return replace(before, hearings=(*before.hearings, hearing))
        case MeasureReported() if news.measure:
            return _with(before, news.measure, reported=news.day)
        case MeasureReported():
            return replace(before, outcome_reported=news.day)
        case Referred():
            return replace(before, referrals=(*before.referrals, news))
        case _:
            return _audited(before, news, at) or _measured(before, news, at)


def _audited(before: Audit, news: Fact, at: Stamp) -> Audit | None:
    """B2: the six steps; each brings its stage."""
    match news:
        case AuditVisited():
            return replace(before, stage=AuditStage.VISITED, visit=news)
        case FindingsDelivered():
            reply = Limit("B2", at.on, until=news.reply_by)
            return replace(before, stage=AuditStage.FINDINGS, findings=news, limits=(*before.limits, reply))
        case ReplyReceived():
            clocks = limits.stop(before.limits, "B2", at.on)
            return replace(before, stage=AuditStage.REPLIED, reply=news, limits=clocks)
        case ReplyReviewed():
            return replace(before, stage=AuditStage.REVIEWED, review=news)
        case AuditDecided():
            return replace(before, stage=AuditStage.DECIDED, decision=news, pending=None)
        case _:
            return None


def _measured(before: Audit, news: Fact, at: Stamp) -> Audit:
    """B1, B4: measures are added, checked, lifted."""
    match news:
        case MendingOrdered():
            ordered = Limit("B1", at.on, of=news.measure, until=news.until)
            return replace(_taken(before, _measure(news, at)), limits=(*before.limits, ordered))
        case MendingChecked():
            clocks = limits.stop(before.limits, "B1", at.on, news.measure)
            after = _with(before, news.measure, settled=at.on, mended=news.mended, finding=news.finding)
            return replace(after, limits=clocks)
        case PartResumed():
            return replace(_with(before, news.measure, settled=at.on), pending=None)
        case PartEnded() if news.instead_of:
            return _taken(_with(before, news.instead_of, settled=at.on), _measure(news, at))
        case _:
            return _taken(before, _measure(news, at))


def _taken(before: Audit, measure: Measure) -> Audit:
    return replace(before, measures=(*before.measures, measure), pending=None)


def _with(before: Audit, measure: str, **changes: object) -> Audit:
    if before.measure(measure) is None:
        raise LookupError(measure)
    changed = tuple(replace(one, **changes) if one.id == measure else one for one in before.measures)
    return replace(before, measures=changed)


def _measure(news: Fact, at: Stamp) -> Measure:
    match news:
        case Talked():
            return Measure(id=news.measure, kind=MeasureKind.TALK, on=at.on, persons=news.persons, points=news.points)
        case MendingOrdered():
            return Measure(
                id=news.measure,
                kind=MeasureKind.MENDING,
                on=at.on,
                points=news.points,
                until=news.until,
                number=news.number,
            )
        case Withheld():
            return _money(MeasureKind.WITHHOLD, news, at)
        case Recovered():
            return _money(MeasureKind.RECOVER, news, at)
        case DamagesCharged():
            return _money(MeasureKind.DAMAGES, news, at)
        case PartSuspended() | PartEnded():
            return _part(news, at)
        case _:
            raise TypeError(f"{type(news).__name__} does not change a matter of breach")


def _money(kind: MeasureKind, news: MoneyFact, at: Stamp) -> Measure:
    return Measure(
        id=news.measure,
        kind=kind,
        on=at.on,
        amount=news.amount,
        basis=news.basis,
        number=news.number,
        prepared_by=news.prepared_by,
        released_by=at.actor,
    )


def _part(news: PartSuspended | PartEnded, at: Stamp) -> Measure:
    return Measure(
        id=news.measure,
        kind=MeasureKind.SUSPEND_PART if isinstance(news, PartSuspended) else MeasureKind.END_PART,
        ends=news.ends if isinstance(news, PartSuspended) else None,
        urgent=isinstance(news, PartSuspended) and news.urgent,
        on=at.on,
        persons=news.persons,
        departments=news.departments,
        starts=news.starts,
        basis=news.basis,
        prepared_by=news.prepared_by,
        released_by=at.actor,
    )
