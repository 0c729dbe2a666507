"""协商谈判记录 (G1): what both sides spoke about, what the institution asked for, and what was agreed."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Cell, Column, KeepTogether, Space, Table
from yb_desktop.paper.documents.sheets import BY_HAND_DAY, caption, head, note, opinion, pairs, print_form, with_rows
from yb_desktop.paper.documents.values import Sender

KIND = "negotiation_record"
TITLE = "协商谈判记录"
_ROOM = 2


@dataclass(frozen=True, slots=True)
class NegotiationRecord:
    """The values of the record; ``usual`` says that the topics are those of the documents."""

    sender: Sender
    institution: str
    what: str
    legal_rep: str
    topics: tuple[str, ...]
    usual: bool
    requests: str = ""
    agreed: str = ""
    publicity_over: str = ""


def negotiation_record(values: NegotiationRecord, *, signer: Signer | None = None) -> bytes:
    """Print 协商谈判记录."""
    title = f"医疗保障服务协议{TITLE}"
    blocks: list[Block] = [
        *head(title, values.sender, day="谈判日期"),
        pairs(
            (("甲方", values.sender.office),),
            (("乙方", values.institution),),
            (("申请事项", values.what),),
            (("乙方法定代表人", values.legal_rep), ("公示期满日", values.publicity_over)),
            (("谈判地点", ""), ("谈判方式", "□座谈会　□见面会　□其他")),
            (("甲方参加人员", ""),),
            (("乙方参加人员", ""),),
            row_mm=7.5,
        ),
        Space(0.4),
        caption("一、协商内容"),
        _topics(values.topics),
        *([note("以上为文件列明的协商内容，谈判中没有涉及的请划去。")] if values.usual else []),
        Space(0.4),
        KeepTogether((caption("二、协商结果"), _results(values))),
    ]
    return print_form(KIND, title, values.sender, blocks, signer=signer)


def _topics(topics: tuple[str, ...]) -> Table:
    columns = (
        Column(1, "序号", Align.CENTER),
        Column(6.6, "协商事项"),
        Column(3.4, "双方意见"),
        Column(3, "结果", Align.CENTER),
    )
    rows = tuple((str(at), text, "", "□一致　□不一致") for at, text in enumerate(topics, start=1))
    return Table(columns, rows, size=10, row_mm=7)


def _results(values: NegotiationRecord) -> Table:
    sign = f"（签名、盖章处）{BY_HAND_DAY}"
    return with_rows(
        pairs(),
        ("乙方诉求", Cell(values.requests, columns=3, lines=_ROOM)),
        ("达成的一致", Cell(values.agreed, columns=3, lines=_ROOM)),
        opinion("甲方代表", "", sign, lines=2),
        opinion("乙方代表", "", sign, lines=2),
    )
