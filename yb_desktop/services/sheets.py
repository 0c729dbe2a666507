"""Read a foreign .xlsx safely: what the office brings in from elsewhere is looked at before it is opened.

The order is: what kind of file it is (old .xls, encrypted, text with a wrong name, macros: each gets its own sentence),
how big it would become (members, inflated bytes, ratio, elements: `sheets_guard.py`), and only then openpyxl in its
read-only mode, with the values that Excel stored last for formulas. Cells come out as plain values: dates as days,
whatever has no day as text.
"""

from __future__ import annotations

import errno
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.files import world_error
from yb_desktop.domain.listing_headers import (
    HEAD_SEARCH_ROWS,
    Cell,
    Column,
    Head,
    Sheet,
    SheetRow,
    check_head,
    find_head,
    likely_head,
)
from yb_desktop.services.sheets_guard import MAX_COLUMNS, Merge, guard, merges_by_sheet

MAX_ROWS = 200_000
LAST_ROW = 2**20  # of any .xlsx
MAX_SHEETS = 50
PROGRESS_EVERY = 1_000

# What openpyxl and the parsers below it raise on a damaged file; XML syntax errors are SyntaxErrors.
_BROKEN = (
    BadZipFile, InvalidFileException, ParseError, SyntaxError, zlib.error, EOFError,
    KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError,
)  # fmt: skip


Merges = Mapping[str, Sequence[Merge]]
"""The merged cells of each sheet."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    head: Head | None
    top: tuple[SheetRow, ...]


def read_sheet(
    path: Path,
    *,
    columns: Mapping[Column, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Sheet:
    """Read the sheet of a workbook whose head fits best, with merged cells filled in and blank rows left out.

    ``columns`` names columns by their head or their letter where the usual names do not help; ``progress`` is told the
    number of rows read, every 1,000. Raises ``Refused`` for a file that is not a plain .xlsx, ``BadInput`` when none
    has the required columns or there are more than 200,000 rows, ``WorldError`` when the file cannot be read.
    """

    def read(book: Workbook, merges: Merges) -> Sheet:
        best, others = _choose(book, merges, columns or {})
        head = check_head(best.head, best.name)
        rows = tuple(_data_rows(book, best.name, head, merges.get(best.name, ()), progress))
        return Sheet(name=best.name, head=head, rows=rows, other_sheets=others)

    sheet = _opened(path, read)
    if progress is not None:
        progress(len(sheet.rows))
    return sheet


def look_at(path: Path) -> Sheet:
    """Read the first rows of the sheet whose head fits best, also where its columns are not known yet.

    Raises like ``read_sheet``, but for columns that are missing: they are left for a person to name.
    """

    def look(book: Workbook, merges: Merges) -> Sheet:
        best, others = _choose(book, merges, {})
        head = best.head or likely_head(best.top)
        below = tuple(row for row in best.top if row.number > head.rows[-1])
        return Sheet(name=best.name, head=head, rows=below, other_sheets=others)

    return _opened(path, look)


def _opened(path: Path, read: Callable[[Workbook, Merges], Sheet]) -> Sheet:
    """Look a file over, open it, and read from it."""
    try:
        with path.open("rb") as source, warnings.catch_warnings():
            guard(source, path)
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not concern the values
            return _parsed(path, source, read)
    except OSError as problem:
        # EINVAL: a broken directory of members points to where no file can be; no number: openpyxl finds no workbook
        if problem.errno in {None, errno.EINVAL}:
            raise _damaged(path) from problem
        raise world_error(problem, path) from problem


def _parsed(path: Path, source: BinaryIO, read: Callable[[Workbook, Merges], Sheet]) -> Sheet:
    """Read; whatever the parsers below raise on a damaged file becomes one refusal."""
    try:
        merges = merges_by_sheet(source)
        book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        return read(book, merges)
    except _BROKEN as problem:
        raise _damaged(path) from problem
    finally:
        source.seek(0)


def _damaged(path: Path) -> Refused:
    return Refused(
        "sheet-damaged",
        f"“{path.name}”已损坏，读不出来。请用 Excel 或 WPS 打开检查，另存为新的 .xlsx 文件后再导入。",
    )


def _choose(book: Workbook, merges: Merges, columns: Mapping[Column, str]) -> tuple[_Candidate, tuple[str, ...]]:
    """Choose the visible sheet with the most known columns; the first one wins a tie."""
    if len(book.sheetnames) > MAX_SHEETS:
        raise BadInput(
            "list-sheets", f"文件里有{len(book.sheetnames)}个工作表，超过{MAX_SHEETS}个。请只保留机构名单后再导入。"
        )
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    looked = [_look(book, name, merges.get(name, ()), columns) for name in visible]
    filled = [candidate for candidate in looked if candidate.top]
    if not filled:
        raise BadInput("list-empty", "文件里没有内容。请选择有机构名单的 .xlsx 文件。")
    best = max(filled, key=lambda candidate: len(candidate.head.columns) if candidate.head else 0)
    return best, tuple(candidate.name for candidate in looked if candidate.name != best.name)


def _look(book: Workbook, name: str, merges: Sequence[Merge], columns: Mapping[Column, str]) -> _Candidate:
    """Look at the first rows of a sheet only."""
    top = tuple(islice(_filled(_rows(book, name), merges, across=True), HEAD_SEARCH_ROWS))
    joined: dict[int, int] = {}
    for merge in merges:
        if merge.bottom > merge.top:
            joined[merge.top] = max(joined.get(merge.top, 0), merge.bottom)
    return _Candidate(name=name, head=find_head(top, joined, columns), top=top)


def _data_rows(
    book: Workbook, name: str, head: Head, merges: Sequence[Merge], progress: Callable[[int], None] | None
) -> Iterator[SheetRow]:
    """Yield the rows below the head, in order."""
    last_head = head.rows[-1]
    below = [merge for merge in merges if merge.top > last_head]
    count = 0
    for row in _filled(_rows(book, name), below, across=False):
        if row.number <= last_head:
            continue
        count += 1
        if count > MAX_ROWS:
            raise BadInput("list-too-long", f"名单超过{MAX_ROWS}行。请拆成几个文件分别导入。")
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress(count)
        yield row


def _rows(book: Workbook, name: str) -> Iterator[SheetRow]:
    """Yield the rows that hold anything, with plain values; a sheet's own word on its size is not believed."""
    sheet = book[name]
    sheet.reset_dimensions()
    seen: dict[str, str] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        if number > LAST_ROW:
            raise ValueError("a row number that no sheet can have")
        if cells.count(None) == len(cells):
            continue
        width = len(cells)
        while cells[width - 1] is None:
            width -= 1
        plain = tuple(_plain(cell, seen) for cell in cells[:width])
        if any(cell is not None for cell in plain):
            yield SheetRow(number=number, cells=plain)


