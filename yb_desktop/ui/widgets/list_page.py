"""The page of a list, the same on every screen: its head, what narrows it, the rows, and a line of words below."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import SectionHeader, label, row

R = TypeVar("R")


class ListPage(QWidget):
    """Lays itself out once its parts are made; ``said`` is the line below the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.said: QLabel = label("", "small")

    def lay_out(
        self, header: SectionHeader, bar: QLayout, rows: RowsView[R], *, search: SearchBox | None = None
    ) -> None:
        """Put the parts in their order; from the search one goes down into the rows."""
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(header)
        layout.addLayout(bar)
        layout.addWidget(rows, 1)
        layout.addLayout(row(self.said, None))
        if search is not None:
            search.go_down.connect(rows.table.setFocus)
