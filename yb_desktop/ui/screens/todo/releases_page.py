"""审核: the decisions that wait for their second person; what each would change; release it, or send it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.services.views.releasing import WaitingRelease
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.screens.todo.columns import RELEASE_COLUMNS
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list


class ReleasesPage(QWidget):
    """The list at the left, the chosen decision at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._all: tuple[WaitingRelease, ...] = ()
        empty = EmptyState(
            "没有待审核的事项", "经办人提交的不予受理、评估结果、中止、解除等决定，会列在这里。", icon="done"
        )
        self.rows: RowsView[WaitingRelease] = RowsView(
            "todo-releases",
            RELEASE_COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="待审核",
            empty=empty,
        )
        self.sheet: DecisionCard | None = None
        self._of: WaitingRelease | None = None
        self._room = QScrollArea()
        self._room.setWidgetResizable(True)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        space(layout)
        layout.addWidget(SideBySide(self.rows, self._room, first_share=4))
        self.rows.selected.connect(self._show)
        self.rows.opened.connect(lambda one: _go(context, one))
        self.rows.counted.connect(lambda _total: self._show(self.rows.current()))

    def show_releases(self, found: tuple[WaitingRelease, ...]) -> None:
        """Show the decisions."""
        self._all = found
        self._room.setVisible(bool(found))
        self.rows.load(whole_list(found))

    def _show(self, chosen: WaitingRelease | None) -> None:
        if chosen is not None and self._of != chosen:
            self._of, self.sheet = chosen, _sheet(self._context, chosen)
            self._room.setWidget(self.sheet)


def _go(context: Context, waiting: WaitingRelease) -> None:
    """Go to the page of the matter; a fork is settled on the page of the exchange."""
    if "office" in waiting.decision.params:
        context.navigator.go("exchange")
    else:
        context.navigator.go_to_matter(waiting.entity)


def _sheet(context: Context, waiting: WaitingRelease) -> DecisionCard:
    look = button(f"查看该{waiting.matter}", icon_name="right")
    look.clicked.connect(lambda: _go(context, waiting))
    said = " · ".join(part for part in (waiting.name, waiting.number, waiting.state) if part)
    head = QWidget()
    line = row(label(said, "strong", wrap=True), look)
    line.setStretch(0, 1)
    head.setLayout(line)
    return DecisionCard(context, waiting.decision, head)
