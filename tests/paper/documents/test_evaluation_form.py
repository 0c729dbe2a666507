"""The sheets of the panel: one for each member, on a page of its own."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, RARE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.domain.forms import FormUse, form_for
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.documents.evaluation_form import EvaluatedHead, EvaluationForm, MemberSheet, evaluation_form

SHEETS = EvaluationForm(
    sender=sender("大医保收〔2026〕1号-评估表"),
    title="定点医疗机构专业评估表",
    version=1,
    institution=CLINIC,
    cls="村卫生室（所）",
    what="定点医疗机构首次定点申请",
    background=(("现场核查", "2026年3月13日完成，得97.78分，达到合格要求"),),
    heads=tuple(
        EvaluatedHead(item.label, item.look_for, "①18条（二）1\n②9条（一）")
        for item in form_for(FormUse.EVALUATION, Kind.MEDICAL).items
    ),
    members=tuple(MemberSheet(name, "医保") for name in RARE),
    legend=("①楚医保〔2022〕10号", "②国家医疗保障局令第2号"),
)


def test_each_member_has_one_page_with_the_eight_heads() -> None:
    text = sound(lambda signer: evaluation_form(SHEETS, signer=signer))
    pages = pages_of(evaluation_form(SHEETS))
    assert len(pages) == len(RARE)
    for name, page in zip(RARE, pages, strict=True):
        in_order(page, "定点医疗机构专业评估表", f"评估人员{name}专业医保", "得97.78分", "1执业许可", "8其他内容")
        in_order(page, "□具备□不具备", "评估人员（签名）：", "本人结论□合格□不合格", "依据栏中，①楚医保")
    assert text.count("本人结论□合格") == len(RARE)


def test_an_opinion_on_record_stands_in_its_members_sheet_alone() -> None:
    said = (MemberSheet("毛堃", "医保", "同意纳入"), MemberSheet("李祎", ""))
    first, second = pages_of(evaluation_form(replace(SHEETS, members=said, meeting="2026年3月17日")))
    assert "综合意见同意纳入" in first
    assert "评估会议日期：2026年3月17日" in first
    assert "同意纳入" not in second


def test_nobody_named_gives_one_sheet_to_fill_in() -> None:
    empty = replace(SHEETS, members=(), institution="", background=(), legend=())
    text = sound(lambda signer: evaluation_form(empty, signer=signer))
    assert "评估人员专业" in text
    assert "依据栏中" not in text


def test_a_long_opinion_and_a_long_name_stay_in_their_box() -> None:
    long = replace(SHEETS, institution=LONG, members=(MemberSheet("钱䶮", "医药", LONG * 20),))
    text = sound(lambda signer: evaluation_form(long, signer=signer))
    assert LONG * 20 in text


def test_both_kinds_have_the_eight_heads_of_e7() -> None:
    for kind in Kind:
        heads = form_for(FormUse.EVALUATION, kind).items
        assert [item.basis[0] for item in heads] == [f"CX-18(2){place}" for place in range(1, 9)]
