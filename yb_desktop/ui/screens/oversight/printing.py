"""Opening a sheet of oversight as it is printed: a ledger, the statistics of a year, the scorecard of counties."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yb_desktop.services.desk import Desk
from yb_desktop.services.office_papers import TITLES, OfficeWanted, office_paper
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog


def open_sheet(context: Context, document: str, wanted: OfficeWanted, parent: QWidget) -> None:
    """Show a sheet; it is made in the worker, and from there printed or saved."""

    def make(desk: Desk) -> tuple[bytes, ...]:
        return (office_paper(desk, document, wanted),)

    PreviewDialog(context, TITLES[document], make, parent, name=TITLES[document]).open()
