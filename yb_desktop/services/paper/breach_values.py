"""Gathers what the papers of an audit and of measures say, from the records, the register and the law (B1–B8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.breach_facts import (
    AT_ONCE,
    TO_THE_LAW,
    AuditDecided,
    AuditOpened,
    AuditVisited,
    DamagesCharged,
    FindingsDelivered,
    Heard,
    HearingHow,
    MendingOrdered,
    MoneyFact,
    Outcome,
    Recovered,
    ReplyReceived,
    ReplyReviewed,
    Talked,
)
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.institution import Registration
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.documents.audit_decision import AuditCourse, AuditDecision
from yb_desktop.paper.documents.audit_findings import AuditFindings
from yb_desktop.paper.documents.audit_notice import AuditNotice
from yb_desktop.paper.documents.audit_record import AuditRecord
from yb_desktop.paper.documents.audit_review import AuditReview
from yb_desktop.paper.documents.hearing_record import HearingRecord
from yb_desktop.paper.documents.mending_order import MendingOrder
from yb_desktop.paper.documents.orders import Sum
from yb_desktop.paper.documents.recovery_notice import Hearing, Money, RecoveryNotice
from yb_desktop.paper.documents.talk_record import TalkRecord
from yb_desktop.paper.documents.values import Sender
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.bound import Bound, bound
from yb_desktop.services.paper.change_values import of_agreement
from yb_desktop.services.paper.steps import Done, F, before, done
from yb_desktop.services.paper.values import entry_on, name_of, sender
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Told:
    """A matter of breach on the day of one of its papers: the agreement, the register's entry, the law."""

    desk: Desk
    reader: Reader
    audit: Audit
    agreement: Agreement
    number: str
    on: date
    at: int

    @property
    def there(self) -> Bound:
        """The law as it binds the agreement that day."""
        return bound(self.desk.law, self.audit, self.on)

    @property
    def entry(self) -> Registration:
        """The register's entry as it stood that day."""
        return entry_on(self.reader, self.audit.institution, self.on)

    @property
    def head(self) -> Sender:
        """Whose paper it is."""
        return sender(self.desk, self.number, self.on)

    def newest(self, kind: type[F]) -> Done[F]:
        """Give the newest step of a kind before the paper's own. Raises ``LookupError`` where there is none."""
        found = self.earlier(kind)
        if found is None:
            raise LookupError(self.audit.id, kind.__name__)
        return found

    def earlier(self, kind: type[F]) -> Done[F] | None:
        """Give the newest step of a kind before the paper's own, if any."""
        return before(done(self.reader, self.audit.id, kind), self.at)

    @property
    def matter(self) -> str:
        """What the paper is about: the audit it comes from, by its newest number; nothing for the daily file."""
        decided, opened = self.earlier(AuditDecided), self.earlier(AuditOpened)
        if decided is not None:
            return f"稽核处理意见书（{decided.fact.number}）"
        return f"稽核通知书（{opened.fact.number}）" if opened is not None else ""


def told(desk: Desk, reader: Reader, audit: Audit, step: Done[Fact], number: str) -> Told:
    """Give a matter of breach as it stood on the day of a step, for the step's paper."""
    return Told(desk, reader, audit, reader.agreement(audit.agreement), number, step.stamp.on, step.at)


def notice(at: Told, step: Done[AuditOpened]) -> AuditNotice:
    """Gather 稽核通知书."""
    return AuditNotice(
        sender=at.head,
        to=at.entry.name,
        agreement=of_agreement(at.agreement),
        reason=step.fact.reason,
        ordered_by=step.fact.ordered_by,
        articles=at.there.full("B2"),
    )


def visit_record(at: Told, step: Done[AuditVisited]) -> AuditRecord:
    """Gather 实地稽核记录."""
    opened = at.newest(AuditOpened).fact
    return AuditRecord(
        sender=at.head,
        institution=at.entry.name,
        address=at.entry.address,
        legal_rep=at.entry.legal_rep,
        agreement=of_agreement(at.agreement),
        notice=opened.number,
        reason=opened.reason,
        people=step.fact.people,
        findings=step.fact.findings,
        recorded_by=name_of(at.reader, step.stamp.actor),
    )


def findings(at: Told, step: Done[FindingsDelivered]) -> AuditFindings:
    """Gather 稽核结果告知书."""
    opened = at.newest(AuditOpened)
    return AuditFindings(
        sender=at.head,
        to=at.entry.name,
        agreement=of_agreement(at.agreement),
        notice=opened.fact.number,
        noticed=opened.stamp.on,
        visited=at.newest(AuditVisited).stamp.on,
        findings=step.fact.findings,
        reply_by=at.there.set_day("B2", at.on, step.fact.reply_by),
        sums=_sums(step.fact.amounts),
        terms=step.fact.articles,
        articles=at.there.full("B2"),
        hearing=at.there.short("B6"),
    )


def _sums(amounts: Mapping[str, int]) -> tuple[Sum, ...]:
    return tuple(Sum(name, fen) for name, fen in amounts.items())


def review(at: Told, step: Done[ReplyReviewed]) -> AuditReview:
    """Gather 复核意见."""
    delivered, reply = at.newest(FindingsDelivered), at.newest(ReplyReceived)
    return AuditReview(
        sender=at.head,
        to=at.entry.name,
        findings=delivered.fact.number,
        delivered=delivered.stamp.on,
        reply_by=delivered.fact.reply_by,
        replied=reply.stamp.on,
        reply=reply.fact.text,
        opinion=step.fact.opinion,
        articles=at.there.full("B2"),
    )


