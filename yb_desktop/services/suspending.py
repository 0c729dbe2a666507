"""Suspension and what becomes of it: resumed, lapsed (B6, C6–C9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import (
    Lapsed,
    Resumed,
    ResumptionRequested,
    Suspended,
    SuspensionGround,
    Wish,
)
from yb_desktop.domain.limits import due_of_limit, running
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.counting import first_day_free
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.elsewhere import held_elsewhere, held_from_above, told_elsewhere
from yb_desktop.services.numbering import next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.registry import action


@action("changes.suspend", "中止协议", two_persons=True)
def suspend(
    desk: Desk,
    *,
    on: date,
    agreement: str,
    by_request: bool | None = None,
    ground: SuspensionGround | None = None,
    from_: date | None = None,
    reason: str = "",
    urgent: bool = False,
) -> Step:
    """C6–C9: suspend, at the institution's wish (starts C7) or because the agency must (counts toward C10, C11).

    At its wish it begins on the day the request arrived or the later day asked for; imposed, on the day of release and
    after a hearing (B6), for which an ``urgent`` one does not wait (CX-31): it is owed afterwards.
    """
    with desk.act("changes.suspend", on) as act:
        found = act.agreement(agreement, AgreementState.IN_FORCE)
        request = found.wish(Wish.SUSPENSION)
        wished = by_request if by_request is not None else request is not None
        if wished and request is None:
            raise NotAllowed.by("state", "该机构没有提出中止申请，不能按申请中止。")
        if not wished and ground is None:
            raise NotAllowed.by("C9", f"请写明中止的情形：{'、'.join(one.label for one in SuspensionGround)}")
        begins = _begins(found, from_, request.wanted if wished and request is not None else on)
        waits = not wished and not found.heard_for_suspension
        if waits and not urgent and (unmet := tuple(not_heard(act, found, "中止协议"))):
            raise NotAllowed(unmet)
        if not desk.prepared_by:
            params = {"agreement": agreement, "by_request": wished, "ground": ground, "reason": reason}
            return prepare(act, agreement, {**params, "urgent": urgent} | ({"from": begins} if from_ else {}))
        elsewhere = held_elsewhere(act, found)
        news = Suspended(
            begins=begins,
            by_request=wished,
            number=next_number(act, "suspension_decision"),
            prepared_by=desk.prepared_by,
            ground=None if wished else ground,
            reason=reason,
            urgent=urgent and waits,
            elsewhere=tuple(other.id for other in elsewhere),
        )
        act.append(agreement, news)
        warnings = (*_counted(act, agreement), *_may_outlast(act, agreement), *told_elsewhere(elsewhere, "中止"))
        return act.done(agreement, documents=("suspension_decision",), warnings=warnings)


def _begins(agreement: Agreement, given: date | None, earliest: date) -> date:
    """C6: give the first day of a suspension. Raises ``NotAllowed`` (C6) and ``BadInput``."""
    begins = given or earliest
    if begins < earliest:
        raise NotAllowed.by("C6", f"中止自收到申请（或申请的日期、作出决定）之日{earliest}起，不能更早", earliest)
    if begins > agreement.ends:
        raise BadInput("from", f"中止的起始日期{begins}已在协议期满（{agreement.ends}）之后，请检查。")
    return begins


def not_heard(act: Act, agreement: Agreement, word: str) -> Iterator[Unmet]:
    """B6: say that the institution is to be heard first, where that is asked for."""
    if act.law.in_force("B6", area=agreement.area, kind=agreement.institution_kind, on=act.on):
        yield Unmet("B6", f"作出“{word}”之前，应先听取机构陈述申辩（或记明放弃、逾期未陈述）")


def _counted(act: Act, agreement: str) -> Iterator[str]:
    """C10, C11: say when the imposed suspensions of this term reach the number at which the agency must terminate."""
    found = act.reader.agreement(agreement)
    rule = f"C{10 if found.institution_kind.value == 'medical' else 11}"
    most = act.law.figure(rule, area=found.area, kind=found.institution_kind, on=act.on)
    if most is not None and found.imposed >= most and not found.suspensions[-1].by_request:
        yield f"协议有效期内已被中止{found.imposed}次，应当解除协议（{rule}）"


def _may_outlast(act: Act, agreement: str) -> Iterator[str]:
    """C8: say when a suspension at its wish may last longer than the agreement."""
    found = act.reader.agreement(agreement)
    last = c7_last_day(act, found)
    if last is not None and last > found.ends:
        yield f"协议于{found.ends}期满，届时仍未恢复的，协议终止（C8）"


def c7_last_day(act: Act, agreement: Agreement) -> date | None:
    """Give the last day on which the institution may ask to go on, while C7 runs and a document sets it."""
    limit = running(agreement.limits, "C7")
    if limit is None:
        return None
    due = due_of_limit(limit, act.law, area=agreement.area, kind=agreement.institution_kind, in_force_on=limit.start)
    return due[0].last_day if due else None


def _too_late(act: Act, agreement: Agreement) -> Iterator[Unmet]:
    last = c7_last_day(act, agreement)
    if last is not None and act.on > last:
        yield Unmet("C7", f"申请恢复的最后一日为{last}，逾期未申请，协议自动终止，请办理终止确认")
    if act.on > agreement.ends:
        yield Unmet("C8", f"协议已于{agreement.ends}期满，中止期超过有效期的，协议终止，请办理终止确认")


@action("changes.request_resumption", "申请恢复")
def request_resumption(desk: Desk, *, on: date, agreement: str, reason: str = "") -> Step:
    """C7, C8: the institution asks to go on; stops C7. Refused after C7's last day, or the agreement's."""
    with desk.act("changes.request_resumption", on) as act:
        found = act.agreement(agreement, AgreementState.SUSPENDED)
        if found.suspensions[-1].asked_back is not None:
            raise NotAllowed.by("state", "该机构的恢复申请正在办理。")
        if unmet := tuple(_too_late(act, found)):
            raise NotAllowed(unmet)
        act.append(agreement, ResumptionRequested(reason=reason))
        return act.done(agreement)


@action("changes.resume", "恢复协议")
def resume(desk: Desk, *, on: date, agreement: str, reason: str = "") -> Step:
    """C7, C8, C14: the agreement goes on, asked for in time or today in time; not against a decision from above."""
    with desk.act("changes.resume", on) as act:
        found = act.agreement(agreement, AgreementState.SUSPENDED)
        if unmet := (*_too_late(act, found), *held_from_above(act, found, "恢复")):
            raise NotAllowed(unmet)
        act.append(agreement, Resumed(number=next_number(act, "resumption_decision"), reason=reason))
        return act.done(agreement, documents=("resumption_decision",))


@action("changes.lapse_agreement", "确认自动终止")
def lapse_agreement(desk: Desk, *, on: date, agreement: str) -> Step:
    """C7, C8: confirm that a suspended agreement has ended by itself; refused before C7's or its last day is over."""
    with desk.act("changes.lapse_agreement", on) as act:
        found = act.agreement(agreement, AgreementState.SUSPENDED)
        last = c7_last_day(act, found)
        ends = [("C8", found.ends), *([("C7", last)] if last is not None else [])]
        over = [(day, rule) for rule, day in ends if on > day]
        if not over:
            first, rule = min((day, rule) for rule, day in ends)  # either is enough: the earlier one tells from when
            raise _not_over(rule, first)
        ended, rule = min(over)
        act.append(agreement, Lapsed(rule=rule, ended=ended))
        return act.done(agreement)


def _not_over(rule: str, day: date) -> NotAllowed:
    what = "申请恢复的期限" if rule == "C7" else "协议有效期"
    free = first_day_free(day)
    return NotAllowed.by(rule, f"{what}至{day}，{free}起才能确认终止", free)
