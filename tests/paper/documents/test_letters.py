"""The letters say the right number, names, days and articles, whatever they are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.paper.documents.reading import pages_of, scan_of, text_of
from yb_desktop.base.signing import Signer
from yb_desktop.domain.scoring import points_words
from yb_desktop.paper.documents.acceptance_notice import AcceptanceNotice, acceptance_notice
from yb_desktop.paper.documents.publicity_list import ListedInstitution, PublicityList, publicity_list
from yb_desktop.paper.documents.refusal_notice import RefusalNotice, refusal_notice
from yb_desktop.paper.documents.result_notice import ResultNotice, SiteScore, result_notice
from yb_desktop.paper.documents.supplement_notice import SupplementNotice, supplement_notice
from yb_desktop.paper.documents.values import LastDay, Sender
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.verify import Verdict, trusted, verify

OFFICE = "大姚县医疗保险管理局"
LONG = "大姚县金碧镇堃㛃䶮𠅤大药房连锁有限责任公司北城街道办事处第一百二十八分店西南角门市部"
LOCAL_LIMIT = LastDay(date(2026, 4, 2), "自2026年3月12日的次日起算15个工作日", "楚医保〔2022〕10号第15条")
OUTER = LastDay(
    date(2026, 6, 12),
    "自2026年3月12日的次日起算3个月",
    "国家医疗保障局令第2号第9条",
    doubt="州庆的放假通知未录入",
    outer=True,
)


def sender(number: str) -> Sender:
    return Sender(OFFICE, number, date(2026, 3, 12))


ACCEPTED = AcceptanceNotice(
    sender=sender("大医保受〔2026〕7号"),
    to="大姚县石羊镇柳树村卫生室",
    what="定点医疗机构首次定点申请",
    received=date(2026, 3, 2),
    articles=("《楚雄州医疗保障定点管理经办规程实施细则（试行）》（楚医保〔2022〕10号）第12条",),
    due=(LOCAL_LIMIT, OUTER),
)
ASKED = SupplementNotice(
    sender=sender("大医保补〔2026〕3号"),
    to="大姚县石羊镇柳树村卫生室",
    what="定点医疗机构首次定点申请",
    received=date(2026, 3, 2),
    receipt="大医保收〔2026〕9号",
    missing=("纳入定点后使用医疗保障基金的预测性分析报告：未提交，请提交1份，并加盖公章",),
    due=(LastDay(date(2026, 3, 19), "自2026年3月12日的次日起算5个工作日", "楚医保〔2022〕10号第12条"),),
)
DECIDED = ResultNotice(
    sender=sender("大医保评〔2026〕2号"),
    to="大姚县石羊镇柳树村卫生室",
    what="定点医疗机构首次定点申请",
    qualified=False,
    accepted=date(2026, 3, 2),
    score=SiteScore(date(2026, 3, 9), 7250, 8000),
    meeting=date(2026, 3, 11),
    reasons="药师不在岗",
    advice="补配药师。",
    again=LastDay(
        date(2026, 6, 12), "自2026年3月12日的次日起算3个月", "楚医保〔2022〕10号第18条（三）", free=date(2026, 6, 13)
    ),
)


def test_acceptance_names_both_limits_and_what_is_provisional() -> None:
    text = text_of(acceptance_notice(ACCEPTED))
    for words in (
        OFFICE,
        "大医保受〔2026〕7号",
        "受理通知书",
        "大姚县石羊镇柳树村卫生室：",
        "2026年3月2日提交",
        "评估期限的最后一日为2026年4月2日（自2026年3月12日的次日起算15个工作日，楚医保〔2022〕10号第15条）",
        "上位文件所定外限的最后一日为2026年6月12日（暂定）",
        "暂定的原因：州庆的放假通知未录入",
    ):
        assert words in text, words


def test_acceptance_says_where_no_document_sets_a_limit() -> None:
    text = text_of(acceptance_notice(replace(ACCEPTED, due=(), articles=())))
    assert "本地区没有关于评估期限的规定" in text
    assert "依照" not in text
    assert "不计入评估期限" not in text


def test_the_notice_of_what_is_missing_has_its_last_day_and_a_slip() -> None:
    text = text_of(supplement_notice(ASKED))
    for words in (
        "一次性告知书",
        "1．纳入定点后使用医疗保障基金的预测性分析报告：未提交，请提交1份，并加盖公章。",
        "本告知书于2026年3月12日当面送达的，最后一日为2026年3月19日（自2026年3月12日的次日起算5个工作日",
        "视为放弃本次申请",
        "送达回证",
        "一次性告知书大医保补〔2026〕3号",
    ):
        assert words in text, words


def test_a_delivered_notice_names_the_day_of_delivery() -> None:
    late = LastDay(date(2026, 3, 20), "自2026年3月13日的次日起算5个工作日", "楚医保〔2022〕10号第12条")
    text = text_of(supplement_notice(replace(ASKED, delivered=date(2026, 3, 13), due=(late,))))
    assert "本告知书已于2026年3月13日送达，补正的最后一日为2026年3月20日" in text
    assert "当面送达" not in text


def test_after_acceptance_it_is_not_called_the_one_time_notice() -> None:
    text = text_of(supplement_notice(replace(ASKED, accepted=True)))
    assert "补充材料通知书" in text
    assert "一次性告知" not in text
    assert "不计入评估期限" in text


def test_thirty_missing_items_are_all_told_in_order(signer: Signer) -> None:
    items = tuple(f"第{place}项材料：未提交，请提交1份" for place in range(1, 31))
    data = supplement_notice(replace(ASKED, missing=items), signer=signer)
    text = text_of(data)
    places = [text.index(f"{place}．第{place}项材料") for place in range(1, 31)]
    assert places == sorted(places)
    assert len(pages_of(data)) >= 3


def test_an_unqualified_result_says_why_how_and_when_again() -> None:
    text = text_of(result_notice(DECIDED))
    for words in (
        "评估结果：不合格。",
        "得72.5分，满分100分，合格分80分；分值和合格分为本地默认，非文件规定",
        "药师不在岗。",
        "补配药师。",
        "整改期至2026年6月12日止",
        "自2026年6月13日起可以再次组织评估",
        "送达回证",
    ):
        assert words in text, words


def test_a_second_unqualified_result_bars_a_new_application() -> None:
    last = LastDay(date(2027, 3, 12), "自2026年3月12日的次日起算1年", "甲", doubt="尚未公布", free=date(2027, 3, 13))
    text = text_of(result_notice(replace(DECIDED, barred=True, again=last)))
    assert "两次评估均不合格，至2027年3月12日（暂定）止" in text
    assert "自2027年3月13日（暂定）起可以重新申请" in text


def test_a_qualified_result_needs_no_reasons() -> None:
    text = text_of(result_notice(replace(DECIDED, qualified=True, reasons="", advice="", again=None)))
    assert "评估结果：合格。" in text
    assert "一、后续步骤" in text
    assert "整改" not in text


def test_a_refusal_names_reason_article_and_first_free_day() -> None:
    values = RefusalNotice(
        sender=sender("大医保不受〔2026〕1号"),
        to="大姚县新街镇仁和中医诊所",
        what="定点医疗机构首次定点申请",
        received=date(2026, 3, 2),
        reason="曾以弄虚作假等不正当手段申请定点",
        articles=("《某办法》（某号）第13条（一）第4项", "第14条"),
        free_from=date(2027, 5, 7),
    )
    text = text_of(refusal_notice(values))
    assert "曾以弄虚作假等不正当手段申请定点。" in text
    assert "依照《某办法》（某号）第13条（一）第4项、第14条，我单位决定不予受理。" in text
    assert "自2027年5月7日起重新提出申请" in text
    assert "履行完毕）后，你单位可以重新提出申请" in text_of(refusal_notice(replace(values, free_from=None)))


def test_a_list_may_name_many_institutions_one_without_a_principal() -> None:
    many = tuple(ListedInstitution(f"机构{place}号", "诊所", "金碧镇", f"负责人{place}") for place in range(1, 40))
    values = PublicityList(
        sender=sender("大医保公示〔2026〕1号"),
        institutions=(*many, ListedInstitution(LONG, "连锁药店", "", "")),
        where=("州政府门户网站",),
        first=date(2026, 3, 12),
        due=replace(LOCAL_LIMIT, free=date(2026, 4, 3)),
    )
    pages = pages_of(publicity_list(values))
    text = "".join(pages)
    assert "下列40家医药机构" in text
    assert f"40{LONG}连锁药店——" in text
    assert "自2026年3月12日起，至2026年4月2日止" in text
    assert sum("机构名称类别地址主要负责人" in page for page in pages) >= 2


@pytest.mark.parametrize("place", range(4))
def test_every_letter_is_the_same_bytes_and_is_genuine(place: int, signer: Signer) -> None:
    def made() -> bytes:
        match place:
            case 0:
                return acceptance_notice(replace(ACCEPTED, to=LONG), signer=signer)
            case 1:
                return supplement_notice(replace(ASKED, to=LONG), signer=signer)
            case 2:
                return result_notice(replace(DECIDED, to=LONG), signer=signer)
            case _:
                return refusal_notice(
                    RefusalNotice(sender("大医保不受〔2026〕1号"), LONG, "申请", date(2026, 3, 2), "原因", ()),
                    signer=signer,
                )

    data = made()
    assert data == made()
    assert LONG in text_of(data)
    verdicts = verify(data, keys=trusted(signer.public_key))
    assert {one.verdict for one in verdicts} == {Verdict.GENUINE}
    assert [one.printed_page for one in verdicts] == [(at, len(verdicts)) for at in range(1, len(verdicts) + 1)]


def test_the_code_of_a_scanned_letter_is_read_on_either_side(signer: Signer) -> None:
    data = supplement_notice(ASKED, signer=signer)
    for page in range(len(pages_of(data))):
        (verdict,) = verify(scan_of(data, page), keys=trusted(signer.public_key))
        assert (verdict.verdict, verdict.number) == (Verdict.GENUINE, "大医保补〔2026〕3号")


def test_a_name_no_font_has_is_refused() -> None:
    with pytest.raises(UnknownGlyph):
        acceptance_notice(replace(ACCEPTED, to="\U0003fffd诊所"))


def test_points_drop_idle_zeros() -> None:
    assert [points_words(value) for value in (10000, 8550, 8505, 0)] == ["100", "85.5", "85.05", "0"]
