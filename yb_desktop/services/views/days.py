"""What kind of day a day is for the offices of an area: working day, rest, holiday by name, make-up day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.law.calendar import Span
from yb_desktop.law.counting import days_after
from yb_desktop.law.law import Law


class DaySort(Enum):
    """What a day is."""

    WORK = "work"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class Day:
    """A day; ``known`` is false where the notice that rules it is not entered yet."""

    sort: DaySort
    name: str
    known: bool


def day_of(law: Law, area: str, day: date) -> Day:
    """Say what a day is. Raises ``BadInput`` for a day outside the calendar's range."""
    calendar = law.calendars.of(law.areas.resolve(area))
    works = calendar.is_working_day(day)
    known = calendar.is_known(days_after(day, -1), day)
    name = "" if works else _name(law, area, day)
    if works:
        return Day(DaySort.MAKE_UP if day.weekday() > 4 else DaySort.WORK, name, known)
    return Day(DaySort.HOLIDAY if name else DaySort.REST, name, known)


def _name(law: Law, area: str, day: date) -> str:
    national: list[Span] = [h for year in law.calendars.national if year.year == day.year for h in year.holiday]
    local = [h for year in law.calendars.local if area.startswith(year.area) for h in year.holiday]
    return next((h.name for h in (*local, *national) if h.touches(day, day)), "")
