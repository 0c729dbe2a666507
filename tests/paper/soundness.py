"""Judges a printed paper by nothing but what a reader finds in its PDF: where each character and each rule lies.

``faults`` knows nothing of how lines are broken or pages filled. It reads characters with their places (pypdfium2),
joins them to lines, and names in words what no office would let pass: a line that begins or ends with a mark that must
not, text at an edge of the paper or outside the type area, characters on top of each other or across a rule, a picture
or a code, a date or a sum torn in two, text that is missing or out of order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_double, c_float
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

import pypdfium2
import pypdfium2.raw as pdfium

from yb_desktop.paper.blocks import (
    Block,
    Cell,
    Codes,
    Field,
    FillLine,
    Heading,
    Imprint,
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

_DRAWN = {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}
_READ_AS = dict.fromkeys((0x02, 0xAD, 0xFFFE), "-")
_LONGER = re.compile(r"[0-9A-Za-z]{32,}")  # a hash is longer than a line, and may be divided
_WHOLE = re.compile(r"\d[\d,.]*[元年月日号条％℃]?|[A-Za-z]{2,}")
_EM = 16.0  # a paragraph is wider than a dozen of these, a cell may be narrower
_FAR = 200  # characters: a text that is found only so far on was perhaps divided where it should stand
_BAND = 20.0  # points: characters are compared with those in the same bands across the page
_TOUCH = 1.5  # points by which ink of two characters may reach over each other
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
    found += _torn(glyphs, SHEETS[style].bottom)
    if blocks:
        found += _missing([glyph for glyph in inked if glyph.baseline >= SHEETS[style].bottom], texts)
    return found


def text_lines(data: bytes) -> list[str]:
    """Give the texts of a paper's lines, those of cells and fields each by itself."""
    glyphs, boxes = read(data)
    return ["".join(one.char for one in line).strip() for line in _lines(glyphs, boxes)]


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
            drawn = (one for one in page.get_objects(max_depth=1) if one.type in _DRAWN)
            boxes += [Box(number, *one.get_bounds()) for one in drawn]
    finally:
        pdf.close()
    return glyphs, boxes


