"""恢复决定书: which suspension is over, whether it was asked for in time, and from when the agreement goes on."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import RESUMPTION, body_of
from yb_desktop.paper.documents.resumption_decision import resumption_decision


def test_it_names_the_suspension_the_request_and_the_day() -> None:
    text = body_of(resumption_decision(RESUMPTION))
    for words in (
        "中止决定书（大医保中止〔2026〕1号），你单位的医疗保障服务协议自2026年4月1日起中止",
        "于2026年4月13日提出恢复履行协议的申请，未超过规定的期限（最后一日为2026年9月28日",
        "经核实：装修完工。",
        "自2026年4月14日起恢复履行与你单位签订的《医疗保障服务协议》",
        "自2026年4月1日起至恢复履行以前发生的医保费用不予结算",
        "仍至2027年3月11日止",
    ):
        assert words in text, words


def test_without_a_request_nothing_is_said_of_one() -> None:
    text = body_of(resumption_decision(replace(RESUMPTION, asked=None, reason="")))
    assert "提出恢复" not in text
    assert "符合恢复履行协议的条件" in text
