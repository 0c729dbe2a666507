"""The columns of outbox, inbox, offices, records set aside, and of a bundle's preview.

Green is kept for what a receipt has said, and for what is in our own books.
"""

from __future__ import annotations

from yb_desktop.exchange.manifest import EVERYONE
from yb_desktop.services.exchange.forking import BranchLine
from yb_desktop.services.exchanging import Undoing, UndoLine
from yb_desktop.services.views.exchange import ASIDE_WORDS, AsideLine, OfficeLine, ReceivedLine, SentLine
from yb_desktop.services.views.exchange_preview import Deed, PlanLine
from yb_desktop.services.views.exchange_ways import Stage, WayLine
from yb_desktop.services.views.reference import NEVER, NEW, OLD, OURS
from yb_desktop.store.exchange_state import RecordState
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column

_STAGES = {
    Stage.LOCAL: Mark(Tone.NEUTRAL, "later"),
    Stage.SENT: Mark(Tone.NEUTRAL, "outbox"),
    Stage.EXPORTED: Mark(Tone.WARN, "outbox"),
    Stage.ARRIVED: Mark(Tone.INFO, "later"),
    Stage.TAKEN: Mark(Tone.GOOD, "done"),
}
_UNDOING = {
    Undoing.REVERSED: Mark(Tone.INFO, "left"),
    Undoing.KEPT: Mark(Tone.WARN, "later"),
    Undoing.IMPOSSIBLE: Mark(Tone.BAD, "refused"),
}
_DEEDS = {
    Deed.REFUSES: Mark(Tone.BAD, "refused"),
    Deed.CLASHES: Mark(Tone.BAD, "attention"),
    Deed.WAITS: Mark(Tone.WARN, "later"),
    Deed.CHANGES: Mark(Tone.INFO, "exchange"),
    Deed.ADDS: Mark(Tone.NEUTRAL, "add"),
}


def undoing_mark(fate: Undoing) -> Mark:
    """Give the look of what undoing a take-in does with a record."""
    return _UNDOING[fate]


def deed_mark(deed: Deed) -> Mark:
    """Give the look of what a bundle does."""
    return _DEEDS[deed]


def _span(row: SentLine) -> str:
    span = f"第 {row.first_seq}—{row.last_seq} 条" if row.records and row.first_seq <= row.last_seq else ""
    return f"{span} 分卷 {row.part}".strip() if row.part else span or "—"


SENT = (
    Column[SentLine]("created", "时间", lambda row: row.created, 140, sortable=False),
    Column[SentLine]("kind", "种类", lambda row: row.kind, 110, sortable=False),
    Column[SentLine]("to", "发往", lambda row: row.office_name, 210, sortable=False),
    Column[SentLine](
        "stage", "到哪一步", lambda row: row.stage.value, 100, sortable=False, mark=lambda row: _STAGES[row.stage]
    ),
    Column[SentLine]("records", "记录", lambda row: str(row.records), 70, right=True, sortable=False),
    Column[SentLine]("span", "范围", _span, 140, sortable=False),
    Column[SentLine]("said", "回执", lambda row: row.said_at or ("未回执" if row.owed else ""), 140, sortable=False),
    Column[SentLine]("bundle", "数据包", lambda row: row.bundle, 300, sortable=False),
)


def _received_words(row: ReceivedLine) -> str:
    if not row.waiting:
        return "已撤回接收" if row.undone else "已入库"
    return f"等齐分卷（{row.part}）" if row.part else "等待前面的"


def _received_mark(row: ReceivedLine) -> Mark:
    return Mark(Tone.WARN, "later") if row.waiting or row.undone else Mark(Tone.GOOD, "done")


RECEIVED = (
    Column[ReceivedLine]("at", "时间", lambda row: row.at, 140, sortable=False),
    Column[ReceivedLine]("kind", "种类", lambda row: row.kind, 110, sortable=False),
    Column[ReceivedLine]("from", "来自", lambda row: row.office_name, 210, sortable=False),
    Column[ReceivedLine]("device", "设备", lambda row: row.device, 70, sortable=False),
    Column[ReceivedLine]("state", "状态", _received_words, 120, sortable=False, mark=_received_mark),
    Column[ReceivedLine]("records", "记录", lambda row: str(row.records), 70, right=True, sortable=False),
    Column[ReceivedLine]("bundle", "数据包", lambda row: row.bundle, 280, sortable=False),
    Column[ReceivedLine]("receipt", "我方回执", lambda row: row.receipt, 280, sortable=False),
)

