"""What can be done in a matter of breach now: the next of the six steps or what is owed, the measures, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.domain.audit import Audit, Measure, MeasureKind, Owed
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.asking import asked_form
from yb_desktop.services.views.offering import Offer

STEPS: tuple[tuple[str, AuditStage], ...] = (
    ("breaches.open_audit", AuditStage.NOTIFIED),
    ("breaches.visit_audit", AuditStage.VISITED),
    ("breaches.deliver_findings", AuditStage.FINDINGS),
    ("breaches.receive_reply", AuditStage.REPLIED),
    ("breaches.review_reply", AuditStage.REVIEWED),
    ("breaches.decide_audit", AuditStage.DECIDED),
)
"""B2: the six steps in order, each with the stage it brings."""

MEASURES = (
    "breaches.hear",
    "breaches.talk",
    "breaches.order_mending",
    "breaches.withhold",
    "breaches.recover",
    "breaches.charge_damages",
    "breaches.suspend_part",
    "breaches.end_part",
)
_OWED = {
    "B1": "breaches.check_mending",
    "B3": "breaches.refer",
    "B5": "breaches.report_measure",
    "B6": "breaches.hear",
    "B8": "breaches.report_measure",
}


def next_step(found: Audit) -> str:
    """Name the next of the six steps; empty where there is none."""
    stages = [stage for _name, stage in STEPS]
    if found.pending is not None or found.stage not in stages[:-1]:
        return ""
    return STEPS[stages.index(found.stage) + 1][0]


def owed_action(one: Owed) -> str:
    """Name the action that does what is owed."""
    return _OWED[one.rule]


def measure_actions(one: Measure, today: date) -> tuple[str, ...]:
    """Name what can be done about one measure."""
    return tuple(_about(one, today))


def _about(one: Measure, today: date) -> Iterator[str]:
    if one.kind is MeasureKind.MENDING and one.settled is None:
        yield "breaches.check_mending"
    if one.kind is MeasureKind.SUSPEND_PART and one.stops(today):
        yield "breaches.resume_part"
    if one.kind.reported and one.reported is None:
        yield "breaches.report_measure"


def named_offers(found: Audit, today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the measures that may be taken, and what follows them. While a second person is asked, nothing."""
    if found.pending is not None or found.stage is AuditStage.VOIDED:
        return (), ()
    follow = dict.fromkeys(name for one in found.measures for name in measure_actions(one, today))
    follow.update(dict.fromkeys(owed_action(one) for one in found.owed()))
    if found.stage in {AuditStage.DAILY, AuditStage.DECIDED}:
        follow["breaches.refer"] = None
    return MEASURES, tuple(name for name in follow if name not in MEASURES)


def offer(desk: Desk, audit: str, name: str, **more: Json) -> Offer:
    """Give an action about a matter with what is in its way."""
    given: Mapping[str, Json] = {"audit": audit, **more}
    asked = asked_form(desk, name, given)
    return Offer(name, asked.title, asked.two_persons, asked.rule, asked.obstacles)
