"""稽核处理意见书: the course of the audit, the decision, the sums, what follows."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import DECISION, body_of
from yb_desktop.paper.documents.audit_decision import audit_decision


def test_the_course_stands_in_its_order() -> None:
    text = body_of(audit_decision(DECISION))
    places = [
        text.index(words)
        for words in (
            "2026年4月1日下达稽核通知书（大医保稽〔2026〕1号）",
            "2026年4月2日开展实地稽核",
            "2026年4月3日送达稽核结果告知书（大医保稽告〔2026〕1号）",
            "2026年4月8日收到你单位的反馈意见",
            "2026年4月9日作出复核意见（大医保稽复〔2026〕1号）",
            "追回重复收取的费用。",
            "处理方式：按医保协议处理、移送行政处罚。",
            "共计¥100,000,001.10（大写：壹亿零壹元壹角整）",
            "按照法律程序办理（依据楚医保〔2022〕10号第31条）",
            "对本处理意见有异议的",
        )
    ]
    assert places == sorted(places)


def test_no_reply_and_no_sums_are_told_as_such() -> None:
    values = replace(DECISION, sums=(), course=replace(DECISION.course, reply=False), terms=("协议第三十八条",))
    text = body_of(audit_decision(values))
    assert "在规定的期限内未反馈意见" in text
    assert "涉及的费用" not in text
    assert "根据协议第三十八条，处理方式：" in text
