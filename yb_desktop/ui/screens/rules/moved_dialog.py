"""Which open matters a new value or a holiday moved: from which last day to which, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from yb_desktop.services.office_settings import MovedClock
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.rules.columns import MOVED
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list


class MovedDialog(QDialog):
    """Lists the matters; Enter or a double click opens the institution."""

    def __init__(self, context: Context, moved: Sequence[MovedClock], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("时限有变的事项")
        self.rows: RowsView[MovedClock] = RowsView(
            "rules/moved", MOVED, whole_list(moved, MOVED), context.tasks, context.preferences, name="时限有变的事项"
        )
        done = button("知道了", "primary")
        layout = QVBoxLayout(self)
        space(layout, margins=(18, 14, 18, 14), gap=10)
        layout.addWidget(label(f"有 {len(moved)} 个时限改变", "heading"))
        layout.addWidget(label("没有办结的事项已按新的数值重新计算。", "muted"))
        layout.addWidget(self.rows, 1)
        layout.addLayout(row(None, done))
        done.clicked.connect(self.accept)
        self.rows.opened.connect(self._go)
        self.rows.load()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take room for the reasons."""
        return QSize(px(980), px(440))

    def _go(self, one: MovedClock) -> None:
        self.accept()
        self._context.navigator.go("institutions", one.institution)
