"""What an institution asks of an agreement in force: major changes, suspension, termination, no renewal (C1–C3, C15).

An agreement follows the rules in force on the day of the event. What comes too late for C1 or C15 is taken all the
same and marked late, in working days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import (
    Change,
    ChangeRequested,
    MajorChange,
    RenewalDeclined,
    SuspensionRequested,
    TerminationRequested,
    Wish,
)
from yb_desktop.domain.institution import ChangeCompleted, Registration
from yb_desktop.domain.vocabulary import AgreementState, Ownership
from yb_desktop.law.law import Kind
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.institutions import checked
from yb_desktop.services.numbering import next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.persons_behind import barred_persons
from yb_desktop.services.registry import action
from yb_desktop.services.timing import Late

LIVE = (AgreementState.IN_FORCE, AgreementState.SUSPENDED)
"""The states in which an agreement still binds."""


@action("changes.request_change", "申请变更")
def request_change(
    desk: Desk, *, on: date, agreement: str, fields: MajorChange, approved_on: date | None = None, evidence: str = ""
) -> Step:
    """C1: take an application for major changes; starts C2. Late against C1, counted from ``approved_on``, is marked.

    Where no department approves (a bank account), ``approved_on`` is the day of the change; left out, it is ``on``.
    """
    with desk.act("changes.request_change", on) as act:
        found = act.agreement(agreement, *LIVE)
        approved = approved_on or on
        if approved > on:
            raise BadInput("approved_on", f"批准（变更）日期{approved}晚于申请日期{on}，请检查。")
        if not fields.named:
            raise BadInput("fields", "请写明变更的项目和变更后的内容。")
        if blank := [name for name, value in fields.named.items() if value == "" and name != "grade"]:
            raise BadInput("fields", f"变更后的内容不能为空：{'、'.join(blank)}。")
        waiting = {name for change in found.changes if change.completed is None for name in change.fields.named}
        if again := sorted(waiting & set(fields.named)):
            raise NotAllowed.by("state", f"{'、'.join(again)}的变更申请正在办理，请先办结。")
        _after(act, found, fields)
        late = late_against(act, found, "C1", approved)
        change = desk.ids("change")
        news = ChangeRequested(change=change, fields=fields, approved_on=approved, evidence=evidence, late=late)
        act.append(agreement, news)
        return act.done(agreement, late=_marked("C1", late))


def late_against(act: Act, agreement: Agreement, rule: str, start: date) -> int:
    """Count the working days by which this day is late against the most local last day of a rule; 0 without one."""
    due = act.law.due(rule, start, area=agreement.area, kind=agreement.institution_kind, in_force_on=act.on)
    return act.law.working_days_late(due[0].last_day, act.on, area=agreement.area) if due else 0


def _marked(rule: str, days: int) -> tuple[Late, ...]:
    return (Late(rule, days),) if days else ()


@action("changes.complete_change", "办结变更", two_persons=True)
def complete_change(desk: Desk, *, on: date, agreement: str, change: str = "") -> Step:
    """C2: the register changes (the oldest open change by default), old values stay in its history; stops C2.

    A new person is checked against A17, A18 and C12: the terminations and the barred persons in this office's books.
    """
    with desk.act("changes.complete_change", on) as act:
        found = act.agreement(agreement, *LIVE)
        wanted = _open_change(found, change)
        entry = _after(act, found, wanted.fields)
        if barred := tuple(barred_persons(act, found, wanted.fields)):
            raise NotAllowed(barred)
        if not desk.prepared_by:
            return prepare(act, agreement, {"agreement": agreement, "change": wanted.id})
        news = ChangeCompleted(
            institution=found.institution,
            change=wanted.id,
            registration=entry,
            changed=tuple(sorted(wanted.fields.named)),
            number=next_number(act, "change_form"),
            prepared_by=desk.prepared_by,
        )
        act.append(agreement, news)
        return act.done(agreement, documents=("change_form",))


def _open_change(agreement: Agreement, change: str) -> Change:
    found = [one for one in agreement.changes if one.completed is None and change in {"", one.id}]
    if not found:
        raise NotAllowed.by("state", "没有待办结的变更申请。")
    return found[0]


def _after(act: Act, agreement: Agreement, fields: MajorChange) -> Registration:
    entry = act.institution(agreement.institution).registration
    return checked(msgspec.structs.replace(entry, **fields.named), act.on)


@action("changes.request_suspension", "申请中止")
def request_suspension(desk: Desk, *, on: date, agreement: str, reason: str = "", from_: date | None = None) -> Step:
    """C3, C15: the institution asks for a suspension from a day on (today by default)."""
    with desk.act("changes.request_suspension", on) as act:
        found = act.agreement(agreement, AgreementState.IN_FORCE)
        wanted, late = _wished(act, found, Wish.SUSPENSION, from_)
        act.append(agreement, SuspensionRequested(wanted=wanted, reason=reason, late=late))
        return act.done(agreement, late=_marked("C15", late), warnings=_early(late))


@action("changes.request_termination", "申请解除")
def request_termination(desk: Desk, *, on: date, agreement: str, reason: str = "", from_: date | None = None) -> Step:
    """C3, C15: the institution asks to end the agreement from a day on (today by default)."""
    with desk.act("changes.request_termination", on) as act:
        found = act.agreement(agreement, *LIVE)
        wanted, late = _wished(act, found, Wish.TERMINATION, from_)
        act.append(agreement, TerminationRequested(wanted=wanted, reason=reason, late=late))
        return act.done(agreement, late=_marked("C15", late), warnings=_early(late))


@action("changes.decline_renewal", "不再续签")
def decline_renewal(desk: Desk, *, on: date, agreement: str, reason: str = "") -> Step:
    """C3, C15: the institution will not renew; a public one may say so too."""
    with desk.act("changes.decline_renewal", on) as act:
        found = act.agreement(agreement, *LIVE)
        if found.next:
            raise NotAllowed.by("state", "该协议已经续签。")
        if found.wish(Wish.NO_RENEWAL) is not None:
            raise NotAllowed.by("state", "该机构已提出不再续签。")
        late = late_against(act, found, "C15", found.ends)
        act.append(agreement, RenewalDeclined(reason=reason, late=late))
        return act.done(agreement, late=_marked("C15", late), warnings=_early(late))


def _wished(act: Act, agreement: Agreement, wish: Wish, wanted: date | None) -> tuple[date, int]:
    """Give the day a wish is for and its lateness, once it may be taken."""
    if unmet := tuple(_not_to_ask(act, agreement)):
        raise NotAllowed(unmet)
    if agreement.wish(wish) is not None:
        raise NotAllowed.by("state", f"该机构的“{wish.label}”正在办理。")
    day = wanted or act.on
    if day < act.on:
        raise BadInput("from", f"申请的起始日期{day}早于申请日期{act.on}，请检查。")
    if day > agreement.ends:
        raise BadInput("from", f"申请的起始日期{day}已在协议期满（{agreement.ends}）之后，请检查。")
    return day, late_against(act, agreement, "C15", day)


def _not_to_ask(act: Act, agreement: Agreement) -> Iterator[Unmet]:
    """C3: the one rule that asks about ownership (J4)."""
    if agreement.institution_kind is not Kind.MEDICAL:
        return
    public = act.institution(agreement.institution).registration.ownership is Ownership.PUBLIC
    if public and act.law.in_force("C3", area=agreement.area, kind=agreement.institution_kind, on=act.on):
        yield Unmet("C3", "公立医疗机构不得主动提出中止或解除协议（可以提出不再续签）")


def _early(late: int) -> tuple[str, ...]:
    return (f"未提前3个月提出（C15），晚{late}个工作日",) if late else ()
