"""The six steps of an audit (稽核), in order and none skipped (B2, B3), and hearings (B6).

Measures are in ``measures``, what is reported and referred in ``breach_reports``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.breach_facts import (
    AT_ONCE,
    TO_THE_LAW,
    AuditDecided,
    AuditOpened,
    AuditStage,
    AuditVisited,
    FindingsDelivered,
    Heard,
    HearingHow,
    Outcome,
    ReplyReceived,
    ReplyReviewed,
)
from yb_desktop.domain.limits import running
from yb_desktop.law.counting import first_day_free
from yb_desktop.services.breach_files import audit_under_way, file_of, matter_of
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.numbering import next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.registry import action

_NEXT: dict[AuditStage, str] = {
    AuditStage.DAILY: "下达稽核通知书",
    AuditStage.NOTIFIED: "实地稽核",
    AuditStage.VISITED: "送达稽核结果告知书",
    AuditStage.FINDINGS: "收反馈意见",
    AuditStage.REPLIED: "复核反馈意见",
    AuditStage.REVIEWED: "送达稽核处理意见书",
}

Amounts = int | tuple[int, ...] | dict[str, int]
"""Fen: one sum, several, or several by name."""


def _in_order(found: Audit, stage: AuditStage) -> None:
    # B2: the six steps in this order; no step is skipped, and none is done twice.
    if found.stage is stage:
        return
    after = _NEXT.get(found.stage)
    text = f"稽核须按规定的六步依次进行，当前“{found.stage.label}”，" + (
        f"下一步应是“{after}”" if after else "本次稽核已办结"
    )
    raise NotAllowed.by("B2", text)


@action("breaches.open_audit", "下达稽核通知书")
def open_audit(desk: Desk, *, on: date, agreement: str, reason: str, ordered_by: str = "") -> Step:
    """B2, first step; ``ordered_by`` names the administration where it ordered the audit (B8)."""
    _told("reason", reason, "请写明稽核的事由。")
    with desk.act("breaches.open_audit", on) as act:
        matter = matter_of(act, agreement)
        audit = desk.ids("audit")
        number = next_number(act, "audit_notice")
        act.append(audit, AuditOpened(matter=matter, reason=reason, number=number, ordered_by=ordered_by))
        return act.done(audit, documents=("audit_notice",))


@action("breaches.visit_audit", "实地稽核")
def visit_audit(
    desk: Desk,
    *,
    on: date,
    audit: str = "",
    agreement: str = "",
    people: tuple[str, ...] = (),
    findings: str = "",
) -> Step:
    """B2, second step: audited on site, by whom and what was seen."""
    with desk.act("breaches.visit_audit", on) as act:
        found = audit_under_way(act, audit, agreement)
        _in_order(found, AuditStage.NOTIFIED)
        act.append(found.id, AuditVisited(people=people, findings=findings))
        return act.done(found.id, documents=("audit_record",))


@action("breaches.deliver_findings", "送达稽核结果告知书")
def deliver_findings(
    desk: Desk,
    *,
    on: date,
    findings: str,
    audit: str = "",
    agreement: str = "",
    amounts: Amounts = (),
    articles: tuple[str, ...] = (),
    reply_by: date | None = None,
) -> Step:
    """B2, third step: the findings are delivered; the institution may reply until ``reply_by`` (a local default)."""
    _told("findings", findings, "请写明稽核发现的问题。")
    with desk.act("breaches.deliver_findings", on) as act:
        found = audit_under_way(act, audit, agreement)
        _in_order(found, AuditStage.VISITED)
        last = reply_by or local_day(act, found, "B2")
        if last <= on:
            raise BadInput("reply_by", f"反馈期限{last}应在送达之日（{on}）之后，请检查。")
        news = FindingsDelivered(
            findings=findings,
            number=next_number(act, "audit_findings"),
            reply_by=last,
            amounts=_by_name(amounts),
            articles=articles,
        )
        act.append(found.id, news)
        return act.done(found.id, documents=("audit_findings",))


def local_day(act: Act, found: Audit, rule: str) -> date:
    """Give the last day by the office's own figure for a time that no document sets."""
    due = act.law.due(rule, act.on, area=found.area, kind=found.institution_kind)
    if not due:
        raise BadInput("until", "请写明期限。")
    return due[0].last_day


@action("breaches.receive_reply", "收反馈意见")
def receive_reply(
    desk: Desk, *, on: date, audit: str = "", agreement: str = "", text: str = "", none: bool = False
) -> Step:
    """B2, fourth step: the institution's reply, or, after the set day only, that there is none."""
    with desk.act("breaches.receive_reply", on) as act:
        found = audit_under_way(act, audit, agreement)
        _in_order(found, AuditStage.FINDINGS)
        if none == bool(text.strip()):
            raise BadInput("text", "请填写反馈意见；期满没有反馈的，选择“未反馈”。")
        if none:
            _not_before_reply_by(found, on, "B2", "才能按未反馈处理")
        act.append(found.id, ReplyReceived(text=text, none=none))
        return act.done(found.id)


