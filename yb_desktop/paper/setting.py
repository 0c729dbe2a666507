"""Sets blocks into pieces: every block but tables and the heads and feet of pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from yb_desktop.paper import qr
from yb_desktop.paper.blocks import (
    Block,
    Code,
    Codes,
    CutLine,
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
    Table,
    Text,
    Title,
)
from yb_desktop.paper.breaking import Align, Line, Measure, Styled, broken, natural_width, one_line
from yb_desktop.paper.flow import Item, Modules, Piece, Stroke, Words
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.photos import photo_pieces
from yb_desktop.paper.styles import FAINT, MM, SEAL, Sheet
from yb_desktop.paper.tables import table_pieces

BASELINE = 0.88  # of the type size: from the top of the character's square to its baseline
_LABEL = 0.8  # of a field's width, at most, for its label
_BETWEEN = 4 * MM  # QRs stand apart: four modules and more of white
_CAPTION = 9.0
_IMPRINT = 14.0
_THICK, _THIN = 0.35 * MM, 0.25 * MM
_BY_HAND = 8 * MM  # least height of a line that is written on
_LEVELS = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG, 4: Face.FANG}


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set on a sheet: size, advance of a full character, height of a line."""

    size: float
    pitch: float
    leading: float

    @classmethod
    def of(cls, sheet: Sheet, size: float | None = None) -> Type:
        """Give the sheet's body type, or another size in proportion to it."""
        if size is None or size == sheet.size:
            return cls(sheet.size, sheet.pitch, sheet.leading)
        return cls(size, size, sheet.leading * size / sheet.size)

    @property
    def baseline(self) -> float:
        """Baseline of a line, from its upper edge."""
        return (self.leading - self.size) / 2 + BASELINE * self.size


def styled(text: Text, face: Face) -> Styled:
    """Give a text as pieces with their faces."""
    if isinstance(text, str):
        return ((text, face),)
    return tuple((part, face) if isinstance(part, str) else (part.text, part.face) for part in text)


def pieces_of(blocks: Iterable[Block], sheet: Sheet) -> list[Piece]:
    """Set blocks one after the other."""
    pieces: list[Piece] = []
    fresh = False
    for block in blocks:
        if isinstance(block, PageBreak):
            fresh = True
            continue
        some = _set(block, sheet)
        if fresh and some:
            some[0] = replace(some[0], new_page=True)
            fresh = False
        pieces += some
    return pieces


def _set(block: Block, sheet: Sheet) -> list[Piece]:
    match block:
        case Title():
            pieces = _title(block, sheet)
        case Heading() | Para() | Labelled():
            pieces = list(_paragraph(block, sheet))
        case Table():
            pieces = table_pieces(block, sheet)
        case KeepTogether():
            pieces = pieces_of(block.blocks, sheet)
            pieces = [*(replace(piece, keep_next=True) for piece in pieces[:-1]), *pieces[-1:]]
            pieces[:1] = [replace(piece, hold=max(piece.hold, block.hold)) for piece in pieces[:1]]
        case Photos() | Codes() | Imprint():
            pieces = _drawn(block, sheet)
        case PageBreak():
            pieces = []
        case Space() | FillLine() | SignatureBlock() | Signatures() | CutLine():
            pieces = [_strip(block, sheet)]
    return pieces


def _drawn(block: Photos | Codes | Imprint, sheet: Sheet) -> list[Piece]:
    match block:
        case Codes():
            return _codes(block, sheet)
        case Imprint():
            return _imprint(block, sheet)
        case Photos():
            return photo_pieces(block, sheet, tuple(styled(photo.caption, sheet.face) for photo in block.photos))


@lru_cache(maxsize=256)
def _strip(block: Space | FillLine | SignatureBlock | Signatures | CutLine, sheet: Sheet) -> Piece:
    match block:
        case Space():
            return Piece(block.lines * sheet.leading, blank=True)
        case FillLine():
            return _fill_line(block, sheet, sheet.width)
        case SignatureBlock():
            return _signature(block, sheet)
        case Signatures():
            return _parties(block, sheet)
        case CutLine():
            return replace(_cut_line(block, sheet), blank=True)  # with nothing above it there is nothing to cut off


def set_lines(lines: Sequence[Line], kind: Type, *, keep_next: bool = False) -> list[Piece]:
    """Make a piece of each line; neither its first nor its last line stands alone on a page."""
    with_next = {0, len(lines) - 2}
    return [
        Piece(
            kind.leading,
            (Words(line, 0, kind.baseline, kind.size),),
            keep_next=keep_next or (at in with_next and at < len(lines) - 1),
        )
        for at, line in enumerate(lines)
    ]


