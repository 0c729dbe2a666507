"""实地稽核记录: who, whom, what was seen, and room for both sides to sign."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import RECORD, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.audit_record import audit_record


def test_one_page_holds_the_visit_and_both_signatures() -> None:
    (page,) = pages_of(audit_record(RECORD))
    for words in (
        "编号大医保稽〔2026〕1号-实地稽核记录稽核日期2026年4月14日",
        "法定代表人赵㛃䶮𠅤",
        "稽核人员经办人甲、审核人乙",
        "稽核情况抽查处方120份。账实相差32盒。",
        "被稽核单位人员（签名）：",
        "记录人：经办人甲",
    ):
        assert words in page, words


def test_what_was_seen_may_run_over_pages() -> None:
    findings = "\n".join(f"第{place}项：抽查病历与费用清单不符，现场核对后由药房负责人确认" for place in range(1, 121))
    pages = pages_of(audit_record(replace(RECORD, findings=findings)))
    text = "".join(pages)
    places = [text.index(f"第{place}项：") for place in range(1, 121)]
    assert len(pages) >= 2
    assert places == sorted(places)


def test_an_empty_record_leaves_room_to_write() -> None:
    text = body_of(audit_record(replace(RECORD, findings="", people=(), address="")))
    assert "地址—" in text
