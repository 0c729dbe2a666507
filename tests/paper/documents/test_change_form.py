"""变更申请表 and 变更办理单: old beside new, in time or late, and what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.paper.documents.order_samples import CHANGE, LONG, NAME, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.change_form import ChangedField, ChangeDone, change_form

DONE = ChangeDone(date(2026, 4, 28), "经办人甲", "审核人乙", late=3)


def test_old_and_new_stand_side_by_side() -> None:
    text = body_of(change_form(CHANGE))
    assert "定点医药机构重大信息变更申请表" in text
    assert "序号变更项目变更前变更后" in text
    assert f"1机构名称{NAME[:10]}" in text
    assert "2法定代表人王堃李祎喆" in text
    assert "3银行账户（未登记）6222000000000000001" in text


def test_a_late_application_is_taken_and_says_so() -> None:
    text = body_of(change_form(CHANGE))
    assert "至2026年4月10日（自2026年2月2日的次日起算30个工作日，楚医保〔2022〕10号第32条）" in text
    assert "上位文件：至2026年4月9日" in text
    assert "逾期2个工作日提出申请，照常办理" in text
    assert "在规定期限内提出申请。" in body_of(change_form(replace(CHANGE, late=0)))


def test_a_provisional_day_says_why() -> None:
    text = body_of(change_form(CHANGE))
    assert "至2026年4月23日（暂定）" in text
    assert "暂定的原因：州庆" in text


def test_where_no_document_sets_a_limit_nothing_is_late() -> None:
    text = body_of(change_form(replace(CHANGE, apply_by=(), handle_by=(), late=0)))
    assert text.count("本地区没有规定。") == 2
    assert "不适用。" in text


def test_the_applicant_signs_the_application_and_the_office_the_handling() -> None:
    asked, done = body_of(change_form(CHANGE)), body_of(change_form(replace(CHANGE, done=DONE)))
    assert "本单位承诺" in asked
    assert "申请单位盖章处" in asked
    assert "办结日期" not in asked
    assert "定点医药机构重大信息变更办理单" in done
    assert "办结日期2026年4月28日" in done
    assert "经办机构逾期3个工作日办结。" in done
    assert "经办人：经办人甲" in done
    assert "审核人：审核人乙" in done
    assert "在办理期限内办结。" in body_of(change_form(replace(CHANGE, done=replace(DONE, late=0))))
    nowhere = replace(CHANGE, handle_by=(), done=replace(DONE, late=0))
    assert "办理情况已办结。" in body_of(change_form(nowhere))


def test_sixty_lines_repeat_the_head_on_every_page() -> None:
    fields = tuple(ChangedField(f"第{place}项", LONG, f"新{place}") for place in range(1, 61))
    pages = pages_of(change_form(replace(CHANGE, fields=fields)))
    table = [page for page in pages if "新" in page and "第" in page and "变更前" in page]
    assert len(table) >= 3
    text = "".join(pages)
    places = [text.index(f"第{place}项大姚县") for place in range(1, 61)]
    assert places == sorted(places)
