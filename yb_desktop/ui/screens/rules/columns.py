"""The columns of the catalogue, of the files, and of the days of a period."""

from __future__ import annotations

from yb_desktop.services.views.reference import FileLine
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

FILES = (
    Column[FileLine]("sort", "种类", lambda row: row.sort, 90, sortable=False),
    Column[FileLine]("title", "名称", lambda row: row.title, 330, sortable=False),
    Column[FileLine]("version", "版本", lambda row: row.version, 110, sortable=False),
    Column[FileLine](
        "current",
        "状态",
        lambda row: "现用" if row.current else "以前的",
        80,
        sortable=False,
        mark=lambda row: Mark(Tone.GOOD, "done") if row.current else None,
    ),
    Column[FileLine]("office", "装入单位", lambda row: row.office, 180, sortable=False),
    Column[FileLine]("on", "装入日期", lambda row: row.on.isoformat(), 100, sortable=False),
    Column[FileLine](
        "starts", "启用日期", lambda row: row.starts.isoformat() if row.starts else "—", 100, sortable=False
    ),
    Column[FileLine]("source", "文件", lambda row: row.source, 140, sortable=False),
)

DAYS = (
    Column[DayLine]("day", "日期", lambda row: row.day.isoformat(), 110, sortable=False),
    Column[DayLine]("number", "第几日", lambda row: str(row.number or "—"), 80, right=True, sortable=False),
    Column[DayLine]("words", "是什么日子", lambda row: row.words, 260, sortable=False),
)
