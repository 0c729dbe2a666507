"""协议学习签到表 (G2): who of the institution came to study the agreement, with room to sign and for more people."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Column, Space, Table
from yb_desktop.paper.documents.sheets import caption, closing, head, note, padded, pairs, print_form, to_sign
from yb_desktop.paper.documents.values import Sender

KIND = "study_sheet"
TITLE = "协议学习签到表"
_ROWS = 16


@dataclass(frozen=True, slots=True)
class StudySheet:
    """The values of the sheet; a person with what he or she is there, as far as the register knows it."""

    sender: Sender
    institution: str
    what: str
    people: tuple[tuple[str, str], ...]


def study_sheet(values: StudySheet, *, signer: Signer | None = None) -> bytes:
    """Print 协议学习签到表."""
    title = f"医疗保障服务{TITLE}"
    columns = (
        Column(1, "序号", Align.CENTER),
        Column(3, "姓名", Align.CENTER),
        Column(3, "职务或岗位", Align.CENTER),
        Column(3.2, "联系电话", Align.CENTER),
        Column(3.6, "签名"),
        Column(1.8, "备注"),
    )
    people = tuple((str(at), name, post, "", "", "") for at, (name, post) in enumerate(values.people, start=1))
    blocks: list[Block] = [
        *head(title, values.sender, day="学习日期"),
        pairs(
            (("组织单位", values.sender.office),),
            (("学习单位", values.institution),),
            (("学习地点", ""), ("主讲人", "")),
            (("学习内容", "医疗保障服务协议条款，医疗保障法规、政策和经办规程"),),
        ),
        Space(0.4),
        caption("参加人员"),
        Table(columns, padded(people, _ROWS, len(columns)), row_mm=8.5),
        note("拟签订协议机构的负责人和有关人员都应参加学习，由本人签名；表格不够的可以续页。"),
        closing(to_sign("组织人", "学习单位负责人"), gap=0.3),
    ]
    return print_form(KIND, title, values.sender, blocks, signer=signer)
