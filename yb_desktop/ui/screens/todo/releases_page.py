"""审核: the decisions that wait for their second person; what each would change; release it, or send it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.services.views.releasing import WaitingRelease
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.screens.todo.columns import RELEASE_COLUMNS, screen_of
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import button, label, row


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
            _nothing,
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
        self.rows.opened.connect(lambda one: context.navigator.go(screen_of(one.entity), one.entity))
        self.rows.counted.connect(lambda _total: self._show(self.rows.current()))

    def show_releases(self, found: tuple[WaitingRelease, ...]) -> None:
        """Show the decisions."""
        self._all = found
        self._room.setVisible(bool(found))

        def fetch(request: PageRequest[WaitingRelease]) -> Page[WaitingRelease]:
            return Page(found[request.offset : request.offset + request.limit], len(found))

        self.rows.load(fetch)

    def _show(self, chosen: WaitingRelease | None) -> None:
        if chosen is not None and self._of != chosen:
            self._of, self.sheet = chosen, _sheet(self._context, chosen)
            self._room.setWidget(self.sheet)


def _sheet(context: Context, waiting: WaitingRelease) -> DecisionCard:
    look = button(f"查看该{waiting.matter}", icon_name="right")
    look.clicked.connect(lambda: context.navigator.go(screen_of(waiting.entity), waiting.entity))
    said = " · ".join(part for part in (waiting.name, waiting.number, waiting.state) if part)
    head = QWidget()
    head.setLayout(row(label(said, "strong", wrap=True), look))
    return DecisionCard(context, waiting.decision, head)


def _nothing(_request: PageRequest[WaitingRelease]) -> Page[WaitingRelease]:
    return Page((), 0)
