"""复核意见: what was replied, or that nothing was, and what the agency makes of it."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import REVIEW, body_of
from yb_desktop.paper.documents.audit_review import audit_review


def test_reply_and_opinion_stand_in_order() -> None:
    text = body_of(audit_review(REVIEW))
    places = [
        text.index(words)
        for words in ("大医保稽告〔2026〕1号", "于2026年4月8日反馈了意见", "部分属于录入错误。", "维持稽核结果。")
    ]
    assert places == sorted(places)


def test_without_a_reply_the_day_it_was_due_is_named() -> None:
    text = body_of(audit_review(replace(REVIEW, reply="")))
    assert "反馈期限至2026年4月10日止，你单位未反馈意见" in text
    assert "对稽核结果进行了复核" in text
    assert "一、复核意见" in text
