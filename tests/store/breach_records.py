"""Records of one matter of breach with every kind of measure, a barred person and a publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.domain.blocked import PersonBlocked
from yb_desktop.domain.breach_facts import (
    AuditDecided,
    AuditOpened,
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
    Outcome,
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
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.publication import ConditionsPublished
from yb_desktop.law.catalogue import Kind

SUSPENDED = PartSuspended(
    measure="m1", persons=("医师己",), departments=(), starts=date(2026, 7, 10), prepared_by="person-a", urgent=True
)


def standing() -> Iterator[tuple[str, str, Fact]]:
    """Give a barred person and a publication: the prefix of the id, the day and the fact."""
    yield (
        "block",
        "2026-02-02",
        PersonBlocked(
            name="某甲", kind=Kind.MEDICAL, starts=date(2026, 2, 2), until=date(2031, 2, 2), reason="因违法被解除协议"
        ),
    )
    yield "pub", "2026-02-02", ConditionsPublished(where=("服务大厅",))


def audit(agreement: str, institution: str) -> Iterator[tuple[str, Fact]]:
    """Give an audit in order, and what was decided upon it, with the days."""
    matter = Matter(agreement=agreement, institution=institution, institution_kind=Kind.MEDICAL, area="532326")
    yield (
        "2026-07-01",
        AuditOpened(matter=matter, reason="抽查", number="大医保稽〔2026〕1号", ordered_by="州医疗保障局"),
    )
    yield "2026-07-02", AuditVisited(people=("甲", "乙"))
    findings = FindingsDelivered(
        findings="重复收费", number="大医保稽告〔2026〕1号", reply_by=date(2026, 7, 9), amounts={"第1项": 100}
    )
    yield "2026-07-03", findings
    yield "2026-07-06", ReplyReceived(text="无异议")
    yield "2026-07-06", ReplyReviewed(opinion="维持", number="大医保稽复〔2026〕1号")
    yield (
        "2026-07-07",
        AuditDecided(
            opinion="追回",
            number="大医保稽处〔2026〕1号",
            prepared_by="person-a",
            outcomes=(Outcome.AGREEMENT, Outcome.PENALTY),
        ),
    )
    yield "2026-07-08", SUSPENDED
    yield "2026-07-09", Heard(how=HearingHow.STATEMENT, statement="请求从轻")
    money = {"basis": "协议", "prepared_by": "person-a"}
    yield "2026-07-10", Recovered(measure="m2", amount=100, number="大医保追〔2026〕1号", **money)
    yield "2026-07-10", DamagesCharged(measure="m3", amount=5, number="大医保追〔2026〕2号", **money)
    yield "2026-07-10", Withheld(measure="m4", amount=7, **money)
    yield "2026-07-13", MeasureReported(to="县医疗保障局", day=date(2026, 7, 13), measure="m1")
    yield "2026-07-13", MeasureReported(to="州医疗保障局", day=date(2026, 7, 13))
    yield "2026-07-13", Referred(to="县医疗保障局", day=date(2026, 7, 13))
    yield "2026-07-14", PartResumed(measure="m1", prepared_by="person-a")


def daily(agreement: str, institution: str) -> Iterator[tuple[str, Fact]]:
    """Give measures that no audit led to, with the days."""
    matter = Matter(agreement=agreement, institution=institution, institution_kind=Kind.MEDICAL, area="532326")
    yield "2026-08-03", FileOpened(matter=matter)
    yield "2026-08-03", Talked(measure="n1", persons=("杨文祥",))
    ordered = MendingOrdered(measure="n2", points=("收费",), until=date(2026, 9, 3), number="大医保改〔2026〕1号")
    yield "2026-08-03", ordered
    yield "2026-09-04", MendingChecked(measure="n2", mended=False, finding="未改")
    yield "2026-09-04", Heard(how=HearingHow.SILENT)
    yield (
        "2026-09-07",
        PartEnded(measure="n3", persons=(), departments=("内科",), starts=date(2026, 9, 7), prepared_by="person-a"),
    )
