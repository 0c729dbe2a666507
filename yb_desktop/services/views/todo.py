"""The to-do list: every running clock of the office, worst first, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from yb_desktop.domain.clock_names import SET_BY_THE_OFFICE
from yb_desktop.law.counting import days_between
from yb_desktop.law.law import Law
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.citing import citation
from yb_desktop.services.views.places import place_name
from yb_desktop.store import lists
from yb_desktop.store.rows import DueRow

AT_MOST = 1_000
"""So many clocks are shown, the worst ones; an office that has more sees that it has."""
_SOON = 2
_INSTITUTIONS = frozenset({"A16", "B1", "B2", "C7"})
"""Clocks that run for the institution; once they are over it is the office's turn."""


class Turn(Enum):
    """Whose turn it is; the value is the word shown."""

    OFFICE = "经办机构"
    INSTITUTION = "机构"
    NOBODY = "等待届满"


class Near(Enum):
    """How near a last day is."""

    OVERDUE = "已超期"
    TODAY = "今日到期"
    SOON = "两个工作日内"
    LATER = "以后"


@dataclass(frozen=True, slots=True)
class TodoRow:
    """A running clock. ``left`` counts to the last day in ``unit``, below 0 is late; ``over``: a wait has ended."""

    entity: str
    institution: str
    name: str
    area: str
    matter: str
    number: str
    state: str
    rule: str
    title: str
    article: str
    start: date
    last_day: date
    left: int
    unit: str
    provisional: bool
    paused: bool
    over: bool
    turn: Turn

    @property
    def near(self) -> Near:
        """Say how near the last day is; a wait that is over wants its next step today."""
        if self.over:
            return Near.TODAY
        if self.paused:
            return Near.LATER
        if self.left < 0:
            return Near.OVERDUE
        if self.left == 0:
            return Near.TODAY
        return Near.SOON if self.left <= _SOON and self.unit != "天" else Near.LATER


@dataclass(frozen=True, slots=True)
class TodoList:
    """Every running clock, worst first; ``more`` where the office has more than are shown."""

    rows: tuple[TodoRow, ...]
    more: bool


def todo(desk: Desk) -> TodoList:
    """Give what the office has to do, the first last day first."""
    with desk.store.read() as reader:
        page = lists.due(reader, office=reader.info.office, limit=AT_MOST)
    today, law = desk.clock.today(), desk.law

    tell = _Teller(law, today)
    rows = (tell.row(row) for row in page.rows)
    order = {near: at for at, near in enumerate(Near)}
    return TodoList(tuple(sorted(rows, key=lambda r: (order[r.near], r.last_day))), page.after is not None)


class _Teller:
    """Makes the rows of one list; many clocks end on the same day, so what was worked out is remembered."""

    def __init__(self, law: Law, today: date) -> None:
        self._law, self._today = law, today
        self._wait = cache(lambda rule, part: rule in SET_BY_THE_OFFICE or law.is_wait(rule, part))
        self._left = cache(self._count_left)
        self._article = cache(self._cite)
        self._place = cache(lambda area: place_name(law.areas, area))

    def row(self, row: DueRow) -> TodoRow:
        """Give a clock as the list shows it."""
        wait = self._wait(row.rule, row.part)
        left, unit = self._left(row.last_day, row.area, wait)
        return TodoRow(
            entity=row.entity,
            institution=row.institution,
            name=row.institution_name,
            area=self._place(row.area),
            matter=row.matter,
            number=row.number,
            state=row.state,
            rule=row.rule,
            title=row.title,
            article=self._article(row.rule, row.area, row.start),
            start=row.start,
            last_day=row.last_day,
            left=left,
            unit=unit,
            provisional=row.provisional,
            paused=row.paused,
            over=wait and row.last_day < self._today,
            turn=_turn(row, self._today, wait=wait),
        )

    def _cite(self, rule: str, area: str, on: date) -> str:
        found = citation(self._law, rule, area=area, on=on)
        return found.article if found else ""

    def _count_left(self, last_day: date, area: str, wait: bool) -> tuple[int, str]:
        """Count to the last day in working days; in days for a wait, and where no working day lies between."""
        days = days_between(self._today, last_day)
        if wait or days == 0:
            return days, "天" if wait else "个工作日"
        if days > 0:
            working = self._law.working_days_late(self._today, last_day, area=area)
        else:
            working = -self._law.working_days_late(last_day, self._today, area=area)
        return (working, "个工作日") if working else (days, "天")


def _turn(row: DueRow, today: date, *, wait: bool) -> Turn:
    if row.last_day < today:
        return Turn.OFFICE
    if row.rule in _INSTITUTIONS or (row.rule, row.part) == ("C4", "request"):
        return Turn.INSTITUTION
    return Turn.NOBODY if wait else Turn.OFFICE
