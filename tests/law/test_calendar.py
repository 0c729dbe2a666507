"""The tables of days: against two independent calendars, and what an entered notice changes (T2, T3)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import msgspec
import pytest

from yb_desktop.law.calendar import Calendars, LocalYear, NationalYear, load_calendars
from yb_desktop.law.law import Law

YEARS = (2024, 2025, 2026)


def _year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_national_year_agrees_with_chinesecalendar(law: Law, year: int) -> None:
    national = law.calendars.of("530302")
    assert [d for d in _year(year) if national.is_working_day(d) != chinese_calendar.is_workday(d)] == []


@pytest.mark.parametrize("year", YEARS)
def test_national_year_agrees_with_holidays(law: Law, year: int) -> None:
    national = law.calendars.of("530302")
    other = holidays.country_holidays("CN", years=year)
    assert [d for d in _year(year) if national.is_working_day(d) != other.is_working_day(d)] == []


def test_each_national_year_names_its_notice(law: Law) -> None:
    assert {year.year: year.notice for year in law.calendars.national} == {
        2024: "国办发明电〔2023〕7号",
        2025: "国办发明电〔2024〕12号",
        2026: "国办发明电〔2025〕7号",
    }


def test_chuxiong_closes_on_its_own_days_and_qujing_does_not(law: Law) -> None:
    own = [date(2024, 4, 15), date(2024, 4, 16), date(2024, 7, 29), date(2024, 7, 31), date(2024, 12, 23)]
    own += [date(2024, 12, 24), date(2025, 7, 16), date(2025, 7, 17), date(2025, 7, 18)]
    assert [day for day in own if law.is_working_day(day, "532326")] == []
    assert [day for day in own if not law.is_working_day(day, "530302")] == []
    assert all(law.is_working_day(day, "532300") is False for day in own), "the prefecture closes with its counties"


def test_the_windows_are_those_of_the_data(law: Law) -> None:
    windows = [(w.name, w.first, w.last) for w in law.calendars.open_windows("532326")]
    assert windows == [
        ("州庆", date(2025, 4, 13), date(2025, 4, 19)),
        ("彝族年", date(2025, 12, 18), date(2025, 12, 28)),
        ("州庆", date(2026, 4, 13), date(2026, 4, 19)),
        ("火把节", date(2026, 8, 3), date(2026, 8, 9)),
        ("彝族年", date(2026, 12, 18), date(2026, 12, 28)),
        ("州庆", date(2027, 4, 13), date(2027, 4, 19)),
        ("火把节", date(2027, 7, 24), date(2027, 7, 30)),
        ("彝族年", date(2027, 12, 18), date(2027, 12, 28)),
    ]
    assert law.calendars.open_windows("530302") == ()


def test_a_notice_closes_its_window_and_moves_the_clock(law: Law) -> None:
    start = date(2026, 7, 31)
    before = law.due("A16", start, area="532326")[0]
    assert (before.last_day, before.provisional) == (date(2026, 8, 7), True)
    days = [date(2026, 8, 5), date(2026, 8, 6), date(2026, 8, 7)]
    entered = law.with_holidays(area="532326", days=days, notice="楚政办通〔2026〕1号")
    after = entered.due("A16", start, area="532326")[0]
    assert (after.last_day, after.provisional) == (date(2026, 8, 12), False)
    assert law.due("A16", start, area="532326")[0] == before, "a law never changes; an entered notice makes a new one"
    assert entered.fingerprint() != law.fingerprint()


def test_a_named_notice_outside_its_window_closes_it_too(law: Law) -> None:
    entered = law.with_holidays(area="532300", days=[date(2026, 8, 11)], notice="x", name="火把节")
    names = [(w.name, w.first.year) for w in entered.calendars.open_windows("532326")]
    assert ("火把节", 2026) not in names
    assert ("州庆", 2026) in names
    assert not entered.is_working_day(date(2026, 8, 11), "532326")


def test_a_notice_for_an_area_without_tables_counts_there_only(law: Law) -> None:
    entered = law.with_holidays(area="530302", days=[date(2026, 3, 3)], notice="x")
    assert not entered.is_working_day(date(2026, 3, 3), "530302")
    assert entered.is_working_day(date(2026, 3, 3), "532326")


def test_an_entered_national_year_is_no_longer_provisional(law: Law) -> None:
    start = date(2027, 3, 1)
    assert law.due("A16", start, area="532326")[0].provisional
    text = 'year = 2027\nnotice = "x"\n[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n'
    entered = law.with_national(msgspec.toml.decode(text, type=NationalYear))
    assert not entered.due("A16", start, area="532326")[0].provisional


def test_a_local_holiday_beats_a_make_up_day() -> None:
    national = msgspec.toml.decode(
        'year = 2026\nnotice = "x"\n[[holiday]]\nname = "春节"\nfrom = 2026-02-16\nto = 2026-02-20\n'
        "workdays = [2026-02-14]\n",
        type=NationalYear,
    )
    local = msgspec.toml.decode(
        'year = 2026\narea = "5323"\n[[holiday]]\nname = "x"\nfrom = 2026-02-14\nto = 2026-02-14\nnotice = "x"\n',
        type=LocalYear,
    )
    calendars = Calendars([national], [local])
    assert calendars.of("530302").is_working_day(date(2026, 2, 14))
    assert not calendars.of("532326").is_working_day(date(2026, 2, 14))


@pytest.mark.parametrize(
    "text",
    [
        'year = 2026\nnotice = ""\nholiday = []\n',
        'year = 2026\nnotice = "x"\n[[holiday]]\nname = "a"\nfrom = 2026-01-03\nto = 2026-01-01\n',
        'year = 2026\nnotice = "x"\n[[holiday]]\nname = "a"\nfrom=2026-01-01\nto=2026-01-03\nworkdays=[2026-01-03]\n',
        'year = 2026\nnotice = "x"\n[[holiday]]\nname = "a"\nfrom=2026-01-01\nto=2026-01-01\nworkdays=[2026-01-05]\n',
        'year = 2026\nnotice = "x"\nholiday = []\nnote = "unknown field"\n',
    ],
)
def test_a_table_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "cn-2026.toml").write_text(text, encoding="utf-8")
    with pytest.raises(msgspec.ValidationError):
        load_calendars(tmp_path)


def test_a_year_given_twice_is_refused(law: Law) -> None:
    with pytest.raises(ValueError, match="twice"):
        Calendars([*law.calendars.national, law.calendars.national[0]], [])
