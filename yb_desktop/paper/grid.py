"""Where the cells of a table lie: which row and column each begins in, and how many of both it covers.

Shared by every way a table is written (PDF, Word, Excel), so that spans mean the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from yb_desktop.paper.blocks import Cell, Table
from yb_desktop.paper.breaking import Align
from yb_desktop.paper.fonts import Face

Rows = Sequence[tuple[str | Cell, ...]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell in its place; ``rows`` and ``columns`` are cut to what the table has."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int


def spots(rows: Rows, width: int) -> Iterator[Spot]:
    """Give the cells of rows in their places; a place covered by a cell from above is left out of its row."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        at = 0
        for cell in (cell if isinstance(cell, Cell) else Cell(cell) for cell in cells):
            while (row, at) in taken:
                at += 1
            span = min(cell.columns, width - at)
            if span < 1:
                break
            depth = min(cell.rows, len(rows) - row)
            taken |= {(row + down, at + across) for down in range(depth) for across in range(span)}
            yield Spot(cell, row, at, depth, span)
            at += span


def head_rows(table: Table) -> list[tuple[str | Cell, ...]]:
    """Give the rows of a table's head: the groups above the columns' own names; none when the columns have none."""
    names = tuple(Cell(column.head, align=Align.CENTER, face=Face.HEI) for column in table.columns)
    rows: list[tuple[str | Cell, ...]] = []
    if table.groups:
        rows.append(tuple(_headed(cell) for cell in table.groups))
        covered = _covered_below(table.groups)
        names = tuple(name for at, name in enumerate(names) if at not in covered)
    if any(column.head for column in table.columns):
        rows.append(names)
    return rows


def _headed(cell: str | Cell) -> Cell:
    cell = cell if isinstance(cell, Cell) else Cell(cell)
    return replace(cell, align=cell.align or Align.CENTER, face=cell.face or Face.HEI)


def _covered_below(groups: Sequence[str | Cell]) -> set[int]:
    covered: set[int] = set()
    at = 0
    for cell in groups:
        span, depth = (cell.columns, cell.rows) if isinstance(cell, Cell) else (1, 1)
        if depth > 1:
            covered |= set(range(at, at + span))
        at += span
    return covered
