"""Judges a printed paper by nothing but what a reader finds in its PDF: where each character and each rule lies.

``faults`` knows nothing of how lines are broken or pages filled. It reads characters with their places (pypdfium2),
joins them to lines, and names in words what no office would let pass: a line that begins or ends with a mark that must
not, text at an edge of the paper or outside the type area, characters on top of each other or across a rule, a picture
or a code, a date or a sum torn in two, text that is missing or out of order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_double, c_float
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from yb_desktop.paper.blocks import (
    Block,
    Cell,
    Codes,
    CutLine,
    FillLine,
    Heading,
    KeepTogether,
    Labelled,
    Para,
    Photos,
    SignatureBlock,
    Signatures,
    Style,
    Table,
    Text,
    Title,
)
from yb_desktop.paper.breaking import NEVER_FIRST, NEVER_LAST
from yb_desktop.paper.grid import head_rows
from yb_desktop.paper.styles import MM, SHEETS

_READ_AS = dict.fromkeys((0x02, 0xAD, 0xFFFE), "-")
_TORN = re.compile(r"\d$"), re.compile(r"^[\d,.年月日号％%元]")
_APART = 1.05  # of the type size: wider than any gap within a justified line


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: the box of its ink, its cell from left to right, its baseline and type size, in points."""

    page: int
    char: str
    left: float
    bottom: float
    right: float
    top: float
    start: float
    end: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rule, a picture or a code on a page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def faults(data: bytes, style: Style, blocks: Sequence[Block] = ()) -> list[str]:
    """Name what is wrong with a paper; with its ``blocks``, also what is missing or out of order."""
    glyphs, boxes = read(data)
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    found = [*_outside(inked, style), *_on_top(inked), *_across(inked, boxes)]
    lines = list(_lines(glyphs, boxes))
    texts = list(texts_of(blocks))
    begun = {text[0] for text in texts} if blocks else set()
    ended = {text[-1] for text in texts} if blocks else set()
    found += _wrong_marks(lines, begun, ended)
    if blocks:
        found += _missing([glyph for glyph in inked if glyph.baseline >= SHEETS[style].bottom], texts)
    return found


def read(data: bytes) -> tuple[list[Glyph], list[Box]]:
    """Read every character and every rule, picture and code from a PDF."""
    glyphs: list[Glyph] = []
    boxes: list[Box] = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(pdf, 1):
            text = page.get_textpage()
            glyphs += _glyphs(text, number)
            text.close()
            for item in page.get_objects(max_depth=1):
                if item.type in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
                    boxes.append(Box(number, *item.get_bounds()))
    finally:
        pdf.close()
    return glyphs, boxes


def _glyphs(text: pypdfium2.PdfTextPage, page: int) -> Iterator[Glyph]:
    x, y = c_double(), c_double()
    loose = pdfium.FS_RECTF(c_float(), c_float(), c_float(), c_float())
    high = ""
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at)).translate(_READ_AS)
        if "\ud800" <= char < "\udc00":
            high = char
            continue
        char, high = (high + char).encode("utf-16", "surrogatepass").decode("utf-16"), ""
        if char in "\r\n":
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, byref(x), byref(y))
        pdfium.FPDFText_GetLooseCharBox(text, at, loose)
        size = pdfium.FPDFText_GetFontSize(text, at)
        yield Glyph(page, char, *text.get_charbox(at), loose.left, loose.right, y.value, size)


def _outside(glyphs: Iterable[Glyph], style: Style) -> Iterator[str]:
    sheet = SHEETS[style]
    width, height = sheet.paper
    edge = 15 * MM - 0.2
    for one in glyphs:
        if one.left < edge or one.right > width - edge or one.bottom < edge or one.top > height - edge:
            yield f"{_said(one)} lies within 15 mm of an edge"
        if one.baseline >= sheet.bottom and not (
            sheet.left - 1.5 <= one.left and one.right <= width - sheet.right + 1.5 and one.bottom >= sheet.bottom - 1.5
        ):
            yield f"{_said(one)} lies outside the type area"


