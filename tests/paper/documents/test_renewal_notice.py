"""续签通知: which agreements are to be renewed, how long that is public, and what ends without a renewal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.paper.documents.order_samples import LONG, RENEWAL, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.renewal_notice import Renewing, renewal_notice


def test_it_names_the_agreement_the_publicity_and_its_end() -> None:
    text = body_of(renewal_notice(RENEWAL))
    for words in (
        "下列1家定点医药机构在医疗保障服务协议期满前提出续签申请",
        "1大姚县石羊镇柳树村卫生室532326-2025-00012026年4月30日2026年4月1日",
        "自2026年4月14日起，至2026年4月23日（暂定）止（自2026年4月14日的次日起算7个工作日，本地默认，非文件规定",
        "协议于期满之日终止，当日终了时关停医保支付系统（依据楚医保〔2022〕10号第36条）",
    ):
        assert words in text, words


def test_where_no_length_is_set_it_says_so() -> None:
    assert "本地区没有关于续签公示期限的规定" in body_of(renewal_notice(replace(RENEWAL, due=None)))


def test_a_round_of_sixty_repeats_the_head_and_keeps_the_order() -> None:
    many = tuple(Renewing(f"{LONG}{n}", f"532326-2025-{n:04d}", date(2026, 4, 30), None) for n in range(1, 61))
    pages = pages_of(renewal_notice(replace(RENEWAL, institutions=many)))
    text = "".join(pages)
    assert "下列60家" in text
    assert sum("序号机构名称协议编号期满日期申请日期" in page for page in pages) >= 3
    places = [text.index(f"532326-2025-{n:04d}") for n in range(1, 61)]
    assert places == sorted(places)
    assert "2026年4月30日—" in text
