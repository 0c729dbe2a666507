"""The papers of a case, gathered from its records: right when the step is done, refused before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from tests.paper.conftest import TestSigner
from tests.services.cases import ADMITTED, DRAFTED, LISTED, VISITED, Led, lead
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement_text import agreement_text
from yb_desktop.domain.case import Case
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.verify import Verdict, trusted
from yb_desktop.services import agreement_texts, papers
from yb_desktop.services.paper.check import latest_versions, verify_at, verify_paper

SIGNER = TestSigner(b"\x07" * 32)


def text_of(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    finally:
        pdf.close()


@pytest.fixture
def led(tmp_path: Path) -> Iterator[Led]:
    office = lead(tmp_path / "county")
    yield office
    office.clerk.store.close()


@pytest.fixture
def pharmacy(tmp_path: Path) -> Iterator[Led]:
    office = lead(tmp_path / "county", kind="pharmacy", name="大姚县金碧镇堃㛃䶮𠅤大药房")
    yield office
    office.clerk.store.close()


_FOOT = re.compile(r".医保[^〔]{1,2}〔2026〕\d+号第\d+份，共\d+份第\d+页，共\d+页(—\d+—)?")


def printed(led: Led, document: str, number: str = "") -> str:
    """Give the text of a paper without the feet of its pages."""
    return _FOOT.sub("", text_of(papers.paper(led.clerk, document, case=led.case, number=number)))


def test_papers_appear_with_their_steps_and_are_refused_before(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    begun = ["application_form", "intake_receipt"]
    assert [ref.document for ref in papers.documents_of(led.clerk, case=led.case)] == begun
    later = {kind.document for kind in papers.KINDS if kind.of is Case} - set(begun)
    for document in sorted(later):
        with pytest.raises(BadInput, match="还没有") as refusal:
            papers.paper(led.clerk, document, case=led.case)
        assert refusal.value.code == "paper"
    led.through(ADMITTED, VISITED, LISTED, DRAFTED)
    led.do("2026-04-10", "agreements.print")
    found = papers.documents_of(led.clerk, case=led.case)
    assert [ref.document for ref in found] == [
        "application_form",
        "intake_receipt",
        "data_check",
        "acceptance_notice",
        "draw_record",
        "visit_form",
        "visit_report",
        "evaluation_form",
        "minutes",
        "result_notice",
        "filing_form",
        "publicity_list",
        "negotiation_record",
        "study_sheet",
        "authorisation",
        "agreement",
    ]
    for ref in found:
        data = papers.paper(led.clerk, ref.document, case=led.case, number=ref.number, signer=SIGNER)
        verdicts = verify_paper(data, keys=trusted(SIGNER.public_key))
        assert {(one.verdict, one.document, one.number) for one in verdicts} == {
            (Verdict.GENUINE, ref.document, ref.number)
        }


def test_a_receipt_tells_the_materials_as_they_came_in(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials", missing=["fund_forecast"])
    before = papers.paper(led.clerk, "intake_receipt", case=led.case)
    led.do("2026-03-03", "applications.notify_missing")
    led.do("2026-03-04", "applications.deliver")
    led.do("2026-03-05", "applications.receive_supplement")
    assert papers.paper(led.clerk, "intake_receipt", case=led.case) == before
    text = text_of(before)
    assert "第5项缺少或者未盖章，材料不齐全" in text
    assert "至迟于2026年3月9日一次性告知" in text
    assert "经办人甲" in text


def test_the_one_time_notice_follows_its_delivery(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials", missing=["fund_forecast"])
    led.do("2026-03-03", "applications.notify_missing", also=["申请表第3页漏盖公章"])
    text = printed(led, "supplement_notice")
    assert "本告知书于2026年3月3日当面送达的，最后一日为2026年3月10日" in text
    assert "2．申请表第3页漏盖公章。" in text
    assert "楚医保〔2022〕10号第12条" in text
    led.do("2026-03-04", "applications.deliver")
    assert "已于2026年3月4日送达，补正的最后一日为2026年3月11日" in printed(led, "supplement_notice")


def test_two_notices_of_one_kind_are_told_apart_by_number(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials", missing=["fund_forecast"])
    led.do("2026-03-03", "applications.notify_missing")
    led.do("2026-03-04", "applications.deliver")
    led.do("2026-03-05", "applications.receive_supplement")
    led.through(ADMITTED)
    led.do("2026-03-14", "applications.ask_supplement", missing=["internal_rules"])
    numbered = [ref.title for ref in papers.documents_of(led.clerk, case=led.case) if "-" not in ref.number]
    assert numbered == ["材料清单与收件回执", "一次性告知书", "受理通知书", "补充材料通知书"]
    assert "补充材料通知书" in printed(led, "supplement_notice")
    assert "一次性告知书" in printed(led, "supplement_notice", "大医保补〔2026〕1号")
    with pytest.raises(BadInput, match="还没有"):
        printed(led, "supplement_notice", "大医保补〔2026〕9号")
    # T7: the paper of the acceptance says what held on its day, whatever paused the clock later.
    assert "最后一日为2026年4月2日" in printed(led, "acceptance_notice")


def test_acceptance_prints_the_local_limit_and_the_outer_one_as_provisional(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED)
    text = printed(led, "acceptance_notice")
    assert "评估期限的最后一日为2026年4月2日（自2026年3月12日的次日起算15个工作日" in text
    assert "上位文件所定外限的最后一日为2026年6月12日（暂定）" in text
    assert "州庆" in text
    assert "（T" not in text


def test_a_later_name_does_not_change_an_earlier_paper(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED)
    before = papers.paper(led.clerk, "acceptance_notice", case=led.case)
    led.do("2026-03-20", "institutions.amend", fields={"phone": "0878-1111111"})
    assert papers.paper(led.clerk, "acceptance_notice", case=led.case) == before
    assert "13800000000" in printed(led, "intake_receipt")


def test_a_refusal_names_the_article_of_its_ground(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.do("2026-03-04", "applications.check_ground", ground="fraud", holds=True, event_day="2024-05-06")
    led.do("2026-03-05", "applications.refuse", rule="A17", ground="fraud")
    text = printed(led, "refusal_notice")
    assert "（楚医保〔2022〕10号）第13条（一）第4项" in text
    assert "（国家医疗保障局令第2号）第12条（四）" in text
    assert "自2027年5月7日起重新提出申请" in text


def test_the_checklist_is_empty_before_the_visit_and_filled_after_it(pharmacy: Led) -> None:
    pharmacy.do("2026-03-02", "applications.receive_materials")
    pharmacy.through(ADMITTED, VISITED[:2])
    pharmacy.do("2026-03-17", "evaluation.answer_item", item="premises", answer="no", note="营业面积不足")
    empty = printed(pharmacy, "visit_form")
    assert "☑" not in empty
    assert "营业面积不足" not in empty
    pharmacy.do(*VISITED[2])
    filled = printed(pharmacy, "visit_form")
    assert "☑不符合" in filled
    assert "核查员一：营业面积不足" in filled
    assert "总分96分" in filled
    assert "大姚县金碧镇堃㛃䶮𠅤大药房" in filled


def test_an_unqualified_result_counts_its_wait_from_delivery_and_then_bars(pharmacy: Led) -> None:
    pharmacy.do("2026-03-02", "applications.receive_materials")
    pharmacy.through(ADMITTED, VISITED)
    pharmacy.do("2026-03-20", "evaluation.hold_meeting", result="unqualified")
    pharmacy.do("2026-03-20", "evaluation.decide", result="unqualified")
    assert "本告知书于2026年3月20日当面送达的，整改期至2026年6月20日（暂定）止" in printed(pharmacy, "result_notice")
    pharmacy.do("2026-03-25", "applications.deliver")
    first = printed(pharmacy, "result_notice")
    assert "已于2026年3月25日送达，整改期至2026年6月25日（暂定）止" in first
    assert "自2026年6月26日（暂定）起可以再次组织评估" in first
    pharmacy.do("2026-06-26", "evaluation.reevaluate")
    for on, name in (
        ("2026-06-29", "evaluation.draw_team"),
        ("2026-06-29", "evaluation.assign_visit"),
        ("2026-06-30", "evaluation.finish_visit"),
    ):
        pharmacy.do(on, name)
    pharmacy.do("2026-07-01", "evaluation.hold_meeting", result="unqualified")
    pharmacy.do("2026-07-01", "evaluation.decide", result="unqualified")
    assert "两次评估均不合格，至2027年7月1日" in printed(pharmacy, "result_notice")
    assert printed(pharmacy, "result_notice", "大医保评〔2026〕1号") == first


def test_copies_of_an_agreement_are_those_of_the_register(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED, DRAFTED)
    with pytest.raises(BadInput, match="登记打印"):
        papers.paper(led.clerk, "agreement", agreement=led.agreement)
    assert "预览稿" in text_of(papers.preview_agreement(led.clerk, led.agreement))
    led.do("2026-04-10", "agreements.print", copies=2)
    second = papers.paper(led.clerk, "agreement", agreement=led.agreement, copy=2)
    assert "第2份，共2份" in text_of(second)
    led.do("2026-04-11", "agreements.print", copies=1, reason="原件损坏")
    assert papers.paper(led.clerk, "agreement", agreement=led.agreement, copy=2) == second
    assert "第3份，共3份" in text_of(papers.paper(led.clerk, "agreement", agreement=led.agreement, copy=3))
    with pytest.raises(BadInput, match="没有第4份"):
        papers.paper(led.clerk, "agreement", agreement=led.agreement, copy=4)


def test_an_agreement_whose_text_has_changed_is_not_printed_again(led: Led, monkeypatch: pytest.MonkeyPatch) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED, DRAFTED)
    led.do("2026-04-10", "agreements.print")
    # The text file on this disk is no more the one that was printed from.
    other = msgspec.structs.replace(agreement_text(Kind.MEDICAL), title="另一个文本")
    monkeypatch.setattr(agreement_texts, "text_of", lambda form, version: other)
    with pytest.raises(NotAllowed) as refusal:
        papers.paper(led.clerk, "agreement", agreement=led.agreement)
    assert refusal.value.rule == "G3"


def test_the_register_knows_the_newest_version(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED, DRAFTED)
    led.do("2026-04-10", "agreements.print")
    data = papers.paper(led.clerk, "agreement", agreement=led.agreement, signer=SIGNER)
    assert latest_versions(led.clerk, {"532326-2026-0001", "大医保受〔2026〕1号"}) == {"532326-2026-0001": 1}
    assert {one.verdict for one in verify_at(led.clerk, data, keys=trusted(SIGNER.public_key))} == {Verdict.GENUINE}
    assert {one.verdict for one in verify_at(led.clerk, data, keys={})} == {Verdict.UNKNOWN_KEY}


def test_what_nobody_knows_is_named(led: Led) -> None:
    for document, case in (("poem", "case-1"), ("acceptance_notice", "")):
        with pytest.raises(BadInput) as refusal:
            papers.paper(led.clerk, document, case=case)
        assert refusal.value.code == "paper"
    with pytest.raises(BadInput, match="没有编号为"):
        papers.paper(led.clerk, "acceptance_notice", case="case-0")


def test_a_place_without_rules_prints_that_there_are_none(tmp_path: Path) -> None:
    led = lead(tmp_path / "luliang", kind="pharmacy", name="陆良县中枢街道康宁药房", area="530322")
    try:
        led.do("2026-03-02", "applications.receive_materials")
        led.through(ADMITTED, VISITED[:2])
        assert "本地区没有关于评估期限的规定" in printed(led, "acceptance_notice")
        assert "各项标准均为本地默认，非文件规定" in printed(led, "visit_form")
    finally:
        led.clerk.store.close()
