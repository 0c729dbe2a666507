"""The file as a whole: the same bytes, the right text, fonts inside, refusals before anything is printed."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Block,
    Cell,
    Column,
    CutLine,
    Document,
    Face,
    Field,
    FillLine,
    Labelled,
    Para,
    Party,
    SignatureBlock,
    Signatures,
    Span,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.feet import feet
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.page import render, typeset
from yb_desktop.paper.styles import QR_SIDE, SHEETS

from .conftest import assert_sound, read_back_chars

NAMES = "堃祎喆㛃䶮𠅤"
TEXT = f"法定代表人“{NAMES}”，电话0878-6222222，面积120㎡，□有☑无，金额￥12,345.60元（壹万贰仟叁佰肆拾伍元陆角整）。"
PAPER = Document(kind="test", number="姚医保〔2026〕1号", title=f"试印{NAMES}", made=date(2026, 3, 2))


def test_the_same_values_give_the_same_bytes(signer: Signer) -> None:
    one = typeset(PAPER, [Title("试印"), Para(TEXT * 20)], style=Style.OFFICIAL, signer=signer)
    other = typeset(PAPER, [Title("试印"), Para(TEXT * 20)], style=Style.OFFICIAL, signer=signer)
    assert one == other
    assert typeset(PAPER, [Para(TEXT)], style=Style.OFFICIAL).text_hash != one.text_hash


@pytest.mark.parametrize("face", Face)
def test_text_is_copied_and_searched_as_it_was(face: Face) -> None:
    data = render(PAPER, [Para(TEXT, face=face)], style=Style.OFFICIAL)
    pdf = pypdfium2.PdfDocument(data)
    text = pdf[0].get_textpage()
    assert TEXT in re.sub(r"\s", "", text.get_text_range())
    # On Linux PDFium's search joins a pair of surrogates in what is searched for, but not in the page: leave out 𠅤.
    found = text.search(NAMES.removesuffix("𠅤"))
    assert found.get_next() is not None
    found.close()
    text.close()
    pdf.close()


@pytest.mark.stock("pdftotext")
def test_pdftotext_reads_it_too(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(PAPER, [Para(TEXT * 3)], style=Style.OFFICIAL))
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    assert TEXT * 3 in read.stdout.decode().replace("\n", "")  # no blank was added between Chinese and figures
    assert not read.stderr


def test_the_file_is_well_formed_with_fonts_inside(signer: Signer) -> None:
    with pikepdf.open(io.BytesIO(render(PAPER, [Para(TEXT)], style=Style.FORM, signer=signer))) as pdf:
        assert not pdf.check_pdf_syntax()
        assert str(pdf.docinfo.Title) == f"试印{NAMES}"
        assert str(pdf.docinfo.CreationDate) == "D:20260302120000+08'00'"
        fonts = pdf.pages[0].Resources.Font
        assert len(fonts) >= 1
        for font in fonts.values():
            descendant = font.DescendantFonts[0]
            assert re.fullmatch(r"/[A-Z]{6}\+[A-Za-z-]+", str(font.BaseFont))
            assert len(bytes(descendant.FontDescriptor.FontFile2.read_bytes())) < 200_000
            assert "/ToUnicode" in font


def test_nothing_is_printed_with_a_glyph_no_font_has() -> None:
    strange: list[list[Block]] = [
        [Para("好"), Para("\u0e01")],
        [Title("\u0e01")],
        [Table((Column(1, "好"),), (("\u0e01",),))],
        [Para(("好", Span("\u0e01", Face.HEI)))],
    ]
    for blocks in strange:
        with pytest.raises(UnknownGlyph, match="THAI CHARACTER KO KAI"):
            render(PAPER, blocks, style=Style.FORM)


@pytest.mark.parametrize(
    ("kind", "number", "version", "copy"),
    [
        ("受理", "1", 1, (1, 1)),
        ("a b", "1", 1, (1, 1)),
        ("a", " ", 1, (1, 1)),
        ("a", "号" * 25, 1, (1, 1)),
        ("a", "1", 0, (1, 1)),
        ("a", "1", 1, (2, 1)),
        ("a", "1", 1, (0, 1)),
    ],
)
def test_impossible_documents_are_refused(kind: str, number: str, version: int, copy: tuple[int, int]) -> None:
    with pytest.raises(BadInput):
        Document(kind, number, "题", date(2026, 3, 2), version, copy)


def pages_of(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    pages = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pdf]
    pdf.close()
    return pages


def test_a_long_table_repeats_its_head_and_loses_nothing() -> None:
    columns = (Column(1, "序号"), Column(4, "名称"), Column(2, "结果"))
    table = Table(columns, tuple((f"<{at}>", f"材料{at}号", "") for at in range(120)))
    pages = pages_of(render(PAPER, [Title("清单"), table], style=Style.FORM))
    assert len(pages) > 2
    assert all(page.count("序号名称结果") == 1 for page in pages)
    assert re.findall(r"<(\d+)>", "".join(pages)) == [str(at) for at in range(120)]


def test_a_row_higher_than_a_page_is_divided() -> None:
    table = Table((Column(1, "项目"), Column(3, "内容")), (("长", "国" * 3000), ("短", "完")))
    pages = pages_of(render(PAPER, [table], style=Style.FORM))
    assert sum(page.count("国") for page in pages) == 3000
    assert all("项目内容" in page for page in pages)
    assert "短完" in pages[-1]


def test_rows_joined_by_a_cell_stay_on_one_page() -> None:
    rows: list[tuple[str | Cell, ...]] = []
    for at in range(20):
        rows += [(Cell(f"组{at}", rows=4), f"甲{at}"), (f"乙{at}",), (f"丙{at}",), (f"丁{at}",)]
    pages = pages_of(render(PAPER, [Table((Column(1), Column(2)), tuple(rows))], style=Style.FORM))
    assert len(pages) > 1
    for at in range(20):
        assert any(all(f"{name}{at}" in page for name in "组甲乙丙丁") for page in pages)


def test_a_head_of_two_rows() -> None:
    table = Table(
        (Column(1, "不印"), Column(1, "得分"), Column(1, "满分")),
        tuple((f"第{at}项", "1", "2") for at in range(60)),
        groups=(Cell("项目", rows=2), Cell("评分", columns=2)),
    )
    pages = pages_of(render(PAPER, [table], style=Style.FORM))
    assert len(pages) > 1
    for page in pages:
        assert "不印" not in page
        assert all(page.count(head) == 1 for head in ("项目", "评分", "得分", "满分"))


def test_rows_joined_over_more_than_a_page_are_divided() -> None:
    rows: list[tuple[str | Cell, ...]] = [(Cell("总" * 30, rows=80), "<0>"), *((f"<{at}>",) for at in range(1, 80))]
    pages = pages_of(render(PAPER, [Table((Column(1), Column(2)), tuple(rows))], style=Style.FORM))
    assert len(pages) > 1
    assert re.findall(r"<(\d+)>", "".join(pages)) == [str(at) for at in range(80)]
    assert pages[0].count("总") == 30


def test_what_is_too_long_for_its_line_is_set_smaller_and_never_left_out() -> None:
    office = "楚雄彝族自治州大姚县医疗保障局城乡居民基本医疗保险经办服务中心金碧镇分中心驻县人民医院工作站"
    paper = Document("test", "号" * 24, "题", date(2026, 3, 2), issuer=office)
    blocks: list[Block] = [
        FillLine((Field(office, "值"), Field(office, office))),
        Labelled(office + "：", "正文"),
        CutLine(office * 2),
        Signatures((Party(office, (Field(office),), office), Party("乙"))),
        SignatureBlock(office * 2, "2026年3月2日", mark=office),
    ]
    for style in Style:
        data = render(paper, blocks, style=style)
        heads = 1 if style in {Style.OFFICIAL, Style.LETTER, Style.MINUTES} else 0
        assert sum(page.count("驻") for page in pages_of(data)) == heads + 12
        assert_sound(read_back_chars(data), style)


def test_an_empty_document_is_one_page() -> None:
    assert typeset(PAPER, [], style=Style.FORM).pages == 1


def picture_of(data: bytes, page: int, corner: tuple[float, float]) -> int:
    """How many dark pixels there are in the place of the QR; some in any case."""
    pdf = pypdfium2.PdfDocument(data)
    shown = pdf[page].render(scale=2, grayscale=True).to_pil()
    pdf.close()
    left, lower = 2 * corner[0], shown.height - 2 * corner[1]
    dark: int = sum(
        shown.crop((int(left), int(lower - 2 * QR_SIDE), int(left + 2 * QR_SIDE), int(lower))).histogram()[:128]
    )
    assert dark > 100
    return dark


@pytest.mark.parametrize("style", list(Style))
def test_pages_without_a_qr_say_so_in_its_place_and_have_the_same_text(style: Style, signer: Signer) -> None:
    plain, signed = (typeset(PAPER, [Para(TEXT * 30)], style=style, signer=one) for one in (None, signer))
    assert plain.text_hash == signed.text_hash
    for number, foot in enumerate(feet(PAPER, style, plain.pages, signed=False)):
        assert "未加验证码" in "".join(shape.char for shape in foot.place.shapes)
        assert picture_of(plain.data, number, foot.place.qr) != picture_of(signed.data, number, foot.place.qr)


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("number", ["1", "姚医保协〔2026〕10000号", "长" * 24])
def test_a_foot_lies_below_the_type_area_and_says_which_paper_and_page_it_is(style: Style, number: str) -> None:
    for page, foot in enumerate(feet(replace(PAPER, number=number), style, 12, signed=True), 1):
        words = [(words, x, y) for words, x, y in (*foot.words, *foot.place.body.words)]
        assert all(y < SHEETS[style].bottom - 2 for _, _, y in words)
        assert all(x + words.line.end <= SHEETS[style].paper[0] - SHEETS[style].right + 0.1 for words, x, _ in words)
        assert f"{number}第1份，共1份第{page}页，共12页" in foot.text
