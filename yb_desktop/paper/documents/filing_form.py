"""备案表 (E9, G4): results, or signed agreements, reported to the administration of the same level; landscape."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Column,
    Field,
    FillLine,
    Space,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.sheets import BY_HAND_DAY, closing, note, print_form
from yb_desktop.paper.documents.values import Sender

KIND = "filing_form"
TITLE = "备案表"
RESULTS = "医疗保障定点评估结果备案表"
AGREEMENTS = "医疗保障服务协议备案表"


@dataclass(frozen=True, slots=True)
class FiledResult:
    """One evaluated institution; days in words."""

    institution: str
    cls: str
    what: str
    accepted: str
    decided: str
    result: str
    notice: str
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class FiledAgreement:
    """One signed agreement; days in words, ``due`` is G4's last day."""

    institution: str
    cls: str
    number: str
    signed: str
    term: str
    legal_rep: str
    due: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class FilingForm:
    """The values of the form: results or agreements, never both; ``filed`` and ``receipt`` once it was handed in."""

    sender: Sender
    results: tuple[FiledResult, ...] = ()
    agreements: tuple[FiledAgreement, ...] = ()
    articles: tuple[str, ...] = ()
    filed: str = ""
    receipt: str = ""


def filing_form(values: FilingForm, *, signer: Signer | None = None) -> bytes:
    """Print 备案表."""
    title = AGREEMENTS if values.agreements else RESULTS
    basis = f"备案依据：{'、'.join(values.articles)}。" if values.articles else ""
    count = len(values.agreements) or len(values.results)
    blocks: list[Block] = [
        Title(title),
        Space(0.3),
        FillLine(
            (
                Field("报备单位：", values.sender.office, 1.4),
                Field("编号：", values.sender.number, 1.4),
                Field("填表日期：", day_words(values.sender.day)),
            )
        ),
        Space(0.3),
        _agreements(values.agreements) if values.agreements else _results(values.results),
        note(f"共{count}件。{basis}"),
        closing(
            FillLine((Field("经办人："), Field("负责人："), Field("报备单位（盖章处）：", "", 1.6))),
            FillLine(
                (
                    Field("接收单位（盖章处）：", "", 1.6),
                    Field("接收回执号：", values.receipt, 1.2),
                    Field("备案日期：", values.filed or BY_HAND_DAY, 1.2),
                )
            ),
            gap=0.4,
        ),
    ]
    return print_form(KIND, title, values.sender, blocks, style=Style.LEDGER, signer=signer)


def _results(results: tuple[FiledResult, ...]) -> Table:
    columns = (
        Column(1.2, "序号", Align.CENTER),
        Column(5.6, "机构名称"),
        Column(3, "机构类别", Align.CENTER),
        Column(5.0, "申请事项"),
        Column(3.4, "受理日期", Align.CENTER),
        Column(3.4, "作出结果日期", Align.CENTER),
        Column(1.8, "结果", Align.CENTER),
        Column(4.2, "告知书文号", Align.CENTER),
        Column(2.2, "备注"),
    )
    rows = tuple(
        (str(at), one.institution, one.cls, one.what, one.accepted, one.decided, one.result, one.notice, one.remarks)
        for at, one in enumerate(results, start=1)
    )
    return Table(columns, rows)


def _agreements(agreements: tuple[FiledAgreement, ...]) -> Table:
    columns = (
        Column(1.2, "序号", Align.CENTER),
        Column(5.6, "机构名称"),
        Column(3, "机构类别", Align.CENTER),
        Column(3.6, "协议编号", Align.CENTER),
        Column(2.5, "法定代表人", Align.CENTER),
        Column(3.4, "签订日期", Align.CENTER),
        Column(3.8, "协议期限", Align.CENTER),
        Column(3.4, "备案期限", Align.CENTER),
        Column(2.4, "备注"),
    )
    rows = tuple(
        (str(at), one.institution, one.cls, one.number, one.legal_rep, one.signed, one.term, one.due, one.remarks)
        for at, one in enumerate(agreements, start=1)
    )
    return Table(columns, rows)