def _on_top(glyphs: Iterable[Glyph]) -> Iterator[str]:
    near: dict[tuple[int, int, int], list[Glyph]] = defaultdict(list)
    for one in glyphs:
        page, column, row = one.page, int(one.left // 40), int(one.bottom // 40)
        for other in (o for across in (-1, 0, 1) for up in (-1, 0, 1) for o in near[page, column + across, row + up]):
            if _overlap(one, other):
                yield f"{_said(one)} lies on top of {_said(other)}"
        near[page, column, row].append(one)


def _overlap(one: Glyph, other: Glyph) -> bool:
    if one.baseline == other.baseline and (one.char + other.char).isascii():
        return False  # letters reach under each other as they were drawn
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 1.5 and min(one.top, other.top) - max(one.bottom, other.bottom) > 0.5


def _across(glyphs: Iterable[Glyph], boxes: Iterable[Box]) -> Iterator[str]:
    on_page: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        on_page[box.page].append(box)
    for one in glyphs:
        for box in on_page[one.page]:
            across = min(one.right, box.right) - max(one.left, box.left)
            up = min(one.top, box.top) - max(one.bottom, box.bottom)
            thin = min(box.right - box.left, box.top - box.bottom) < 5
            upright = box.right - box.left < box.top - box.bottom
            if across <= 0 or up <= 0:
                continue
            if not thin:
                yield f"{_said(one)} lies on a picture or code"
            elif upright and one.left < box.left - 0.4 and one.right > box.right + 0.4:
                yield f"{_said(one)} lies across a rule"
            elif not upright and one.bottom < box.bottom - 0.9 and one.top > box.top + 0.9:
                yield f"{_said(one)} lies across a rule"


def _lines(glyphs: Iterable[Glyph], boxes: Iterable[Box]) -> Iterator[list[Glyph]]:
    """Join characters to lines; a rule or a wide gap stands between two of them."""
    rows: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for one in glyphs:
        rows[one.page, round(one.baseline * 10)].append(one)
    upright = [box for box in boxes if box.right - box.left < 3 < box.top - box.bottom]
    for (page, _), row in rows.items():
        walls = sorted(
            box.left for box in upright if box.page == page and box.bottom - 1 < row[0].baseline < box.top + 1
        )
        line: list[Glyph] = []
        for one in sorted(row, key=lambda glyph: glyph.start):
            if line and (
                one.start - line[-1].end > _APART * one.size
                or one.size != line[-1].size
                or any(line[-1].right - 1 < wall < one.left + 1 for wall in walls)
            ):
                yield line
                line = []
            line.append(one)
        yield line


def _wrong_marks(lines: Iterable[list[Glyph]], begun: set[str], ended: set[str]) -> Iterator[str]:
    for line in lines:
        shown = [one for one in line if one.char != " "]
        if not shown:
            continue
        first, last = shown[0], shown[-1]
        text = "".join(one.char for one in shown)
        if first.char in NEVER_FIRST - begun:
            yield f"page {first.page}: a line begins with {first.char}: {text}"
        if last.char in NEVER_LAST - ended:
            yield f"page {last.page}: a line ends with {last.char}: {text}"


def _missing(body: Sequence[Glyph], texts: Sequence[str]) -> Iterator[str]:
    printed = "".join(one.char for one in body)
    lacking = Counter("".join(texts)) - Counter(printed)
    if lacking:
        yield f"missing: {''.join(lacking.elements())[:40]}"
    at = 0
    for text in texts:
        found = printed.find(text, at)
        if found < 0:
            found = _scattered(printed, text, at)
        if found < 0:
            yield f"out of order or torn apart: {text[:40]}"
        else:
            at = found


def _scattered(printed: str, text: str, at: int) -> int:
    # A cell higher than a page is divided between pages: its parts stand in order, others' between them.
    begins = printed.find(text[:4], at)
    place = begins
    for char in text:
        place = printed.find(char, place) + 1
        if place == 0:
            return -1
    return begins


def _said(one: Glyph) -> str:
    return f"page {one.page}: {one.char!r} at {one.left:.1f}, {one.baseline:.1f}"


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Give the texts of blocks without blanks, in the order they are printed in; empty ones are left out."""
    for block in blocks:
        for text in _texts(block):
            plain = "".join(_plain(text).split())
            if plain:
                yield plain


def _texts(block: Block) -> Iterator[Text]:
    match block:
        case Title(text) | Heading(text) | Para(text):
            yield text
        case Labelled():
            yield block.label + _plain(block.text)
        case Table():
            for row in [*head_rows(block), *block.rows]:
                yield from (cell.text if isinstance(cell, Cell) else cell for cell in row)
        case FillLine():
            for field in block.fields:
                yield from (field.label, field.value)
        case SignatureBlock():
            yield from (block.mark, block.office, block.day)
        case Signatures():
            for party in block.parties:
                yield from (party.name, party.mark)
                for field in party.fields:
                    yield from (field.label, field.value)
        case CutLine():
            yield block.text
        case Photos():
            yield from (photo.caption for photo in block.photos)
        case Codes():
            yield from (code.caption for code in block.codes)
        case KeepTogether():
            yield from texts_of(block.blocks)
        case _:
            pass


def _plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(part if isinstance(part, str) else part.text for part in text)


def torn(lines: Iterable[list[Glyph]]) -> Iterator[str]:
    """Name figures that go on from one line to the next."""
    for one, other in pairwise(lines):
        before, after = ("".join(glyph.char for glyph in line) for line in (one, other))
        if _TORN[0].search(before) and _TORN[1].search(after):
            yield f"{before[-8:]} | {after[:8]}"
