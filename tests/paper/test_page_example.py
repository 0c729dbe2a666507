"""A document is described, not drawn: an official letter and a form, as a document module would write them."""

from __future__ import annotations

from datetime import date

import pypdfium2

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    CutLine,
    Document,
    Face,
    Field,
    FillLine,
    Heading,
    Labelled,
    Para,
    Party,
    SignatureBlock,
    Signatures,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.page import render, typeset

OFFICE = "大姚县医疗保险中心"
REASON = (
    "根据《医疗机构医疗保障定点管理暂行办法》（国家医疗保障局令第2号）的规定，你单位于2026年3月2日提交的"
    "医疗保障定点申请材料（共8项）经审查齐全，符合规定形式，现予受理。"
)


def text_of(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    return ["".join(text.split()) for text in pages]


def test_an_official_letter(signer: Signer) -> None:
    letter = Document(
        kind="acceptance_notice",
        number="姚医保受〔2026〕1号",
        title="受理通知书",
        made=date(2026, 3, 2),
        copy=(1, 2),
        issuer=OFFICE,
    )
    blocks: list[Block] = [
        Title("医疗保障定点申请\n受理通知书"),
        Para("大姚县金碧镇仁和诊所：", indent=0),
        Para(REASON),
        Heading("一、办理期限"),
        Para("自受理之日起3个月内组织评估。"),
        Labelled("附件：", "材料清单与收件回执", face=Face.FANG),
        SignatureBlock(OFFICE, "2026年3月2日"),
    ]
    data = render(letter, blocks, style=Style.LETTER, signer=signer)
    (page,) = text_of(data)
    assert page.startswith(OFFICE + "姚医保受〔2026〕1号医疗保障定点申请受理通知书大姚县金碧镇仁和诊所：")
    assert REASON in page
    assert data == render(letter, blocks, style=Style.LETTER, signer=signer)


def test_a_form_with_a_table(signer: Signer) -> None:
    form = Document(kind="intake_receipt", number="姚医保收2026-0001", title="收件回执", made=date(2026, 3, 2))
    rows = tuple((str(number), f"材料{number}", "1份", "□有　☑无") for number in range(1, 61))
    blocks: list[Block] = [
        Title("材料清单与收件回执"),
        FillLine((Field("申请单位：", "大姚县金碧镇仁和诊所"), Field("联系电话："))),
        Table((Column(1, "序号", Align.CENTER), Column(5, "材料名称"), Column(2, "份数"), Column(3, "备注")), rows),
        Table((Column(1), Column(3)), ((Cell("核查意见", rows=2), Cell("", lines=3)), (Cell("核查人签字："),))),
        CutLine("骑　缝"),
        Signatures((Party(f"甲方：{OFFICE}", (Field("日期："),), "甲方盖章处"), Party("乙方：仁和诊所"))),
    ]
    printed = typeset(form, blocks, style=Style.FORM, signer=signer)
    pages = text_of(printed.data)
    assert len(pages) == printed.pages > 1
    heads = [page for page in pages if "序号材料名称份数备注" in page]
    assert len(heads) >= 2
    assert all(f"材料{number}1份□有☑无" in "".join(pages) for number in range(1, 61))
    assert f"第{printed.pages}页共{printed.pages}页" in pages[-1]
