"""责令限期整改通知书: every point, the last day and how it was counted, what comes of not mending."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import MENDING, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.mending_order import mending_order


def test_points_day_and_consequences() -> None:
    text = body_of(mending_order(MENDING))
    for words in (
        "根据稽核处理意见书（大医保稽处〔2026〕1号），你单位在履行《医疗保障服务协议》（编号：532326-2026-0001）",
        "1．规范收费。2．补齐病历。",
        "整改的最后一日为2026年5月14日（自2026年4月14日的次日起算1个月，本地默认，非文件规定）",
        "中止或者解除协议等处理方式（依据楚医保〔2022〕10号第29条）",
        "送达回证",
    ):
        assert words in text, words
    assert "经查，你单位" in body_of(mending_order(replace(MENDING, matter="")))


def test_sixty_points_are_all_told_in_order() -> None:
    points = tuple(f"第{place}项问题" for place in range(1, 61))
    pages = pages_of(mending_order(replace(MENDING, points=points)))
    text = "".join(pages)
    places = [text.index(f"{place}．第{place}项问题。") for place in range(1, 61)]
    assert places == sorted(places)
    assert len(pages) >= 4
