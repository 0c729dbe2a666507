"""The letter of enquiry says who asks what about whom, and has a slip to answer on."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, in_order, sender, sound
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.inquiry_letter import InquiryLetter, inquiry_letter

ASKED = InquiryLetter(
    sender=sender("大医保函〔2026〕3号"),
    to="大姚县卫生健康局",
    institution=CLINIC,
    uscc="52532326MJ10100015",
    address="石羊镇中心街1号",
    matter="定点医疗机构首次定点申请",
    about="该机构近三年有无行政处罚。",
    articles=("《细则》（楚医保〔2022〕10号）第14条",),
)


def test_it_asks_and_brings_a_slip_along() -> None:
    text = sound(lambda signer: inquiry_letter(ASKED, signer=signer), Style.LETTER)
    in_order(
        text,
        "大姚县医疗保险管理局",
        "大医保函〔2026〕3号",
        f"关于{CLINIC}有关情况的函",
        "大姚县卫生健康局：",
        f"我单位正在办理{CLINIC}（统一社会信用代码：52532326MJ10100015，地址：石羊镇中心街1号）的定点医疗机构首次定点申请。"
        "依照《细则》（楚医保〔2022〕10号）第14条，现就下列事项向贵单位函询：",
        "该机构近三年有无行政处罚。",
        "特此函询。",
        "2026年3月12日",
        "函询回执",
        "致：大姚县医疗保险管理局",
        "函询文号：大医保函〔2026〕3号",
        "复函单位（盖章处）：",
    )


def test_what_is_not_known_leaves_no_empty_brackets() -> None:
    bare = replace(ASKED, uscc="", address="", articles=(), institution=LONG)
    text = sound(lambda signer: inquiry_letter(bare, signer=signer), Style.LETTER)
    assert f"我单位正在办理{LONG}的定点医疗机构首次定点申请。现就下列事项" in text
    assert "（）" not in text
