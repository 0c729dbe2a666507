"""Which days are working days: national years, local holidays on top, and what is not yet known (T2, T3).

The tables are data (``resources/calendar``). For each area they become three prefix arrays, so that counting is two
look-ups. A year with no national table has its weekends left out and counts as unknown; so does a window in which a
local holiday will fall, until its days are entered.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, compress
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.law.counting import days_after, days_between

FIRST_YEAR, LAST_YEAR = 1950, 2149
_FIRST = date(FIRST_YEAR, 1, 1)
_LAST = date(LAST_YEAR, 12, 31)
_FIRST_ORDINAL = _FIRST.toordinal()
_WEEK = (1, 1, 1, 1, 1, 0, 0)


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A named run of days in a shipped table, both ends included."""

    name: str
    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins."""
        _require(self.first <= self.last, f"{self.name}: ends before it begins")

    def touches(self, first: date, last: date) -> bool:
        """Say whether any day of the span lies in ``first`` … ``last``."""
        return self.first <= last and first <= self.last


class NationalHoliday(Span, frozen=True, kw_only=True):
    """A holiday of the State Council's notice, with the weekend days worked for it (调休上班日)."""

    workdays: tuple[date, ...] = ()


class NationalYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The State Council's arrangement of one year, with the number of its notice."""

    year: int
    notice: str
    holiday: tuple[NationalHoliday, ...]

    def __post_init__(self) -> None:
        """Refuse a table whose days are back to front or worked and free at once."""
        off = [day for h in self.holiday for day in _days(h.first, h.last)]
        worked = [day for h in self.holiday for day in h.workdays]
        _require(self.notice != "", f"{self.year}: no notice number")
        _require(len({*off, *worked}) == len(off) + len(worked), f"{self.year}: a day stands twice")
        _require(all(day.weekday() > 4 for day in worked), f"{self.year}: a make-up day is no weekend day")


class LocalHoliday(Span, frozen=True, kw_only=True):
    """Days on which an area's offices close, and the notice that says so."""

    notice: str


class Window(Span, frozen=True, kw_only=True):
    """A time in which an area's holiday will fall, while its notice is not known."""

    note: str

    @property
    def text(self) -> str:
        """Name the window in words."""
        return f"{self.name}（{self.first.isoformat()}至{self.last.isoformat()}）"


class LocalYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is known of the local holidays of one area prefix in one year."""

    year: int
    area: str
    holiday: tuple[LocalHoliday, ...] = ()
    window: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        """Refuse days of another year."""
        spans: tuple[Span, ...] = (*self.holiday, *self.window)
        _require(self.area.isdigit(), f"{self.year}: area {self.area!r}")
        _require(
            all(s.first.year == s.last.year == self.year for s in spans), f"{self.area}-{self.year}: another year's day"
        )


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why a span of days cannot be counted for certain: years without a national calendar, open windows."""

    years: tuple[int, ...]
    windows: tuple[Window, ...]

    @property
    def text(self) -> str:
        """Say it in words, shortly: the years as one span, the first window by name."""
        parts = []
        if self.years:
            first, last = self.years[0], self.years[-1]
            parts.append(f"{first}年{f'至{last}年' if last > first else ''}有国家放假安排未录入（只除周末）")
        if self.windows:
            more = f"等{len(self.windows)}个放假窗口" if len(self.windows) > 1 else ""
            parts.append(f"{self.windows[0].text}{more}的放假通知未录入")
        return "，".join(parts)


