"""What follows a measure or a decision: reports to the administration (B5, B8), and referral to the law (B3)."""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.breach_facts import AuditStage, MeasureReported, Referred
from yb_desktop.domain.owing import unreported
from yb_desktop.services.breach_files import file_of
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action


@action("breaches.report_measure", "报告行政部门")
def report_measure(
    desk: Desk,
    *,
    on: date,
    to: str,
    day: date | None = None,
    audit: str = "",
    agreement: str = "",
    measure: str = "",
) -> Step:
    """B5, B8: report the agreement's suspension or termination, else the oldest measure, else what was ordered."""
    with desk.act("breaches.report_measure", on) as act:
        _sent(to)
        reported = day or on
        if (stopped := _stopped(act, agreement, measure)) is not None:
            _in_time(reported, stopped, on)
            act.append(agreement, MeasureReported(to=to, day=reported))
            return act.done(agreement)
        found = file_of(act, audit, agreement)
        owed = [one for one in found.owed() if one.rule in {"B5", "B8"} and measure in {"", one.measure}]
        if not owed:
            raise NotAllowed.by("state", "没有应当报告而未报告的处理。")
        _in_time(reported, _begun(found, owed[0].measure), on)
        act.append(found.id, MeasureReported(to=to, day=reported, measure=owed[0].measure))
        return act.done(found.id)


def _stopped(act: Act, agreement: str, measure: str) -> date | None:
    """B5: give the day of the agreement's suspension or termination that nobody has reported."""
    if measure or not agreement:
        return None
    return unreported(act.agreement(agreement))


def _in_time(reported: date, begun: date, on: date) -> None:
    if not begun <= reported <= on:
        raise BadInput("day", f"报告日期{reported}应在作出处理之日（{begun}）与办理之日之间，请检查。")


@action("breaches.refer", "移送")
def refer(
    desk: Desk,
    *,
    on: date,
    to: str,
    day: date | None = None,
    reason: str = "",
    audit: str = "",
    agreement: str = "",
) -> Step:
    """B3: hand on to administrative penalty or prosecution, after the audit's decision."""
    with desk.act("breaches.refer", on) as act:
        found = file_of(act, audit, agreement)
        if found.stage not in {AuditStage.DAILY, AuditStage.DECIDED}:
            raise NotAllowed.by("B3", "稽核处理意见书尚未送达，不能据此移送")
        _sent(to)
        handed = day or on
        begun = found.opened if found.decision is None else _decided_on(found)
        if not begun <= handed <= on:
            raise BadInput("day", f"移送日期{handed}应在作出处理之日（{begun}）与办理之日之间，请检查。")
        act.append(found.id, Referred(to=to, day=handed, reason=reason))
        return act.done(found.id)


def _sent(to: str) -> None:
    if not to.strip():
        raise BadInput("to", "请填写报送（移送）的单位。")


def _begun(found: Audit, measure: str) -> date:
    one = found.measure(measure)
    return one.on if one is not None else _decided_on(found)


def _decided_on(found: Audit) -> date:
    return next(event.on for event in found.history if event.type == "breaches.decide_audit")
