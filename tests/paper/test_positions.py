"""Pages read back from the PDF: everything lies where GB/T 9704 puts it, nothing outside, nothing on top of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    CutLine,
    Document,
    Field,
    FillLine,
    Heading,
    KeepTogether,
    Labelled,
    PageBreak,
    Para,
    Party,
    SignatureBlock,
    Signatures,
    Space,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.breaking import NEVER_FIRST, NEVER_LAST
from yb_desktop.paper.page import render
from yb_desktop.paper.styles import MM

from .conftest import Char, assert_sound, body, read_back_chars

ReadBack = Callable[[bytes], list[Char]]
PAPER = Document(kind="test", number="姚医保〔2026〕1号", title="试印", made=date(2026, 3, 2))
LONG = "根据《办法》（第2号）的规定，2026年3月2日收到“堃祎喆㛃䶮𠅤”提交的材料共8项，金额￥12,345.60元，现予受理。" * 6
"""A text with all that is hard in it."""


def lines(chars: list[Char]) -> dict[tuple[int, int], list[Char]]:
    found: dict[tuple[int, int], list[Char]] = defaultdict(list)
    for char in chars:
        found[char.page, round(char.baseline * 10)].append(char)
    return {key: sorted(line, key=lambda char: char.left) for key, line in found.items()}


def test_the_grid_has_22_lines_of_28(read_back: ReadBack) -> None:
    data = render(PAPER, [Para("国" * 28 * 50, indent=0)], style=Style.OFFICIAL)
    chars = [char for char in body(read_back(data), Style.OFFICIAL) if char.char == "国"]
    assert Counter(char.page for char in chars) == {1: 28 * 22, 2: 28 * 22, 3: 28 * 6}
    rows = lines(chars)
    assert all(len(row) == 28 for row in rows.values())
    assert len({round(char.left, 1) for char in chars}) == 28
    baselines = sorted({char.baseline for char in chars if char.page == 1}, reverse=True)
    assert {round(a - b, 1) for a, b in pairwise(baselines)} == {round(225 * MM / 22, 1)}


def test_the_page_number_lies_7_mm_below_and_outside(read_back: ReadBack) -> None:
    data = render(PAPER, [Para("国" * 28 * 30)], style=Style.OFFICIAL)
    for page, expected in ((1, 184 * MM), (2, 28 * MM)):
        dashes = [char for char in read_back(data) if char.char == "—" and char.page == page]
        assert len(dashes) == 2
        for dash in dashes:
            assert 27 * MM <= (dash.bottom + dash.top) / 2 <= 29 * MM
        edge = dashes[-1].right if page == 1 else dashes[0].left
        assert abs(abs(edge - expected) - 14) < 1.5


def test_levels_are_set_in_their_faces() -> None:
    data = render(PAPER, [Heading("一、总则"), Heading("（一）范围", 2), Heading("1. 对象", 3)], style=Style.OFFICIAL)
    for font in (b"NotoSansSC-Regular", b"YBKai-Regular", b"YBFangSong-Regular"):
        assert font in data


def everything(text: str) -> list[Block]:
    """A block of each sort, with a text."""
    table = Table(
        (Column(1, "序号", Align.CENTER), Column(5, "名称"), Column(2, "结果", Align.RIGHT)),
        (
            *((str(number), text[: number * 7], "□有　☑无") for number in range(12)),
            ("合", Cell(text[:40], rows=2), "一"),
            ("并", "二"),
            (Cell(text[:60], columns=3),),
        ),
        groups=(Cell("序号", rows=2), Cell("材料", columns=2)),
    )
    return [
        Title(text[:30]),
        Heading("一、" + text[:20]),
        Para(text),
        Labelled("附件：", text),
        Labelled("第一条　", text, hang=False),
        Space(2),
        FillLine((Field("申请单位：", text[:15]), Field("电话："))),
        table,
        CutLine("骑　缝"),
        KeepTogether((Para("甲"), Para(text[:50], align=Align.CENTER))),
        PageBreak(),
        Para(text, size=10.5),
        Signatures((Party("甲方：" + text[:10], (Field("日期："),), "甲方盖章处"), Party("乙方"))),
        SignatureBlock("大姚县医疗保险中心", "2026年3月2日"),
    ]


@pytest.mark.parametrize("style", Style)
def test_every_style_is_sound(style: Style, signer: Signer, read_back: ReadBack) -> None:
    paper = Document("test", "姚医保〔2026〕1号", "试印", date(2026, 3, 2), issuer="大姚县医疗保险中心")
    chars = read_back(render(paper, everything(LONG), style=style, signer=signer))
    assert_sound(chars, style)


TEXTS = st.lists(
    st.one_of(
        st.text(st.sampled_from("国家医疗保障局定点祎𠅤"), min_size=1, max_size=20),
        st.sampled_from(["，", "。）", "（", "《", "……", "——", "A1", "2026年", "LC-0001", "￥1.00", "　", "、"]),
    ),
    min_size=4,
    max_size=30,
).map("局".join)


@given(TEXTS, st.sampled_from(list(Style)))
@settings(max_examples=25, deadline=None)
def test_random_text_is_sound(text: str, style: Style) -> None:
    chars = read_back_chars(render(PAPER, everything(text), style=style))
    assert_sound(chars, style)


@given(TEXTS)
@settings(max_examples=25, deadline=None)
def test_no_printed_line_begins_or_ends_wrongly(text: str) -> None:
    chars = body(read_back_chars(render(PAPER, [Para("国" + text + "国")], style=Style.OFFICIAL)), Style.OFFICIAL)
    for row in lines(chars).values():
        assert row[0].char not in NEVER_FIRST
        assert row[-1].char not in NEVER_LAST
    assert "".join(char.char for row in lines(chars).values() for char in row) == "".join(("国" + text + "国").split())


def test_a_signature_never_stands_alone(read_back: ReadBack) -> None:
    for count in range(14, 22):
        blocks: list[Block] = [Para("国" * 28 * count, indent=0), SignatureBlock("大姚县医疗保险中心", "2026年3月2日")]
        chars = body(read_back(render(PAPER, blocks, style=Style.OFFICIAL)), Style.OFFICIAL)
        page = next(char.page for char in chars if char.char == "姚")
        assert any(char.char == "国" for char in chars if char.page == page)


def test_a_heading_stays_with_its_text(read_back: ReadBack) -> None:
    blocks: list[Block] = [Para("国" * 28 * 21, indent=0), Heading("一、总则"), Para("正文。")]
    chars = body(read_back(render(PAPER, blocks, style=Style.OFFICIAL)), Style.OFFICIAL)
    assert {char.page for char in chars if char.char in "总则正文"} == {2}


@pytest.mark.parametrize("high", [1680, 6000])  # characters: nearly a page, and several pages
@pytest.mark.parametrize("head", ["", "内容"])
def test_a_title_is_never_alone_above_a_table_whose_first_row_is_high(
    high: int, head: str, read_back: ReadBack
) -> None:
    rows = (("1", "国" * high), ("2", "完"))
    blocks: list[Block] = [Title("台账"), Table((Column(1, head and "序号"), Column(5, head)), rows)]
    chars = read_back(render(PAPER, blocks, style=Style.FORM))
    assert_sound(chars, Style.FORM)
    said = body(chars, Style.FORM)
    heights = {page: {char.baseline for char in said if (char.page, char.char) == (page, "国")} for page in (1, 2)}
    assert len(heights[1]) >= 30  # the row begins below its title and fills the page
    assert len(heights[2]) >= 2
    assert sum(char.char == "国" for char in said) == high
    assert {char.page for char in said if char.char == "台"} == {1}
    last = max(char.page for char in said)
    assert [char.page for char in said if char.char == "完"] == [last]
    if head:
        assert [char.page for char in said if char.char == "容"] == [*range(1, last + 1)]