def _title(block: Title, sheet: Sheet) -> list[Piece]:
    size = block.size or sheet.title
    kind = Type(size, size, max(size * 1.6, sheet.leading))
    text = styled(block.text, Face.SONG_BOLD)
    lines = broken(text, Measure(size, size, sheet.width, align=Align.CENTER))
    width = sheet.width
    while len(lines) > 1 and width > 4 * size:  # as even as its lines allow
        narrower = broken(text, Measure(size, size, width - size, align=Align.CENTER))
        if len(narrower) > len(lines):
            break
        width -= size
        lines = narrower
    inset = (sheet.width - width) / 2
    pieces = [Piece(kind.leading, (Words(line, inset, kind.baseline, size),), keep_next=True) for line in lines]
    return [*pieces, Piece(sheet.leading, blank=True, keep_next=True)]


@lru_cache(maxsize=2048)
def _paragraph(block: Heading | Para | Labelled, sheet: Sheet) -> tuple[Piece, ...]:
    # Kept: in one office's papers most paragraphs come again word for word.
    match block:
        case Heading():
            face = _LEVELS.get(block.level, Face.FANG) if sheet.face is Face.FANG or block.level < 3 else sheet.face
            kind = Type.of(sheet)
            text, indent, left, align = styled(block.text, face), 2.0, 0.0, Align.JUSTIFY
            keep = True
        case Para():
            kind = Type.of(sheet, block.size)
            text = styled(block.text, block.face or sheet.face)
            indent, left, align, keep = block.indent, block.left, block.align, block.keep_next
            if align in {Align.CENTER, Align.RIGHT}:
                indent = 0.0
        case Labelled():
            kind = Type.of(sheet, block.size)
            label: Styled = ((block.label, block.face),)
            text, indent, left = label + styled(block.text, sheet.face), block.indent, 0.0
            align, keep = Align.JUSTIFY, False
            hang = natural_width(label, Measure(kind.size, kind.pitch, 0)) / kind.pitch
            if block.hang and (hang + indent) * kind.pitch < sheet.width / 2:
                indent, left = -hang, block.indent + hang
    measure = Measure(kind.size, kind.pitch, sheet.width, indent * kind.pitch, left * kind.pitch, align)
    return tuple(set_lines(broken(text, measure), kind, keep_next=keep))


def _centred(text: str, face: Face, size: float, *, x: float, y: float, width: float) -> Words:
    line, size = one_line(text, face, size, width, Align.CENTER)
    return Words(line, x, y, size)


def _fill_line(block: FillLine, sheet: Sheet, width: float, x: float = 0.0) -> Piece:
    kind = Type.of(sheet, block.size)
    kind = replace(kind, leading=max(kind.leading, _BY_HAND))
    total = sum(field.weight for field in block.fields)
    items: list[Item] = []
    height = kind.leading
    for field in block.fields:
        room = width * field.weight / total
        label, size = one_line(field.label, sheet.face, kind.size, room * _LABEL)
        start = x + label.end + kind.size / 4
        end = x + room - (kind.size / 2 if field is not block.fields[-1] else 0)
        lines = broken(styled(field.value, sheet.face), Measure(kind.size, kind.size, max(end - start, kind.size)))
        items.append(Words(label, x, kind.baseline, size))
        for number, line in enumerate(lines):
            base = number * kind.leading + kind.baseline
            items += [Words(line, start, base, kind.size), Stroke(start, base + 3, end, base + 3)]
        height = max(height, len(lines) * kind.leading)
        x += room
    return Piece(height, tuple(items))


def _signature(block: SignatureBlock, sheet: Sheet) -> Piece:
    kind = Type.of(sheet)
    measure = Measure(kind.size, kind.pitch, sheet.width)
    office, day = ((block.office, sheet.face),), ((block.day, sheet.face),)
    office_width, day_width = natural_width(office, measure), natural_width(day, measure)
    # The date leaves four characters at the right; the office lies centred above it, or moves both to the left.
    width = min(max(office_width, day_width, SEAL) + 1, sheet.width)
    centre = min(sheet.width - 4 * kind.pitch - day_width / 2, sheet.width - width / 2)
    room = replace(measure, width=width, align=Align.CENTER)
    mark = _centred(block.mark, sheet.face, 9, x=centre - SEAL / 2, y=1.2 * kind.leading, width=SEAL)
    items: list[Item] = [replace(mark, colour=FAINT)]
    y = 2 * kind.leading
    for text in (office, day):
        for line in broken(text, room):
            items.append(Words(line, centre - room.width / 2, y + kind.baseline, kind.size))
            y += kind.leading
    return Piece(y + kind.leading, tuple(items), hold=2)


