"""Tables: ruled, of the full width, heads repeated on every page, cells that wrap and that span columns and rows.

Rows joined by a cell that spans them stay on one page where they fit on one, and so do a table's last three. A row
higher than a page is divided between its lines, and so is a first row that would leave the title above it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import accumulate
from math import ceil

from yb_desktop.paper.blocks import Cell, Column, Table, Text
from yb_desktop.paper.breaking import Align, Line, Measure, Styled, broken
from yb_desktop.paper.flow import Item, Piece, Stroke, Words
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.grid import Rows, head_rows, spots
from yb_desktop.paper.styles import MM, Sheet

_PAD = 1.5 * MM
_PAD_ABOVE = 1.0 * MM
_LEADING = 1.35
_RULE = 0.5
_FRAME = 1.0
_NARROW = 12  # characters: lines of a cell narrower than this would gape if they were justified
_LAST = 3  # rows at a table's end that stay together
_FEWEST = 2  # lines of a divided row on a page
_INSIDE = -2  # a row that no cell ends in


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell in its place: first row and column, how many of each it covers, and its lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Line, ...]
    height: float  # what it needs
    from_top: bool = False  # room to write by hand goes on below what is printed
    open_below: bool = False  # goes on in the next row, with no rule between


@dataclass(frozen=True, slots=True)
class _Row:
    """A row in its place, with every cell that lies in it; ``top``, ``last``: it begins or ends the table's frame."""

    number: int
    height: float
    boxes: tuple[_Box, ...]
    top: bool
    last: bool


def table_pieces(table: Table, sheet: Sheet) -> list[Piece]:
    """Set a table: a piece for each row."""
    setter = _setter(table.columns, table.size or sheet.table, table.row_mm, sheet)
    head = setter.head(table)
    head_height = sum(piece.height for piece in head)
    body = setter.rows(table.rows, sheet.height - head_height, top=not head)
    pieces = [replace(piece, head=tuple(head)) if head else piece for piece in body]
    # No last row stands alone on a page: a total stays with what it adds up.
    for at in range(max(0, len(pieces) - _LAST), len(pieces) - 1):
        pieces[at] = replace(pieces[at], keep_next=True)
    return [*head, *pieces]


