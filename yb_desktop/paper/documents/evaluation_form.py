"""专业评估表 (E6–E8): one sheet for each member of the panel, to be filled in by hand or with the opinion on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Cell, Column, Face, PageBreak, Space, Span, Table
from yb_desktop.paper.documents.sheets import (
    BY_HAND_DAY,
    OPEN,
    caption,
    head,
    note,
    opinion,
    pairs,
    print_form,
    with_rows,
)
from yb_desktop.paper.documents.values import Sender

KIND = "evaluation_form"
TITLE = "专业评估表"


@dataclass(frozen=True, slots=True)
class EvaluatedHead:
    """One thing to evaluate: its label, what to look for, and its article in short."""

    label: str
    look_for: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class MemberSheet:
    """One member: name and field; the opinion once it is on record."""

    name: str = ""
    field: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationForm:
    """The values of the sheets; ``background`` is what the department reports (label and words)."""

    sender: Sender
    title: str
    version: int
    institution: str
    cls: str
    what: str
    background: tuple[tuple[str, str], ...]
    heads: tuple[EvaluatedHead, ...]
    members: tuple[MemberSheet, ...]
    legend: tuple[str, ...] = ()
    meeting: str = ""


def evaluation_form(values: EvaluationForm, *, signer: Signer | None = None) -> bytes:
    """Print 专业评估表, each member's on a page of its own."""
    return print_form(KIND, values.title, values.sender, _sheets(values), signer=signer)


def _sheets(values: EvaluationForm) -> Iterator[Block]:
    for at, member in enumerate(values.members or (MemberSheet(),)):
        if at:
            yield PageBreak()
        yield from _sheet(values, member)


def _sheet(values: EvaluationForm, member: MemberSheet) -> Iterator[Block]:
    yield from head(values.title, values.sender)
    rows = [
        (("申请单位", values.institution),),
        (("机构类别", values.cls), ("申请事项", values.what)),
        (("评估人员", member.name), ("专业", member.field)),
        *((pair,) for pair in values.background),
    ]
    yield pairs(*rows, size=10, row_mm=6.5)
    yield Space(0.3)
    yield caption("评估内容和意见")
    yield _heads(values.heads)
    yield Space(0.3)
    sign = f"评估人员（签名）：　　　　　　　　　　　　　{BY_HAND_DAY}"
    conclusion = f"{OPEN}合格　　{OPEN}不合格　　{OPEN}其他："
    yield with_rows(
        pairs(size=10, row_mm=6.5),
        opinion("综合意见", member.opinion, sign, lines=3),
        ("本人结论", Cell(conclusion, columns=3)),
    )
    legend = f"依据栏中，{'；'.join(values.legend)}。" if values.legend else ""
    yield note(
        f"{legend}表单版本：第{values.version}版。采用无记名投票的，“本人结论”不填。"
        f"{f'评估会议日期：{values.meeting}。' if values.meeting else ''}"
    )


def _heads(heads: tuple[EvaluatedHead, ...]) -> Table:
    columns = (
        Column(1.1, "序号", Align.CENTER),
        Column(7.2, "评估内容"),
        Column(2.2, "依据"),
        Column(2.0, "意见"),
        Column(3.4, "说明"),
    )
    rows = tuple(
        (
            str(at),
            Cell((Span(one.label, Face.HEI), f"\n{one.look_for}")),
            one.article or "本地默认",
            Cell(f"{OPEN}具备\n{OPEN}不具备", face=Face.SONG),
            "",
        )
        for at, one in enumerate(heads, start=1)
    )
    return Table(columns, rows, size=9, row_mm=7)
