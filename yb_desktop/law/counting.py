"""How time is counted: rules T1 to T7, each a small pure function; the only module that adds days, months or years.

A calendar answers in O(1) (see ``calendar.py``). ``start`` is the day of the trigger, which itself does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from dateutil.relativedelta import relativedelta

from yb_desktop.base.errors import BadInput


class WorkingDays(Protocol):
    """What counting needs of a calendar (T2)."""

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on ``day``."""
        ...

    def index(self, day: date) -> int:
        """Count the working days from the calendar's first day up to and including ``day``."""
        ...

    def at(self, index: int) -> date:
        """Give the working day with that index, the inverse of ``index`` on working days."""
        ...


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop of a clock for supplements (T7): from the day of the notice to the day the supplement arrived.

    ``last`` is ``None`` (or ``date.max``) while the supplement is still awaited. Such a pause moves nothing yet: what
    is counted is the earliest last day, and ``Law.due`` marks it provisional.
    """

    first: date
    last: date | None

    def __post_init__(self) -> None:
        """Refuse a supplement that arrived before it was asked for."""
        if self.last is not None and self.last < self.first:
            raise BadInput("pause", f"补正材料收到日{self.last}早于通知日{self.first}，请核对。")

    @property
    def is_open(self) -> bool:
        """Say whether the supplement is still awaited."""
        return self.last is None or self.last == date.max


def days_after(day: date, days: int) -> date:
    """Give the calendar day ``days`` after ``day`` (before it, if negative)."""
    try:
        return day + timedelta(days=days)
    except OverflowError as problem:
        raise _out_of_range(day) from problem


def days_between(first: date, last: date) -> int:
    """Count the calendar days after ``first`` up to and including ``last``."""
    return last.toordinal() - first.toordinal()


def months_after(day: date, months: int) -> date:
    """Give the corresponding day ``months`` later, or the last day of that month where there is none (T4)."""
    try:
        return day + relativedelta(months=months)
    except (OverflowError, ValueError) as problem:
        raise _out_of_range(day) from problem


def years_after(day: date, years: int) -> date:
    """Give the corresponding day ``years`` later; 29 February meets 28 February (T4)."""
    return months_after(day, 12 * years)


def working_days_after(calendar: WorkingDays, start: date, days: int, pauses: Sequence[Pause] = ()) -> date:
    """Give the ``days``-th working day after ``start`` (T1, T2), leaving out the working days of pauses (T7)."""
    target = calendar.index(start) + days
    last = calendar.at(target)
    for first, end in _closed(pauses, start):
        if first >= last:
            break
        target += calendar.index(end) - calendar.index(first)
        last = calendar.at(target)
    return last


def working_days_between(calendar: WorkingDays, first: date, last: date) -> int:
    """Count the working days after ``first`` up to and including ``last``; 0 if ``last`` is not later."""
    return max(0, calendar.index(last) - calendar.index(first)) if last > first else 0


def moved_by_pauses(calendar: WorkingDays, start: date, last: date, pauses: Sequence[Pause]) -> date:
    """Move the last day of a limit in days, months or years by the calendar days of its pauses (T7).

    A pause counts if it began before the limit was over, that is before the working day to which T5 carries it.
    """
    for first, end in _closed(pauses, start):
        if first >= rolled_forward(calendar, last):
            break
        last = days_after(last, days_between(first, end))
    return last


def rolled_forward(calendar: WorkingDays, day: date) -> date:
    """Give ``day``, or the next working day where it is none: the last day of a limit to act (T5)."""
    return day if calendar.is_working_day(day) else calendar.at(calendar.index(day) + 1)


def rolled_back(calendar: WorkingDays, day: date) -> date:
    """Give ``day``, or the working day before it where it is none: a day counted back (T6)."""
    return calendar.at(calendar.index(day))


def next_working_day(calendar: WorkingDays, day: date) -> date:
    """Give the first working day after ``day``."""
    return calendar.at(calendar.index(day) + 1)


def working_days_before(calendar: WorkingDays, day: date, days: int) -> date:
    """Give the ``days``-th working day before ``day`` (T6)."""
    return calendar.at(calendar.index(days_after(day, -1)) - days + 1)


def first_day_free(last: date) -> date:
    """Give the day on which a bar or wait that lasts to the end of ``last`` is over, working day or not (T5)."""
    return days_after(last, 1)


def term_end(starts: date, months: int) -> date:
    """Give the last day of a term begun on ``starts``: the day before the corresponding day (T5, G6)."""
    return days_after(months_after(starts, months), -1)


def _closed(pauses: Iterable[Pause], start: date) -> Iterator[tuple[date, date]]:
    """Give the closed pauses after ``start`` in order, those that touch or overlap as one."""
    spans = sorted((max(p.first, start), p.last) for p in pauses if p.last is not None and not p.is_open)
    merged: list[tuple[date, date]] = []
    for first, last in spans:
        if last <= first:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return iter(merged)


def _out_of_range(day: date) -> BadInput:
    return BadInput("date-range", f"由{day.isoformat()}推算的日期超出可计算的范围，请检查日期是否填错。")
