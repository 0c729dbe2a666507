"""What happens when an agreement is breached: the six steps of an audit (B2), hearings (B6) and measures (B1, B3–B8).

Money is in whole fen. A measure that takes two persons carries who prepared it.
"""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.domain.facts import Fact, fact
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.law.catalogue import Kind


class AuditStage(Labelled):
    """B2: how far a matter of breach has come; ``daily`` holds measures that no audit led to."""

    DAILY = "daily", "日常处理"
    NOTIFIED = "notified", "已下达稽核通知书"
    VISITED = "visited", "已实地稽核"
    FINDINGS = "findings", "已送达结果告知书"
    REPLIED = "replied", "已收反馈意见"
    REVIEWED = "reviewed", "已复核反馈意见"
    DECIDED = "decided", "已送达处理意见书"
    VOIDED = "voided", "已撤销"


class Outcome(Labelled):
    """B3: what a decision comes to."""

    AGREEMENT = "agreement", "按医保协议处理"
    SUSPEND = "suspend", "中止协议"
    TERMINATE = "terminate", "解除协议"
    CLOSE_SYSTEM = "close_system", "关闭医保支付系统"
    PENALTY = "penalty", "移送行政处罚"
    CRIME = "crime", "移送司法机关"


AT_ONCE = frozenset({Outcome.SUSPEND, Outcome.TERMINATE, Outcome.CLOSE_SYSTEM})
"""B3: with these the agency acts at once."""

TO_THE_LAW = frozenset({Outcome.PENALTY, Outcome.CRIME})
"""B3: these go on to penalty or prosecution."""


class HearingHow(Labelled):
    """B6: what the institution did with the offer to state and defend itself."""

    STATEMENT = "statement", "已陈述申辩"
    WAIVED = "waived", "放弃陈述申辩"
    SILENT = "silent", "逾期未陈述申辩"


class Matter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which agreement a matter of breach is about."""

    agreement: str
    institution: str
    institution_kind: Kind
    area: str


@fact("breaches.open_audit")
class AuditOpened(Fact, frozen=True):
    """B2, first step: the notice of audit; ``ordered_by`` names the administration that ordered it (B8)."""

    matter: Matter
    reason: str
    number: str
    ordered_by: str = ""


@fact("breaches.open_file")
class FileOpened(Fact, frozen=True):
    """B1: measures without an audit need a place to stand."""

    matter: Matter


@fact("breaches.visit_audit")
class AuditVisited(Fact, frozen=True):
    """B2, second step: audited on site."""

    people: tuple[str, ...] = ()
    findings: str = ""


@fact("breaches.deliver_findings")
class FindingsDelivered(Fact, frozen=True):
    """B2, third step: the findings reached the institution, which may reply until ``reply_by``; fen by item."""

    findings: str
    number: str
    reply_by: date
    amounts: dict[str, int] = msgspec.field(default_factory=dict)
    articles: tuple[str, ...] = ()


@fact("breaches.receive_reply")
class ReplyReceived(Fact, frozen=True):
    """B2, fourth step: the institution's reply, or that none came by the set day."""

    text: str = ""
    none: bool = False


@fact("breaches.review_reply")
class ReplyReviewed(Fact, frozen=True):
    """B2, fifth step: the agency's review of the reply."""

    opinion: str
    number: str


@fact("breaches.decide_audit")
class AuditDecided(Fact, frozen=True):
    """B2, B3, last step: the decision, prepared by one and released by another, and delivered."""

    opinion: str
    number: str
    prepared_by: str
    outcomes: tuple[Outcome, ...]
    amounts: dict[str, int] = msgspec.field(default_factory=dict)
    articles: tuple[str, ...] = ()


@fact("breaches.hear")
class Heard(Fact, frozen=True):
    """B6: the institution stated its case, waived it, or kept silent; ``agreement`` is the one at stake."""

    how: HearingHow
    statement: str = ""
    agreement: str = ""

    def touches(self) -> tuple[str, ...]:
        """The agreement knows that its institution was heard: its suspension or termination may rest on that."""
        return (self.agreement,) if self.agreement else ()


@fact("breaches.talk")
class Talked(Fact, frozen=True):
    """B1: a talk (约谈) with those who answer for the institution."""

    measure: str
    persons: tuple[str, ...]
    points: tuple[str, ...] = ()


@fact("breaches.order_mending")
class MendingOrdered(Fact, frozen=True):
    """B1: an order to mend the named points by a day."""

    measure: str
    points: tuple[str, ...]
    until: date
    number: str


@fact("breaches.check_mending")
class MendingChecked(Fact, frozen=True):
    """B1: what was ordered to be mended has been looked at."""

    measure: str
    mended: bool
    finding: str = ""


class MoneyFact(Fact, frozen=True):
    """B1, B7: a measure in money: whole fen, and what it rests on."""

    measure: str
    amount: int
    basis: str
    prepared_by: str
    number: str = ""


@fact("breaches.withhold")
class Withheld(MoneyFact, frozen=True):
    """B1: fees that are not paid."""


@fact("breaches.recover")
class Recovered(MoneyFact, frozen=True):
    """B1: fees that were paid and are taken back."""


@fact("breaches.charge_damages")
class DamagesCharged(MoneyFact, frozen=True):
    """B1: liquidated damages under the agreement."""


@fact("breaches.suspend_part")
class PartSuspended(Fact, frozen=True):
    """B4: settlement is suspended for persons or departments, both days included; ``urgent`` did not wait (B6)."""

    measure: str
    persons: tuple[str, ...]
    departments: tuple[str, ...]
    starts: date
    prepared_by: str
    basis: str = ""
    ends: date | None = None
    urgent: bool = False


@fact("breaches.resume_part")
class PartResumed(Fact, frozen=True):
    """B4: settlement for a suspended part goes on, from the record's day."""

    measure: str
    prepared_by: str


@fact("breaches.end_part")
class PartEnded(Fact, frozen=True):
    """B4: settlement is ended for persons or departments; ``instead_of`` is the suspension that it takes over."""

    measure: str
    persons: tuple[str, ...]
    departments: tuple[str, ...]
    starts: date
    prepared_by: str
    basis: str = ""
    instead_of: str = ""


@fact("breaches.report_measure")
class MeasureReported(Fact, frozen=True):
    """B5, B8: reported to the administration; without ``measure`` it is the outcome of what it ordered."""

    to: str
    day: date
    measure: str = ""


@fact("breaches.refer")
class Referred(Fact, frozen=True):
    """B3: handed on to penalty or prosecution."""

    to: str
    day: date
    reason: str = ""
