"""What an agreement still asks of the office where no clock runs for it (B5, B6, C4–C13, G7–G13, S9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.noting import NoteKind
from yb_desktop.domain.performance import open_notes
from yb_desktop.domain.vocabulary import AgreementState


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty: the rule, what is to be done, and the day since when."""

    rule: str
    text: str
    since: date


def owed(agreement: Agreement, today: date) -> tuple[Owed, ...]:
    """Give what is owed of an agreement on a day, by rule."""
    found = (
        *_report(agreement),
        *_designation(agreement),
        *_wishes(agreement),
        *_ended(agreement),
        *_over(agreement, today),
    )
    return tuple(sorted((*found, *_renewal(agreement), *_notes(agreement)), key=lambda one: (one.rule, one.since)))


def _designation(agreement: Agreement) -> Iterator[Owed]:
    """G7, S9: a renewal goes on with what was published and reported of the first agreement."""
    if agreement.state is not AgreementState.IN_FORCE or agreement.previous or agreement.signed is None:
        return
    if agreement.published is None:
        yield Owed("G7", "公布名称、地址", agreement.signed)
    if agreement.reported is None:
        yield Owed("S9", "报省级经办机构", agreement.signed)


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
        yield Owed("B5", "中止、解除报告同级医疗保障行政部门", day)
    if (urgent := agreement.unheard) is not None:
        yield Owed("B6", "紧急中止后补听陈述申辩", urgent.on)


def _wishes(agreement: Agreement) -> Iterator[Owed]:
    for asked in agreement.asked:
        if asked.answered is None and not agreement.state.ended:
            yield Owed("C15", f"处理{asked.wish.label}", asked.on)
    newest = agreement.suspensions[-1] if agreement.suspensions else None
    if newest is not None and newest.until is None and newest.asked_back is not None:
        yield Owed("C7", "处理恢复申请", newest.asked_back)


def _ended(agreement: Agreement) -> Iterator[Owed]:
    """C13: a termination is published and filed."""
    ending = agreement.ending
    if agreement.state is not AgreementState.TERMINATED or ending is None:
        return
    if ending.published is None:
        yield Owed("C13", "公布解除名单", ending.on)
    if ending.filed is None:
        yield Owed("C13", "解除备案", ending.on)


def _over(agreement: Agreement, today: date) -> Iterator[Owed]:
    """C5, C8: the term has run out and nobody has said so yet."""
    if agreement.state is AgreementState.IN_FORCE and today >= agreement.ends:
        yield Owed("C5", "办理到期终止" + ("" if agreement.next else "，关停系统"), agreement.ends)
    if agreement.state is AgreementState.SUSPENDED and today > agreement.ends:
        yield Owed("C8", "确认自动终止", agreement.ends)


def _renewal(agreement: Agreement) -> Iterator[Owed]:
    renewal = agreement.renewal
    if renewal is None or agreement.next or agreement.state.ended:
        return
    for objection in renewal.open_objections:
        yield Owed("C4", "处理续签异议", objection.on)
    if renewal.requested is not None and renewal.published is None:
        yield Owed("C4", "续签公示", renewal.requested)


def _notes(agreement: Agreement) -> Iterator[Owed]:
    for note in open_notes(agreement, NoteKind.PROBLEM):
        yield Owed("G11", f"解决系统问题：{note.text}", note.on)
    for note in open_notes(agreement, NoteKind.COMMENT):
        yield Owed("G13", f"答复评价建议：{note.text}", note.on)