def _filled(rows: Iterator[SheetRow], merges: Sequence[Merge], *, across: bool) -> Iterator[SheetRow]:
    """Fill merged cells with the value of their first cell: down its column, and in a head across its columns too."""
    waiting = sorted(merges, key=lambda merge: merge.top, reverse=True)
    active: list[tuple[Merge, Cell]] = []
    for row in rows:
        active = [(merge, value) for merge, value in active if merge.bottom >= row.number]
        while waiting and waiting[-1].top <= row.number:
            merge = waiting.pop()
            if merge.top == row.number and merge.left < len(row.cells):
                active.append((merge, row.cells[merge.left]))
        yield _fill(row, active, across=across) if active else row


def _fill(row: SheetRow, active: Sequence[tuple[Merge, Cell]], *, across: bool) -> SheetRow:
    cells = list(row.cells)
    for merge, value in active:
        right = merge.right if across else merge.left
        cells.extend([None] * (right + 1 - len(cells)))
        for at in range(merge.left, right + 1):
            if cells[at] is None:
                cells[at] = value
    return SheetRow(number=row.number, cells=tuple(cells))


def _plain(cell: object, seen: dict[str, str]) -> Cell:
    """Turn a value of openpyxl into a plain one; equal texts are kept once."""
    match cell:
        case None | bool() | int() | float():
            return cell
        case str():
            text = cell.strip()
            return seen.setdefault(text, text) if text else None
        case datetime():
            return cell.date()
        case date():
            return cell
        case _:
            return str(cell)  # a time of day or a duration: no day, so it will not pass for a date
