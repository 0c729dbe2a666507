"""The columns of the to-do list."""

from __future__ import annotations

from yb_desktop.services.views.todo import TodoRow, Turn
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.clock_badge import ClockValue, clock_mark, clock_words
from yb_desktop.ui.widgets.page_model import Column

_TURNS = {
    Turn.OFFICE: Mark(Tone.INFO, "office"),
    Turn.INSTITUTION: Mark(Tone.NEUTRAL, "institutions"),
    Turn.NOBODY: Mark(Tone.NEUTRAL, "later"),
}

_SCREENS = {"agr": "agreements", "audit": "breaches", "inst": "institutions"}


def screen_of(entity: str) -> str:
    """Name the screen on which a matter has its page."""
    return _SCREENS.get(entity.partition("-")[0], "applications")


def _clock(row: TodoRow) -> ClockValue:
    return ClockValue(row.last_day, row.left, row.unit, row.provisional, row.paused)


def time_words(row: TodoRow) -> str:
    """Say how a clock stands; a wait that is over says so."""
    return f"已届满 · {row.last_day.isoformat()}" if row.over else clock_words(_clock(row))


def time_mark(row: TodoRow) -> Mark:
    """Give the look of a clock."""
    return Mark(Tone.GOOD, "done") if row.over else clock_mark(_clock(row))


COLUMNS = (
    Column[TodoRow]("time", "时限", time_words, 216, sortable=False, mark=time_mark),
    Column[TodoRow]("name", "机构", lambda row: row.name, 250, sortable=False),
    Column[TodoRow]("title", "事项", lambda row: row.title, 210, sortable=False),
    Column[TodoRow]("state", "状态", lambda row: row.state, 86, sortable=False),
    Column[TodoRow]("turn", "轮到", lambda row: row.turn.value, 112, sortable=False, mark=lambda row: _TURNS[row.turn]),
    Column[TodoRow]("area", "乡镇", lambda row: row.area, 90, sortable=False),
    Column[TodoRow]("basis", "依据", lambda row: f"{row.rule} · {row.article}", 250, sortable=False),
)
