"""稽核结果告知书: what was found, the sums in figures and capitals, until when it may reply."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import FINDINGS, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.audit_findings import audit_findings
from yb_desktop.paper.documents.orders import Sum


def test_money_stands_in_figures_and_capitals() -> None:
    text = body_of(audit_findings(FINDINGS))
    for words in (
        "共计¥100,000,001.10（大写：壹亿零壹元壹角整）",
        "1重复收取静脉输液费0.05",
        "2超限定支付范围用药100,000,001.05",
        "合计100,000,001.10",
        "人民币壹亿零壹元壹角整",
    ):
        assert words in text, words
    assert "（大写：伍分）" in body_of(audit_findings(replace(FINDINGS, sums=FINDINGS.sums[:1])))


def test_it_may_reply_by_a_provisional_day_and_be_heard() -> None:
    text = body_of(audit_findings(FINDINGS))
    assert "至迟于2026年4月21日（暂定）（自2026年4月14日的次日起算5个工作日，本地默认，非文件规定" in text
    assert "有权陈述和申辩（依据国务院令第735号第13条）" in text
    assert "上述问题涉及：医疗保障服务协议第三十八条。" in text


def test_without_money_there_is_no_section_about_it() -> None:
    text = body_of(audit_findings(replace(FINDINGS, sums=(), terms=())))
    assert "涉及的费用" not in text
    assert "二、反馈意见和陈述申辩" in text


def test_sixty_sums_repeat_the_head_and_add_up() -> None:
    sums = tuple(Sum(f"第{place}项费用", 100_000 + place) for place in range(1, 61))
    pages = pages_of(audit_findings(replace(FINDINGS, sums=sums)))
    text = "".join(pages)
    assert sum("序号项目金额（元）" in page for page in pages) >= 2
    assert "合计60,018.30" in text
    assert "陆万零壹拾捌元叁角整" in text
    places = [text.index(f"第{place}项费用") for place in range(1, 61)]
    assert places == sorted(places)
