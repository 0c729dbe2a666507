"""The columns of the list of agreements, and how a state and a clock look everywhere on this screen."""

from __future__ import annotations

from collections.abc import Mapping

from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.views.agreements import AgreementLine
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.store.lists import AgreementSort
from yb_desktop.ui.clocks import clock_column, nearest
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column


def state_mark(state: AgreementState) -> Mark:
    """Give the look of a state."""
    match state:
        case AgreementState.DRAFT:
            return Mark(Tone.NEUTRAL, "later")
        case AgreementState.PRINTED:
            return Mark(Tone.INFO, "print")
        case AgreementState.IN_FORCE:
            return Mark(Tone.GOOD, "done")
        case AgreementState.SUSPENDED:
            return Mark(Tone.WARN, "attention")
        case AgreementState.TERMINATED:
            return Mark(Tone.BAD, "refused")
        case AgreementState.EXPIRED | AgreementState.LAPSED:
            return Mark(Tone.NEUTRAL, "stop")


SORTS: Mapping[str, AgreementSort] = {"ends": "ends", "name": "name", "number": "number", "state": "state"}
"""The columns that sort, as the store's orders."""

COLUMNS: tuple[Column[AgreementLine], ...] = (
    Column[AgreementLine]("ends", "到期日", lambda row: row.ends.isoformat(), 100),
    Column[AgreementLine]("name", "机构", lambda row: row.institution_name, 250),
    Column[AgreementLine]("number", "协议编号", lambda row: row.number, 160),
    Column[AgreementLine]("state", "状态", lambda row: row.state.label, 100, mark=lambda row: state_mark(row.state)),
    Column[AgreementLine]("next", "下一步", lambda row: row.next_step, 150, sortable=False),
    clock_column("时限", lambda line: nearest(line.clock)),
    Column[AgreementLine]("kind", "类别", lambda row: KIND_WORDS[row.kind], 90, sortable=False),
    Column[AgreementLine]("starts", "起始日", lambda row: row.starts.isoformat(), 100, sortable=False),
)
