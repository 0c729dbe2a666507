"""The columns of the list of evaluations, and how a stage looks."""

from __future__ import annotations

from yb_desktop.services.views.evaluating import EvaluationLine, Stage
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.clock_badge import ClockValue, clock_mark, clock_words
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


def _clock(line: EvaluationLine) -> ClockValue | None:
    clock = line.clock
    if clock is None or (clock.wait and clock.left < 0):
        return None
    return ClockValue(clock.last_day, clock.left, provisional=clock.provisional, paused=clock.paused)


def _time(line: EvaluationLine) -> str:
    clock = _clock(line)
    if clock is None:
        return f"已届满 · {line.clock.last_day}" if line.clock else ""
    return clock_words(clock)


def _time_mark(line: EvaluationLine) -> Mark | None:
    clock = _clock(line)
    if clock is None:
        return Mark(Tone.GOOD, "done") if line.clock else None
    return clock_mark(clock)


def _result(line: EvaluationLine) -> str:
    if not line.result:
        return ""
    differs = "，有差异" if line.differs else ""
    return f"{line.result}{differs}{'' if line.filed else '，未备案'}"


COLUMNS = (
    Column[EvaluationLine]("name", "机构", lambda line: line.institution_name, 270, sortable=False),
    Column[EvaluationLine](
        "stage",
        "阶段",
        _stage,
        136,
        sortable=False,
        mark=lambda line: _WAITS if line.pending else stage_mark(line.stage),
    ),
    Column[EvaluationLine]("time", "最近时限", _time, 216, sortable=False, mark=_time_mark),
    Column[EvaluationLine]("score", "核查得分", lambda line: line.score, 130, sortable=False),
    Column[EvaluationLine]("votes", "会议表决", lambda line: line.votes, 190, sortable=False),
    Column[EvaluationLine](
        "result", "评估结果", _result, 150, sortable=False, mark=lambda line: _DIFFERS if line.differs else None
    ),
    Column[EvaluationLine](
        "objections",
        "待处理举报",
        lambda line: f"{line.objections} 件" if line.objections else "",
        90,
        sortable=False,
        mark=lambda line: _OBJECTED if line.objections else None,
    ),
)
