"""An agreement at work: its publication and report, claims and payments, problems, training, comments (G7–G14, S9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.assessing import assessment_of
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.noting import NoteKind
from yb_desktop.domain.performance import (
    ClaimRecorded,
    CommentRecorded,
    DesignationPublished,
    DesignationReported,
    PaymentRecorded,
    ProblemLogged,
    TrainingRecorded,
    monthly,
    open_notes,
)
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.counting import days_after
from yb_desktop.services.changes import LIVE
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action

BOUND = (*LIVE, AgreementState.EXPIRED, AgreementState.TERMINATED, AgreementState.LAPSED)
"""The states in which fees of the time in force may still be claimed and paid."""


@action("agreements.publish_list", "公布定点名单")
def publish_list(
    desk: Desk, *, on: date, agreement: str = "", where: tuple[str, ...] | str = "州政府门户网站州医疗保障局专栏"
) -> Step:
    """G7: publish name and address, of one agreement or of all in force that have not been published yet."""
    places = (where,) if isinstance(where, str) else where
    if not any(place.strip() for place in places):
        raise BadInput("where", "请写明在哪里公布。")
    with desk.act("agreements.publish_list", on) as act:
        return _each(act, agreement, lambda one: one.published, DesignationPublished(where=places))


@action("agreements.report_designations", "报省级经办机构")
def report_designations(desk: Desk, *, on: date, agreement: str = "", where: str = "") -> Step:
    """S9: report one designation, or all in force that have not been reported yet, to the provincial agency."""
    with desk.act("agreements.report_designations", on) as act:
        return _each(act, agreement, lambda one: one.reported, DesignationReported(where=where))


def _each(act: Act, agreement: str, done: Callable[[Agreement], date | None], news: Fact) -> Step:
    if agreement:
        if (day := done(act.agreement(agreement, *LIVE))) is not None:
            raise NotAllowed.by("state", f"该协议已于{day}办理过。")
        act.append(agreement, news)
        return act.done(agreement)
    own = [one for one in act.reader.every_agreement(*LIVE) if one.office == act.desk.info.office]
    owed = [one.id for one in own if done(one) is None and one.last_on <= act.on]
    if not owed:
        raise NotAllowed.by("state", "没有尚待办理的定点机构。")
    for one in owed:
        act.append(one, news)
    return act.done(owed[0], warnings=(f"共{len(owed)}家",))


@action("agreements.record_claim", "登记费用申报")
def record_claim(desk: Desk, *, on: date, agreement: str, period: str, amount: int) -> Step:
    """G8: the fees of a month (``2026-05``) are declared, in fen; starts G8 for that month.

    Fees of a month that lies wholly in a suspension, or wholly after the end, are not settled (C6, C13).
    """
    with desk.act("agreements.record_claim", on) as act:
        found = act.agreement(agreement, *BOUND)
        span = monthly(period)
        if span is None:
            raise BadInput("period", f"费用所属月份“{period}”应写成2026-05这样的年月。")
        if amount <= 0:
            raise BadInput("amount", "申报金额应大于零（单位：分）。")
        if span[0] > on:
            raise BadInput("period", f"{period}还没有到，请检查费用所属月份。")
        if any(claim.period == period for claim in found.claims):
            raise NotAllowed.by("state", f"{period}的费用已经申报登记。")
        _settled(found, *span)
        act.append(agreement, ClaimRecorded(period=period, amount=amount))
        return act.done(agreement)


def _settled(agreement: Agreement, first: date, after: date) -> None:
    """Refuse a month none of whose days is settled: C6 in a suspension, C13 (or C5, C7, C8) after the end."""
    last = days_after(after, -1)
    for one in agreement.suspensions:
        if one.begins <= first and (one.until is None or last < one.until):
            raise NotAllowed.by("C6", f"{first}至{last}协议处于中止期间，费用不予结算")
    ending = agreement.ending
    if ending is not None and first > ending.effective:
        raise NotAllowed.by(ending.rule, f"协议已于{ending.effective}终止，之后的费用不予结算")


@action("agreements.record_payment", "登记费用拨付")
def record_payment(
    desk: Desk, *, on: date, agreement: str, period: str = "", amount: int | None = None, reason: str = ""
) -> Step:
    """G8, G14: the fees of a month (the oldest unpaid by default) are paid; less than declared needs a reason."""
    with desk.act("agreements.record_payment", on) as act:
        found = act.agreement(agreement, *BOUND)
        unpaid = [claim for claim in found.claims if claim.paid_on is None and period in {"", claim.period}]
        if not unpaid:
            raise NotAllowed.by("state", "没有待拨付的费用申报。")
        claim = unpaid[0]
        paid = claim.claimed if amount is None else amount
        if not 0 <= paid <= claim.claimed:
            raise BadInput("amount", f"拨付金额应在0与申报金额{claim.claimed}分之间，请检查。")
        if paid < claim.claimed and not reason.strip():
            raise BadInput("reason", "拨付少于申报的，请写明原因（如审核扣减、总额控制）。")
        act.append(agreement, PaymentRecorded(period=claim.period, amount=paid, reason=reason))
        return act.done(agreement, warnings=tuple(_settlement(act, found, claim.period)))


def _settlement(act: Act, agreement: Agreement, period: str) -> Iterator[str]:
    """G10: with the year's last month comes the year-end settlement; say what the year's assessment means for it."""
    year, _, month = period.partition("-")
    ruled = act.law.in_force("G10", area=agreement.area, kind=agreement.institution_kind, on=act.on)
    if month != "12" or not ruled:
        return
    made = assessment_of(agreement, int(year))
    if made is None:
        yield f"{year}年度尚未绩效考核，年终清算和质量保证金应以考核结果为准（G10）"
    else:
        yield f"{year}年度考核{made.label}，年终清算按考核结果办理，质量保证金返还{made.deposit}%（G10）"


@action("agreements.log_problem", "登记系统问题")
def log_problem(desk: Desk, *, on: date, agreement: str, text: str = "", answer: str = "", problem: str = "") -> Step:
    """G11: log a problem (``text``), or say how the oldest open one (or ``problem``) was solved (``answer``)."""
    with desk.act("agreements.log_problem", on) as act:
        found = act.agreement(agreement, *BOUND)
        note = desk.ids("note") if text.strip() else _answered(found, NoteKind.PROBLEM, answer, problem)
        act.append(agreement, ProblemLogged(note=note, text=text, answer=answer))
        return act.done(agreement)


@action("agreements.record_comment", "登记评价建议")
def record_comment(
    desk: Desk, *, on: date, agreement: str, text: str = "", answer: str = "", comment: str = ""
) -> Step:
    """G13: record what the institution says of the agency (``text``), or the answer to the oldest open comment."""
    with desk.act("agreements.record_comment", on) as act:
        found = act.agreement(agreement, *BOUND)
        note = desk.ids("note") if text.strip() else _answered(found, NoteKind.COMMENT, answer, comment)
        act.append(agreement, CommentRecorded(note=note, text=text, answer=answer))
        return act.done(agreement)


def _answered(agreement: Agreement, kind: NoteKind, answer: str, name: str) -> str:
    """Give the id of the open note that an answer is for: the one named, or the oldest."""
    if not answer.strip():
        raise BadInput("text", f"请填写{kind.label}的内容，或者填写处理（答复）情况。")
    waiting = [note.id for note in open_notes(agreement, kind) if name in {"", note.id}]
    if not waiting:
        raise NotAllowed.by("state", f"没有待处理的{kind.label}。")
    return waiting[0]


@action("agreements.record_training", "登记宣传培训")
def record_training(desk: Desk, *, on: date, agreement: str, text: str, people: tuple[str, ...] = ()) -> Step:
    """G12: training was given."""
    with desk.act("agreements.record_training", on) as act:
        act.agreement(agreement, *LIVE)
        if not text.strip():
            raise BadInput("text", "请填写培训的内容。")
        act.append(agreement, TrainingRecorded(note=desk.ids("note"), text=text, people=people))
        return act.done(agreement)
