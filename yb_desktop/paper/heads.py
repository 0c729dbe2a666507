"""Heads: the red head of GB/T 9704, with its rule, and that of the letter form, with its two."""

from __future__ import annotations

from yb_desktop.paper.blocks import Document, Style
from yb_desktop.paper.breaking import Align, one_line
from yb_desktop.paper.flow import Item, Piece, Stroke, Words
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.setting import BASELINE
from yb_desktop.paper.styles import LETTER_RULE, MM, RED, Sheet

_MARK = 36.0  # points: the office's name in the red head, smaller when it is long


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
    left = (sheet.paper[0] - LETTER_RULE) / 2 - sheet.left
    items: list[Item] = [
        mark,
        Stroke(left, rule, left + LETTER_RULE, rule, 2.2, RED),
        Stroke(left, rule + 2.6, left + LETTER_RULE, rule + 2.6, 0.7, RED),
    ]
    base = rule + 2.6 + sheet.size * (7 / 8 + BASELINE)
    items.append(_number(document, sheet, base, Align.RIGHT))
    return Piece(base + 2 * sheet.leading, tuple(items), keep_next=True)