class AreaCalendar:
    """The working days of one area, as prefix arrays over 1950 to 2149."""

    __slots__ = ("_index", "_known_years", "_ordinals", "_unknown", "_windows")

    def __init__(self, national: Iterable[NationalYear], local: Iterable[LocalYear]) -> None:
        """Lay weekends, then the national years, then the local holidays (T2)."""
        length = days_between(_FIRST, _LAST) + 1
        begins = _FIRST.weekday()
        works = (list(_WEEK) * (length // 7 + 2))[begins : begins + length]
        years = tuple(national)
        locals_ = tuple(local)
        for holiday in (h for year in years for h in year.holiday):
            _lay(works, holiday.first, holiday.last, 0)
            for day in holiday.workdays:
                _lay(works, day, day, 1)
        for closed in (h for year in locals_ for h in year.holiday):
            _lay(works, closed.first, closed.last, 0)
        self._known_years = frozenset(year.year for year in years)
        self._windows = tuple(window for year in locals_ for window in year.window)
        unknown = [1] * length
        for known in self._known_years:
            _lay(unknown, date(known, 1, 1), date(known, 12, 31), 0)
        for window in self._windows:
            _lay(unknown, window.first, window.last, 1)
        self._index = array("i", accumulate(works))
        self._unknown = array("i", accumulate(unknown))
        self._ordinals = array("i", compress(range(_FIRST_ORDINAL, _FIRST_ORDINAL + length), works))

    def is_working_day(self, day: date) -> bool:
        """Say whether offices of the area work on ``day`` (T2)."""
        offset = self._offset(day)
        return self._index[offset] > (self._index[offset - 1] if offset else 0)

    def index(self, day: date) -> int:
        """Count the working days from 1950-01-01 up to and including ``day``."""
        return self._index[self._offset(day)]

    def at(self, index: int) -> date:
        """Give the working day with that index."""
        if not 0 < index <= len(self._ordinals):
            raise _outside()
        return date.fromordinal(self._ordinals[index - 1])

    def is_known(self, after: date, last: date) -> bool:
        """Say whether all days after ``after`` up to and including ``last`` are known (T3)."""
        if last <= after:
            return True
        if after < _FIRST:  # an institution older than the table: its years are not known either
            return False
        return self._unknown[self._offset(last)] == self._unknown[self._offset(after)]

    def unknown(self, after: date, last: date) -> Unknown:
        """Name what is not known of the days after ``after`` up to and including ``last`` (T3)."""
        years = range(days_after(after, 1).year, last.year + 1)
        return Unknown(
            tuple(year for year in years if year not in self._known_years),
            tuple(window for window in self._windows if window.touches(days_after(after, 1), last)),
        )

    def _offset(self, day: date) -> int:
        offset = day.toordinal() - _FIRST_ORDINAL
        if not 0 <= offset < len(self._index):
            raise _outside()
        return offset


class Calendars:
    """All calendar tables, and the calendar of each area made from them when first asked for."""

    def __init__(self, national: Iterable[NationalYear], local: Iterable[LocalYear]) -> None:
        """Take the tables; a year given twice for the same area is refused."""
        self.national = tuple(sorted(national, key=lambda year: year.year))
        self.local = tuple(sorted(local, key=lambda year: (year.area, year.year)))
        _require(len({y.year for y in self.national}) == len(self.national), "a national year stands twice")
        _require(len({(y.area, y.year) for y in self.local}) == len(self.local), "a local year stands twice")
        self._by_area: dict[str, AreaCalendar] = {}
        self._by_prefixes: dict[tuple[str, ...], AreaCalendar] = {}

    def of(self, area: str) -> AreaCalendar:
        """Give the calendar of an area (any resolved code)."""
        found = self._by_area.get(area)
        if found is None:
            own = tuple(year for year in self.local if area.startswith(year.area))
            prefixes = tuple(dict.fromkeys(year.area for year in own))
            found = self._by_prefixes.get(prefixes)
            if found is None:
                found = self._by_prefixes[prefixes] = AreaCalendar(self.national, own)
            self._by_area[area] = found
        return found

    def years(self) -> tuple[int, ...]:
        """Give the years that have a national calendar."""
        return tuple(year.year for year in self.national)

    def open_windows(self, area: str) -> tuple[Window, ...]:
        """Give the windows of an area whose notice is not entered yet."""
        return tuple(window for year in self.local if area.startswith(year.area) for window in year.window)

    def with_national(self, year: NationalYear) -> Calendars:
        """Give the calendars with a State Council notice entered (or replaced)."""
        return Calendars((*(y for y in self.national if y.year != year.year), year), self.local)

    def with_holiday(self, area: str, holiday: LocalHoliday) -> Calendars:
        """Give the calendars with a local notice entered; it closes the window of its name or of its days (T3)."""
        at = bisect_left([(y.area, y.year) for y in self.local], (area, holiday.first.year))
        old = self.local[at] if at < len(self.local) else None
        if old is None or (old.area, old.year) != (area, holiday.first.year):
            new = LocalYear(year=holiday.first.year, area=area, holiday=(holiday,))
            return Calendars(self.national, (*self.local, new))
        closed = [w for w in old.window if w.name == holiday.name] or [
            w for w in old.window if w.touches(holiday.first, holiday.last)
        ]
        new = LocalYear(
            year=old.year,
            area=area,
            holiday=(*old.holiday, holiday),
            window=tuple(w for w in old.window if w not in closed),
        )
        return Calendars(self.national, (*(y for y in self.local if y is not old), new))


def load_calendars(folder: Path) -> Calendars:
    """Read all tables of a folder: ``cn-*.toml`` are national, the others local."""
    national, local = [], []
    for path in sorted(folder.glob("*.toml")):
        if path.name.startswith("cn-"):
            national.append(msgspec.toml.decode(path.read_bytes(), type=NationalYear))
        else:
            local.append(msgspec.toml.decode(path.read_bytes(), type=LocalYear))
    return Calendars(national, local)


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def _lay(table: list[int], first: date, last: date, value: int) -> None:
    for ordinal in range(first.toordinal() - _FIRST_ORDINAL, last.toordinal() - _FIRST_ORDINAL + 1):
        table[ordinal] = value


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)


def _outside() -> BadInput:
    return BadInput("date-range", f"日期超出可计算的范围（{FIRST_YEAR}年至{LAST_YEAR}年），请检查日期是否填错。")
