"""Lists as .xlsx files for other programs: a title, the heads, one line each; no cell is ever a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from yb_desktop.base.files import write_whole

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a list stands in its file: the sheet's name, the title above, the heads and their widths in characters."""

    name: str
    title: str
    heads: Sequence[str]
    widths: Sequence[int]


def write_table(file: Path, sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Write a list. Raises ``WorldError`` where it cannot be written."""
    book = Workbook()
    page = book.active or book.create_sheet()
    page.title = sheet.name
    page.append([sheet.title])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(sheet.heads))
    page["A1"].font, page["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    page.append(list(sheet.heads))
    for cell in page[2]:
        cell.font = Font(bold=True)
    for row in rows:
        page.append(list(row))
        for cell in page[page.max_row]:
            if cell.data_type == "f":  # a name that begins with "=" is a name, never a formula
                cell.data_type = "s"
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A3"
    whole = BytesIO()
    book.save(whole)
    write_whole(file, whole.getvalue())
