"""Every document there is, with usual, empty, long and many values, read back from its PDF by positions."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
import pytest

from tests.paper.archival import assert_archival
from tests.paper.documents.forms import SIGNER
from tests.paper.documents.reading import text_of
from tests.paper.documents.specimens import DOUBT, PAPERS, UNKNOWN, Paper, Sort, dated, specimen, turns
from tests.paper.soundness import faults, text_lines
from yb_desktop.law.catalogue import LOCAL_TEXT
from yb_desktop.paper.blocks import Block, Style
from yb_desktop.paper.documents.agreement import AgreementPaper
from yb_desktop.paper.documents.values import PROVISIONAL
from yb_desktop.paper.flow import Piece
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.setting import pieces_of
from yb_desktop.paper.styles import SHEETS, Sheet

RARE = "堃祎喆㛃䶮𠅤"
Set = list[tuple[Style, tuple[Block, ...]]]


def cases() -> list[tuple[Paper, Sort]]:
    once = (Sort.USUAL, Sort.LONG)
    every = (*once, Sort.EMPTY, Sort.MANY)
    return [(paper, sort) for paper in PAPERS for sort in (once if paper.values is AgreementPaper else every)]


@pytest.fixture
def what_was_set(monkeypatch: pytest.MonkeyPatch) -> Set:
    """The blocks and the style of each document that is printed, as the engine is given them."""
    seen: Set = []
    styles = {id(sheet): style for style, sheet in SHEETS.items()}

    def noted(blocks: Sequence[Block], sheet: Sheet) -> list[Piece]:
        seen.append((styles[id(sheet)], tuple(blocks)))
        return pieces_of(seen[-1][1], sheet)

    monkeypatch.setattr("yb_desktop.paper.page.pieces_of", noted)
    return seen


def finds(data: bytes, words: str) -> bool:
    """Search a PDF as a reader does."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return any(one.get_textpage().search(words).get_next() for one in pdf)
    finally:
        pdf.close()


def named(case: tuple[Paper, Sort]) -> str:
    return f"{case[0].name}-{case[1].value}"


@pytest.mark.parametrize("case", cases(), ids=named)
def test_a_document_is_sound(case: tuple[Paper, Sort], what_was_set: Set) -> None:
    paper, sort = case
    data = paper.make(specimen(paper, sort), SIGNER)
    ((style, blocks),) = what_was_set
    assert faults(data, style, blocks) == []
    assert_archival(data)
    if sort is Sort.LONG:
        assert RARE in text_of(data)
        assert all(finds(data, char) for char in RARE[:-1])  # pdfium finds nothing beyond U+FFFF, whoever made it


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_day_in_a_table_stands_on_one_line(paper: Paper) -> None:
    lines = text_lines(paper.make(specimen(paper, Sort.USUAL), None))
    assert not [line for line in lines if line in {"2026年12月", "12月28日", "28日"}]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_character_no_font_has_is_named_with_its_place(paper: Paper) -> None:
    with pytest.raises(UnknownGlyph) as refused:
        paper.make(specimen(paper, Sort.UNKNOWN), None)
    assert f"U+{ord(UNKNOWN):04X}" in str(refused.value)
    assert "张□三" in str(refused.value)


@pytest.mark.parametrize("paper", [one for one in PAPERS if dated(one)], ids=lambda paper: paper.name)
def test_what_is_provisional_and_what_is_the_offices_own_are_marked(paper: Paper) -> None:
    said = (text_of(paper.make(values, None)) for values in turns(paper))
    text = next((one for one in said if PROVISIONAL in one), "")
    assert PROVISIONAL in text
    assert DOUBT in text
    assert LOCAL_TEXT in text
