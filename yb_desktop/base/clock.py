"""The PC's clock, in one place, so that nothing else asks for the day (rule T8: PCs are wrong)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the day and the instant; tests and stories bring their own."""

    def today(self) -> date:
        """Give the office's day."""
        ...

    def now(self) -> datetime:
        """Give the instant, with its time zone."""
        ...


class PcClock:
    """The clock of this PC."""

    def today(self) -> date:
        """Give the PC's local day."""
        return date.today()

    def now(self) -> datetime:
        """Give the instant in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still on one day (stories, tests, the demo)."""

    day: date

    def today(self) -> date:
        """Give the fixed day."""
        return self.day

    def now(self) -> datetime:
        """Give noon of the fixed day in UTC."""
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)
