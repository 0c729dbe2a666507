"""解除决定书: grounds, from which day, who is barred until when, and which other agreements follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.paper.documents.order_samples import DAY, LONG, TERMINATION, body_of
from yb_desktop.paper.documents.suspension_decision import Requested
from yb_desktop.paper.documents.termination_decision import termination_decision


def test_every_ground_stands_in_order_with_what_it_rests_on() -> None:
    text = body_of(termination_decision(TERMINATION))
    places = [
        text.index(words)
        for words in (
            "1．协议有效期内累计2次及以上被中止协议。",
            "2．经查实有欺诈骗保行为。",
            "具体情况：虚构诊疗服务骗取医保基金。",
            "2026年4月1日，大医保中止〔2026〕1号；2026年4月8日，大医保中止〔2026〕2号。",
            "第35条（一）第1项、第35条（一）第3项，我单位决定：自2026年4月14日起解除与你单位签订的",
            "关停医保支付系统",
            "医保基金不再结算（依据楚医保〔2022〕10号第35条）",
        )
    ]
    assert places == sorted(places)


def test_the_bar_and_the_branches_are_named() -> None:
    text = body_of(termination_decision(TERMINATION))
    assert "不予受理，至2029年4月14日止（自2026年4月14日的次日起算3年" in text
    assert "自2029年4月15日起不再受此限制" in text
    assert "（王堃、李祎喆、赵㛃䶮𠅤）任法定代表人" in text
    assert f"（依据楚医保〔2022〕10号第35条（二）第14项）：{LONG}（532326-2026-0009）。" in text
    assert "也同时解除，由签约的经办机构办理（本地默认，非文件规定）：530300-2026-0007（曲靖市）。" in text


def test_at_its_wish_no_ground_is_held_against_it() -> None:
    asked = Requested(date(2026, 4, 1), date(2026, 4, 30), "歇业", 40, ())
    values = replace(
        TERMINATION,
        requested=asked, effective=date(2026, 4, 30), grounds=("机构主动提出解除且经办机构同意",),
        bars=(), branches=(), elsewhere=(), suspensions=(), reason="",
    )  # fmt: skip
    text = body_of(termination_decision(values))
    assert "于2026年4月1日提出解除医疗保障服务协议的申请（理由：歇业），请求自2026年4月30日起解除" in text
    assert "晚40个工作日（本地默认，非文件规定）" in text
    assert "自2026年4月30日起解除" in text
    assert "下列应当解除协议的情形" not in text
    assert "不予受理" not in text
    assert "二、异议的处理" in text
    today = body_of(termination_decision(replace(values, requested=Requested(DAY, DAY, ""))))
    assert "的申请。经研究" in today
