"""Feet: page numbers, the paper's number and copy beside the QR, the letter's lower lines, the seam mark.

Everything lies below the type area. What papers of one style and length have in common there is set once for them all,
and a paper's own words once for its pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from yb_desktop.paper.blocks import Document, Style
from yb_desktop.paper.bodies import Body
from yb_desktop.paper.breaking import Align, Line, Measure, broken, one_line
from yb_desktop.paper.flow import Shape, Stroke, Words
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.stamp import reading_text
from yb_desktop.paper.styles import FAINT, LETTER_RULE, MM, QR_SIDE, RED, SHEETS, Sheet

_SMALL = 8.0
_ABOVE_FOOT = 2.5


@dataclass(frozen=True, slots=True)
class Place:
    """What papers of one style and length have in common at the foot of a page."""

    body: Body  # page number and lines
    shapes: tuple[Shape, ...]
    counted: Line  # which page of how many
    outer_left: bool
    left: float
    room: float  # of the paper's own words
    base: float  # their lowest baseline
    qr: tuple[float, float]  # lower left corner


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a page: the paper's own words with left edge and baseline, and what it has in common with others."""

    words: tuple[tuple[Words, float, float], ...]
    place: Place

    @property
    def text(self) -> str:
        """The characters that are not blank, in reading order."""
        words = (*self.words, *self.place.body.words)
        return reading_text((y, x + run.x, run.text) for one, x, y in words for run in one.line.runs)


def feet(document: Document, style: Style, pages: int, *, signed: bool) -> list[Foot]:
    """Set the feet of a paper's pages; without a signer they say that there is no QR."""
    own = f"{document.number}　第{document.copy[0]}份，共{document.copy[1]}份　"
    places = [_place(style, page, pages, signed=signed) for page in range(1, pages + 1)]
    line, size = one_line(own, Face.SONG, _SMALL, min(place.room - place.counted.end for place in places))
    if size < _SMALL:  # a long number: lines of its own
        return [Foot(_wrapped(f"{own}{place.counted.text}", place), place) for place in places]
    return [Foot(_beside(line, place), place) for place in places]


def _beside(own: Line, place: Place) -> tuple[tuple[Words, float, float], ...]:
    x = place.left + (place.room - own.end - place.counted.end if place.outer_left else 0.0)
    y = place.base
    return (Words(own, x, y, _SMALL), x, y), (Words(place.counted, x + own.end, y, _SMALL), x + own.end, y)


def _wrapped(text: str, place: Place) -> tuple[tuple[Words, float, float], ...]:
    align = Align.RIGHT if place.outer_left else Align.LEFT
    lines = broken(((text, Face.SONG),), Measure(_SMALL, _SMALL, place.room, align=align))
    ys = [round(place.base + _SMALL * 1.4 * (len(lines) - 1 - number), 2) for number in range(len(lines))]
    return tuple((Words(line, place.left, y, _SMALL), place.left, y) for line, y in zip(lines, ys, strict=True))


@lru_cache(maxsize=512)
def _place(style: Style, page: int, pages: int, *, signed: bool) -> Place:
    sheet = SHEETS[style]
    # The QR lies away from the page number, which official documents set on the outer side.
    outer_left = page % 2 == 0 and not sheet.counted
    qr_x = sheet.paper[0] - sheet.right - QR_SIDE if outer_left else sheet.left
    room = sheet.width - QR_SIDE - 3 * MM
    counted, _ = one_line(f"第{page}页，共{pages}页", Face.SONG, _SMALL, room)
    strokes = _own_lines(style, sheet, page, pages)
    shapes = _seam_words(sheet) if sheet.seam else ()
    if not signed:
        strokes += _unsigned_frame(qr_x, sheet.footer)
        shapes += _unsigned_words(qr_x, sheet.footer)
    number = () if style is Style.LETTER and page == 1 else (_page_number(sheet, page, pages),)
    return Place(
        Body(
            words=tuple((words, words.x, round(words.y, 2)) for words in number),
            strokes=tuple((stroke, 0.0, 0.0, True) for stroke in strokes),
        ),
        shapes,
        counted,
        outer_left,
        sheet.left if outer_left else qr_x + QR_SIDE + 3 * MM,
        room,
        round(sheet.footer + _ABOVE_FOOT, 2),
        (qr_x, sheet.footer),
    )


def _unsigned_frame(x: float, y: float) -> tuple[Stroke, ...]:
    right, top = x + QR_SIDE, y + QR_SIDE
    corners = ((x, y), (right, y), (right, top), (x, top), (x, y))
    return tuple(Stroke(*one, *other, 0.6) for one, other in pairwise(corners))


def _unsigned_words(x: float, y: float) -> tuple[Shape, ...]:
    # Drawn, and no text: a page's text is the same with its QR and without.
    rows = ("未加", "验证码")
    size = QR_SIDE / 4
    return tuple(
        Shape(char, Face.HEI, x + (QR_SIDE - size * len(row)) / 2 + size * at, y + QR_SIDE / 2 + size * up, size)
        for row, up in zip(rows, (0.3, -1.0), strict=True)
        for at, char in enumerate(row)
    )


def _page_number(sheet: Sheet, page: int, pages: int) -> Words:
    if sheet.counted:
        size, text, align, inset = 10.5, f"第{page}页　共{pages}页", Align.CENTER, 0.0
    else:
        size, text = 14.0, f"— {page} —"
        align, inset = (Align.RIGHT if page % 2 else Align.LEFT), 14.0
    line, size = one_line(text, Face.SONG, size, sheet.width - 2 * inset, align)
    middle = (28 * MM) if sheet.bottom < 40 * MM else sheet.bottom - 7 * MM
    return Words(line, sheet.left + inset, middle - 0.36 * size, size)


def _own_lines(style: Style, sheet: Sheet, page: int, pages: int) -> tuple[Stroke, ...]:
    if style is Style.LETTER and page == 1:
        left = (sheet.paper[0] - LETTER_RULE) / 2
        y = 20 * MM
        return (
            Stroke(left, y, left + LETTER_RULE, y, 2.2, RED),
            Stroke(left, y + 2.6, left + LETTER_RULE, y + 2.6, 0.7, RED),
        )
    return _seam(sheet, page, pages) if sheet.seam else ()


def _seam(sheet: Sheet, page: int, pages: int) -> tuple[Stroke, ...]:
    # Between two dashes runs a mark that moves down from page to page: fanned out, the sheets show a slanting row.
    right, middle = sheet.paper[0], sheet.paper[1] / 2
    reach = 30 * MM
    step = 2 * reach * (page - 0.5) / pages
    ends = tuple(
        Stroke(right - 9 * MM, middle + side, right, middle + side, 0.5, FAINT, (3, 2)) for side in (-reach, reach)
    )
    upright = Stroke(right - 9 * MM, middle - reach, right - 9 * MM, middle + reach, 0.5, FAINT, (3, 2))
    own = Stroke(right - 6 * MM, middle + reach - step, right, middle + reach - step, 1.2, FAINT)
    return (*ends, upright, own)


def _seam_words(sheet: Sheet) -> tuple[Shape, ...]:
    x, middle = sheet.paper[0] - 9 * MM - 1.4 * _SMALL, sheet.paper[1] / 2
    return tuple(
        Shape(char, Face.SONG, x, middle + (0.3 - number) * 1.8 * _SMALL, _SMALL, FAINT)
        for number, char in enumerate("骑缝")
    )
