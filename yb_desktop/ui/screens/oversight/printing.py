"""Sheets of oversight (a ledger, the statistics of a year, the scorecard of counties): as printed, or for Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from yb_desktop.services.desk import Desk
from yb_desktop.services.office_papers import TITLES, OfficeWanted, office_paper
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog

_EXCEL = FileKind("Excel 表格", ("xlsx",))


def open_sheet(context: Context, document: str, wanted: OfficeWanted, parent: QWidget) -> None:
    """Show a sheet; it is made in the worker, and from there printed or saved."""

    def make(desk: Desk) -> tuple[bytes, ...]:
        return (office_paper(desk, document, wanted),)

    PreviewDialog(context, TITLES[document], make, parent, name=TITLES[document]).open()


def save_as_excel(context: Context, name: str, write: Callable[[Desk, Path], None], owner: QWidget) -> None:
    """Ask where to, have the worker write the file, and say where it is."""
    path = context.ask.choose_file_to_save("保存为 Excel", f"{name}.xlsx", (_EXCEL,))
    if path is not None:
        context.read(lambda desk: write(desk, path), lambda _none: context.say(f"已保存：{path}"), owner=owner)
