"""Lists as .xlsx files for other programs: a title, the heads, one line each; no cell is ever a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yb_desktop.paper.workbook import packed, put

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a list stands in its file: the sheet's name, the title above, the heads and their widths in characters."""

    name: str
    title: str
    heads: Sequence[str]
    widths: Sequence[int]


def table(sheet: Sheet, rows: Sequence[Sequence[Cell]], made: date) -> bytes:
    """Give a list as .xlsx, dated with the day it was made: the same bytes for the same list."""
    book = Workbook()
    page = book.active if isinstance(book.active, Worksheet) else book.create_sheet()
    page.title = sheet.name
    put(page.cell(1, 1), sheet.title)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(sheet.heads))
    page["A1"].font, page["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    for number, row in enumerate((sheet.heads, *rows), start=2):
        for column, value in enumerate(row, start=1):
            if value is not None:
                put(page.cell(number, column), value)
    for cell in page[2]:
        cell.font = Font(bold=True)
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A3"
    return packed(book, made)
