"""The calendar of a year for the settings: the notices behind it, what was entered here, what is open (T2, T3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.office import Holiday
from yb_desktop.law.calendar import NationalYear, Span
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.days import Day, day_of
from yb_desktop.services.views.permitted import lacking_for


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A holiday of the year: its name, its days in words, the notice that says so, where that came from."""

    name: str
    days: str
    notice: str
    source: str
    first: date
    open: bool = False


@dataclass(frozen=True, slots=True)
class YearView:
    """A year: every day that is no plain day of work or rest, the notices, and why this person may not enter one."""

    year: int
    days: dict[date, Day]
    notices: tuple[NoticeLine, ...]
    known: bool
    cannot: str


def year_view(desk: Desk, year: int) -> YearView:
    """Give a year of the office's calendar."""
    area = desk.info.area
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    days = (date.fromordinal(number) for number in range(first, last + 1))
    return YearView(
        year=year,
        days={day: day_of(desk.law, area, day) for day in days},
        notices=tuple(sorted(_notices(desk, year), key=lambda line: (line.first, line.name))),
        known=year in desk.law.calendars.years(),
        cannot=lacking_for(desk, "oversight.enter_holiday"),
    )


def _notices(desk: Desk, year: int) -> Iterator[NoticeLine]:
    calendars, area = desk.law.calendars, desk.info.area
    yield from (line for one in calendars.national if one.year == year for line in _national(one))
    entered = _entered(desk)
    here = (local for local in calendars.local if local.year == year and area.startswith(local.area))
    for holiday in (one for local in here for one in local.holiday):
        source = entered.get(holiday.notice, "本地")
        yield NoticeLine(holiday.name, _span(holiday), holiday.notice, source, holiday.first)
    for window in calendars.open_windows(area):
        if window.first.year == year:
            yield NoticeLine(window.name, _span(window), window.note, "通知未录入，暂定", window.first, open=True)


def _national(year: NationalYear) -> Iterator[NoticeLine]:
    for one in year.holiday:
        work = "、".join(f"{day:%m-%d}" for day in one.workdays)
        words = _span(one) + (f"，{work} 上班" if work else "")
        yield NoticeLine(one.name, words, year.notice, "国家", one.first)


def _entered(desk: Desk) -> dict[str, str]:
    """Say of each notice entered here who entered it, and when."""
    with desk.store.read() as reader:
        holidays: tuple[Holiday, ...] = reader.office().holidays
        names = {person.id: person.name for person in reader.people()}
    return {one.notice: f"本单位录入（{names.get(one.actor, '本单位')} {one.on}）" for one in holidays}


def _span(span: Span) -> str:
    return f"{span.first:%m-%d}" if span.first == span.last else f"{span.first:%m-%d} 至 {span.last:%m-%d}"
