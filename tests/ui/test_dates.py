"""Dates as clerks type them, and what the field says of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QTableView

from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.clock_badge import ClockBadge, ClockValue, Urgency, clock_words, urgency
from yb_desktop.ui.widgets.date_edit import DateEdit, DayInfo, DayKind, day_words
from yb_desktop.ui.widgets.date_reading import read_date

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0302", date(2026, 3, 2)),
        ("3-2", date(2026, 3, 2)),
        ("3.2", date(2026, 3, 2)),
        ("3月2日", date(2026, 3, 2)),
        ("０３０２", date(2026, 3, 2)),
        ("1228", date(2025, 12, 28)),
        ("0801", date(2026, 8, 1)),
        ("1001", date(2025, 10, 1)),
        ("260302", date(2026, 3, 2)),
        ("20260302", date(2026, 3, 2)),
        ("2026-3-2", date(2026, 3, 2)),
        ("2026/03/02", date(2026, 3, 2)),
        ("2026年3月2日", date(2026, 3, 2)),
        (" 2026 - 3 - 2 ", date(2026, 3, 2)),
        ("今天", TODAY),
        ("20240229", date(2024, 2, 29)),
        ("0229", None),
        ("20260230", None),
        ("1301", None),
        ("302", None),
        ("明年", None),
        ("", None),
    ],
)
def test_a_typed_date_is_understood(typed: str, meant: date | None) -> None:
    assert read_date(typed, TODAY) == meant


@settings(max_examples=50)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2001, 1, 1), date(2098, 1, 1)))
def test_every_full_date_is_read_whatever_today_is(day: date, today: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day:%y%m%d}", f"{day.year}.{day.month}.{day.day}"):
        assert read_date(text, today) == day


@settings(max_examples=50)
@given(st.dates(date(2001, 1, 1), date(2098, 1, 1)), st.dates(date(2001, 1, 1), date(2098, 1, 1)))
def test_a_date_without_year_lies_within_about_half_a_year(day: date, today: date) -> None:
    meant = read_date(f"{day:%m%d}", today)
    if meant is not None and (day.month, day.day) != (2, 29):
        assert abs(meant.toordinal() - today.toordinal()) <= 183


def test_the_field_writes_the_date_out_and_says_what_day_it_is(theme: Theme, qtbot: QtBot) -> None:
    edit = DateEdit(TODAY, lambda _day: DayInfo(DayKind.MAKE_UP))
    qtbot.addWidget(edit)
    edit.show()
    QTest.keyClicks(edit.line, "0228")
    QTest.keyClick(edit.line, Qt.Key.Key_Return)
    assert edit.line.text() == "2026-02-28"
    assert edit.day() == date(2026, 2, 28)
    assert "周六 调休上班日" in edit.findChildren(type(edit._words))[0].text()
    edit.line.setText("后天")
    assert edit.day() is None
    assert edit.problem() != ""


def test_a_day_is_picked_from_the_calendar_by_key_and_by_mouse(theme: Theme, qtbot: QtBot) -> None:
    edit = DateEdit(TODAY)
    qtbot.addWidget(edit)
    edit.show()
    for pick in ("key", "mouse"):
        edit.set_day(None)
        QTest.keyClick(edit.line, Qt.Key.Key_F4)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        view = popup.findChildren(QCalendarWidget)[0].findChildren(QTableView)[0]
        if pick == "key":
            QTest.keyClick(view, Qt.Key.Key_Right)
            QTest.keyClick(view, Qt.Key.Key_Return)
            assert edit.day() == date(2026, 3, 3)
        else:
            viewport = view.viewport()
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
            assert edit.day() is not None


def test_days_are_said_in_words() -> None:
    assert day_words(date(2026, 10, 1), DayInfo(DayKind.HOLIDAY, "国庆节")) == "周四 休息日（国庆节）"
    assert day_words(date(2027, 1, 4), DayInfo(DayKind.WORK, known=False)) == "周一 上班日，暂定"


@pytest.mark.parametrize(
    ("left", "near", "words"),
    [
        (-3, Urgency.OVERDUE, "超期 3 个工作日 · 2026-03-04"),
        (0, Urgency.TODAY, "今日到期 · 2026-03-04"),
        (2, Urgency.SOON, "剩 2 个工作日 · 2026-03-04"),
        (3, Urgency.LATER, "剩 3 个工作日 · 2026-03-04"),
    ],
)
def test_a_clock_says_how_near_its_last_day_is(left: int, near: Urgency, words: str) -> None:
    clock = ClockValue(date(2026, 3, 4), left)
    assert (urgency(clock), clock_words(clock)) == (near, words)


def test_a_provisional_clock_says_so_in_words(theme: Theme, qtbot: QtBot) -> None:
    badge = ClockBadge(ClockValue(date(2027, 3, 4), 9, provisional=True), "自 2027-02-20 起")
    qtbot.addWidget(badge)
    assert badge.text().endswith("（暂定）")
    assert badge.accessibleName() == badge.text()
    assert badge.toolTip().startswith("自 2027-02-20 起")
