"""The columns of the to-do lists."""

from __future__ import annotations

from yb_desktop.services.views.duties import DutyLine
from yb_desktop.services.views.releasing import WaitingRelease
from yb_desktop.services.views.todo import TodoRow, Turn
from yb_desktop.ui.clocks import clock_column
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.clock_badge import ClockValue
from yb_desktop.ui.widgets.page_model import Column

_TURNS = {
    Turn.OFFICE: Mark(Tone.INFO, "office"),
    Turn.INSTITUTION: Mark(Tone.NEUTRAL, "institutions"),
    Turn.NOBODY: Mark(Tone.NEUTRAL, "later"),
}


def _clock(row: TodoRow) -> ClockValue:
    return ClockValue(row.last_day, row.left, row.unit, row.provisional, row.paused, row.over)


COLUMNS = (
    clock_column("时限", _clock),
    Column[TodoRow]("name", "机构", lambda row: row.name, 250, sortable=False),
    Column[TodoRow]("title", "事项", lambda row: row.title, 210, sortable=False),
    Column[TodoRow]("state", "状态", lambda row: row.state, 86, sortable=False),
    Column[TodoRow]("turn", "轮到", lambda row: row.turn.value, 112, sortable=False, mark=lambda row: _TURNS[row.turn]),
    Column[TodoRow]("area", "乡镇", lambda row: row.area, 90, sortable=False),
    Column[TodoRow]("basis", "依据", lambda row: f"{row.rule} · {row.article}", 250, sortable=False),
)


_SOON = 7


def day_words(line: DutyLine) -> str:
    """Say how long a paper or an agreement still lasts; of other duties, since when they wait."""
    if line.day is None:
        return f"自 {line.since.isoformat()}"
    day = line.day.isoformat()
    if line.left < 0:
        return f"已过期 {-line.left} 天 · {day}"
    return f"今日到期 · {day}" if line.left == 0 else f"剩 {line.left} 天 · {day}"


def _day_mark(line: DutyLine) -> Mark:
    if line.day is None:
        return Mark(Tone.NEUTRAL, "calendar")
    if line.left <= 0:
        return Mark(Tone.BAD, "overdue" if line.left < 0 else "today")
    return Mark(Tone.WARN, "soon") if line.left <= _SOON else Mark(Tone.NEUTRAL, "calendar")


def _matter(line: DutyLine) -> str:
    return " ".join(part for part in (line.matter, line.number, line.state) if part)


DUTY_COLUMNS = (
    Column[DutyLine]("day", "日期", day_words, 206, sortable=False, mark=_day_mark),
    Column[DutyLine]("name", "机构", lambda line: line.name, 230, sortable=False),
    Column[DutyLine]("text", "事项", lambda line: line.text, 300, sortable=False),
    Column[DutyLine]("matter", "所在", _matter, 200, sortable=False),
    Column[DutyLine]("basis", "依据", lambda line: f"{line.rule} · {line.article}".strip(" ·"), 220, sortable=False),
)

RELEASE_COLUMNS = (
    Column[WaitingRelease]("title", "待审核", lambda one: one.decision.title, 130, sortable=False),
    Column[WaitingRelease]("name", "机构", lambda one: one.name, 156, sortable=False),
    Column[WaitingRelease]("by", "经办", lambda one: one.decision.by, 66, sortable=False),
    Column[WaitingRelease]("on", "提交", lambda one: one.decision.on.isoformat(), 100, sortable=False),
)