def _not_before_reply_by(found: Audit, on: date, rule: str, what: str) -> None:
    clock = running(found.limits, "B2")
    if clock is not None and clock.until is not None and on <= clock.until:
        free = first_day_free(clock.until)
        raise NotAllowed.by(rule, f"反馈期限至{clock.until}止，{free}起{what}", free)


@action("breaches.review_reply", "复核反馈意见")
def review_reply(desk: Desk, *, on: date, opinion: str, audit: str = "", agreement: str = "") -> Step:
    """B2, fifth step: the agency's review of the reply (or of there being none)."""
    _told("opinion", opinion, "请写明复核意见。")
    with desk.act("breaches.review_reply", on) as act:
        found = audit_under_way(act, audit, agreement)
        _in_order(found, AuditStage.REPLIED)
        act.append(found.id, ReplyReviewed(opinion=opinion, number=next_number(act, "audit_review")))
        return act.done(found.id, documents=("audit_review",))


@action("breaches.decide_audit", "送达稽核处理意见书", two_persons=True)
def decide_audit(
    desk: Desk,
    *,
    on: date,
    opinion: str,
    audit: str = "",
    agreement: str = "",
    outcomes: tuple[Outcome, ...] = (Outcome.AGREEMENT,),
    amounts: Amounts = (),
    articles: tuple[str, ...] = (),
) -> Step:
    """B2, B3, last step: the decision, delivered on the day of its release; ``outcomes`` say what it comes to."""
    _told("opinion", opinion, "请写明处理意见。")
    if not outcomes:
        raise BadInput("outcomes", "请选择处理方式。")
    with desk.act("breaches.decide_audit", on) as act:
        found = audit_under_way(act, audit, agreement)
        _in_order(found, AuditStage.REVIEWED)
        sums = _by_name(amounts)
        if not desk.prepared_by:
            params = {
                "audit": found.id,
                "opinion": opinion,
                "outcomes": outcomes,
                "amounts": sums,
                "articles": articles,
            }
            return prepare(act, found.id, params)
        news = AuditDecided(
            opinion=opinion,
            number=next_number(act, "audit_decision"),
            prepared_by=desk.prepared_by,
            outcomes=outcomes,
            amounts=sums,
            articles=articles,
        )
        act.append(found.id, news)
        return act.done(found.id, documents=("audit_decision",), warnings=tuple(_consequences(outcomes)))


def _consequences(outcomes: Iterable[Outcome]) -> Iterable[str]:
    # B3: with suspension, termination or closing at once; penalty and crime go on to the law.
    if at_once := [one.label for one in outcomes if one in AT_ONCE]:
        yield f"处理意见涉及{'、'.join(at_once)}，须及时作出处置，确保基金安全（B3）"
    if to_the_law := [one.label for one in outcomes if one in TO_THE_LAW]:
        yield f"处理意见涉及{'、'.join(to_the_law)}，须办理移送（B3）"


@action("breaches.hear", "听取陈述申辩")
def hear(
    desk: Desk,
    *,
    on: date,
    audit: str = "",
    agreement: str = "",
    statement: str = "",
    waived: bool = False,
    silent: bool = False,
) -> Step:
    """B6: what the institution did with the offer to state and defend itself; one of the three."""
    if [bool(statement.strip()), waived, silent].count(True) != 1:
        raise BadInput("statement", "请填写陈述申辩的内容，或者选择“放弃”“逾期未陈述”其中一项。")
    how = HearingHow.STATEMENT if statement.strip() else HearingHow.WAIVED if waived else HearingHow.SILENT
    with desk.act("breaches.hear", on) as act:
        found = file_of(act, audit, agreement)
        if silent:
            _not_before_reply_by(found, on, "B6", "才能记为逾期未陈述")
        act.append(found.id, Heard(how=how, statement=statement, agreement=found.agreement))
        return act.done(found.id, documents=("hearing_record",))


def _by_name(amounts: Amounts) -> dict[str, int]:
    if isinstance(amounts, int):
        amounts = (amounts,)
    named = amounts if isinstance(amounts, dict) else {f"第{n}项": fen for n, fen in enumerate(amounts, 1)}
    if wrong := [name for name, fen in named.items() if fen <= 0]:
        raise BadInput("amounts", f"{'、'.join(wrong)}的金额应是大于零的整数（单位：分）。")
    return named


def _told(code: str, text: str, sentence: str) -> None:
    if not text.strip():
        raise BadInput(code, sentence)
