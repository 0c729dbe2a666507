"""The columns of the list of evaluations, and how a stage looks."""

from __future__ import annotations

from yb_desktop.services.views.evaluating import EvaluationLine, Stage
from yb_desktop.ui.clocks import clock_column, nearest
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column

_WAITS = Mark(Tone.WARN, "person")
_DIFFERS = Mark(Tone.WARN, "attention")
_OBJECTED = Mark(Tone.BAD, "attention")


def stage_mark(stage: Stage) -> Mark:
    """Give the look of a stage: what goes on elsewhere, what waits for the office, what did not pass."""
    match stage:
        case Stage.VISITING | Stage.PUBLIC:
            return Mark(Tone.INFO, "later")
        case Stage.AGAIN:
            return Mark(Tone.BAD, "stop")
        case _:
            return Mark(Tone.INFO, "evaluation")


def _stage(line: EvaluationLine) -> str:
    return f"{line.stage.value}，待审核" if line.pending else line.stage.value


def _result(line: EvaluationLine) -> str:
    if not line.result:
        return ""
    differs = "，有差异" if line.differs else ""
    return f"{line.result}{differs}{'' if line.filed else '，未备案'}"


COLUMNS: tuple[Column[EvaluationLine], ...] = (
    Column[EvaluationLine]("name", "机构", lambda line: line.institution_name, 270, sortable=False),
    Column[EvaluationLine](
        "stage",
        "阶段",
        _stage,
        136,
        sortable=False,
        mark=lambda line: _WAITS if line.pending else stage_mark(line.stage),
    ),
    clock_column("最近时限", lambda line: nearest(line.clock)),
    Column[EvaluationLine]("score", "核查得分", lambda line: line.score, 130, sortable=False),
    Column[EvaluationLine]("votes", "会议表决", lambda line: line.votes, 190, sortable=False),
    Column[EvaluationLine](
        "result", "评估结果", _result, 150, sortable=False, mark=lambda line: _DIFFERS if line.differs else None
    ),
    Column[EvaluationLine](
        "objections",
        "待处理举报",
        lambda line: f"{line.objections} 件" if line.objections else "",
        120,
        sortable=False,
        mark=lambda line: _OBJECTED if line.objections else None,
    ),
)
