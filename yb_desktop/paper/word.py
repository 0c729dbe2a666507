"""A composed document as a Word file (.docx), for notices that an office still edits or forwards.

The blocks are those of the PDF, so the text cannot differ. Written without a clock: the same bytes for the same
document. Fonts are named as office PCs have them. QRs and photos stay on paper: a file that anyone can edit proves
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from yb_desktop.paper import word_markup as word
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Codes,
    Composed,
    CutLine,
    Field,
    FillLine,
    Heading,
    Imprint,
    KeepTogether,
    Labelled,
    PageBreak,
    Para,
    Party,
    Photos,
    SignatureBlock,
    Signatures,
    Space,
    Style,
    Table,
    Text,
    Title,
)
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.grid import Spot, head_rows, spots
from yb_desktop.paper.markup import parts_of, plain
from yb_desktop.paper.styles import MM, SHEETS, Sheet
from yb_desktop.paper.word_markup import FAINT, RED, Run, Shape

_LEVELS = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG, 4: Face.FANG}
_MARK = 36.0
_SMALL = 9.0
_IMPRINT = 14.0
_TABLE_LEADING = 1.35
_HEADED = frozenset({Style.OFFICIAL, Style.LETTER, Style.MINUTES})
_RULE = '<w:{edge} w:val="{line}" w:sz="{size}" w:space="4" w:color="{colour}"/>'


def word_file(composed: Composed) -> bytes:
    """Write a composed document as .docx. Raises ``BadInput`` (``glyph``) for a control character."""
    sheet = SHEETS[composed.style]
    document = composed.document
    body = "".join((*_head(composed, sheet), *(piece for block in composed.blocks for piece in _set(block, sheet))))
    margins = {"top": sheet.top, "right": sheet.right, "bottom": sheet.bottom, "left": sheet.left}
    margins |= {"header": 15 * MM, "footer": sheet.bottom - 7 * MM - 14}
    return word.packed(
        body + word.section(sheet.paper, margins),
        title=document.title,
        subject=document.number,
        made=document.made,
        foot=word.page_field(14),
    )


def _head(composed: Composed, sheet: Sheet) -> Iterator[str]:
    document = composed.document
    if not document.issuer or composed.style not in _HEADED:
        return
    size = min(_MARK, sheet.width / max(len(document.issuer), 1))
    below = _RULE.format(edge="bottom", line="thickThinSmallGap", size=18, colour=RED)
    shape = Shape(size * 1.3, Align.CENTER, rule=below)
    yield word.paragraph([Run(document.issuer, Face.SONG_BOLD, size, RED)], shape, size)
    number_align = Align.RIGHT if composed.style is Style.LETTER else Align.CENTER
    yield word.paragraph([Run(document.number, sheet.face, sheet.size)], Shape(sheet.leading, number_align), sheet.size)
    yield _blank(sheet, 1)


def _set(block: Block, sheet: Sheet) -> Iterator[str]:
    match block:
        case Title():
            size = block.size or sheet.title
            shape = Shape(max(size * 1.6, sheet.leading), Align.CENTER, keep=True)
            yield word.paragraph(_runs(block.text, Face.SONG_BOLD, size), shape, size)
            yield _blank(sheet, 0.5)
        case Heading() | Para() | Labelled():
            yield _paragraph(block, sheet)
        case Table():
            yield _table(block, sheet)
        case KeepTogether():
            for inner in block.blocks:
                yield from _set(inner, sheet)
        case Imprint():
            yield from _imprint(block, sheet)
        case _:
            yield from _strip(block, sheet)


def _strip(
    block: Space | PageBreak | FillLine | SignatureBlock | Signatures | CutLine | Photos | Codes, sheet: Sheet
) -> Iterator[str]:
    match block:
        case Space():
            yield _blank(sheet, block.lines)
        case PageBreak():
            yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        case FillLine():
            yield _fill_line(block.fields, block.size or sheet.size, sheet, sheet.width)
        case SignatureBlock():
            yield from _signature(block, sheet)
        case Signatures():
            yield _parties(block.parties, sheet)
        case CutLine():
            above = _RULE.format(edge="top", line="dashed", size=6, colour="000000")
            shape = Shape(_SMALL * 1.4, Align.CENTER, before=sheet.leading / 2, rule=above)
            yield word.paragraph([Run(block.text, sheet.face, _SMALL)], shape, _SMALL)
        case Photos() | Codes():
            return


def _paragraph(block: Heading | Para | Labelled, sheet: Sheet) -> str:
    match block:
        case Heading():
            face, size = _LEVELS.get(block.level, Face.FANG), sheet.size
            runs, shape = _runs(block.text, face, size), Shape(sheet.leading, first=2, keep=True)
        case Para():
            size = block.size or sheet.size
            runs = _runs(block.text, block.face or sheet.face, size)
            indent = 0 if block.align in {Align.CENTER, Align.RIGHT} else block.indent
            shape = Shape(_leading(sheet, size), block.align, indent, block.left, keep=block.keep_next)
        case Labelled():
            size = block.size or sheet.size
            runs = [Run(block.label, block.face, size), *_runs(block.text, sheet.face, size)]
            hang = len(block.label) if block.hang else 0
            first, left = (-hang, block.indent + hang) if hang else (block.indent, 0)
            shape = Shape(_leading(sheet, size), first=first, left=left)
    return word.paragraph(runs, shape, size)


def _leading(sheet: Sheet, size: float) -> float:
    return sheet.leading * size / sheet.size


def _runs(text: Text, face: Face, size: float) -> list[Run]:
    return [Run(part, own, size) for part, own in parts_of(text, face)]


def _blank(sheet: Sheet, lines: float) -> str:
    size = sheet.size * min(lines, 1)
    return word.paragraph([Run("", sheet.face, size)], Shape(sheet.leading * lines), size)


def _table(block: Table, sheet: Sheet) -> str:
    size = block.size or sheet.table
    total = sum(column.weight for column in block.columns)
    widths = [sheet.width * column.weight / total for column in block.columns]
    head = head_rows(block)
    rows = [*head, *block.rows]
    places = [*spots(head, len(widths)), *_below(spots(block.rows, len(widths)), len(head))]
    made = [_row(block, places, at, widths, size, head=at < len(head)) for at in range(len(rows))]
    return word.table(widths, "".join(made), ruled=True) + word.paragraph([], Shape(1), 1)


def _below(places: Iterator[Spot], rows: int) -> Iterator[Spot]:
    for one in places:
        yield Spot(one.cell, one.row + rows, one.column, one.rows, one.columns)


def _row(block: Table, places: Sequence[Spot], at: int, widths: Sequence[float], size: float, *, head: bool) -> str:
    cells = []
    for one in sorted(places, key=lambda place: place.column):
        if not one.row <= at < one.row + one.rows:
            continue
        width = sum(widths[one.column : one.column + one.columns])
        begins = one.row == at
        merge = "" if one.rows == 1 else "restart" if begins else "continue"
        align = one.cell.align or block.columns[one.column].align
        face = one.cell.face or Face.SONG
        runs = _runs(one.cell.text, face, size) if begins else []
        inside = word.paragraph(runs, Shape(size * _TABLE_LEADING, align), size)
        cells.append(word.cell(width, inside, span=one.columns, merge=merge))
    least = max((one.cell.lines for one in places if one.row == at), default=0) * size * _TABLE_LEADING
    return word.row("".join(cells), head=head, height=max(block.row_mm * MM, least))


def _fill_line(fields: Sequence[Field], size: float, sheet: Sheet, width: float) -> str:
    """Write labels with their values on a line that is ruled to its end, so that there is room to write by hand."""
    total = sum(field.weight for field in fields)
    ends = [width * part / total for part in accumulate(field.weight for field in fields)]
    runs: list[Run] = []
    for place, field in enumerate(fields):
        runs.append(Run(field.label, sheet.face, size))
        runs.append(Run(f"{plain(field.value)}\t", sheet.face, size, underlined=True))
        if place < len(fields) - 1:
            runs.append(Run(" ", sheet.face, size))
    shape = Shape(max(_leading(sheet, size), 8 * MM), Align.LEFT, tabs=tuple(ends))
    return word.paragraph(runs, shape, size)


def _signature(block: SignatureBlock, sheet: Sheet) -> Iterator[str]:
    shape = Shape(sheet.leading, Align.RIGHT, right=4, keep=True)
    yield _blank(sheet, 1)
    yield word.paragraph(
        [Run(block.mark, sheet.face, _SMALL, FAINT)], Shape(sheet.leading, Align.RIGHT, right=8), _SMALL
    )
    yield word.paragraph([Run(block.office, sheet.face, sheet.size)], shape, sheet.size)
    yield word.paragraph([Run(block.day, sheet.face, sheet.size)], shape, sheet.size)


def _imprint(block: Imprint, sheet: Sheet) -> Iterator[str]:
    rule = "" if sheet.plain_imprint else _RULE.format(edge="top", line="single", size=8, colour="000000")
    leading = _IMPRINT * 1.7
    if block.copies_to:
        said = [Run(f"抄送：{block.copies_to}。", sheet.face, _IMPRINT)]
        yield word.paragraph(said, Shape(leading, first=-3, left=4, rule=rule), _IMPRINT)
    if sheet.plain_imprint:
        return
    width = sheet.width / 2
    sides = ((f"　{block.office}", Align.LEFT), (f"{block.day}印发　", Align.RIGHT))
    cells = [
        word.cell(width, word.paragraph([Run(text, sheet.face, _IMPRINT)], Shape(leading, align), _IMPRINT))
        for text, align in sides
    ]
    yield word.paragraph([], Shape(1, rule=rule), 1)
    yield word.table([width, width], word.row("".join(cells), head=False, height=0), ruled=False)
    yield word.paragraph([], Shape(1, rule=rule), 1)


def _parties(parties: Sequence[Party], sheet: Sheet) -> str:
    width = sheet.width / len(parties)
    room = Shape(4 * sheet.leading, Align.CENTER)
    cells = []
    for party in parties:
        inside = [
            word.paragraph([Run(party.name, Face.HEI, sheet.size)], Shape(sheet.leading), sheet.size),
            word.paragraph([Run(party.mark, sheet.face, _SMALL, FAINT)], room, _SMALL),
            *(_fill_line((field,), sheet.size, sheet, width - sheet.size) for field in party.fields),
        ]
        cells.append(word.cell(width, "".join(inside)))
    row = word.row("".join(cells), head=False, height=0)
    return word.table([width] * len(parties), row, ruled=False) + word.paragraph([], Shape(1), 1)
