"""Numbers of documents (文号): which facts give one, and the running number at its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from yb_desktop.domain.agreement import Drafted
from yb_desktop.domain.assessing import Assessed
from yb_desktop.domain.breach_facts import (
    AuditDecided,
    AuditOpened,
    DamagesCharged,
    FindingsDelivered,
    MendingOrdered,
    Recovered,
    ReplyReviewed,
    Withheld,
)
from yb_desktop.domain.case_facts import (
    Accepted,
    Decided,
    MaterialsReceived,
    MeetingHeld,
    MissingNotified,
    NotAccepted,
    Published,
    SupplementAsked,
    VisitAssigned,
)
from yb_desktop.domain.changes import (
    RenewalPublished,
    Renewed,
    Resumed,
    Suspended,
    Terminated,
    TerminationPublished,
)
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.inquiry import InquirySent
from yb_desktop.domain.institution import ChangeCompleted

_LAST_NUMBER = re.compile(r"(\d+)\D*$")

Numbered = (
    MaterialsReceived
    | MissingNotified
    | SupplementAsked
    | Accepted
    | NotAccepted
    | VisitAssigned
    | MeetingHeld
    | Decided
    | Published
    | Drafted
    | Assessed
    | AuditOpened
    | FindingsDelivered
    | ReplyReviewed
    | AuditDecided
    | MendingOrdered
    | Recovered
    | Withheld
    | DamagesCharged
    | InquirySent
    | ChangeCompleted
    | Suspended
    | Resumed
    | Terminated
    | TerminationPublished
    | RenewalPublished
    | Renewed
)

DOCUMENTS: Final[Mapping[type[Fact], str]] = {
    MaterialsReceived: "intake_receipt",
    MissingNotified: "supplement_notice",
    SupplementAsked: "supplement_notice",
    Accepted: "acceptance_notice",
    NotAccepted: "refusal_notice",
    VisitAssigned: "visit_form",
    MeetingHeld: "minutes",
    Decided: "result_notice",
    Published: "publicity_list",
    Drafted: "agreement",
    Assessed: "assessment_notice",
    AuditOpened: "audit_notice",
    FindingsDelivered: "audit_findings",
    ReplyReviewed: "audit_review",
    AuditDecided: "audit_decision",
    MendingOrdered: "mending_order",
    Recovered: "recovery_notice",
    Withheld: "recovery_notice",
    DamagesCharged: "recovery_notice",
    InquirySent: "inquiry_letter",
    ChangeCompleted: "change_form",
    Suspended: "suspension_decision",
    Resumed: "resumption_decision",
    Terminated: "termination_decision",
    TerminationPublished: "termination_announcement",
    RenewalPublished: "renewal_notice",
    Renewed: "agreement",
}
"""The document each fact gives a number to, by the ids of the command line."""


def numbered(fact: Fact) -> tuple[str, str] | None:
    """Give the document and its number, where a fact carries one."""
    return (DOCUMENTS[type(fact)], fact.number) if isinstance(fact, Numbered) and fact.number else None


def serial_of(number: str) -> int:
    """Give the running number: the last digits of a document number (姚医保受〔2026〕12号 gives 12), 0 without any."""
    found = _LAST_NUMBER.search(number)
    return int(found[1]) if found else 0
