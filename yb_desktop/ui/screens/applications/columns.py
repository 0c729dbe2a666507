"""The columns of the list of applications, and how a state looks everywhere on this screen."""

from __future__ import annotations

from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.services.views.applications import CaseLine
from yb_desktop.ui.clocks import clock_column
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.clock_badge import ClockValue
from yb_desktop.ui.widgets.page_model import Column

_PENDING = Mark(Tone.WARN, "person")


def state_mark(state: CaseState) -> Mark:
    """Give the look of a state: good and bad ends, what waits for the institution, what the office works on."""
    match state:
        case CaseState.SIGNED | CaseState.QUALIFIED:
            return Mark(Tone.GOOD, "done")
        case CaseState.NOT_ACCEPTED | CaseState.BARRED | CaseState.UNQUALIFIED | CaseState.DECLINED:
            return Mark(Tone.BAD, "refused")
        case CaseState.ABANDONED | CaseState.WITHDRAWN | CaseState.NOT_PASSED:
            return Mark(Tone.NEUTRAL, "stop")
        case CaseState.SUPPLEMENT:
            return Mark(Tone.WARN, "attention")
        case _:
            return Mark(Tone.INFO, "later")


def state_words(row: CaseLine) -> str:
    """Say where an application stands; a decision that waits for the second person is said with it."""
    return f"{row.state.label}，待审核" if row.pending else row.state.label


def _clock(row: CaseLine) -> ClockValue | None:
    if row.next_day is None:
        return None
    return ClockValue(row.next_day, row.left, "天" if row.wait else "个工作日", row.provisional, over=row.over)


COLUMNS = (
    Column[CaseLine]("name", "机构", lambda row: row.institution_name, 270, sortable=False),
    Column[CaseLine](
        "state",
        "状态",
        state_words,
        136,
        sortable=False,
        mark=lambda row: _PENDING if row.pending else state_mark(row.state),
    ),
    clock_column("最近时限", _clock),
    Column[CaseLine]("rule", "规则", lambda row: row.next_rule, 60, sortable=False),
    Column[CaseLine]("kind", "申请事项", lambda row: row.kind.label, 120, sortable=False),
    Column[CaseLine]("place", "乡镇", lambda row: row.place, 96, sortable=False),
    Column[CaseLine]("received", "收件", lambda row: row.received.isoformat(), 100, sortable=False),
    Column[CaseLine]("changed", "最近办理", lambda row: row.changed.isoformat(), 100, sortable=False),
)