_REFERENCE = {
    NEW: Mark(Tone.GOOD, "done"),
    OURS: Mark(Tone.GOOD, "done"),
    OLD: Mark(Tone.WARN, "later"),
    NEVER: Mark(Tone.WARN, "outbox"),
}

OFFICES = (
    Column[OfficeLine]("name", "机构", lambda row: row.name, 260, sortable=False),
    Column[OfficeLine]("code", "代码", lambda row: "—" if row.office == EVERYONE else row.office, 100, sortable=False),
    Column[OfficeLine]("exported", "已导出", lambda row: str(row.exported), 80, right=True, sortable=False),
    Column[OfficeLine]("arrived", "已到达", lambda row: str(row.arrived), 80, right=True, sortable=False),
    Column[OfficeLine]("taken", "已入库", lambda row: str(row.taken), 80, right=True, sortable=False),
    Column[OfficeLine]("received", "收到", lambda row: str(row.received), 80, right=True, sortable=False),
    Column[OfficeLine]("heard", "最近一次收到", lambda row: row.heard, 160, sortable=False),
    Column[OfficeLine](
        "reference",
        "参考数据",
        lambda row: "　".join(part for part in (row.reference, row.has) if part),
        170,
        sortable=False,
        mark=lambda row: _REFERENCE.get(row.has),
    ),
)

_RETURNED = Mark(Tone.BAD, "refused")
_OUT = Mark(Tone.WARN, "left")
_ASIDE = {RecordState.QUESTIONED.label: Mark(Tone.WARN, "question"), **dict.fromkeys(ASIDE_WORDS.values(), _OUT)}

ASIDE = (
    Column[AsideLine](
        "state",
        "情况",
        lambda row: row.state,
        100,
        sortable=False,
        mark=lambda row: _ASIDE.get(row.state, _RETURNED),
    ),
    Column[AsideLine]("from", "谁的记录", lambda row: row.office_name, 210, sortable=False),
    Column[AsideLine]("device", "设备", lambda row: row.device, 70, sortable=False),
    Column[AsideLine]("seq", "序号", lambda row: str(row.seq), 70, right=True, sortable=False),
    Column[AsideLine]("what", "记录", lambda row: row.what, 320, sortable=False),
    Column[AsideLine]("reason", "原因", lambda row: row.reason, 480, sortable=False),
    Column[AsideLine]("rid", "记录编号", lambda row: row.rid, 200, sortable=False),
)

WAYS = (
    Column[WayLine]("on", "日期", lambda row: row.on.isoformat(), 110, sortable=False),
    Column[WayLine]("what", "事项", lambda row: row.what, 80, sortable=False),
    Column[WayLine]("institution", "机构", lambda row: row.institution, 300, sortable=False),
    Column[WayLine]("to", "交给", lambda row: row.to, 210, sortable=False),
    Column[WayLine](
        "stage", "到哪一步", lambda row: row.stage.value, 100, sortable=False, mark=lambda row: _STAGES[row.stage]
    ),
    Column[WayLine]("back", "交回", lambda row: row.back, 300, sortable=False),
)

PLAN = (
    Column[PlanLine](
        "deed", "会做什么", lambda row: row.deed.value, 100, sortable=False, mark=lambda row: _DEEDS[row.deed]
    ),
    Column[PlanLine]("text", "内容", lambda row: row.text, 600, sortable=False),
)

UNDO = (
    Column[UndoLine](
        "fate", "会怎样", lambda row: row.fate.value, 100, sortable=False, mark=lambda row: _UNDOING[row.fate]
    ),
    Column[UndoLine]("text", "记录", lambda row: row.text, 340, sortable=False),
    Column[UndoLine]("reason", "为什么", lambda row: row.reason, 480, sortable=False),
)

BRANCH = (
    Column[BranchLine]("seq", "序号", lambda row: str(row.seq), 60, right=True, sortable=False),
    Column[BranchLine]("text", "记录", lambda row: row.text, 360, sortable=False),
)
