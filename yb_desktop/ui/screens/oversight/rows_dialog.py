"""The rows behind a figure: searched by eye, sorted, copied, saved as .xlsx, each opening its matter."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from yb_desktop.services.views.figure_rows import FigureRow
from yb_desktop.services.views.oversight import Behind, save_behind
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.oversight.columns import ROWS
from yb_desktop.ui.screens.oversight.printing import save_as_excel
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list


class RowsDialog(QDialog):
    """Shows rows; Enter or a double click goes to the matter and closes the dialog."""

    def __init__(self, context: Context, behind: Behind, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._behind = behind
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(behind.title)
        self.rows: RowsView[FigureRow] = RowsView(
            "oversight/rows",
            ROWS,
            whole_list(behind.rows, ROWS),
            context.tasks,
            context.preferences,
            name=f"明细：{behind.title}",
            empty=EmptyState("没有明细", "这个数字由设定的数值算出，没有逐条的记录。"),
        )
        self.save_button = button("保存为 Excel…")
        self.close_button = button("关闭")
        layout = QVBoxLayout(self)
        space(layout, margins=(18, 14, 18, 14), gap=10)
        layout.addWidget(label(behind.title, "heading", wrap=True))
        layout.addWidget(label(f"{behind.said}　共 {len(behind.rows):,} 条", "muted", wrap=True))
        layout.addWidget(self.rows, 1)
        hint = label("按 Enter 或双击打开，Ctrl+C 复制选中的行。", "small")
        layout.addLayout(row(hint, None, self.save_button, self.close_button))
        self.rows.opened.connect(self._go)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)
        self.save_button.setEnabled(bool(behind.rows))
        self.rows.load()
        self.rows.table.setFocus()
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take most of the window it stands above."""
        above = self.parentWidget()
        room = above.window().size() if above else self.screen().availableGeometry().size()
        return QSize(min(px(1080), round(room.width() * 0.94)), round(room.height() * 0.86))

    def save(self) -> None:
        """Save all rows as .xlsx."""
        behind = self._behind
        name = behind.title.replace("/", "-")
        save_as_excel(self._context, name, lambda desk, path: save_behind(desk, behind, path), self)

    def _go(self, chosen: FigureRow) -> None:
        self.accept()
        self._context.navigator.go_to_matter(chosen.entity, chosen.institution)
