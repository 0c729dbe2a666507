"""约谈记录: who was called in, about what, and room for what they said."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import TALK, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.talk_record import talk_record


def test_one_page_holds_persons_points_and_signatures() -> None:
    (page,) = pages_of(talk_record(TALK))
    for words in (
        "被约谈人王堃（法定代表人）、李祎喆（法定代表人）、赵㛃䶮𠅤（法定代表人）",
        "1．通报稽核发现的问题。2．要求规范收费。",
        "约谈事由稽核通知书（大医保稽〔2026〕1号）所涉及的问题。",
        "约谈依据楚医保〔2022〕10号第29条",
        "被约谈人（签名）：",
    ):
        assert words in page, words


def test_without_an_audit_or_a_document_it_says_so() -> None:
    text = body_of(talk_record(replace(TALK, matter="", articles=(), points=())))
    assert "约谈事由履行医疗保障服务协议的有关情况。" in text
    assert "本地区没有文件规定" in text
