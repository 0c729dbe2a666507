"""告知承诺书 (A19): what the office tells of the grounds, and what the institution declares of them."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Face,
    Field,
    FillLine,
    KeepTogether,
    Para,
    Signatures,
    Space,
    Table,
    Title,
)
from yb_desktop.paper.documents.sheets import both_sign, caption, print_form
from yb_desktop.paper.documents.values import Sender

KIND = "commitment"
TITLE = "告知承诺书"
_BODY = 12.0


@dataclass(frozen=True, slots=True)
class Declared:
    """One ground that is declared not to hold, in the words of the documents, and its article in short."""

    text: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """The values of the paper; every place about the institution may be empty, to be filled in by hand."""

    sender: Sender
    institution: str
    uscc: str
    legal_rep: str
    what: str
    grounds: tuple[Declared, ...]
    articles: tuple[str, ...] = ()


def commitment(values: Commitment, *, signer: Signer | None = None) -> bytes:
    """Print 告知承诺书."""
    title = f"医疗保障定点申请{TITLE}"
    blocks: list[Block] = [
        Title(title),
        Space(0.3),
        FillLine((Field("编号：", values.sender.number),), size=_BODY),
        FillLine((Field("申请单位：", values.institution),), size=_BODY),
        FillLine((Field("统一社会信用代码：", values.uscc, 1.4), Field("法定代表人：", values.legal_rep)), size=_BODY),
        FillLine((Field("申请事项：", values.what),), size=_BODY),
        Space(0.4),
        caption("一、告知事项"),
        *(Para(text) for text in _told(values)),
        Space(0.3),
        _grounds(values.grounds),
        Space(0.4),
        caption("二、承诺事项"),
        Para(_PROMISED),
        KeepTogether((Para(_LIABLE), Space(0.5), _signed(values))),
    ]
    return print_form(KIND, title, values.sender, blocks, signer=signer)


def _told(values: Commitment) -> tuple[str, str]:
    basis = f"{'、'.join(values.articles)}规定，" if values.articles else ""
    first = (
        f"{basis}申请单位有下表所列情形之一的，不予受理定点申请。对这些情形，{values.sender.office}可以与有关部门"
        "联查信息，也可以由申请单位以书面承诺代替证明材料。"
    )
    return first, _VERIFIED


_VERIFIED = (
    "以承诺方式办理的，经办机构将通过网上查询、现场检查、公示等方式对承诺内容进行核实。经核实承诺不实的，"
    "已经受理的不再继续办理，已经签订协议的依照协议和有关规定处理。"
)
_PROMISED = (
    "本单位已经知悉上述告知的全部内容，郑重承诺：本单位及本单位的法定代表人、主要负责人、实际控制人均不存在"
    "上表所列的情形；所作承诺是本单位的真实意思表示，所填内容真实、准确、完整。"
)
_LIABLE = "本单位愿意接受对承诺内容的核实，并提供必要的协助；承诺不实的，愿意承担由此产生的一切后果。"


def _grounds(grounds: tuple[Declared, ...]) -> Table:
    columns = (
        Column(1, "序号", Align.CENTER),
        Column(8.2, "不予受理的情形"),
        Column(3.6, "依据"),
        Column(1.8, "是否存在", Align.CENTER),
    )
    rows = tuple(
        (str(at), one.text.rstrip("。"), one.article or "本地默认", Cell("□是\n□否", face=Face.SONG))
        for at, one in enumerate(grounds, start=1)
    )
    return Table(columns, rows, size=10.5)


def _signed(values: Commitment) -> Signatures:
    return both_sign(
        (f"告知单位：{values.sender.office}", "经办人", "（告知单位盖章处）"),
        (f"承诺单位：{values.institution}", "法定代表人", "（承诺单位盖章处）"),
    )
