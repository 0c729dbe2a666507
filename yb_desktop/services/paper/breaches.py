"""The papers of a matter of breach: the audit's in the order of its steps (B2), hearings and measures (B1, B6).

Each exists once its step is on record, and B2 lets no step be skipped; a step taken back has none. What has no number
of the register carries that of the notice of audit (or of the agreement, in its daily file) with its own title behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from yb_desktop.domain.audit import Audit
from yb_desktop.domain.breach_facts import (
    AuditDecided,
    AuditOpened,
    AuditVisited,
    DamagesCharged,
    FindingsDelivered,
    Heard,
    MendingOrdered,
    MoneyFact,
    Recovered,
    ReplyReviewed,
    Talked,
    Withheld,
)
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents.audit_decision import TITLE as DECISION
from yb_desktop.paper.documents.audit_decision import audit_decision
from yb_desktop.paper.documents.audit_findings import TITLE as FINDINGS
from yb_desktop.paper.documents.audit_findings import compose_audit_findings
from yb_desktop.paper.documents.audit_notice import TITLE as NOTICE
from yb_desktop.paper.documents.audit_notice import compose_audit_notice
from yb_desktop.paper.documents.audit_record import TITLE as RECORD
from yb_desktop.paper.documents.audit_record import audit_record
from yb_desktop.paper.documents.audit_review import TITLE as REVIEW
from yb_desktop.paper.documents.audit_review import compose_audit_review
from yb_desktop.paper.documents.hearing_record import TITLE as HEARING
from yb_desktop.paper.documents.hearing_record import hearing_record
from yb_desktop.paper.documents.mending_order import TITLE as MENDING
from yb_desktop.paper.documents.mending_order import compose_mending_order
from yb_desktop.paper.documents.recovery_notice import recovery_notice
from yb_desktop.paper.documents.talk_record import TITLE as TALK
from yb_desktop.paper.documents.talk_record import talk_record
from yb_desktop.services.paper import breach_values
from yb_desktop.services.paper.breach_values import Told
from yb_desktop.services.paper.kinds import Asked, PaperKind, PaperRef, paper_kind
from yb_desktop.services.paper.steps import Done, done, suffixed
from yb_desktop.store.reading import Reader

_Drawn = TypeVar("_Drawn", AuditOpened, FindingsDelivered, ReplyReviewed, AuditDecided, MendingOrdered)
_Counted = TypeVar("_Counted", AuditVisited, Talked, Heard)
_MONEY = (Withheld, Recovered, DamagesCharged)


def _base(reader: Reader, audit: Audit) -> str:
    """Give the number that papers without one of their own are known by."""
    return audit.number or reader.agreement(audit.agreement).number


def _drawn(
    document: str, title: str, step: type[_Drawn], make: Callable[[Asked[Audit], Told, Done[_Drawn]], bytes | Composed]
) -> PaperKind:
    """Write the line of a paper that its step drew a number for."""

    def refs(reader: Reader, audit: Audit) -> Iterator[PaperRef]:
        for one in done(reader, audit.id, step):
            yield PaperRef(document, title, one.fact.number, one.stamp.on)

    def made(asked: Asked[Audit]) -> bytes | Composed:
        steps = done(asked.reader, asked.matter.id, step)
        one = next(one for one in steps if one.fact.number == asked.ref.number)
        return make(asked, _told(asked, one), one)

    return paper_kind(document, title, Audit, refs=refs, make=made)


def _counted(
    document: str,
    title: str,
    step: type[_Counted],
    make: Callable[[Asked[Audit], Told, Done[_Counted]], bytes | Composed],
) -> PaperKind:
    """Write the line of a paper that is known by the matter's number, its own title and which of its kind it is."""

    def number(base: str, one: Done[_Counted]) -> str:
        return suffixed(base, title, one.nth)

    def refs(reader: Reader, audit: Audit) -> Iterator[PaperRef]:
        base = _base(reader, audit)
        for one in done(reader, audit.id, step):
            yield PaperRef(document, title, number(base, one), one.stamp.on)

    def made(asked: Asked[Audit]) -> bytes | Composed:
        base = _base(asked.reader, asked.matter)
        steps = done(asked.reader, asked.matter.id, step)
        one = next(one for one in steps if number(base, one) == asked.ref.number)
        return make(asked, _told(asked, one), one)

    return paper_kind(document, title, Audit, refs=refs, make=made)


def _told(asked: Asked[Audit], one: Done[_Drawn] | Done[_Counted] | Done[MoneyFact]) -> Told:
    return breach_values.told(asked.desk, asked.reader, asked.matter, one, asked.ref.number)


def _notice(asked: Asked[Audit], at: Told, step: Done[AuditOpened]) -> Composed:
    return compose_audit_notice(breach_values.notice(at, step))


def _record(asked: Asked[Audit], at: Told, step: Done[AuditVisited]) -> bytes:
    return audit_record(breach_values.visit_record(at, step), signer=asked.signer)


def _findings(asked: Asked[Audit], at: Told, step: Done[FindingsDelivered]) -> Composed:
    return compose_audit_findings(breach_values.findings(at, step))


def _review(asked: Asked[Audit], at: Told, step: Done[ReplyReviewed]) -> Composed:
    return compose_audit_review(breach_values.review(at, step))


def _decision(asked: Asked[Audit], at: Told, step: Done[AuditDecided]) -> bytes:
    return audit_decision(breach_values.decision(at, step), signer=asked.signer)


def _talk(asked: Asked[Audit], at: Told, step: Done[Talked]) -> bytes:
    return talk_record(breach_values.talk(at, step), signer=asked.signer)


def _mending(asked: Asked[Audit], at: Told, step: Done[MendingOrdered]) -> Composed:
    return compose_mending_order(breach_values.mending(at, step))


def _hearing(asked: Asked[Audit], at: Told, step: Done[Heard]) -> bytes:
    return hearing_record(breach_values.hearing(at, step), signer=asked.signer)


def _money(reader: Reader, audit: Audit) -> tuple[tuple[str, Done[MoneyFact]], ...]:
    """Give the measures in money with their numbers; refusals of payment once drew none."""
    base = _base(reader, audit)
    steps: tuple[Done[MoneyFact], ...] = done(reader, audit.id, *_MONEY)
    return tuple((one.fact.number or suffixed(base, "不予支付", one.nth), one) for one in steps)


def _recoveries(reader: Reader, audit: Audit) -> Iterator[PaperRef]:
    for number, one in _money(reader, audit):
        yield PaperRef("recovery_notice", breach_values.money_of(one.fact).title, number, one.stamp.on)


def _recovery(asked: Asked[Audit]) -> bytes:
    one = next(one for number, one in _money(asked.reader, asked.matter) if number == asked.ref.number)
    return recovery_notice(breach_values.recovery(_told(asked, one), one), signer=asked.signer)


PAPERS = (
    _drawn("audit_notice", NOTICE, AuditOpened, _notice),
    _counted("audit_record", RECORD, AuditVisited, _record),
    _drawn("audit_findings", FINDINGS, FindingsDelivered, _findings),
    _drawn("audit_review", REVIEW, ReplyReviewed, _review),
    _drawn("audit_decision", DECISION, AuditDecided, _decision),
    _counted("talk_record", TALK, Talked, _talk),
    _counted("hearing_record", HEARING, Heard, _hearing),
    _drawn("mending_order", MENDING, MendingOrdered, _mending),
    paper_kind("recovery_notice", "追回、不予支付、违约金通知书", Audit, refs=_recoveries, make=_recovery),
)
"""In the order of their steps."""
