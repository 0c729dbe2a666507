"""The form by which results or agreements are reported to the administration."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, RARE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.filing_form import FiledAgreement, FiledResult, FilingForm, filing_form

AGREED = FiledAgreement(
    institution=CLINIC,
    cls="村卫生室（所）",
    number="532326-2026-0001",
    signed="2026年4月8日",
    term="2026年4月7日至\n2027年4月6日",
    legal_rep="毛堃",
    due="2026年4月15日",
)
BATCH = FilingForm(
    sender=sender("532326-2026-0001等2份-备案"),
    agreements=(AGREED, replace(AGREED, institution="大姚县金碧镇康宁药房", number="532326-2026-0002", legal_rep="")),
    articles=("《细则》（楚医保〔2022〕10号）第23条",),
)


def test_agreements_are_listed_with_their_terms_and_room_for_the_receipt() -> None:
    text = sound(lambda signer: filing_form(BATCH, signer=signer), Style.LEDGER)
    in_order(
        text,
        "医疗保障服务协议备案表",
        "报备单位：大姚县医疗保险管理局",
        f"1{CLINIC}村卫生室（所）532326-2026-0001毛堃2026年4月8日2026年4月7日至2027年4月6日2026年4月15日",
        "2大姚县金碧镇康宁药房",
        "共2件。备案依据：《细则》（楚医保〔2022〕10号）第23条。",
        "接收回执号：",
        "备案日期：年月日",
    )


def test_results_have_their_own_title_and_what_was_filed_stands_in_it() -> None:
    result = FiledResult(
        CLINIC, "诊所", "首次定点申请", "2026年3月2日", "2026年3月18日", "不合格", "大医保评〔2026〕1号"
    )
    values = replace(BATCH, agreements=(), results=(result,), filed="2026年3月19日", receipt="姚医保备〔2026〕3号")
    text = sound(lambda signer: filing_form(values, signer=signer), Style.LEDGER)
    in_order(text, "医疗保障定点评估结果备案表", "不合格大医保评〔2026〕1号", "姚医保备〔2026〕3号", "2026年3月19日")


def test_a_batch_of_sixty_is_whole_under_repeated_heads() -> None:
    many = tuple(
        replace(AGREED, institution=f"{LONG}{at}号", number=f"532326-2026-{at:04d}", legal_rep=RARE[at % 6])
        for at in range(1, 61)
    )
    values = replace(BATCH, agreements=many)
    text = sound(lambda signer: filing_form(values, signer=signer), Style.LEDGER)
    in_order(text, *(f"{at}{LONG}{at}号" for at in range(1, 61)), "共60件")
    assert sum("序号机构名称" in page for page in pages_of(filing_form(values))) >= 3
