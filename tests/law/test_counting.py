"""T1 to T7 against an independent recount, day by day over plain sets of days; month ends and leap days by hand."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import BadInput
from yb_desktop.law import counting
from yb_desktop.law.counting import Pause
from yb_desktop.law.law import shipped_law

LAW = shipped_law()
CALENDAR = LAW.calendars.of("532326")
ONE = timedelta(days=1)

DAYS = st.dates(date(2023, 6, 1), date(2027, 12, 31))
ANY_DAY = st.dates(date(1960, 1, 1), date(2090, 12, 31))
PAUSES = st.lists(
    st.builds(
        lambda first, length: Pause(first, first + timedelta(days=length)), DAYS, st.integers(min_value=0, max_value=40)
    ),
    max_size=3,
)


def spans(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE


OFF = {
    day
    for span in (
        *(h for year in LAW.calendars.national for h in year.holiday),
        *(h for year in LAW.calendars.local for h in year.holiday),
    )
    for day in spans(span.first, span.last)
}
WORKED = {day for year in LAW.calendars.national for h in year.holiday for day in h.workdays}
OPEN = {day for year in LAW.calendars.local for w in year.window for day in spans(w.first, w.last)}
KNOWN_YEARS = {2024, 2025, 2026}


def works(day: date) -> bool:
    return day not in OFF and (day in WORKED or day.weekday() < 5)


def paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(p.last is not None and p.first < day <= p.last for p in pauses)


def walk(start: date, days: int, pauses: Sequence[Pause] = ()) -> date:
    """Walk from the day after ``start``, counting working days that no pause takes out."""
    day = start
    while days:
        day += ONE
        days -= works(day) and not paused(day, pauses)
    return day


def corresponding(day: date, ahead: int) -> date:
    index = day.year * 12 + day.month - 1 + ahead
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


@given(DAYS)
def test_t2_every_day_is_a_working_day_or_not_as_the_tables_say(day: date) -> None:
    assert CALENDAR.is_working_day(day) == works(day)


@settings(max_examples=200)
@given(DAYS, st.integers(1, 40))
def test_t1_the_nth_working_day_after_the_trigger_is_the_last(start: date, days: int) -> None:
    last = counting.working_days_after(CALENDAR, start, days)
    assert last == walk(start, days)
    assert counting.working_days_between(CALENDAR, start, last) == days


@given(DAYS, st.integers(1, 30))
def test_t1_a_trigger_on_a_free_day_counts_like_the_working_day_before(start: date, days: int) -> None:
    on_working_day = counting.rolled_back(CALENDAR, start)
    assert counting.working_days_after(CALENDAR, start, days) == walk(on_working_day, days)


@settings(max_examples=200)
@given(DAYS, st.integers(1, 30), PAUSES)
def test_t7_working_days_of_a_pause_are_left_out(start: date, days: int, pauses: list[Pause]) -> None:
    assert counting.working_days_after(CALENDAR, start, days, pauses) == walk(start, days, pauses)


@given(DAYS, st.integers(1, 30), DAYS)
def test_t7_an_open_pause_moves_nothing_yet(start: date, days: int, notice: date) -> None:
    for last in (None, date.max):
        assert counting.working_days_after(CALENDAR, start, days, [Pause(notice, last)]) == walk(start, days)


@settings(max_examples=200)
@given(DAYS, st.integers(1, 12), st.integers(0, 90), st.integers(0, 60))
def test_t7_a_limit_in_months_moves_by_the_calendar_days_of_the_pause(
    start: date, ahead: int, after: int, length: int
) -> None:
    raw = corresponding(start, ahead)
    first = min(start + timedelta(days=after), raw - ONE)
    pause = Pause(first, first + timedelta(days=length))
    assert counting.moved_by_pauses(CALENDAR, start, raw, [pause]) == raw + timedelta(days=length)


@pytest.mark.parametrize(
    ("first", "last", "moved"),
    [
        (date(2026, 2, 20), date(2026, 3, 5), date(2026, 6, 5)),  # begun before the clock: its part after the start
        (date(2026, 7, 1), date(2026, 7, 9), date(2026, 6, 2)),  # after the end: nothing
        (date(2026, 6, 2), date(2026, 6, 9), date(2026, 6, 2)),  # notice on the last day: it had run out that evening
    ],
)
def test_t7_only_the_part_of_a_pause_within_the_limit_counts(first: date, last: date, moved: date) -> None:
    start = date(2026, 3, 2)
    assert counting.moved_by_pauses(CALENDAR, start, date(2026, 6, 2), [Pause(first, last)]) == moved


def test_t7_pauses_that_overlap_count_once() -> None:
    start, raw = date(2026, 3, 2), date(2026, 6, 2)
    pauses = [Pause(date(2026, 3, 10), date(2026, 3, 20)), Pause(date(2026, 3, 15), date(2026, 3, 25))]
    assert counting.moved_by_pauses(CALENDAR, start, raw, pauses) == date(2026, 6, 17)


@settings(max_examples=200)
@given(ANY_DAY, st.integers(-120, 120))
@example(date(2024, 1, 31), 1)
@example(date(2025, 1, 31), 1)
@example(date(2024, 2, 29), 12)
@example(date(2023, 11, 30), 3)
@example(date(2024, 8, 31), -6)
def test_t4_months_end_on_the_corresponding_day_or_the_end_of_the_month(day: date, ahead: int) -> None:
    assert counting.months_after(day, ahead) == corresponding(day, ahead)


@pytest.mark.parametrize(
    ("day", "ahead", "last"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)
def test_t4_month_ends_and_leap_days(day: date, ahead: int, last: date) -> None:
    assert counting.months_after(day, ahead) == last


@given(ANY_DAY, st.integers(-20, 20))
def test_t4_a_year_is_twelve_months(day: date, years: int) -> None:
    assert counting.years_after(day, years) == corresponding(day, 12 * years)


@given(DAYS)
def test_t5_a_limit_to_act_runs_to_the_next_working_day(day: date) -> None:
    rolled = counting.rolled_forward(CALENDAR, day)
    assert works(rolled)
    assert not any(works(between) for between in spans(day, rolled - ONE))


@given(DAYS)
def test_t6_a_day_counted_back_falls_on_the_working_day_before(day: date) -> None:
    rolled = counting.rolled_back(CALENDAR, day)
    assert works(rolled)
    assert not any(works(between) for between in spans(rolled + ONE, day))


@given(DAYS, st.integers(1, 40))
def test_t6_working_days_counted_back_leave_that_many_before_the_day(day: date, days: int) -> None:
    last = counting.working_days_before(CALENDAR, day, days)
    assert works(last)
    assert sum(works(between) for between in spans(last, day - ONE)) == days


@given(ANY_DAY, st.integers(1, 60))
def test_t5_a_term_and_its_renewal_leave_no_gap_and_no_overlap(starts: date, ahead: int) -> None:
    assert counting.term_end(starts, ahead) + ONE == corresponding(starts, ahead)


@given(ANY_DAY)
def test_t5_a_bar_is_over_on_the_day_after_working_day_or_not(last: date) -> None:
    assert counting.first_day_free(last) == last + ONE


@settings(max_examples=200)
@given(DAYS, st.integers(1, 60), st.sampled_from(["A15", "E1", "C7", "E12"]))
def test_t3_provisional_is_what_touches_an_unknown_year_or_an_open_window(start: date, ahead: int, rule: str) -> None:
    pause = Pause(start, start + timedelta(days=ahead))
    for due in LAW.due(rule, start, area="532326", in_force_on=date(2026, 1, 1), paused=[pause]):
        considered = list(spans(start + ONE, due.last_day))
        assert due.provisional == any(day.year not in KNOWN_YEARS or day in OPEN for day in considered)
        assert due.provisional == ("暂定" in due.why)


def test_next_working_day_skips_the_spring_festival() -> None:
    assert counting.next_working_day(CALENDAR, date(2026, 2, 14)) == date(2026, 2, 24)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_date_nobody_can_count_from_is_refused_in_words(day: date) -> None:
    with pytest.raises(BadInput, match="日期"):
        counting.rolled_forward(CALENDAR, counting.months_after(day, 3))
    with pytest.raises(BadInput, match="日期"):
        counting.days_after(day, -1 if day.year == 1 else 1)
    with pytest.raises(BadInput, match="日期"):
        counting.working_days_after(CALENDAR, day, 5)
