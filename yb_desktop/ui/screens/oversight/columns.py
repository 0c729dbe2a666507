"""The columns of ledgers and of the rows behind a figure, and how a record's way upward looks."""

from __future__ import annotations

from yb_desktop.services.ledgers import LedgerRow
from yb_desktop.services.views.figure_rows import FigureRow
from yb_desktop.store.exchange_state import RecordState
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column

_STATES = {
    RecordState.LOCAL.label: Mark(Tone.NEUTRAL, "later"),
    RecordState.EXPORTED.label: Mark(Tone.WARN, "outbox"),
    RecordState.ARRIVED.label: Mark(Tone.INFO, "later"),
    RecordState.TAKEN.label: Mark(Tone.GOOD, "done"),
    RecordState.REFUSED.label: Mark(Tone.BAD, "refused"),
    RecordState.QUESTIONED.label: Mark(Tone.WARN, "question"),
}

LEDGER = (
    Column[LedgerRow]("day", "日期", lambda row: row.day.isoformat(), 100),
    Column[LedgerRow]("what", "事项", lambda row: row.what, 130),
    Column[LedgerRow]("number", "文号", lambda row: row.number, 190),
    Column[LedgerRow]("name", "机构名称", lambda row: row.name, 260),
    Column[LedgerRow]("area", "所在地", lambda row: row.area, 90),
    Column[LedgerRow]("kind", "类别", lambda row: row.kind, 80),
    Column[LedgerRow]("actor", "经办人", lambda row: row.actor, 80),
    Column[LedgerRow]("state", "上报状态", lambda row: row.state, 100, mark=lambda row: _STATES.get(row.state)),
)

ROWS = (
    Column[FigureRow]("name", "机构名称", lambda row: row.name, 280),
    Column[FigureRow]("place", "所在地", lambda row: row.place, 100),
    Column[FigureRow]("what", "事项", lambda row: row.what, 170),
    Column[FigureRow]("detail", "说明", lambda row: row.detail, 290),
    Column[FigureRow]("day", "日期", lambda row: row.day.isoformat() if row.day else "", 100),
    Column[FigureRow]("state", "上报状态", lambda row: row.state, 100, mark=lambda row: _STATES.get(row.state)),
)
