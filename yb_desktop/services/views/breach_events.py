"""What the records of a matter of breach say, in words for its history."""

from __future__ import annotations

from yb_desktop.domain.amounts import figures
from yb_desktop.domain.breach_facts import (
    AuditDecided,
    AuditOpened,
    FindingsDelivered,
    Heard,
    MeasureReported,
    MendingChecked,
    MendingOrdered,
    MoneyFact,
    PartEnded,
    PartSuspended,
    Referred,
    ReplyReceived,
    ReplyReviewed,
    Talked,
)
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.pairing import Prepared, SentBack, StepVoided
from yb_desktop.services.registry import spec


def detail_of(fact: Fact) -> str:
    """Say what a record holds; nothing where its title says it all."""
    match fact:
        case AuditOpened() | FindingsDelivered() | ReplyReviewed() | AuditDecided():
            return fact.number
        case ReplyReceived():
            return "逾期未反馈" if fact.none else fact.text
        case MoneyFact():
            return f"{figures(fact.amount)} 元；{fact.basis}"
        case PartSuspended() | PartEnded():
            return "、".join((*fact.persons, *fact.departments))
        case Heard() | Talked() | MendingOrdered() | MendingChecked():
            return _daily(fact)
        case _:
            return _beside(fact)


def _beside(fact: Fact) -> str:
    match fact:
        case MeasureReported() | Referred():
            return f"{fact.to}，{fact.day}"
        case Prepared():
            return spec(fact.action).title
        case SentBack() | StepVoided():
            return fact.reason
        case _:
            return ""


def _daily(fact: Fact) -> str:
    match fact:
        case Heard():
            return "；".join(part for part in (fact.how.label, fact.statement) if part)
        case Talked():
            return "、".join((*fact.persons, *fact.points))
        case MendingOrdered():
            return f"{'、'.join(fact.points)}；限 {fact.until} 前"
        case MendingChecked():
            return "；".join(part for part in ("整改到位" if fact.mended else "整改不到位", fact.finding) if part)
        case _:
            return ""
