"""The minutes: who met, what was said, votes that add up, and the result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.paper.documents.forms import CLINIC, LONG, MANY, RARE, in_order, sender, sound
from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.minutes import Minutes, minutes

MET = Minutes(
    sender=sender("大医保纪〔2026〕1号"),
    institution=CLINIC,
    what="定点医疗机构首次定点申请",
    on=date(2026, 3, 17),
    members=((RARE[0], "医保"), (RARE[1], "医药"), (RARE[2], "")),
    reported=("现场核查：得97.78分，达到合格要求。",),
    opinions=((RARE[0], "证照齐全，同意纳入。"), (RARE[1], "制度需要更新")),
    ballot="无记名投票",
    qualified=2,
    unqualified=1,
    abstained=0,
    result="合格",
    articles=("《细则》（楚医保〔2022〕10号）第18条（一）",),
)


def test_they_tell_the_meeting_from_report_to_result() -> None:
    text = sound(lambda signer: minutes(MET, signer=signer), Style.MINUTES)
    in_order(
        text,
        "大姚县医疗保险管理局评估会议纪要",
        "大医保纪〔2026〕1号",
        "2026年3月17日，大姚县医疗保险管理局依照《细则》（楚医保〔2022〕10号）第18条（一），召开专业评估会议",
        "一、承办部门汇报的情况",
        "得97.78分",
        "毛堃：证照齐全，同意纳入。",
        "李祎：制度需要更新。",
        "会议采用无记名投票方式表决，应到3人，收回有效表决3票，其中合格2票，不合格1票，弃权0票，合计3票。",
        f"会议认为，{CLINIC}的定点医疗机构首次定点申请评估结果为合格。",
        "出席：毛堃（医保）、李祎（医药）、王喆，共3人",
        "主持人：",
    )


def test_votes_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(BadInput, match="票数合计"):
        replace(MET, abstained=1)


def test_without_opinions_it_points_to_the_sheets() -> None:
    text = sound(lambda signer: minutes(replace(MET, opinions=(), reported=()), signer=signer), Style.MINUTES)
    assert "书面意见见各人填写的专业评估表" in text
    assert "承办部门汇报了申请单位的基本情况。" in text


def test_sixty_members_and_a_long_name_are_all_there() -> None:
    members = tuple((name, "医药") for name in MANY)
    values = replace(MET, institution=LONG, members=members, qualified=60, unqualified=0)
    text = sound(lambda signer: minutes(values, signer=signer), Style.MINUTES)
    in_order(text, "共60人", *(f"{name}：" for name in MANY), "记录人")


def test_a_meeting_without_a_vote_says_so() -> None:
    text = sound(
        lambda signer: minutes(replace(MET, ballot="", qualified=0, unqualified=0), signer=signer), Style.MINUTES
    )
    assert "会议未组织表决，以参会人员3人发表的意见形成结论。" in text
    assert "进行了表决" not in text
