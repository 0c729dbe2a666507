"""The commitment names the grounds it is about, and where both sides sign."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, in_order, sender, sound
from yb_desktop.paper.documents.commitment import Commitment, Declared, commitment

PROMISED = Commitment(
    sender=sender("大医保收〔2026〕1号-承诺书"),
    institution=CLINIC,
    uscc="52532326MJ10100015",
    legal_rep="王喆",
    what="定点医疗机构首次定点申请",
    grounds=(
        Declared("行政处罚或其他法律责任尚未依法履行完毕。", "楚医保〔2022〕10号第13条（一）第3项"),
        Declared("没有执行医药价格政策。"),
    ),
    articles=("《细则》（楚医保〔2022〕10号）第13条",),
)


def test_it_tells_the_grounds_then_the_promise_then_who_signs() -> None:
    text = sound(lambda signer: commitment(PROMISED, signer=signer))
    in_order(
        text,
        "医疗保障定点申请告知承诺书",
        f"申请单位：{CLINIC}",
        "法定代表人：王喆",
        "一、告知事项",
        "《细则》（楚医保〔2022〕10号）第13条规定，申请单位有下表所列情形之一的",
        "1行政处罚或其他法律责任尚未依法履行完毕",
        "楚医保〔2022〕10号第13条（一）第3项",
        "□是□否",
        "2没有执行医药价格政策本地默认□是□否",
        "二、承诺事项",
        "郑重承诺",
        "告知单位：大姚县医疗保险管理局",
        f"承诺单位：{CLINIC}",
    )


def test_many_grounds_and_a_long_name_stay_in_their_box() -> None:
    grounds = tuple(Declared(f"第{place}种情形，{LONG}曾经如此。", "某号第13条") for place in range(1, 61))
    text = sound(lambda signer: commitment(replace(PROMISED, institution=LONG, grounds=grounds), signer=signer))
    in_order(text, *(f"第{place}种情形" for place in range(1, 61)), "二、承诺事项")


def test_without_an_institution_it_can_be_filled_in_by_hand() -> None:
    empty = replace(PROMISED, institution="", uscc="", legal_rep="", what="", articles=())
    text = sound(lambda signer: commitment(empty, signer=signer))
    assert "申请单位：统一社会信用代码：法定代表人：申请事项：" in text
    assert "规定，申请单位有下表" not in text
