"""Which open matters a new value or a holiday moved: from which last day to which, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from yb_desktop.services.office_settings import MovedClock
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

if TYPE_CHECKING:
    from yb_desktop.services.desk import Step


def _day(day: date | None, *, provisional: bool = False) -> str:
    return ("不计时" if day is None else day.isoformat()) + ("（暂定）" if provisional else "")


COLUMNS = (
    Column[MovedClock]("name", "机构", lambda one: one.name, 240),
    Column[MovedClock]("rule", "规则", lambda one: one.rule, 60),
    Column[MovedClock]("before", "原最后一日", lambda one: _day(one.before), 110),
    Column[MovedClock]("after", "现最后一日", lambda one: _day(one.after, provisional=one.provisional), 150),
    Column[MovedClock]("why", "原因", lambda one: one.why, 400),
)


class MovedDialog(QDialog):
    """Lists the matters; Enter or a double click opens one."""

    def __init__(self, context: Context, moved: Sequence[MovedClock], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("时限有变的事项")
        self.rows: RowsView[MovedClock] = RowsView(
            "moved", COLUMNS, whole_list(moved, COLUMNS), context.tasks, context.preferences, name="时限有变的事项"
        )
        done = button("知道了", "primary")
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label(f"有 {len(moved)} 个时限改变", "heading"))
        layout.addWidget(label("没有办结的事项已按新的数值重新计算。按 Enter 或双击打开。", "muted", wrap=True))
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
        self._context.navigator.go_to_matter(one.entity, one.institution)


def open_moved(context: Context, step: Step, parent: QWidget) -> bool:
    """Show what an action moved; say whether anything was."""
    moved = tuple(one for one in step.rows if isinstance(one, MovedClock))
    if moved:
        MovedDialog(context, moved, parent).open()
    return bool(moved)


def show_moved(context: Context, step: Step, parent: QWidget) -> None:
    """Show what an action moved; where nothing did, say so by the way."""
    if not open_moved(context, step, parent):
        context.say("已生效，没有时限因此改变")
