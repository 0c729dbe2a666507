"""Opening a paper of a case: shown as it is printed, from there printed or saved."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yb_desktop.services.desk import Desk
from yb_desktop.services.views.applications import PaperLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog


def open_paper(context: Context, case: str, paper: PaperLine, parent: QWidget) -> PreviewDialog:
    """Show a paper; it is made from its record in the worker."""

    def make(desk: Desk) -> tuple[bytes, ...]:
        from yb_desktop.services import papers

        return (papers.paper(desk, paper.document, case=case, number=paper.number),)

    dialog = PreviewDialog(context, f"{paper.title}　{paper.number}", make, parent, name=f"{paper.title}{paper.number}")
    dialog.open()
    return dialog