class _Setter:
    """Sets the rows of tables that have the same columns."""

    def __init__(self, columns: Sequence[Column], size: float, row_mm: float, sheet: Sheet) -> None:
        self.columns = columns
        self.size = size
        self.leading = size * _LEADING
        self.least = row_mm * MM
        self.face = sheet.face if sheet.face is not Face.FANG else Face.SONG
        total = sum(column.weight for column in columns)
        self.edges = [*accumulate((sheet.width * column.weight / total for column in columns), initial=0.0)]

    def head(self, table: Table) -> list[Piece]:
        """Set the head rows, nothing when the columns have none."""
        rows = head_rows(table)
        pieces = self.rows(rows, float("inf"), top=True) if rows else []
        return [replace(piece, keep_next=True, divided=None) for piece in pieces]

    def rows(self, rows: Rows, available: float, *, top: bool) -> list[Piece]:
        """Set rows, with the frame's upper line above the first when ``top``."""
        if any(isinstance(cell, Cell) and cell.rows > 1 for row in rows for cell in row):
            pieces = self.joined_rows(rows, available, top=top, last=True)
        else:
            ends = len(rows) - 1
            pieces = [
                piece
                for at, row in enumerate(rows)
                for piece in _row(self, row, available, top=top and at == 0, last=at == ends)
            ]
        if not top or not pieces:
            return pieces
        return [piece if number == 0 else replace(piece, head=self._crown()) for number, piece in enumerate(pieces)]

    def joined_rows(self, rows: Rows, available: float, *, top: bool, last: bool) -> list[Piece]:
        """Set rows that cells may span; ``last``: they end the table."""
        boxes = self._boxes(rows)
        heights = self._heights(boxes, len(rows))
        if any(sum(heights[start:end]) > available for start, end in _groups(boxes, len(rows))):
            boxes = [part for box in boxes for part in _opened(box)]
            heights = self._heights(boxes, len(rows))
        joined = _joined(boxes, len(rows))
        pieces: list[Piece] = []
        for row, height in enumerate(heights):
            ends = last and row == len(rows) - 1
            begin = [box for box in boxes if box.row == row]
            through = [box for box in boxes if box.row <= row < box.row + box.rows]
            first = row == 0 and top
            items: list[Item] = [self._upper()] if first else []
            items += self._rules(through, row, height, last=ends)
            for box in begin:
                items += self._text(box, sum(heights[row : row + box.rows]))
            divided = partial(self._divided, _Row(row, height, tuple(through), top=first, last=ends), available)
            pieces.append(Piece(height, tuple(items), keep_next=joined[row], foot=self._foot(height), divided=divided))
        return pieces

    def _upper(self) -> Stroke:
        return Stroke(0, 0, self.edges[-1], 0, _FRAME)

    def _crown(self) -> tuple[Piece, ...]:
        # On a later page without a head the frame's upper line is drawn again by an empty strip above.
        return (Piece(0.0, (self._upper(),)),)

    def _foot(self, height: float) -> tuple[Item, ...]:
        return (Stroke(0, height, self.edges[-1], height, _FRAME),)

    def _boxes(self, rows: Rows) -> list[_Box]:
        places = spots(rows, len(self.columns))
        return [self._box(one.cell, one.row, one.column, one.rows, one.columns) for one in places]

    def _box(self, cell: Cell, row: int, at: int, depth: int, span: int) -> _Box:
        width = max(self.edges[at + span] - self.edges[at] - 2 * _PAD, self.size)
        align = cell.align or self.columns[at].align
        if align is Align.LEFT and width >= _NARROW * self.size:
            align = Align.JUSTIFY
        measure = Measure(self.size, self.size, width, align=align)
        lines = broken(_styled(cell.text, cell.face or self.face), measure)
        height = max(len(lines), cell.lines) * self.leading + 2 * _PAD_ABOVE
        return _Box(row, at, depth, span, lines, height, from_top=bool(lines) and cell.lines > len(lines))

    def _heights(self, boxes: Sequence[_Box], count: int) -> list[float]:
        heights = [self.least] * count
        for box in sorted(boxes, key=lambda box: box.rows):
            have = sum(heights[box.row : box.row + box.rows])
            if box.height > have:
                heights[box.row + box.rows - 1] += box.height - have
        return heights

    def _rules(self, boxes: Sequence[_Box], row: int, height: float, *, last: bool) -> list[Item]:
        rules: list[Item] = []
        right = self.edges[-1]
        for edge in sorted({box.column for box in boxes} | {box.column + box.columns for box in boxes}):
            x = self.edges[edge]
            rules.append(Stroke(x, 0, x, height, _FRAME if x in {0.0, right} else _RULE))
        for box in boxes:
            if box.row + box.rows == row + 1 and not box.open_below:
                left, end = self.edges[box.column], self.edges[box.column + box.columns]
                rules.append(Stroke(left, height, end, height, _FRAME if last else _RULE))
        return rules

    def _text(self, box: _Box, height: float) -> list[Item]:
        middle = (height - len(box.lines) * self.leading) / 2
        top = _PAD_ABOVE if box.from_top else max(middle, _PAD_ABOVE)
        return self._lines(box, box.lines, top)

    def _lines(self, box: _Box, lines: Sequence[Line], top: float) -> list[Item]:
        base = top + (self.leading - self.size) / 2 + 0.88 * self.size
        x = self.edges[box.column] + _PAD
        return [Words(line, x, base + number * self.leading, self.size) for number, line in enumerate(lines)]

    def _divided(self, row: _Row, available: float, room: float) -> list[Piece]:
        """Set a row in parts of whole lines: the first no higher than ``room``, the others than ``available``."""
        begin = [box for box in row.boxes if box.row == row.number]
        left = max([ceil(self._lines_in(row.height)), *(len(box.lines) for box in begin)])
        most = int(self._lines_in(room))
        pieces: list[Piece] = []
        start = 0
        while left:
            if pieces or most < _FEWEST:
                most = max(int(self._lines_in(available)), 1)
            count = min(most, left)
            if 0 < left - count < _FEWEST < count:
                count = left - _FEWEST
            left -= count
            height = count * self.leading + 2 * _PAD_ABOVE
            items: list[Item] = [self._upper()] if row.top and not pieces else []
            items += self._rules(row.boxes, _INSIDE if left else row.number, height, last=row.last)
            for box in begin:
                items += self._lines(box, box.lines[start : start + count], _PAD_ABOVE)
            head = self._crown() if row.top and pieces else ()
            pieces.append(Piece(height, tuple(items), head=head, foot=self._foot(height)))
            start += count
        return pieces

    def _lines_in(self, height: float) -> float:
        return round((height - 2 * _PAD_ABOVE) / self.leading, 3)


@lru_cache(maxsize=64)
def _setter(columns: tuple[Column, ...], size: float, row_mm: float, sheet: Sheet) -> _Setter:
    return _Setter(columns, size, row_mm, sheet)


@lru_cache(maxsize=1024)
def _row(setter: _Setter, row: tuple[str | Cell, ...], available: float, *, top: bool, last: bool) -> tuple[Piece, ...]:
    # Kept: what stands in annexes and lists comes again in the next paper row for row.
    return tuple(setter.joined_rows((row,), available, top=top, last=last))


def _joined(boxes: Sequence[_Box], count: int) -> list[bool]:
    # Whether a row stays with the next, because a cell spans both.
    joined = [False] * count
    for box in boxes:
        for row in range(box.row, box.row + box.rows - 1):
            joined[row] = True
    return joined


def _groups(boxes: Sequence[_Box], count: int) -> list[tuple[int, int]]:
    # Rows that stay together: first, and one past the last.
    joined = _joined(boxes, count)
    ends = [row + 1 for row in range(count) if not joined[row]]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _opened(box: _Box) -> list[_Box]:
    # A cell over more rows than a page holds, as cells of one row each, the text in the first.
    if box.rows == 1:
        return [box]
    first = replace(box, rows=1, open_below=True)
    rest = [
        replace(box, row=row, rows=1, lines=(), height=0.0, open_below=row < box.row + box.rows - 1)
        for row in range(box.row + 1, box.row + box.rows)
    ]
    return [first, *rest]


def _styled(text: Text, face: Face) -> Styled:
    if isinstance(text, str):
        return ((text, face),)
    return tuple((part, face) if isinstance(part, str) else (part.text, part.face) for part in text)
