"""What the records of an agreement say, in words for its history."""

from __future__ import annotations

from yb_desktop.domain.agreement import (
    AgreementFiled,
    AgreementSigned,
    CopyVoided,
    Drafted,
    Printed,
    ScanAttached,
    SystemOpened,
)
from yb_desktop.domain.changes import Renewed, Suspended, Terminated
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.pairing import Prepared, SentBack, StepVoided
from yb_desktop.domain.performance import ClaimRecorded, PaymentRecorded
from yb_desktop.services.registry import spec


def detail_of(fact: Fact) -> str:
    """Say what a record holds; nothing where its title says it all."""
    match fact:
        case Drafted():
            parts = (fact.number, f"{fact.starts} 至 {fact.ends}")
        case Printed():
            last = fact.first_copy + fact.copies - 1
            numbers = f"第 {fact.first_copy} 份" if fact.copies == 1 else f"第 {fact.first_copy}—{last} 份"
            parts = (numbers, fact.reason)
        case CopyVoided():
            parts = (f"第 {fact.copy} 份", fact.reason)
        case AgreementSigned():
            parts = (f"{fact.copies} 份", "、".join(one.name for one in fact.signers))
        case ScanAttached():
            parts = (f"{len(fact.pages)} 页", "")
        case AgreementFiled():
            parts = (str(fact.day), fact.receipt)
        case SystemOpened():
            parts = (fact.national_code, "")
        case _:
            parts = _change_parts(fact)
    return "；".join(part for part in parts if part)


def _change_parts(fact: Fact) -> tuple[str, str]:
    """Say what a record of an agreement in force holds."""
    match fact:
        case Prepared():
            return spec(fact.action).title, ""
        case Suspended():
            return fact.number, fact.ground.label if fact.ground else f"机构申请，自 {fact.begins} 起"
        case Terminated() | Renewed():
            from_to = f"自 {fact.effective} 起" if isinstance(fact, Terminated) else f"{fact.starts} 至 {fact.ends}"
            return fact.number, from_to
        case ClaimRecorded() | PaymentRecorded():
            return fact.period, fact.reason if isinstance(fact, PaymentRecorded) else ""
        case SentBack() | StepVoided():
            return fact.reason, ""
        case _:
            return "", ""
