"""What moved after a value or a holiday was entered: each matter's last day before and after, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from yb_desktop.services.desk import Step
from yb_desktop.services.office_settings import MovedClock
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row

COLUMNS = (
    Column[MovedClock]("name", "机构", lambda one: one.name, 210, sortable=False),
    Column[MovedClock]("rule", "规则", lambda one: one.rule, 56, sortable=False),
    Column[MovedClock]("before", "原最后一日", lambda one: _day(one.before), 104, sortable=False),
    Column[MovedClock](
        "after",
        "现最后一日",
        lambda one: _day(one.after) + ("（暂定）" if one.provisional else ""),
        150,
        sortable=False,
    ),
    Column[MovedClock]("why", "原因", lambda one: one.why, 420, sortable=False),
)


class MovedDialog(QDialog):
    """The list of what moved; Enter goes to the matter."""

    def __init__(self, context: Context, moved: Sequence[MovedClock], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("期限的变动")
        found = tuple(moved)

        def fetch(request: PageRequest[MovedClock]) -> Page[MovedClock]:
            return Page(found[request.offset : request.offset + request.limit], len(found))

        self.rows: RowsView[MovedClock] = RowsView(
            "settings/moved",
            COLUMNS,
            fetch,
            context.tasks,
            context.preferences,
            name="期限的变动",
            empty=EmptyState("没有期限因此变动", icon="done"),
        )
        self.rows.load(fetch)
        self._context = context
        leave = button("知道了", "primary")
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label("期限的变动", "heading"))
        layout.addWidget(
            label(f"已生效。共有 {len(found)} 个正在计算的期限变动；双击可打开该事项。", "muted", wrap=True)
        )
        layout.addWidget(self.rows, 1)
        layout.addLayout(row(None, leave))
        self.resize(px(900), px(440))
        leave.clicked.connect(self.accept)
        self.rows.opened.connect(self._go)

    def _go(self, one: MovedClock) -> None:
        self.accept()
        screen = "agreements" if one.entity.startswith("agr-") else "applications"
        self._context.navigator.go(screen, one.entity)


def show_moved(context: Context, step: Step, parent: QWidget) -> None:
    """Show what an action moved; where nothing did, say so by the way."""
    moved = [one for one in step.rows if isinstance(one, MovedClock)]
    if moved:
        MovedDialog(context, moved, parent).open()
    else:
        context.say("已生效，没有期限因此变动")


def _day(value: object) -> str:
    return str(value) if value is not None else "不计时"
