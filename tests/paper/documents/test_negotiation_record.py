"""The record of a negotiation: topics, what was asked for and agreed, both sides to sign."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.negotiation_record import NegotiationRecord, negotiation_record

SPOKEN = NegotiationRecord(
    sender=sender("大医保收〔2026〕1号-谈判记录"),
    institution=CLINIC,
    what="定点医疗机构首次定点申请",
    legal_rep="赵㛃",
    topics=("协议条款的沟通", "预算和清算"),
    usual=False,
    requests="明确备案时限",
    agreed="按现行文本签订",
    publicity_over="2026年3月31日",
)


def test_it_tells_topics_requests_and_what_was_agreed() -> None:
    text = sound(lambda signer: negotiation_record(SPOKEN, signer=signer))
    in_order(
        text,
        "医疗保障服务协议协商谈判记录",
        "甲方大姚县医疗保险管理局",
        f"乙方{CLINIC}",
        "乙方法定代表人赵㛃公示期满日2026年3月31日",
        "1协议条款的沟通□一致□不一致2预算和清算",
        "乙方诉求明确备案时限",
        "达成的一致按现行文本签订",
        "甲方代表",
        "乙方代表",
    )
    assert "文件列明" not in text


def test_the_usual_topics_are_said_to_be_so_and_empty_places_stay_open() -> None:
    values = replace(SPOKEN, usual=True, requests="", agreed="", legal_rep="", publicity_over="")
    text = sound(lambda signer: negotiation_record(values, signer=signer))
    assert "以上为文件列明的协商内容" in text
    assert "乙方诉求达成的一致甲方代表" in text


def test_sixty_long_topics_keep_their_order() -> None:
    values = replace(
        SPOKEN, institution=LONG, topics=tuple(f"第{at}项：{LONG}" for at in range(1, 61)), agreed=LONG * 4
    )
    text = sound(lambda signer: negotiation_record(values, signer=signer))
    in_order(text, *(f"第{at}项：" for at in range(1, 61)), LONG * 4)
    assert sum("序号协商事项" in page for page in pages_of(negotiation_record(values))) >= 2
