"""Days on paper: Arabic numerals without leading noughts."""

from __future__ import annotations

from datetime import date

from yb_desktop.paper.days import day_words


def test_days_are_written_without_leading_noughts() -> None:
    assert day_words(date(2026, 3, 2)) == "2026年3月2日"
    assert day_words(date(2024, 12, 31)) == "2024年12月31日"
