"""What an agreement still asks of the office where no clock runs for it (B5, B6, C4–C13, G7–G13, S9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import FIELD_WORDS
from yb_desktop.domain.noting import NoteKind
from yb_desktop.domain.performance import open_notes
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.counting import first_day_free


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty: the rule, what is to be done, the day since when; ``shown`` is the first day it can be done."""

    rule: str
    text: str
    since: date
    shown: date


def _now(rule: str, text: str, since: date) -> Owed:
    return Owed(rule, text, since, since)


def owed(agreement: Agreement) -> tuple[Owed, ...]:
    """Give what is owed of an agreement, now or from a day on that is known already, by rule."""
    found = (
        *_report(agreement),
        *_designation(agreement),
        *_wishes(agreement),
        *_changes(agreement),
        *_ended(agreement),
        *_over(agreement),
    )
    return tuple(sorted((*found, *_renewal(agreement), *_notes(agreement)), key=lambda one: (one.rule, one.since)))


def _designation(agreement: Agreement) -> Iterator[Owed]:
    """G7, S9: a renewal goes on with what was published and reported of the first agreement."""
    if agreement.state is not AgreementState.IN_FORCE or agreement.previous or agreement.signed is None:
        return
    if agreement.published is None:
        yield _now("G7", "公布名称、地址", agreement.signed)
    if agreement.reported is None:
        yield _now("S9", "报省级经办机构", agreement.signed)


def unreported(agreement: Agreement) -> date | None:
    """B5: give the day of the newest suspension or termination, as long as nobody has reported it."""
    days = [one.on for one in agreement.suspensions]
    if agreement.state is AgreementState.TERMINATED and agreement.ending is not None:
        days.append(agreement.ending.on)
    done = agreement.measure_reported
    newest = max(days, default=None)
    return None if newest is None or (done is not None and done >= newest) else newest


def _report(agreement: Agreement) -> Iterator[Owed]:
    day = unreported(agreement)
    if day is not None:
        yield _now("B5", "中止、解除报告同级医疗保障行政部门", day)
    if (urgent := agreement.unheard) is not None:
        yield _now("B6", "紧急中止后补听陈述申辩", urgent.on)


def _wishes(agreement: Agreement) -> Iterator[Owed]:
    for asked in agreement.asked:
        if asked.answered is None and not agreement.state.ended:
            yield _now("C15", f"处理{asked.wish.label}", asked.on)
    newest = agreement.suspensions[-1] if agreement.suspensions else None
    if newest is not None and newest.until is None and newest.asked_back is not None:
        yield _now("C7", "处理恢复申请", newest.asked_back)


def _ended(agreement: Agreement) -> Iterator[Owed]:
    """C13: a termination is published and filed."""
    ending = agreement.ending
    if agreement.state is not AgreementState.TERMINATED or ending is None:
        return
    if ending.published is None:
        yield _now("C13", "公布解除名单", ending.on)
    if ending.filed is None:
        yield _now("C13", "解除备案", ending.on)


def _changes(agreement: Agreement) -> Iterator[Owed]:
    """C2: changes applied for and not done; elsewhere a clock runs for them too."""
    if agreement.state.ended:
        return
    for change in agreement.changes:
        if change.completed is None:
            named = "、".join(FIELD_WORDS[field] for field in change.fields.named)
            yield _now("C2", f"办理变更：{named}", change.on)


def _over(agreement: Agreement) -> Iterator[Owed]:
    """C5, C8: the term runs out, and somebody must say so."""
    ends = agreement.ends
    if agreement.state is AgreementState.IN_FORCE:
        yield _now("C5", "办理到期终止" + ("" if agreement.next else "，关停系统"), ends)
    if agreement.state is AgreementState.SUSPENDED:
        yield Owed("C8", "确认自动终止", ends, first_day_free(ends))


def _renewal(agreement: Agreement) -> Iterator[Owed]:
    renewal = agreement.renewal
    if renewal is None or agreement.next or agreement.state.ended:
        return
    for objection in renewal.open_objections:
        yield _now("C4", "处理续签异议", objection.on)
    if renewal.requested is not None and renewal.published is None:
        yield _now("C4", "续签公示", renewal.requested)


def _notes(agreement: Agreement) -> Iterator[Owed]:
    for note in open_notes(agreement, NoteKind.PROBLEM):
        yield _now("G11", f"解决系统问题：{note.text}", note.on)
    for note in open_notes(agreement, NoteKind.COMMENT):
        yield _now("G13", f"答复评价建议：{note.text}", note.on)
