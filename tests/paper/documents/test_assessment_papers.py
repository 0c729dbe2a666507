"""The assessment on paper: the sheet empty and filled, the notice with what follows from the grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.paper.conftest import assert_sound, read_back_chars
from tests.paper.documents.reading import text_of
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.assessment_form import AssessmentForm, AssessmentResult, Grade, assessment_form
from yb_desktop.paper.documents.assessment_notice import AssessmentNotice, assessment_notice
from yb_desktop.paper.documents.checklists import ChecklistItem, ChecklistSection, FoundAnswer
from yb_desktop.paper.documents.values import Sender

LONG = "大姚县金碧镇堃㛃䶮𠅤大药房连锁有限责任公司北城街道办事处第一百二十八分店西南角门市部"
TODAY = date(2026, 12, 15)
SENDER = Sender("大姚县医疗保险管理局", "大医保考〔2026〕1号", TODAY)
GRADES = (
    Grade("优秀", 9000, 100, renews=True),
    Grade("良好", 8000, 100, renews=True),
    Grade("合格", 6000, 80, renews=True),
    Grade("不合格", 0, 0, renews=False),
)
VETO = ChecklistItem("没有欺诈骗保行为", "没有经查实的骗取基金行为。", "查稽核材料。", ("①15条",), ("符合", "不符合"))
SCORED = ChecklistItem(
    "实名就医", "核验医保凭证。", "抽查病历。", ("①15条",), ("符合", "部分符合", "不符合"), points=10
)
SHEET = AssessmentForm(
    sender=replace(SENDER, number=""),
    title="定点零售药店绩效考核表",
    version=1,
    institution="",
    cls="",
    agreement="",
    year=0,
    sections=(
        ChecklistSection("否决项", (VETO,), veto=True),
        ChecklistSection("服务行为", (SCORED,) * 10, points=100),
    ),
    legend=("①国家医疗保障局令第2号",),
    grades=GRADES,
    note="分值、等级为本地默认，非文件规定。",
)


def test_an_empty_sheet_has_open_boxes_and_every_grade() -> None:
    data = assessment_form(SHEET)
    text = text_of(data)
    assert "☑" not in text
    assert "□优秀（90分以上）退还质量保证金100%，可以续签" in text
    assert "□良好（80分以上、不满90分）" in text
    assert "□不合格（不满60分）退还质量保证金0%，不宜续签" in text
    assert "空白表" in text
    assert_sound(read_back_chars(data), Style.FORM)


def test_a_filled_sheet_shows_answers_points_and_the_grade() -> None:
    veto = replace(VETO, found=FoundAnswer("符合"))
    scored = replace(SCORED, found=FoundAnswer("部分符合", 785))
    result = AssessmentResult(TODAY, 7850, GRADES[2], ())
    filled = replace(
        SHEET,
        sender=SENDER,
        institution=LONG,
        year=2026,
        sections=(
            ChecklistSection("否决项", (veto,), veto=True),
            ChecklistSection("服务行为", (scored,) * 10, points=100, got=7850),
        ),
        result=result,
    )
    data = assessment_form(filled)
    text = text_of(data)
    assert text.count("☑部分符合") == 10
    assert "7.85" in text
    assert "总分78.5分（满分100分）" in text
    assert "☑合格（60分以上、不满80分）" in text
    assert "□优秀" in text
    assert LONG in text
    assert "2026年度" in text
    assert_sound(read_back_chars(data), Style.FORM)


NOTICE = AssessmentNotice(
    sender=SENDER,
    to=LONG,
    agreement="532326-2026-0001",
    starts=date(2026, 3, 18),
    ends=date(2027, 3, 17),
    year=2026,
    full=100,
    result=AssessmentResult(TODAY, 7850, GRADES[2], ()),
    articles=("《医疗机构医疗保障定点管理暂行办法》（国家医疗保障局令第2号）第36条",),
)


@pytest.mark.parametrize(
    ("grade", "vetoes", "said"),
    [
        (GRADES[0], (), ("质量保证金按规定全额退还", "符合续签的考核要求")),
        (GRADES[2], (), ("质量保证金退还80%，扣减20%", "符合续签的考核要求")),
        (
            GRADES[3],
            ("没有欺诈骗保行为",),
            ("质量保证金不予退还", "不符合续签的考核要求", "下列否决项不符合：没有欺诈骗保行为"),
        ),
    ],
)
def test_a_notice_says_what_follows_from_the_grade(
    grade: Grade, vetoes: tuple[str, ...], said: tuple[str, ...]
) -> None:
    data = assessment_notice(replace(NOTICE, result=AssessmentResult(TODAY, 7850, grade, vetoes)))
    text = text_of(data)
    for words in (
        *said,
        f"考核等级：{grade.label}。",
        "考核得分：78.5分（满分100分）",
        "本地默认，非文件规定",
        "送达回证",
    ):
        assert words in text, words
    assert_sound(read_back_chars(data), Style.LETTER)
