"""The columns of the catalogue, and of the days of a period."""

from __future__ import annotations

from yb_desktop.services.views.rules import DayLine, RuleLine
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column


def _note_mark(row: RuleLine) -> Mark | None:
    return Mark(Tone.NEUTRAL, "info") if row.note else None


RULES = (
    Column[RuleLine]("id", "编号", lambda row: row.id, 60, sortable=False),
    Column[RuleLine]("title", "规则", lambda row: row.title, 400, sortable=False),
    Column[RuleLine]("sort", "种类", lambda row: row.sort, 80, sortable=False),
    Column[RuleLine]("figure", "数值", lambda row: row.figure, 110, sortable=False),
    Column[RuleLine]("article", "依据", lambda row: row.article, 270, sortable=False),
    Column[RuleLine]("note", "说明", lambda row: row.note, 170, sortable=False, mark=_note_mark),
)

DAYS = (
    Column[DayLine]("day", "日期", lambda row: row.day.isoformat(), 110, sortable=False),
    Column[DayLine]("number", "第几日", lambda row: str(row.number or "—"), 80, right=True, sortable=False),
    Column[DayLine]("words", "是什么日子", lambda row: row.words, 260, sortable=False),
)
