"""What the records of an agreement say, in words for its history."""

from __future__ import annotations

from yb_desktop.domain.agreement import (
    AgreementFiled,
    AgreementSigned,
    Drafted,
    Printed,
    ScanAttached,
    SystemOpened,
)
from yb_desktop.domain.facts import Fact


def detail_of(fact: Fact) -> str:
    """Say what a record holds; nothing where its title says it all."""
    match fact:
        case Drafted():
            parts = (fact.number, f"{fact.starts} 至 {fact.ends}")
        case Printed():
            last = fact.first_copy + fact.copies - 1
            numbers = f"第 {fact.first_copy} 份" if fact.copies == 1 else f"第 {fact.first_copy}—{last} 份"
            parts = (numbers, fact.reason)
        case AgreementSigned():
            parts = (f"{fact.copies} 份", "、".join(one.name for one in fact.signers))
        case ScanAttached():
            parts = (f"{len(fact.pages)} 页", "")
        case AgreementFiled():
            parts = (str(fact.day), fact.receipt)
        case SystemOpened():
            parts = (fact.national_code, "")
        case _:
            parts = ("", "")
    return "；".join(part for part in parts if part)
