"""The columns of the list of open visits, and the words and keys of the answers."""

from __future__ import annotations

from yb_desktop.domain.scoring import Answer, points_words
from yb_desktop.services.views.visits import AnswerLine, VisitLine
from yb_desktop.ui.clocks import clock_column, nearest
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column

KEYS = {Answer.YES: "1", Answer.PARTLY: "2", Answer.NO: "3", Answer.NOT_APPLICABLE: "4"}
"""The key of each answer, shown on its button."""


def answer_words(answer: Answer, points: int | None) -> str:
    """Say an answer with the points given to it."""
    return answer.label if points is None else f"{answer.label} {points_words(points)} 分"


def line_words(line: AnswerLine) -> str:
    """Say who answered what."""
    note = f"：{line.note}" if line.note else ""
    photos = f"（照片 {len(line.photos)} 张）" if line.photos else ""
    return f"{line.inspector}　{answer_words(line.answer, line.points)}{note}{photos}"


def _progress(line: VisitLine) -> str:
    differing = f"，{line.differing} 项有分歧" if line.differing else ""
    return f"{line.answered} / {line.asked}{differing}"


def _progress_mark(line: VisitLine) -> Mark:
    if line.differing:
        return Mark(Tone.WARN)
    return Mark(Tone.GOOD, "done") if line.answered == line.asked else Mark(Tone.INFO, "visits")


COLUMNS: tuple[Column[VisitLine], ...] = (
    Column[VisitLine]("name", "机构", lambda line: line.institution_name, 250, sortable=False),
    Column[VisitLine]("progress", "已填写", _progress, 146, sortable=False, mark=_progress_mark),
    clock_column("评估时限", lambda line: nearest(line.clock)),
    Column[VisitLine]("lead", "组长", lambda line: line.lead, 90, sortable=False),
    Column[VisitLine]("team", "核查组", lambda line: "、".join(line.team), 190, sortable=False),
    Column[VisitLine]("assigned", "安排", lambda line: line.assigned.isoformat(), 100, sortable=False),
    Column[VisitLine]("place", "地址", lambda line: f"{line.place} {line.address}", 150, sortable=False),
)
