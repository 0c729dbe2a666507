"""From an article with a period and a trigger day to the last day, how sure it is, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.law import counting
from yb_desktop.law.calendar import AreaCalendar
from yb_desktop.law.catalogue import LOCAL, LOCAL_TEXT, Basis, Count, Period, Rule, Unit
from yb_desktop.law.counting import Pause


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a period by one article.

    ``last_day`` is: of a limit to act, the last day on which acting is in time; of a bar or wait (A17, A18, E11, E13),
    the last day it lasts; of a minimum age (A3), the day it is reached; of a term (G6), its last day; counted back
    (C15), the last day that is early enough; of a window before a day (C4), that day. ``outer`` marks what a more local
    article tightens or repeats; ``part`` names the figure where a rule has several; ``why`` says it in Chinese.
    """

    rule: str
    source: str
    last_day: date
    provisional: bool
    outer: bool
    why: str
    part: str = ""


def day_set(rule: str, last: date, part: str = "") -> Due:
    """Give a last day that an office set itself for an institution (B1, B2): local, and known for sure."""
    return Due(rule, LOCAL, last, provisional=False, outer=False, why="经办机构在文书中指定的日期", part=part)


def count(
    rule: Rule,
    basis: Basis,
    period: Period,
    *,
    start: date,
    calendar: AreaCalendar,
    paused: Sequence[Pause],
    outer: bool,
) -> Due:
    """Count one period from ``start`` and say how sure the day is (T1 to T7)."""
    last = last_day(period, start, calendar, paused)
    after, upto = _considered(period, start, last)
    open_pause = any(pause.is_open and pause.first < last for pause in paused)
    why = _sentence(period, start, last) + f"（{LOCAL_TEXT if basis.is_local else basis.words}）"
    if paused and last != last_day(period, start, calendar, ()):
        why += "；补正期间不计（T7）"
    if open_pause:
        why += "；补正材料尚未收到，暂按最早日期（T7）"
    known = calendar.is_known(after, upto)
    if not known:
        why += f"；暂定：{calendar.unknown(after, upto).text}（T3）"
    return Due(rule.id, basis.source, last, not known or open_pause, outer, why, basis.part)


def last_day(period: Period, start: date, calendar: AreaCalendar, paused: Sequence[Pause]) -> date:
    """Give the last day of a period in the sense of ``Due``."""
    match period.count:
        case Count.ACT | Count.WAIT if period.unit is Unit.WORKING_DAYS:
            last = counting.working_days_after(calendar, start, period.value, paused)
        case Count.ACT:
            moved = counting.moved_by_pauses(calendar, start, _corresponding(period, start, 1), paused)
            last = counting.rolled_forward(calendar, moved)
        case Count.WAIT | Count.AGE:
            last = _corresponding(period, start, 1)
        case Count.TERM:
            last = counting.days_after(_corresponding(period, start, 1), -1)
        case Count.BEFORE if period.unit is Unit.WORKING_DAYS:
            last = counting.working_days_before(calendar, start, period.value)
        case Count.BEFORE:
            last = counting.rolled_back(calendar, _corresponding(period, start, -1))
        case Count.WINDOW:
            last = start
    return last


def _corresponding(period: Period, day: date, direction: int) -> date:
    value = direction * period.value
    if period.unit is Unit.YEARS:
        return counting.years_after(day, value)
    return counting.months_after(day, value) if period.unit is Unit.MONTHS else counting.days_after(day, value)


def _considered(period: Period, start: date, last: date) -> tuple[date, date]:
    """Give the days considered (T3) as (day before the first, last): after the trigger; counted back, before it."""
    if period.count in (Count.BEFORE, Count.WINDOW):
        return counting.days_after(last, -1), counting.days_after(start, -1)
    return start, last


def _sentence(period: Period, start: date, last: date) -> str:
    figure = f"{period.value}{period.unit.text}"
    match period.count:
        case Count.ACT:
            return f"自{start}的次日起算{figure}，最后一日为{last}"
        case Count.WAIT:
            return f"自{start}的次日起算{figure}，至{last}终了，次日届满"
        case Count.AGE:
            return f"自{start}当日起算{figure}，于{last}届满"
        case Count.TERM:
            return f"自{start}起{figure}，至对应日的前一日{last}止"
        case Count.BEFORE:
            return f"{start}之前至少{figure}，最迟为{last}"
        case Count.WINDOW:
            return f"{_corresponding(period, start, -1)}起至{last}之间（此前{figure}之内）"