def _glyphs(text: pypdfium2.PdfTextPage, page: int) -> Iterator[Glyph]:
    x, y, *edges = (c_double() for _ in range(6))
    loose = pdfium.FS_RECTF(c_float(), c_float(), c_float(), c_float())
    high = ""
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at)).translate(_READ_AS)
        if "\ud800" <= char < "\udc00":
            high = char
            continue
        char, high = (high + char).encode("utf-16", "surrogatepass").decode("utf-16"), ""
        if char in "\r\n" or pdfium.FPDFText_IsGenerated(text, at) == 1:
            continue  # put in by the reader
        pdfium.FPDFText_GetCharOrigin(text, at, byref(x), byref(y))
        pdfium.FPDFText_GetLooseCharBox(text, at, loose)
        size = pdfium.FPDFText_GetFontSize(text, at)
        pdfium.FPDFText_GetCharBox(text, at, *(byref(edge) for edge in edges))
        left, right, bottom, top = (edge.value for edge in edges)
        yield Glyph(page, char, left, bottom, right, top, loose.left, loose.right, y.value, size)


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
    bands: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for one in glyphs:
        for band in range(int(one.bottom // _BAND), int(one.top // _BAND) + 1):
            bands[one.page, band].append(one)
    found: dict[str, None] = {}  # two may meet in more than one band
    for some in bands.values():
        some.sort(key=lambda glyph: glyph.left)
        for at, one in enumerate(some):
            reach = one.right - _TOUCH
            for other in islice(some, at + 1, None):
                if other.left >= reach:
                    break
                if _overlap(one, other):
                    found[f"{_said(one)} lies on top of {_said(other)}"] = None
    yield from found


def _overlap(one: Glyph, other: Glyph) -> bool:
    if one.baseline == other.baseline and (one.char + other.char).isascii():
        return False  # letters reach under each other as they were drawn
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > _TOUCH and min(one.top, other.top) - max(one.bottom, other.bottom) > 0.5


def _across(glyphs: Iterable[Glyph], boxes: Iterable[Box]) -> Iterator[str]:
    pages: dict[int, _Walls] = defaultdict(_Walls)
    for box in sorted(boxes, key=lambda box: (box.left, box.bottom)):
        pages[box.page].add(box)
    for page in pages.values():
        page.level.sort(key=lambda box: box.bottom)
    for one in glyphs:
        yield from (f"{_said(one)} lies {what}" for what in pages[one.page].crossed(one))


@dataclass(slots=True)
class _Walls:
    """What is drawn on one page: upright and level rules, and everything that has a breadth."""

    upright: list[Box] = field(default_factory=list)
    level: list[Box] = field(default_factory=list)
    broad: list[Box] = field(default_factory=list)

    def add(self, box: Box) -> None:
        """Put a box among its like."""
        wide, high = box.right - box.left, box.top - box.bottom
        (self.broad if min(wide, high) >= 5 else self.upright if wide < high else self.level).append(box)

    def crossed(self, one: Glyph) -> Iterator[str]:
        """Say what a character lies across or upon."""
        first = bisect_left(self.upright, one.left, key=lambda box: box.left)
        for box in takewhile(lambda box: box.right < one.right - 0.4, self.upright[first:]):
            if box.left > one.left + 0.4 and min(one.top, box.top) > max(one.bottom, box.bottom):
                yield "across an upright rule"
        first = bisect_left(self.level, one.bottom + 0.9, key=lambda box: box.bottom)
        for box in takewhile(lambda box: box.top < one.top - 0.9, self.level[first:]):
            if min(one.right, box.right) > max(one.left, box.left):
                yield "across a level rule"
        for box in self.broad:
            across = min(one.right, box.right) - max(one.left, box.left)
            if across > 0 and min(one.top, box.top) > max(one.bottom, box.bottom):
                yield "on a picture or a code"


def _lines(glyphs: Iterable[Glyph], boxes: Iterable[Box]) -> Iterator[list[Glyph]]:
    """Join characters to lines; a rule or a wide gap stands between two of them."""
    rows: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for one in glyphs:
        rows[one.page, round(one.baseline * 10)].append(one)
    upright: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        if box.right - box.left < 3 < box.top - box.bottom:
            upright[box.page].append(box)
    for (page, _), row in rows.items():
        walls = sorted(box.left for box in upright[page] if box.bottom - 1 < row[0].baseline < box.top + 1)
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


def _torn(glyphs: Sequence[Glyph], bottom: float) -> Iterator[str]:
    """Name words and figures that go on in the next line of the same paragraph, though a line could hold them."""
    body = [one for one in glyphs if one.baseline >= bottom and one.char != " "]
    text = _LONGER.sub(lambda hash_: "#" * len(hash_.group()), "".join(one.char for one in body))
    for word in _WHOLE.finditer(text):
        parts = body[word.start() : word.end()]
        broken = next((at for at, (a, b) in enumerate(pairwise(parts), 1) if a.baseline != b.baseline), 0)
        if not broken:
            continue
        before, after = parts[broken - 1], parts[broken]
        down = before.baseline - after.baseline
        if 0 < down < 1.9 * after.size and before.end - after.start > 12 * _EM:
            yield f"page {parts[0].page}: torn apart: {word.group()[:broken]} | {word.group()[broken:]}"


def _missing(body: Sequence[Glyph], texts: Sequence[str]) -> Iterator[str]:
    printed = "".join(one.char for one in body)
    lacking = Counter("".join(texts)) - Counter(printed)
    if lacking:
        yield f"missing: {''.join(lacking.elements())[:40]}"
    at = 0
    for text in texts:
        found = printed.find(text, at)
        if found < 0 or found > at + _FAR:
            scattered = _scattered(printed, text, at)
            found = scattered if scattered >= 0 else found
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
        case Labelled(label, text):
            yield label + _plain(text)
        case SignatureBlock(office, day, mark):
            yield from (mark, office, day)
        case Imprint(office, day, copies):
            yield from (f"抄送：{copies}。" if copies else "", office, f"{day}印发")
        case KeepTogether(blocks):
            yield from texts_of(blocks)
        case _:
            yield from _of_parts(block)


def _of_parts(block: Block) -> Iterator[Text]:
    match block:
        case Table():
            cells = (cell for row in [*head_rows(block), *block.rows] for cell in row)
            yield from (cell.text if isinstance(cell, Cell) else cell for cell in cells)
        case FillLine(fields):
            yield from _of_fields(fields)
        case Signatures(parties):
            for party in parties:
                yield from (party.name, party.mark, *_of_fields(party.fields))
        case Photos(photos):
            yield from (photo.caption for photo in photos)
        case Codes(codes):
            yield from (code.caption for code in codes)
        case _:
            pass


def _of_fields(fields: Iterable[Field]) -> Iterator[Text]:
    for one in fields:
        yield from (one.label, one.value)


def _plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(part if isinstance(part, str) else part.text for part in text)