def decision(at: Told, step: Done[AuditDecided]) -> AuditDecision:
    """Gather 稽核处理意见书; B2: the course of the audit is told from its records."""
    opened, delivered = at.newest(AuditOpened), at.newest(FindingsDelivered)
    reply, reviewed = at.newest(ReplyReceived), at.newest(ReplyReviewed)
    return AuditDecision(
        sender=at.head,
        to=at.entry.name,
        agreement=of_agreement(at.agreement),
        course=AuditCourse(
            noticed=opened.stamp.on,
            notice=opened.fact.number,
            visited=at.newest(AuditVisited).stamp.on,
            delivered=delivered.stamp.on,
            findings=delivered.fact.number,
            replied=reply.stamp.on,
            reply=not reply.fact.none,
            reviewed=reviewed.stamp.on,
            review=reviewed.fact.number,
        ),
        found=delivered.fact.findings,
        opinion=step.fact.opinion,
        outcomes=tuple(one.label for one in step.fact.outcomes),
        effects=tuple(_effects(step.fact.outcomes)),
        sums=_sums(step.fact.amounts),
        terms=step.fact.articles,
        articles=at.there.full("B1", "B2"),
        effect_articles=at.there.short("B3"),
        remedy=at.there.held("C16"),
    )


def _effects(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """B3: under the agreement; at once; or on to the law."""
    listed = list(outcomes)
    at_once = [one.label for one in listed if one in AT_ONCE]
    to_the_law = [one.label for one in listed if one in TO_THE_LAW]
    if len(at_once) + len(to_the_law) < len(listed) or not at_once:
        yield "不涉及中止、解除协议和关闭医保支付系统的，由我单位根据医保协议处理"
    if at_once:
        yield f"涉及{'、'.join(at_once)}的，我单位及时作出处置，确保基金安全，有关决定书另行送达"
    if to_the_law:
        yield f"涉及{'、'.join(to_the_law)}的，按照法律程序办理"


def talk(at: Told, step: Done[Talked]) -> TalkRecord:
    """Gather 约谈记录."""
    return TalkRecord(
        sender=at.head,
        institution=at.entry.name,
        agreement=of_agreement(at.agreement),
        persons=tuple(_with_post(at.entry, name) for name in step.fact.persons),
        points=step.fact.points,
        articles=at.there.short("B1"),
        matter=f"{at.matter}所涉及的问题。" if at.matter else "",
        recorded_by=name_of(at.reader, step.stamp.actor),
    )


def _with_post(entry: Registration, name: str) -> str:
    principal = "企业负责人" if entry.kind is Kind.PHARMACY else "主要负责人"
    posts = ((entry.legal_rep, "法定代表人"), (entry.principal, principal))
    held = [post for person, post in posts if person == name]
    if entry.controller is not None and entry.controller.name == name:
        held.append("实际控制人")
    return f"{name}（{'、'.join(held)}）" if held else name


def mending(at: Told, step: Done[MendingOrdered]) -> MendingOrder:
    """Gather 责令限期整改通知书."""
    return MendingOrder(
        sender=at.head,
        to=at.entry.name,
        agreement=of_agreement(at.agreement),
        points=tuple(point for point in step.fact.points if point.strip()),
        until=at.there.set_day("B1", at.on, step.fact.until),
        matter=at.matter,
        articles=at.there.full("B1"),
        measures=at.there.short("B1"),
    )


_HEARD = {
    HearingHow.STATEMENT: "我单位听取了你单位的陈述申辩",
    HearingHow.WAIVED: "你单位放弃陈述申辩",
    HearingHow.SILENT: "记明你单位逾期未陈述申辩",
}


def money_of(news: MoneyFact) -> Money:
    """Say what happens to the money of a measure."""
    if isinstance(news, Recovered):
        return Money.RECOVER
    return Money.DAMAGES if isinstance(news, DamagesCharged) else Money.WITHHOLD


def recovery(at: Told, step: Done[MoneyFact]) -> RecoveryNotice:
    """Gather 追回、不予支付、违约金通知书; the hearing is the newest one before it (B6)."""
    heard = at.earlier(Heard)
    money = money_of(step.fact)
    return RecoveryNotice(
        sender=at.head,
        to=at.entry.name,
        agreement=of_agreement(at.agreement),
        money=money,
        fen=step.fact.amount,
        basis=step.fact.basis,
        matter=at.matter,
        hearing=Hearing(heard.stamp.on, _HEARD[heard.fact.how]) if heard is not None else None,
        articles=at.there.full("B1"),
        hearing_articles=at.there.short("B6"),
        no_arrears=None if money is Money.RECOVER else at.there.short("B7"),
        remedy=at.there.held("C16"),
    )


def hearing(at: Told, step: Done[Heard]) -> HearingRecord:
    """Gather 陈述申辩笔录."""
    return HearingRecord(
        sender=at.head,
        institution=at.entry.name,
        legal_rep=at.entry.legal_rep,
        agreement=of_agreement(at.agreement),
        matter=f"{at.matter or '履行医疗保障服务协议中'}所涉及问题的处理。",
        how=step.fact.how.label,
        statement=step.fact.statement,
        articles=at.there.full("B6"),
        recorded_by=name_of(at.reader, step.stamp.actor),
    )
