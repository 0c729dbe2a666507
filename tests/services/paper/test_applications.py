"""The forms and letters before an evaluation: they are there once their step has happened, and say what it recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paper.documents.reading import text_of
from tests.services.cases import ADMITTED, Led, lead
from tests.services.paper.conftest import exists, numbers, printed
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.services import papers


def test_the_application_form_says_what_the_register_said_when_it_came_in(led: Led) -> None:
    early = papers.paper(led.clerk, "application_form", institution=led.institution)
    assert "大姚县石羊镇柳树村卫生室" in text_of(early)
    assert "☑" not in text_of(early)
    led.do("2026-03-03", "applications.receive_materials")
    before = papers.paper(led.clerk, "application_form", case=led.case)
    text = text_of(before)
    for words in (
        "大医保收〔2026〕1号-申请表",
        "☑首次定点申请",
        "法定代表人法人丁",
        "医师己医师医师执业证书",
        "医疗机构执业许可证",
    ):
        assert words in text, words
    led.do("2026-03-05", "institutions.amend", fields={"phone": "0878-1111111"})
    assert papers.paper(led.clerk, "application_form", case=led.case) == before
    assert [ref.document for ref in papers.documents_of(led.clerk, institution=led.institution)] == ["application_form"]


def test_a_pharmacys_form_is_its_own(tmp_path: Path) -> None:
    led = lead(tmp_path / "county", kind="pharmacy", name="大姚县金碧镇堃㛃䶮𠅤大药房")
    try:
        led.do("2026-03-02", "applications.receive_materials")
        text = printed(led, "application_form")
        assert "医疗保障定点零售药店申请表" in text
        assert "大姚县金碧镇堃㛃䶮𠅤大药房" in text
        assert "互联网医院补充协议" not in text
    finally:
        led.clerk.store.close()


def test_what_was_declared_stands_in_the_commitment(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    assert not exists(led, "commitment")
    assert not exists(led, "data_check")
    step = led.do("2026-03-04", "applications.check_ground", all_clear=True, source="县法院")
    assert step.documents == ("data_check",)
    assert not exists(led, "commitment")
    step = led.do("2026-03-05", "applications.check_ground", ground="unpaid_penalty", holds=False, how="commitment")
    assert step.documents == ("data_check", "commitment")
    text = printed(led, "commitment")
    assert "行政处罚或其他法律责任尚未依法履行完毕" in text
    assert "价格政策" not in text
    assert "楚医保〔2022〕10号第13条（一）第3项" in text


def test_the_check_table_tells_each_grounds_newest_check(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.do(
        "2026-03-04", "applications.check_ground", ground="fraud", holds=True, event_day="2022-05-06", source="县法院"
    )
    text = printed(led, "data_check")
    assert "☑存在□不存在部门信息联查县法院发现之日：2022年5月6日" in text
    assert "还有9种情形没有核查" in text
    assert "初审情况" not in text
    led.do("2026-03-05", "applications.check_ground", all_clear=True)
    led.do("2026-03-05", "applications.accept")
    led.do("2026-03-06", "applications.send_inquiry", to="县卫生健康局", about="有无处罚")
    led.do("2026-03-09", "applications.record_reply", answer="无不良记录")
    led.do("2026-03-10", "applications.first_review")
    text = printed(led, "data_check")
    assert "☑存在" not in text
    assert "所列情形均已核查" in text
    assert "县卫生健康局有无处罚无不良记录" in text
    assert "材料完整性完整" in text
    assert "经办人甲2026年3月5日" in text


def test_each_letter_of_enquiry_is_a_paper(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED[:2])
    assert not exists(led, "inquiry_letter")
    for to in ("县卫生健康局", "县市场监督管理局"):
        led.do("2026-03-12", "applications.send_inquiry", to=to, about="有无行政处罚")
    first, second = numbers(led, "inquiry_letter")
    assert (first, second) == ("大医保函〔2026〕1号", "大医保函〔2026〕2号")
    text = printed(led, "inquiry_letter", first)
    assert "县卫生健康局：" in text
    assert "定点医疗机构首次定点申请" in text
    assert "县市场监督管理局：" in printed(led, "inquiry_letter")


def test_a_paper_of_another_sort_of_matter_says_what_to_name(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    with pytest.raises(BadInput, match="请指明要打印哪一件申请的评估会议纪要"):
        papers.paper(led.clerk, "minutes", institution=led.institution)
    with pytest.raises(BadInput, match="没有编号为"):
        papers.paper(led.clerk, "application_form", audit="audit-0")


def test_another_offices_matter_is_not_printed_here(led: Led, monkeypatch: pytest.MonkeyPatch) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    other = lead(led.clerk.store.folder.parent / "other", area="532301", name="楚雄市鹿城镇卫生室")
    try:
        monkeypatch.setattr(other.clerk.store, "read", led.clerk.store.read)
        with pytest.raises(NotAllowed, match="文书应由该机构打印") as refusal:
            papers.paper(other.clerk, "application_form", case=led.case)
        assert refusal.value.rule == "J1"
        assert papers.documents_of(other.clerk, case=led.case) == ()
    finally:
        monkeypatch.undo()
        other.clerk.store.close()
