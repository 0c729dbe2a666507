"""Ledgers, statistics and the scorecard on paper: every line, repeated heads, unknown said and never nought."""

from __future__ import annotations

from datetime import date

import pytest

from tests.paper.conftest import assert_sound, read_back_chars
from tests.paper.documents.reading import pages_of, text_of
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.oversight_sheets import (
    CountyLine,
    FigureLine,
    LedgerLine,
    LedgerSheet,
    Score,
    ScorecardSheet,
    StatisticsSheet,
    county_scorecard,
    ledger,
    statistics,
)
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.verify import Verdict, trusted, verify

TODAY = date(2026, 12, 15)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
OFFICE = "大姚县医疗保险管理局"
NAMES = (
    "大姚县金碧镇堃㛃䶮𠅤大药房连锁有限责任公司北城街道办事处第一百二十八分店西南角门市部",
    "大姚县石羊镇柳树村卫生室",
    "=1+1祎喆口腔诊所",
)
LEDGERS = ("新增定点医药机构", "机构重要信息变更", "机构履行协议检查", "协议处理", "绩效考核")
COUNTIES = ("楚雄市", "禄丰市", "双柏县", "牟定县", "南华县", "姚安县", "大姚县", "永仁县", "元谋县", "武定县")


def line(place: int) -> LedgerLine:
    kind = "医疗机构" if place % 3 else "零售药店"
    day = date(2026, 1 + place % 12, 1 + place % 28)
    number = f"532326-2026-{place:04d}"
    return LedgerLine(day, "签订协议", number, NAMES[place % 3], "石羊镇", kind, "经办人甲", "未导出")


def sheet(title: str = LEDGERS[0], lines: int = 60) -> LedgerSheet:
    sender = Sender(OFFICE, f"{title}20260101-20261231", TODAY)
    return LedgerSheet(sender, title, FIRST, LAST, tuple(line(place) for place in range(1, lines + 1)))


def test_sixty_lines_repeat_the_head_and_lose_nothing() -> None:
    data = ledger(sheet())
    pages = pages_of(data)
    assert len(pages) > 2
    for page in pages:
        assert "序号日期事项文号机构名称所在地类别经办人上报状态" in page
    text = "".join(pages)
    for place in range(1, 61):
        assert f"532326-2026-{place:04d}" in text
    for name in NAMES:
        assert text.count(name) == 20
    assert "本台账共60条，其中医疗机构40条、零售药店20条。" in pages[-1]
    assert_sound(read_back_chars(data), Style.LEDGER)


@pytest.mark.parametrize("title", LEDGERS)
def test_an_empty_ledger_says_that_nothing_happened(title: str) -> None:
    (page,) = pages_of(ledger(sheet(title, 0)))
    assert f"{title}工作台账" in page
    assert "起止日期：2026年1月1日至2026年12月31日" in page
    assert "本期没有发生。" in page
    assert "本台账共0条。" in page


def test_a_signed_ledger_is_genuine_and_the_same_bytes_again(signer: Signer) -> None:
    data = ledger(sheet(), signer=signer)
    assert data == ledger(sheet(), signer=signer)
    verdicts = verify(data, keys=trusted(signer.public_key))
    assert {(one.verdict, one.document) for one in verdicts} == {(Verdict.GENUINE, "ledger")}


def test_a_glyph_nobody_has_is_named() -> None:
    strange = LedgerLine(TODAY, "签订协议", "1", "大姚县\U0001f600诊所", "", "", "", "")
    with pytest.raises(UnknownGlyph):
        ledger(LedgerSheet(Sender(OFFICE, "1", TODAY), LEDGERS[0], FIRST, LAST, (strange,)))


STATES = ("未导出", "已导出", "已到达", "已入库")
STATISTICS = StatisticsSheet(
    Sender(OFFICE, "532326统计报表2026年", TODAY),
    "大姚县",
    FIRST,
    TODAY,
    STATES,
    (
        FigureLine("床位", "每千参保人占有定点医疗机构住院床位数", "", "张", (1, 0, 0, 2), "未设定参保人数，无法计算"),
        FigureLine("定点医药机构", "全部", "128", "家", (3, 5, 0, 120), ""),
        FigureLine("定点医药机构", "村卫生室", "82", "家", (3, 5, 0, 74), ""),
        FigureLine("材料不全的一次性告知", "按期率", "95.24", "%", (1, 0, 0, 20), "21件中20件按期"),
    ),
)


def test_statistics_print_the_unknown_as_unknown() -> None:
    data = statistics(STATISTICS)
    (page,) = pages_of(data)
    assert "大姚县医疗保障定点管理统计报表" in page
    assert "未知张1——2未设定参保人数，无法计算" in page
    assert "定点医药机构全部128家35—120" in page
    assert "村卫生室82家35—74" in page
    assert "95.24%1——2021件中20件按期" in page
    assert "统计期间：2026年1月1日至2026年12月15日" in page
    assert_sound(read_back_chars(data), Style.LEDGER)


def scorecard() -> ScorecardSheet:
    heads = ("参保率", "医保政策执行（各环节按期率）", "基金收支管理", "费用审核稽核（检查和处理次数）")
    known = (Score(""), Score("95.24%", "21件中20件按期"), Score(""), Score("12次"))
    counties = tuple(
        CountyLine(name, known, date(2026, 12, 1), date(2026, 11, 30))
        if place
        else CountyLine(name, (Score(""),) * 4, None, None)
        for place, name in enumerate(COUNTIES)
    )
    notes = ("参保率：标注“未知”的，业务记录中没有这项数据，由州市另行取得。",)
    sender = Sender("楚雄州医疗保障服务中心", "532300县市考核表2026年", TODAY)
    return ScorecardSheet(sender, "楚雄州", FIRST, TODAY, heads, counties, notes)


def test_the_scorecard_marks_the_unknown_and_when_a_county_was_heard_from() -> None:
    data = county_scorecard(scorecard())
    (page,) = pages_of(data)
    assert "1楚雄市未知未知未知未知从未收到—" in page
    assert "2禄丰市未知95.24%21件中20件按期未知12次2026年12月1日2026年11月30日" in page
    assert "业务记录中没有这项数据，由州市另行取得" in page
    assert_sound(read_back_chars(data), Style.LEDGER)


def test_a_scorecard_of_many_counties_repeats_its_head() -> None:
    values = scorecard()
    many = ScorecardSheet(values.sender, values.area, FIRST, TODAY, values.heads, values.counties * 6, values.notes)
    pages = pages_of(county_scorecard(many))
    assert len(pages) > 3
    assert all("序号县（市）参保率" in page for page in pages)
    assert text_of(county_scorecard(many)).count("从未收到") == 6
