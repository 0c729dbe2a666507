"""Heads and feet: red head of GB/T 9704, page numbers, the footer beside the QR, the letter's lines, the seam mark."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from yb_desktop.paper.blocks import Document, Style
from yb_desktop.paper.breaking import Align, Measure, broken, one_line
from yb_desktop.paper.flow import Item, Piece, Shape, Stroke, Words
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.setting import BASELINE
from yb_desktop.paper.styles import FAINT, MM, QR_SIDE, RED, Sheet

_MARK = 36.0  # points: the office's name in the red head, smaller when it is long
_LETTER_RULE = 170 * MM
_SMALL = 8.0


@dataclass(frozen=True, slots=True)
class Foot:
    """What is drawn on a page outside its pieces; ``y`` is from the page's lower edge, upwards."""

    words: tuple[Words, ...]
    strokes: tuple[Stroke, ...]
    shapes: tuple[Shape, ...]
    qr: tuple[float, float]  # lower left corner


def head(document: Document, style: Style, sheet: Sheet) -> list[Piece]:
    """Set the red head of the first page: nothing without an issuer."""
    if not document.issuer or style in {Style.FORM, Style.AGREEMENT, Style.LEDGER}:
        return []
    if style is Style.LETTER:
        return [_letter_head(document, sheet)]
    return [_official_head(document, sheet)]


def _mark(document: Document, sheet: Sheet, top: float) -> tuple[Words, float]:
    line, size = one_line(document.issuer, Face.SONG_BOLD, _MARK, sheet.width, Align.CENTER)
    return Words(line, 0, top + BASELINE * size, size, RED), top + size


def _number(document: Document, sheet: Sheet, base: float, align: Align) -> Words:
    line, size = one_line(document.number, sheet.face, sheet.size, sheet.width, align)
    return Words(line, 0, base, size)


def _official_head(document: Document, sheet: Sheet) -> Piece:
    mark, bottom = _mark(document, sheet, 35 * MM)
    base = bottom + 2 * sheet.leading + sheet.leading
    number = _number(document, sheet, base, Align.CENTER)
    rule = base + 4 * MM + 3
    height = rule + 2 * sheet.leading
    return Piece(height, (mark, number, Stroke(0, rule, sheet.width, rule, 1.4, RED)), keep_next=True)


def _letter_head(document: Document, sheet: Sheet) -> Piece:
    mark, bottom = _mark(document, sheet, 30 * MM - sheet.top)
    rule = bottom + 4 * MM
    left = (sheet.paper[0] - _LETTER_RULE) / 2 - sheet.left
    items: list[Item] = [
        mark,
        Stroke(left, rule, left + _LETTER_RULE, rule, 2.2, RED),
        Stroke(left, rule + 2.6, left + _LETTER_RULE, rule + 2.6, 0.7, RED),
    ]
    base = rule + 2.6 + sheet.size * (7 / 8 + BASELINE)
    items.append(_number(document, sheet, base, Align.RIGHT))
    return Piece(base + 2 * sheet.leading, tuple(items), keep_next=True)


def foot(document: Document, style: Style, sheet: Sheet, place: tuple[int, int], *, signed: bool) -> Foot:
    """Set the foot of a page (which of how many): its number, the document's, the QR's place, the style's own lines."""
    page, pages = place
    # The QR lies away from the page number, which official documents set on the outer side.
    outer_left = page % 2 == 0 and not sheet.counted
    qr_x = sheet.paper[0] - sheet.right - QR_SIDE if outer_left else sheet.left
    words = f"{document.number}　第{document.copy[0]}份，共{document.copy[1]}份　第{page}页，共{pages}页"
    room = sheet.width - QR_SIDE - 3 * MM
    lines = broken(
        ((words, Face.SONG),), Measure(_SMALL, _SMALL, room, align=Align.RIGHT if outer_left else Align.LEFT)
    )
    x = sheet.left if outer_left else qr_x + QR_SIDE + 3 * MM
    set_words = [
        Words(line, x, sheet.footer + 2.5 + _SMALL * 1.4 * (len(lines) - 1 - number), _SMALL)
        for number, line in enumerate(lines)
    ]
    if not (style is Style.LETTER and page == 1):
        set_words.append(_page_number(sheet, page, pages))
    strokes = _own_lines(style, sheet, page, pages)
    shapes = _seam_words(sheet) if sheet.seam else ()
    if not signed:
        strokes += _unsigned_frame(qr_x, sheet.footer)
        shapes += _unsigned_words(qr_x, sheet.footer)
    return Foot(tuple(set_words), strokes, shapes, (qr_x, sheet.footer))


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
        left = (sheet.paper[0] - _LETTER_RULE) / 2
        y = 20 * MM
        return (
            Stroke(left, y, left + _LETTER_RULE, y, 2.2, RED),
            Stroke(left, y + 2.6, left + _LETTER_RULE, y + 2.6, 0.7, RED),
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
