"""A composed document as an Excel workbook (.xlsx): its title, its words, its tables as cells, ready to be sorted.

A text is always a text: what begins with ``=`` is a name that begins so, never a formula, and stays one when the cell
is edited. Columns of figures hold numbers. The same bytes for the same document: openpyxl's clock is taken out again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from yb_desktop.paper.blocks import (
    Align,
    Block,
    Composed,
    FillLine,
    Heading,
    KeepTogether,
    Labelled,
    Para,
    SignatureBlock,
    Table,
    Title,
)
from yb_desktop.paper.grid import Rows, head_rows, spots
from yb_desktop.paper.markup import escaped, plain

CellValue = str | int | float | date
_STAMP = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_FIGURE = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,4})?")
_UNSAFE = tuple("=+-@\t\r")
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
_ALIGNS = {Align.JUSTIFY: "left", Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
_WIDE = 120.0  # characters: the width of a sheet that prints on landscape A4


def workbook(composed: Composed) -> bytes:
    """Write a composed document as .xlsx. Raises ``BadInput`` (``glyph``) for a control character."""
    book = Workbook()
    sheet = book.active if isinstance(book.active, Worksheet) else book.create_sheet()
    sheet.title = _NOT_IN_NAMES.sub("", composed.document.title)[:31] or "1"
    _Writer(sheet, _columns(composed.blocks)).write(composed)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return packed(book, composed.document.made)


def put(cell: BookCell | MergedCell, value: CellValue) -> None:
    """Put a value into a cell; a text stays a text, whatever it begins with. Raises ``BadInput`` (``glyph``)."""
    if not isinstance(value, str):
        cell.value = value
        return
    escaped(value)
    cell.value = value
    cell.data_type = "s"
    if value.startswith(_UNSAFE):
        cell.quotePrefix = True


def packed(book: Workbook, made: date) -> bytes:
    """Give a workbook's file, dated with the day it was made: the same bytes for the same cells."""
    raw = io.BytesIO()
    book.save(raw)
    day = datetime(made.year, made.month, made.day, 4, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii")
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + day, data)
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, data)
    return out.getvalue()


def _columns(blocks: Sequence[Block]) -> int:
    return max((len(block.columns) for block in _flat(blocks) if isinstance(block, Table)), default=1)


def _flat(blocks: Sequence[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        out += _flat(block.blocks) if isinstance(block, KeepTogether) else [block]
    return out


def _said(block: Block) -> Iterator[str]:
    """Give the lines of a block of words; spaces, seals, QRs and cut lines are for paper."""
    match block:
        case Heading() | Para():
            yield plain(block.text)
        case Labelled():
            yield block.label + plain(block.text)
        case FillLine():
            yield "　".join(f"{field.label}{plain(field.value)}" for field in block.fields)
        case SignatureBlock():
            yield from (block.office, block.day)
        case _:
            return


def _lies(block: Block) -> Align:
    if isinstance(block, SignatureBlock):
        return Align.RIGHT
    return block.align if isinstance(block, Para) else Align.LEFT


class _Writer:
    """Goes down a sheet, row by row."""

    def __init__(self, sheet: Worksheet, columns: int) -> None:
        self._sheet = sheet
        self._columns = columns
        self._row = 1

    def write(self, composed: Composed) -> None:
        """Write every block that says something."""
        for block in _flat(composed.blocks):
            if isinstance(block, Title):
                self._line(plain(block.text).replace("\n", ""), Align.CENTER, size=16, bold=True)
                self._line(composed.document.number, Align.RIGHT)
            elif isinstance(block, Table):
                self._table(block)
            else:
                for text in _said(block):
                    self._line(text, _lies(block), bold=isinstance(block, Heading))

    def _line(self, text: str, align: Align = Align.LEFT, *, size: int = 11, bold: bool = False) -> None:
        row = self._row
        self._sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=self._columns)
        cell = self._sheet.cell(row, 1)
        put(cell, text)
        cell.font = Font(name="宋体", size=size, bold=bold)
        cell.alignment = Alignment(horizontal=_ALIGNS[align], vertical="center", wrap_text=True)
        lines = -(-sum(2 if ord(char) > 0xFF else 1 for char in text) // int(_WIDE)) or 1
        self._sheet.row_dimensions[row].height = max(18, size * 1.5) * lines
        self._row += 1

    def _table(self, table: Table) -> None:
        head = head_rows(table)
        total = sum(column.weight for column in table.columns)
        for at, column in enumerate(table.columns, start=1):
            self._sheet.column_dimensions[get_column_letter(at)].width = max(6.0, _WIDE * column.weight / total)
        self._rows(table, head, head=True)
        if head:
            self._sheet.print_title_rows = f"{self._row - len(head)}:{self._row - 1}"
        self._rows(table, table.rows, head=False)

    def _rows(self, table: Table, rows: Rows, *, head: bool) -> None:
        line = Side(style="thin")
        frame = Border(left=line, right=line, top=line, bottom=line)
        for one in spots(rows, len(table.columns)):
            top, left = self._row + one.row, one.column + 1
            for across in range(one.columns):
                for down in range(one.rows):
                    self._sheet.cell(top + down, left + across).border = frame
            if one.rows > 1 or one.columns > 1:
                end = (top + one.rows - 1, left + one.columns - 1)
                self._sheet.merge_cells(start_row=top, start_column=left, end_row=end[0], end_column=end[1])
            column = table.columns[one.column]
            cell = self._sheet.cell(top, left)
            text = plain(one.cell.text)
            put(cell, _figure(text) if column.figures and not head else text)
            cell.font = Font(name="宋体", size=11, bold=head)
            cell.alignment = Alignment(
                horizontal=_ALIGNS[one.cell.align or column.align], vertical="center", wrap_text=True
            )
        self._row += len(rows)


def _figure(text: str) -> CellValue:
    if not _FIGURE.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
