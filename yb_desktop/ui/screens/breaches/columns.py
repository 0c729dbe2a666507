"""The columns of the list of matters, and how a stage looks everywhere on this screen."""

from __future__ import annotations

from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.services.views.breaches import Auditable, AuditLine
from yb_desktop.ui.clocks import clock_column, nearest
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column


def stage_mark(stage: AuditStage) -> Mark:
    """Give the look of a stage."""
    match stage:
        case AuditStage.DAILY:
            return Mark(Tone.NEUTRAL, "folder")
        case AuditStage.DECIDED:
            return Mark(Tone.GOOD, "done")
        case AuditStage.VOIDED:
            return Mark(Tone.NEUTRAL, "stop")
        case _:
            return Mark(Tone.INFO, "breaches")


def _owed_words(line: AuditLine) -> str:
    return f"{line.owed} 项" if line.owed else ""


def _owed_mark(line: AuditLine) -> Mark | None:
    return Mark(Tone.WARN, "attention") if line.owed else None


COLUMNS: tuple[Column[AuditLine], ...] = (
    Column[AuditLine]("changed", "最近办理", lambda line: line.changed.isoformat(), 96, sortable=False),
    Column[AuditLine]("name", "机构", lambda line: line.institution_name, 220, sortable=False),
    Column[AuditLine]("number", "稽核通知书", lambda line: line.number or "（无）", 165, sortable=False),
    Column[AuditLine](
        "stage", "进展", lambda line: line.stage.label, 150, sortable=False, mark=lambda line: stage_mark(line.stage)
    ),
    Column[AuditLine]("next", "下一步", lambda line: line.next_step, 170, sortable=False),
    Column[AuditLine]("owed", "待办", _owed_words, 68, sortable=False, mark=_owed_mark),
    Column[AuditLine]("money", "金额（元）", lambda line: line.money, 110, right=True, sortable=False),
    clock_column("时限", lambda line: nearest(line.clock), 208),
)

AUDITABLE = (
    Column[Auditable]("name", "机构", lambda line: line.institution_name, 260, sortable=False),
    Column[Auditable]("number", "协议编号", lambda line: line.number, 160, sortable=False),
    Column[Auditable]("state", "状态", lambda line: line.state, 90, sortable=False),
)
