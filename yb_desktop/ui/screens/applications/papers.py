"""Opening a paper of a case: shown as it is printed, from there printed or saved."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yb_desktop.services.papers import Wanted
from yb_desktop.services.views.applications import PaperLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.paper_preview import PaperPreview
from yb_desktop.ui.preview import PreviewDialog


def open_paper(context: Context, case: str, paper: PaperLine, parent: QWidget) -> PreviewDialog:
    """Show a paper; it is made from its record in the worker."""
    title, wanted = f"{paper.title}　{paper.number}", Wanted(case=case, number=paper.number)
    dialog = PaperPreview(context, title, paper.document, wanted, parent, name=f"{paper.title}{paper.number}")
    dialog.open()
    return dialog