def _parties(block: Signatures, sheet: Sheet) -> Piece:
    kind = Type.of(sheet)
    width = sheet.width / len(block.parties)
    items: list[Item] = []
    height = 0.0
    for number, party in enumerate(block.parties):
        some, used = _party(party, sheet, kind, number * width, width - kind.size)
        items += some
        height = max(height, used)
    return Piece(height, tuple(items), hold=2)


def _party(party: Party, sheet: Sheet, kind: Type, x: float, width: float) -> tuple[list[Item], float]:
    y = 0.5 * kind.leading
    items: list[Item] = []
    for line in broken(((party.name, Face.HEI),), Measure(kind.size, kind.size, width, align=Align.LEFT)):
        items.append(Words(line, x, y + kind.baseline, kind.size))
        y += kind.leading
    y += 2 * MM
    middle = x + width / 2
    for across in (middle - SEAL / 2, middle + SEAL / 2):
        for upright in (y, y + SEAL):
            inward = 4 * MM if across < middle else -4 * MM
            down = 4 * MM if upright == y else -4 * MM
            items.append(Stroke(across, upright, across + inward, upright, 0.4, FAINT))
            items.append(Stroke(across, upright, across, upright + down, 0.4, FAINT))
    mark = _centred(party.mark, sheet.face, 10.5, x=middle - SEAL / 2, y=y + SEAL / 2, width=SEAL)
    items.append(replace(mark, colour=FAINT))
    y += SEAL + 2 * MM
    for field in party.fields:
        line_piece = _fill_line(FillLine((field,), kind.size), sheet, width, x)
        items += [_moved(item, y) for item in line_piece.items]
        y += line_piece.height
    return items, y


def _moved(item: Item, down: float) -> Item:
    if isinstance(item, Stroke):
        return replace(item, y1=item.y1 + down, y2=item.y2 + down)
    return replace(item, y=item.y + down)


def _cut_line(block: CutLine, sheet: Sheet) -> Piece:
    height = 2 * sheet.leading
    middle = height / 2
    if not block.text:
        return Piece(height, (Stroke(0, middle, sheet.width, middle, 0.6, dash=(4, 3)),))
    mark = _centred(block.text, sheet.face, 9, x=0, y=middle + 3.2, width=sheet.width)
    start = mark.line.runs[0].x - 6
    return Piece(
        height,
        (
            Stroke(0, middle, start, middle, 0.6, dash=(4, 3)),
            mark,
            Stroke(mark.line.end + 6, middle, sheet.width, middle, 0.6, dash=(4, 3)),
        ),
    )


def _imprint(block: Imprint, sheet: Sheet) -> list[Piece]:
    # A letter's has no rules and names no issuer.
    kind = Type(_IMPRINT, _IMPRINT, _IMPRINT * 1.7)
    items: list[Item] = []
    y = 0.0
    if block.copies_to:
        label = ((f"抄送：{block.copies_to}。", sheet.face),)
        measure = Measure(kind.size, kind.pitch, sheet.width - kind.size, -3 * kind.pitch, 4 * kind.pitch)
        for line in broken(label, measure):
            items.append(Words(line, 0, y + kind.baseline, kind.size))
            y += kind.leading
        items.append(Stroke(0, y, sheet.width, y, _THIN))
    if sheet.plain_imprint:
        return [Piece(y, tuple(items[:-1]), hold=1, sinks=True)] if items else []
    day, size = one_line(f"{block.day}印发", sheet.face, kind.size, sheet.width - 2 * kind.size, Align.RIGHT)
    room = day.runs[0].x - kind.size
    office, office_size = one_line(block.office, sheet.face, kind.size, room)
    base = y + kind.baseline
    items += [Words(office, kind.size, base, office_size), Words(day, kind.size, base, size)]
    y += kind.leading
    items += [Stroke(0, edge, sheet.width, edge, _THICK) for edge in (0, y)]
    return [Piece(y, tuple(items), hold=1, sinks=True)]


def _codes(block: Codes, sheet: Sheet) -> list[Piece]:
    side = block.side_mm * MM
    across = max(1, int((sheet.width + _BETWEEN) / (side + _BETWEEN)))
    rows = [block.codes[at : at + across] for at in range(0, len(block.codes), across)]
    return [_code_row(row, sheet, side) for row in rows]


def _code_row(row: Sequence[Code], sheet: Sheet, side: float) -> Piece:
    room = sheet.width / len(row)
    items: list[Item] = []
    for number, code in enumerate(row):
        middle = (number + 0.5) * room
        items.append(Modules(qr.modules(code.text), middle - side / 2, _BETWEEN / 2, side))
        if code.caption:
            base = _BETWEEN / 2 + side + 2 * _CAPTION
            items.append(_centred(code.caption, sheet.face, _CAPTION, x=number * room, y=base, width=room))
    return Piece(side + _BETWEEN + 2.5 * _CAPTION, tuple(items))
