"""Numbers that Word sets by itself are read with the paragraphs; what cannot be written is refused by its paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from defusedxml.ElementTree import fromstring
from docx.oxml import parse_xml

from tests.paper.documents.reading import text_of as words_of
from tests.services.office import Office
from yb_desktop.base.errors import BadInput
from yb_desktop.services.text_numbering import Numbering, numbering_of
from yb_desktop.services.views.own_texts import checked_text

XMLNS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
AGREEMENT = ("chineseCounting:第%1章", "chineseCountingThousand:第%2条:0", "japaneseCounting:（%3）")
"""Levels as an office's template has them: articles go on from chapter to chapter."""


def level(at: int, said: str, start: int = 1) -> str:
    form, text, *restart = said.split(":")
    again = f'<w:lvlRestart w:val="{restart[0]}"/>' if restart else ""
    looks = f'<w:numFmt w:val="{form}"/>{again}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/>{looks}</w:lvl>'


def lists(*levels: str, start: int = 1, more: str = "") -> str:
    inside = "".join(level(at, one, start) for at, one in enumerate(levels))
    kind = f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum>'
    return f'<w:numbering {XMLNS}>{kind}<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>{more}</w:numbering>'


def by_itself(at: int, number: int = 3) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'


def numbers(numbering: Numbering, marks: Sequence[str]) -> list[str]:
    """Give the numbers of paragraphs, each told by what its properties hold."""
    made = (fromstring(f"<w:p {XMLNS}><w:pPr>{mark}</w:pPr></w:p>") for mark in marks)
    return [numbering.number_of(one, place) for place, one in enumerate(made, 1)]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", "12"),
        ("decimalZero", "12"),
        ("decimalFullWidth", "１２"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("chineseCounting", "十二"),
        ("chineseCountingThousand", "十二"),
        ("japaneseCounting", "十二"),
        ("lowerLetter", "l"),
        ("upperLetter", "L"),
        ("lowerRoman", "xii"),
        ("upperRoman", "XII"),
    ],
)
def test_numbers_are_written_as_their_format_says(form: str, written: str) -> None:
    numbering = numbering_of(fromstring(lists(f"{form}:（%1）", start=12)), None)
    assert numbers(numbering, [by_itself(0)]) == [f"（{written}）"]


def test_levels_count_as_word_counts_them() -> None:
    numbering = numbering_of(fromstring(lists(*AGREEMENT)), None)
    marks = [by_itself(at) for at in (0, 1, 2, 2, 1, 0, 1, 2)]
    assert numbers(numbering, ["", *marks, by_itself(1, 0)]) == [
        "", "第一章", "第一条", "（一）", "（二）", "第二条", "第二章", "第三条", "（一）", "",
    ]  # fmt: skip


def test_a_list_begun_anew_and_levels_above_in_figures() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    other = f'<w:num w:numId="4"><w:abstractNumId w:val="7"/>{anew}</w:num>'
    numbering = numbering_of(fromstring(lists("decimal:%1.", "decimal:%1.%2", more=other)), None)
    marks = [by_itself(0), by_itself(1), by_itself(0), by_itself(0, 4), by_itself(0, 4), by_itself(1, 4)]
    assert numbers(numbering, marks) == ["1.", "1.1", "2.", "5.", "6.", "6.1"]


def test_a_style_numbers_its_paragraphs_and_those_based_on_it() -> None:
    styles = fromstring(
        f'<w:styles {XMLNS}><w:style w:styleId="Article"><w:pPr>{by_itself(1)}</w:pPr></w:style>'
        '<w:style w:styleId="Own"><w:basedOn w:val="Article"/></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>'
    )
    numbering = numbering_of(fromstring(lists(*AGREEMENT)), styles)
    marks = [f'<w:pStyle w:val="{name}"/>' for name in ("Article", "Own", "Loop", "Unknown")]
    assert numbers(numbering, marks) == ["第一条", "第二条", "", ""]


@pytest.mark.parametrize(("form", "start"), [("hebrew1", 1), ("decimal", 1000), ("chineseCounting", 12345)])
def test_what_cannot_be_written_is_refused_by_its_paragraph(form: str, start: int) -> None:
    numbering = numbering_of(fromstring(lists(f"{form}:第%1条", start=start)), None)
    with pytest.raises(BadInput, match=r"第2段的自动编号.*手工输入") as refused:
        numbers(numbering, ["", by_itself(0)])
    assert refused.value.code == "text-file"


def test_bullets_and_odd_values_are_no_numbers() -> None:
    numbering = numbering_of(fromstring(lists("bullet:●")), None)
    assert numbers(numbering, [by_itself(0), by_itself(0, 99), "<w:numPr/>"]) == ["", "", ""]
    odd = lists("decimal:%1").replace('w:val="1"', 'w:val="x"').replace('w:ilvl="0"', 'w:ilvl="-"')
    assert numbers(numbering_of(fromstring(odd), None), [by_itself(0)]) == ["1"]


def test_an_agreement_numbered_by_word_is_read_like_a_typed_one(office: Office, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("楚雄州定点医疗机构服务协议")
    document.add_paragraph("甲方：{甲方名称}，乙方：{乙方名称}，编号{协议编号}。")
    parts = (
        (0, "总则"), (1, "本协议自{协议起始日期}起至{协议终止日期}止。"), (1, "乙方应当做到："), (2, "实名就医；"),
        (2, "按时上传数据。"), (0, "附则"), (1, "争议由双方协商解决。"),
    )  # fmt: skip
    for at, text in parts:
        paragraph = document.add_paragraph(text)
        properties = paragraph.paragraph_format.element.get_or_add_pPr()
        properties.append(parse_xml(by_itself(at).replace("<w:numPr>", f"<w:numPr {XMLNS}>")))
    numbering = document.part.numbering_part.element
    numbering.clear()
    numbering.extend(parse_xml(lists(*AGREEMENT)))
    document.save(str(tmp_path / "文本.docx"))
    loaded = checked_text(office.at("审核员"), "agreement_medical", tmp_path / "文本.docx")
    assert loaded.faults == ()
    assert loaded.clauses == 3
    text = words_of(loaded.preview)
    order = ["第一章总则", "第一条", "第二条", "（一）实名就医", "（二）按时上传", "第二章附则", "第三条争议"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)
