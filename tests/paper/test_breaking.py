"""避头尾 and the grid, on chosen sentences and on random text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.paper.breaking import NEVER_FIRST, NEVER_LAST, Align, Line, Measure, broken, natural_width
from yb_desktop.paper.fonts import Face, UnknownGlyph, font_file

SIZE, PITCH = 16.0, 442.2 / 28


def lines_of(text: str, columns: float = 28, *, face: Face = Face.FANG, first: float = 0) -> tuple[Line, ...]:
    return broken(((text, face),), Measure(SIZE, PITCH, columns * PITCH, first * PITCH))


def texts_of(text: str, columns: float = 28) -> list[str]:
    return [line.text for line in lines_of(text, columns)]


@dataclass(frozen=True, slots=True)
class Spot:
    """A character, worked out from what the PDF will say (widths and gaps): its cell, and its ink.

    The tail of a j reaches out of its cell: that is how the letter is drawn, and no fault of the line.
    """

    char: str
    start: float
    end: float
    left: float
    right: float

    @property
    def before(self) -> float:
        """How far the ink reaches out of the cell at the left."""
        return max(self.start - self.left, 0.0)

    @property
    def behind(self) -> float:
        """How far the ink reaches out of the cell at the right."""
        return max(self.right - self.end, 0.0)


def places(line: Line) -> list[Spot]:
    out = []
    for run in line.runs:
        font, pen = font_file(run.face), run.x
        for char, gap in zip(run.text, run.gaps, strict=True):
            glyph = font.glyph(char)
            ink, width = font.ink(glyph) or (0, 0, 0, 0), font.width(glyph)
            cell = PITCH if width == 1000 else width * SIZE / 1000
            out.append(Spot(char, pen, pen + cell, pen + ink[0] * SIZE / 1000, pen + ink[2] * SIZE / 1000))
            pen += (width - gap) * SIZE / 1000
    return out


def test_the_marks_are_those_of_the_design() -> None:
    assert frozenset("，。；：、？！》）】〕」』”’％…·") == NEVER_FIRST
    assert frozenset("（《【〔「『“‘") == NEVER_LAST


def test_plain_text_stands_on_the_grid() -> None:
    first, *_ = lines_of("国" * 60)
    assert first.text == "国" * 28
    assert [round(spot.start / PITCH, 2) for spot in places(first)] == list(range(28))


def test_a_mark_is_squeezed_in_rather_than_begin_a_line() -> None:
    # Sixteen characters and a mark for a line of sixteen: the mark gives its blank half, the other mark half of it.
    first, second = texts_of("国家医疗保障局，规定如下所述内容。以上各条", 16)
    assert first == "国家医疗保障局，规定如下所述内容。"[: len(first)]
    assert second[0] not in NEVER_FIRST


def test_with_nothing_to_squeeze_a_character_goes_down_with_the_mark() -> None:
    first, second = texts_of("一二三四五六七八九十？尾", 10)
    assert first == "一二三四五六七八九"
    assert second == "十？尾"


def test_words_figures_and_their_units_stay_whole() -> None:
    assert texts_of("面积共计一百二十 MeiTuan 平", 10)[1].startswith("MeiTuan")
    for text in (
        "一二三四五六七八1234.56",
        "一二三四五六七八九￥12",
        "一二三四五六七八九12℃",
        "一二三四五六七八2026年",
    ):
        tail = text.lstrip("一二三四五六七八九")
        assert texts_of(text, 10)[1].endswith(tail)


def test_a_word_longer_than_a_line_is_broken_somewhere() -> None:
    lines = lines_of("A" * 100, 10)
    assert "".join(line.text for line in lines) == "A" * 100
    assert all(line.end <= 10 * PITCH + 0.1 for line in lines)


def test_blanks_at_a_break_vanish_and_full_blanks_stay() -> None:
    assert texts_of("　　甲　乙　　丙") == ["　　甲　乙　　丙"]
    first, second = texts_of("abcdef ghijkl", 5)
    assert (first, second) == ("abcdef", "ghijkl")


def test_marks_side_by_side_share_a_blank_half() -> None:
    measure = Measure(SIZE, SIZE, 400)
    assert natural_width((("《甲》（乙）。", Face.SONG),), measure) == pytest.approx(6 * SIZE)


def test_a_line_feed_begins_a_line_and_an_empty_text_is_one_line() -> None:
    assert texts_of("甲\n\n乙") == ["甲", "", "乙"]
    assert texts_of("") == [""]


def test_alignment() -> None:
    for align, start in ((Align.LEFT, 0.0), (Align.CENTER, 50.0), (Align.RIGHT, 100.0)):
        (line,) = broken((("国" * 10, Face.SONG),), Measure(10, 10, 200, align=align))
        assert line.runs[0].x == pytest.approx(start)


def test_an_unknown_glyph_is_refused() -> None:
    with pytest.raises(UnknownGlyph):
        lines_of("甲\U000f0000")


CHARACTERS = st.sampled_from("国家医疗保障局定点机构祎𠅤㛃")
PIECES = st.one_of(
    st.text(CHARACTERS, min_size=1, max_size=12),
    st.text(st.sampled_from(sorted(NEVER_FIRST)), min_size=1, max_size=3),
    st.text(st.sampled_from(sorted(NEVER_LAST)), min_size=1, max_size=3),
    st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True),
    st.from_regex(r"￥?[0-9]{1,6}(\.[0-9]{2})?[年月日℃㎡％]?", fullmatch=True),
    st.sampled_from([" ", "　", "——", "……", "LC-2026-0001", "\n"]),
)


@given(
    # A character between the pieces, so that no run of marks and words is longer than a line.
    st.lists(PIECES, min_size=1, max_size=60).map("家".join),
    st.integers(14, 40),
    st.sampled_from(list(Face)),
    st.sampled_from([0, 2]),
)
@settings(max_examples=120, deadline=None)
def test_no_line_begins_or_ends_wrongly_and_nothing_overlaps(text: str, columns: int, face: Face, first: int) -> None:
    lines = lines_of(text, columns, face=face, first=first)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    at_head = {0} | {at + 1 for at, char in enumerate(text) if char == "\n"}
    position = 0
    for number, line in enumerate(lines):
        while number and position < len(text) and text[position] in " \n" and line.text[:1] != text[position]:
            position += 1
        begins, position = position, position + len(line.text)
        if line.text and begins not in at_head:  # a text's own first mark stands where it was put
            assert line.text[0] not in NEVER_FIRST
        if position < len(text) and line.text and not text[position:].lstrip(" ").startswith("\n"):
            assert line.text[-1] not in NEVER_LAST or not text[position:].strip(" ")
        inside(line, columns)


def inside(line: Line, columns: float) -> None:
    """Between the margins lie the cells, or the ink of a mark whose blank half gave way; no ink lies on other ink."""
    spots = [spot for spot in places(line) if not spot.char.isspace()]
    for one, other in pairwise(spots):
        drawn = one.behind + other.before  # letters reach under each other as they were drawn
        near = 0.02 if one.char.isascii() and other.char.isascii() else 0.1
        assert one.right - other.left <= drawn + near * SIZE, (one, other)
    if spots:
        assert spots[0].start >= -0.01 * SIZE
        last = spots[-1]
        assert min(last.end, max(last.right, last.start)) <= columns * PITCH + 0.01 * SIZE


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("text", ["jjfjj国", "国j国f国", "AVjWA国国"])
def test_what_a_letter_reaches_out_of_its_cell_is_no_overlap_and_a_real_one_is_found(text: str, face: Face) -> None:
    (line,) = lines_of(text, face=face)
    inside(line, 28)
    for number, run in enumerate(line.runs):
        for at in range(len(run.text) - 1):
            gaps = (*run.gaps[:at], run.gaps[at] + 600, *run.gaps[at + 1 :])
            crowded = replace(line, runs=(*line.runs[:number], replace(run, gaps=gaps), *line.runs[number + 1 :]))
            with pytest.raises(AssertionError):
                inside(crowded, 28)
    first = replace(line, runs=(replace(line.runs[0], x=-0.02 * SIZE), *line.runs[1:]))
    with pytest.raises(AssertionError):
        inside(first, 28)
    with pytest.raises(AssertionError):
        inside(line, (line.end - 0.6 * SIZE) / PITCH)
