"""陈述申辩笔录: what was offered, what was said, or that nothing was."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import HEARING, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.hearing_record import hearing_record


def test_one_page_holds_the_offer_the_statement_and_the_signatures() -> None:
    (page,) = pages_of(hearing_record(HEARING))
    for words in (
        "事由稽核通知书（大医保稽〔2026〕1号）所涉及问题的处理。",
        "有权陈述和申辩，可以提供证据；我单位不因陈述申辩加重处理。依据：国务院令第735号第13条。",
        "情况已陈述申辩",
        "内容承认问题，请求从轻处理。",
        "陈述申辩人（签名）：",
    ):
        assert words in page.replace("陈述申辩内容", "内容"), words


def test_silence_leaves_nothing_said() -> None:
    text = body_of(hearing_record(replace(HEARING, how="逾期未陈述申辩", statement="", articles=())))
    assert "情况逾期未陈述申辩" in text
    assert "无。" in text
    assert "依据" not in text
