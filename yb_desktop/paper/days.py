"""Days as papers write them (amounts of money are written in ``domain/amounts``)."""

from __future__ import annotations

from datetime import date


def day_words(day: date) -> str:
    """Write a day as papers do: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"
