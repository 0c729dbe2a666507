"""The badge of a running clock: overdue, today, at most two days, later; 暂定 where a calendar is not yet known.

A time to sit out (publicity, the wait after 不合格) is never late: once its last day has passed it is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtWidgets import QWidget

from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Badge, Mark

SOON = 2


@dataclass(frozen=True, slots=True)
class ClockValue:
    """A clock as it stands today: ``left`` counts to the last day in ``unit``; 0 is today, below 0 is late.

    ``over`` is a time to sit out that has passed.
    """

    last_day: date
    left: int
    unit: str = "个工作日"
    provisional: bool = False
    paused: bool = False
    over: bool = False


class Urgency(Enum):
    """How near the last day is: words for a heading, tone and icon."""

    OVERDUE = ("已超期", Tone.BAD, "overdue")
    TODAY = ("今日到期", Tone.BAD, "today")
    SOON = ("两日内到期", Tone.WARN, "soon")
    LATER = ("以后到期", Tone.NEUTRAL, "calendar")
    PAUSED = ("暂停计时", Tone.NEUTRAL, "later")
    OVER = ("已届满", Tone.GOOD, "done")

    def __init__(self, words: str, tone: Tone, icon: str) -> None:
        self.words = words
        self.tone = tone
        self.icon = icon


def urgency(clock: ClockValue) -> Urgency:
    """Say how near the last day is."""
    if clock.over:
        return Urgency.OVER
    if clock.paused:
        return Urgency.PAUSED
    if clock.left < 0:
        return Urgency.OVERDUE
    if clock.left == 0:
        return Urgency.TODAY
    return Urgency.SOON if clock.left <= SOON else Urgency.LATER


def clock_words(clock: ClockValue) -> str:
    """Say in words how a clock stands: ``剩 2 个工作日 · 2026-03-04（暂定）``."""
    day = clock.last_day.isoformat() + ("（暂定）" if clock.provisional else "")
    match urgency(clock):
        case Urgency.OVERDUE:
            return f"超期 {-clock.left} {clock.unit} · {day}"
        case Urgency.TODAY:
            return f"今日到期 · {day}"
        case Urgency.PAUSED:
            return "暂停计时"
        case Urgency.OVER:
            return f"已届满 · {day}"
        case Urgency.SOON | Urgency.LATER:
            return f"剩 {clock.left} {clock.unit} · {day}"


def clock_mark(clock: ClockValue) -> Mark:
    """Give the look of a clock, for a badge or a cell of a table."""
    near = urgency(clock)
    return Mark(near.tone, near.icon, clock.provisional)


class ClockBadge(Badge):
    """Shows how a clock stands; ``why`` (how it was counted) is its tool tip."""

    def __init__(self, clock: ClockValue, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_clock(clock, why)

    def set_clock(self, clock: ClockValue, why: str = "") -> None:
        """Show another clock."""
        self.set_badge(clock_words(clock), clock_mark(clock))
        hint = "节假日安排尚未公布，日期暂定。" if clock.provisional else ""
        self.setToolTip("\n".join(part for part in (why, hint) if part))
