"""中止决定书: at the institution's wish or imposed, from which day, what follows, and how it goes on."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import DAY, IMPOSED, SUSPENSION, body_of
from yb_desktop.paper.documents.suspension_decision import Requested, suspension_decision


def test_a_wish_names_its_day_the_day_asked_for_and_its_lateness() -> None:
    text = body_of(suspension_decision(SUSPENSION))
    for words in (
        "于2026年4月13日提出中止医疗保障服务协议的申请（理由：内部装修），请求自2026年4月20日起中止",
        "晚57个工作日（依据国家医疗保障局令第2号第44条）",
        "自2026年4月20日起中止与你单位签订的《医疗保障服务协议》（编号：532326-2026-0001，有效期自2026年3月12日",
        "中止期间发生的医保费用不予结算（依据楚医保〔2022〕10号第34条）",
        "中止时间原则上不得超过180日。需要继续履行协议的，至迟于2026年10月19日（暂定）",
        "逾期未提出的，原则上协议自动终止",
        "送达回证",
    ):
        assert words in text, words


def test_a_wish_for_the_day_it_arrived_in_time_says_no_more() -> None:
    text = body_of(suspension_decision(replace(SUSPENSION, begins=DAY, why=Requested(DAY, DAY, ""))))
    assert "于2026年4月14日提出中止医疗保障服务协议的申请。经研究" in text
    assert "晚" not in text


def test_an_imposed_one_names_its_ground_and_counts() -> None:
    text = body_of(suspension_decision(replace(SUSPENSION, why=IMPOSED, until=(), reason="虚增诊疗人次")))
    for words in (
        "存在下列情形：可能对基金安全和参保人员权益造成重大风险。",
        "具体情况：虚增诊疗人次。",
        "第2次由我单位作出的中止",
        "累计2次及以上被中止协议的，应当解除协议（依据楚医保〔2022〕10号第35条（一）第1项），已达到应当解除协议的次数",
    ):
        assert words in text, words
    assert "180日" not in text
    first = body_of(suspension_decision(replace(SUSPENSION, why=replace(IMPOSED, count=1), until=())))
    assert "引以为戒" in first
    assert "应当解除" not in body_of(
        suspension_decision(replace(SUSPENSION, why=replace(IMPOSED, most=None), until=()))
    )


def test_what_outlasts_the_agreement_ends_it_by_article_by_default_or_not_at_all() -> None:
    assert "协议终止（依据国家医疗保障局令第2号第42条）" in body_of(suspension_decision(SUSPENSION))
    default = body_of(suspension_decision(replace(SUSPENSION, outlasting=())))
    assert "协议终止（本地默认，非文件规定）" in default
    assert "超过有效期" not in body_of(suspension_decision(replace(SUSPENSION, outlasting=None)))


def test_where_no_document_limits_a_wish_it_says_so() -> None:
    text = body_of(suspension_decision(replace(SUSPENSION, until=())))
    assert "本地区没有关于申请中止最长期限的规定" in text


def test_agreements_elsewhere_follow() -> None:
    text = body_of(suspension_decision(replace(SUSPENSION, elsewhere=("530300-2026-0007（曲靖市）",))))
    assert "下列协议也同时中止，由签约的经办机构办理（本地默认，非文件规定）：530300-2026-0007（曲靖市）。" in text
