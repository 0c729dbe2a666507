"""稽核通知书: why, by whose order, and the six steps in their order."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import NOTICE, body_of
from yb_desktop.paper.documents.audit_notice import audit_notice


def test_it_says_why_and_by_whose_order() -> None:
    text = body_of(audit_notice(NOTICE))
    assert "根据楚雄州医疗保障局的要求，我单位决定对你单位履行《医疗保障服务协议》（编号：532326-2026-0001）" in text
    assert "群众反映重复收费。" in text
    assert "根据" not in body_of(audit_notice(replace(NOTICE, ordered_by="")))


def test_the_six_steps_stand_in_order() -> None:
    text = body_of(audit_notice(NOTICE))
    text = text[text.index("稽核依次为") :]
    steps = ("下达稽核通知书", "实地稽核", "送达稽核结果告知书", "反馈意见", "复核反馈意见", "送达稽核处理意见书")
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_where_no_document_rules_it_cites_none() -> None:
    assert "依照" not in body_of(audit_notice(replace(NOTICE, articles=())))
