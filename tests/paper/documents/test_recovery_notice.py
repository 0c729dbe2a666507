"""追回、不予支付、违约金通知书: the sum in figures and capitals, the hearing before it, and no arrears (B7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.paper.documents.order_samples import RECOVERY, body_of
from yb_desktop.paper.documents.recovery_notice import Money, recovery_notice


@pytest.mark.parametrize(
    ("money", "title", "what"),
    [
        (Money.RECOVER, "追回医保费用通知书", "我单位决定追回已经支付给你单位的医保费用"),
        (Money.WITHHOLD, "不予支付医保费用通知书", "我单位决定不予支付你单位申报的医保费用"),
        (Money.DAMAGES, "违约金通知书", "我单位决定要求你单位支付违约金"),
    ],
)
def test_each_measure_has_its_title_and_its_words(money: Money, title: str, what: str) -> None:
    text = body_of(recovery_notice(replace(RECOVERY, money=money)))
    assert title in text
    assert f"{what}，金额为人民币¥100,000,001.10（大写：壹亿零壹元壹角整）。" in text
    assert ("缴款期限" in text) == (money is not Money.WITHHOLD)
    assert ("不予拨付" in text) == (money is Money.WITHHOLD)


def test_five_fen_in_capitals() -> None:
    assert "¥0.05（大写：伍分）" in body_of(recovery_notice(replace(RECOVERY, fen=5)))


def test_the_hearing_before_it_is_named() -> None:
    text = body_of(recovery_notice(RECOVERY))
    assert "有权陈述和申辩（依据国务院令第735号第13条），2026年4月13日你单位放弃陈述申辩。" in text
    assert "陈述" not in body_of(recovery_notice(replace(RECOVERY, hearing=None)))


def test_no_arrears_by_article_or_by_the_agreement() -> None:
    damages = replace(RECOVERY, money=Money.DAMAGES, no_arrears=("国家医疗保障局令第2号第14条",))
    assert "不得作为医保欠费处理（依据国家医疗保障局令第2号第14条）" in body_of(recovery_notice(damages))
    assert "不得作为医保欠费处理（按协议约定）" in body_of(recovery_notice(replace(damages, no_arrears=())))
    assert "欠费" not in body_of(recovery_notice(RECOVERY))
