"""Scans brought to one agreement: read and matched like those of the inbox, above the page they were chosen on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.agreements.scans_page import ScansPage
from yb_desktop.ui.theme import space


class ScansDialog(QDialog):
    """Reads files at once; what they are and where they belong is told by their codes, as in the inbox."""

    def __init__(self, context: Context, title: str, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = ScansPage(context, back="关闭")
        self.page.left.connect(self.reject)
        layout = QVBoxLayout(self)
        space(layout, margins=(0, 0, 0, 0), gap=0)
        layout.addWidget(self.page)
        self.resize(self.sizeHint())
        self.page.read(paths)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take most of the window it stands above."""
        above = self.parentWidget()
        room = above.window().size() if above else self.screen().availableGeometry().size()
        return QSize(round(room.width() * 0.94), round(room.height() * 0.94))
