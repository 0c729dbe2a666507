"""What the machines of random actions have in common: a fresh office each time, days counted one by one, the end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine

from tests.services.office import Begin, make

ONE = timedelta(days=1)
LAST = date(2026, 12, 31)
"""The calendars' last day, and the office's today."""
TORCH_2025 = {date(2025, 7, 16), date(2025, 7, 17), date(2025, 7, 18)}


def works(day: date) -> bool:
    """Say whether a day is a working day, from another source than the program's calendars."""
    return chinese_calendar.is_workday(day) and day not in TORCH_2025


def walked(start: date, working_days: int, rests: Callable[[date], bool] = lambda _day: False) -> date | None:
    """Count working days by walking from day to day; ``None`` after the end of the calendars."""
    day, left = start, working_days
    while left:
        if day == LAST:
            return None
        day += ONE
        left -= works(day) and not rests(day)
    return day


def examples(number: int) -> settings:
    """Give the settings of a machine: so many runs of 25 steps; what fails is not made smaller, which takes minutes."""
    return settings(max_examples=number, stateful_step_count=25, deadline=None, phases=(Phase.explicit, Phase.generate))


class OfficeMachine(RuleBasedStateMachine):
    """One office and its institution; at the end its tables can be made again."""

    def __init__(self, first: date, begin: Begin | None = None) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="yb-machine-")
        self.office = make(Path(self.folder.name) / "office", {}, begin=begin)
        self.day = first

    def later(self, days: int) -> date:
        """Give the day so many days on, within the calendars."""
        return min(self.day + timedelta(days=days), LAST)

    def teardown(self) -> None:
        """Make all tables again from the log: nothing changes."""
        store = self.office.desk.store
        try:
            at = self.office.everything()
            assert [item.text for item in store.check(full=True) if not item.ok and item.name != "disk"] == []
            store.rebuild()
            assert self.office.everything() == at
        finally:
            store.close()
            self.folder.cleanup()
