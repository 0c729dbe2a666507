"""材料清单与收件回执 (A12, A13, A15): what came over the counter, in two halves: the office's stub and the receipt."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    CutLine,
    Face,
    Field,
    FillLine,
    KeepTogether,
    Para,
    Space,
    Table,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.sheets import print_form
from yb_desktop.paper.documents.values import LastDay, Sender

KIND = "intake_receipt"
_SIZE = 10
_SMALL = 8.5


@dataclass(frozen=True, slots=True)
class ReceivedItem:
    """One line of the list; ``asked`` copies are wanted (0: none need come), ``blocks``: nothing goes on without it."""

    label: str
    asked: int
    copies: int
    seal: bool
    sealed: bool
    blocks: bool = True

    @property
    def state(self) -> str:
        """What is to be said of it."""
        if not self.copies:
            return "缺" if self.blocks else "无"
        return "未盖章" if self.seal and not self.sealed else "已收"

    @property
    def wanting(self) -> bool:
        """Say whether it is missing, or unsealed where a seal is asked."""
        return self.blocks and self.state in {"缺", "未盖章"}


@dataclass(frozen=True, slots=True)
class IntakeReceipt:
    """The values of the receipt; ``due`` is A15's last day; with ``local`` the copies asked are the office's own."""

    sender: Sender
    institution: str
    what: str
    phone: str
    items: tuple[ReceivedItem, ...]
    due: LastDay | None
    receiver: str = ""
    local: bool = True


def intake_receipt(values: IntakeReceipt, *, signer: Signer | None = None) -> bytes:
    """Print 材料清单与收件回执."""
    sender = values.sender
    blocks: list[Block] = [
        KeepTogether(tuple(_half(values, "医疗保障定点申请材料清单（存根）", _summary(values)))),
        CutLine("骑　缝（加盖收件专用章）"),
        KeepTogether(tuple(_half(values, "医疗保障定点申请材料收件回执", _summary(values) + _promise(values)))),
    ]
    return print_form(KIND, "材料清单与收件回执", sender, blocks, signer=signer)


def _half(values: IntakeReceipt, title: str, outcome: str) -> list[Block]:
    sender = values.sender
    return [
        Para(title, align=Align.CENTER, face=Face.SONG_BOLD, size=15),
        FillLine((Field("编号：", sender.number), Field("收件日期：", day_words(sender.day))), size=_SIZE),
        FillLine((Field("申请单位：", values.institution),), size=_SIZE),
        FillLine((Field("申请事项：", values.what, weight=1.4), Field("联系电话：", values.phone)), size=_SIZE),
        Space(0.2),
        _table(values),
        Space(0.2),
        Para(outcome, indent=0, size=_SMALL),
        FillLine(
            (Field("收件单位：", sender.office, weight=1.5), Field("收件人：", values.receiver), Field("交件人：")),
            size=_SIZE,
        ),
    ]


def _table(values: IntakeReceipt) -> Table:
    columns = (
        Column(1, "序号", Align.CENTER),
        Column(10.4, "材料名称"),
        Column(1.5, "应交", Align.CENTER),
        Column(1.5, "实收", Align.CENTER),
        Column(1.7, "盖章", Align.CENTER),
        Column(1.7, "情况", Align.CENTER),
    )
    rows = tuple(
        (
            str(place),
            item.label,
            f"{item.asked}份" if item.asked else "—",
            f"{item.copies}份" if item.copies else "—",
            _seal(item),
            Cell(item.state, face=Face.HEI if item.wanting else None),
        )
        for place, item in enumerate(values.items, start=1)
    )
    return Table(columns, rows, size=8, row_mm=5.4)


def _seal(item: ReceivedItem) -> str:
    if not item.seal:
        return "不要求"
    if not item.copies:
        return "—"
    return "有" if item.sealed else "无"


def _summary(values: IntakeReceipt) -> str:
    missing = [str(place) for place, item in enumerate(values.items, start=1) if item.wanting]
    note = "应交份数为本地默认，非文件规定。" if values.local else ""
    if not missing:
        return f"材料齐全。{note}"
    return f"第{'、'.join(missing)}项缺少或者未盖章，材料不齐全。{note}"


def _promise(values: IntakeReceipt) -> str:
    if values.due is None or not any(item.wanting for item in values.items):
        return ""
    return f"我单位至迟于{values.due.words}一次性告知需要补正的全部内容（{values.due.why}）。"
