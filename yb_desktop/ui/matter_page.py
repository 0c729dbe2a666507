"""The page of one matter at a time: fetched in the worker, built anew when it changed, left as it is when it did not.

A page says what it fetches, what stands in its head and in its body; how it comes, goes and is kept is told here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.services.views.case_history import HistoryLine
from yb_desktop.services.views.case_way import Standing
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.current_tabs import CurrentTabs
from yb_desktop.ui.widgets.history import Event
from yb_desktop.ui.widgets.steps import StepState
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import button, column

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk

V = TypeVar("V")

_READING = "正在读取…"

STEP_STATES: Mapping[Standing, StepState] = {
    Standing.DONE: StepState.DONE,
    Standing.NOW: StepState.NOW,
    Standing.LATER: StepState.LATER,
    Standing.STOPPED: StepState.STOPPED,
}
"""How a step on the way of a matter looks, by where it stands."""


class MatterPage(SubPage, Generic[V]):
    """Shows one matter by its id; ``fetch`` reads it. The actions in the head wait until it is there."""

    def __init__(self, context: Context, to: str, fetch: Callable[[Desk, str], V], *actions: QWidget) -> None:
        super().__init__(to)
        self._context = context
        self._fetch = fetch
        self._actions = actions
        self._id = ""
        self._body: QWidget | None = None
        self.view: V | None = None
        self.tabs: CurrentTabs | None = None
        self.header = self.head("", _READING, *actions)
        self._layout = QVBoxLayout(self)
        space(self._layout, margins=(16, 12, 16, 12), gap=10)
        self._layout.addWidget(self.header)

    def title_of(self, view: V) -> tuple[str, str]:
        """Give the title and the sentence below it."""
        raise NotImplementedError

    def body_of(self, view: V) -> QWidget:
        """Build what stands below the head."""
        raise NotImplementedError

    def show_matter(self, matter: str) -> None:
        """Show another matter."""
        if matter != self._id:
            self._id, self.view, self.tabs = matter, None, None
            self.header.set_title("")
            self.header.set_sentence(_READING)
            self._replace(None)
        self.refresh()

    def refresh(self) -> None:
        """Fetch the matter anew."""
        wanted, fetch = self._id, self._fetch
        if wanted:
            take = partial(self._take, wanted)
            self._context.read(lambda desk: fetch(desk, wanted), take, self._lost, owner=self)

    def shown(self) -> V:
        """Give the matter that is shown. Only once it is there."""
        if self.view is None:
            raise LookupError("no matter is shown yet")
        return self.view

    def counted_tabs(self, pages: Iterable[tuple[str, QWidget, int]]) -> CurrentTabs:
        """Make the tabs with how much is in each; the one that was looked at before is looked at again."""
        at = self.tabs.currentIndex() if self.tabs is not None else 0
        self.tabs = CurrentTabs()
        for title, page, count in pages:
            self.tabs.addTab(page, f"{title} {count}" if count else title)
        self.tabs.setCurrentIndex(max(0, at))
        return self.tabs

    def _take(self, wanted: str, view: V) -> None:
        if wanted != self._id or view == self.view:
            return
        self.view = view
        title, sentence = self.title_of(view)
        self.header.set_title(title)
        self.header.set_sentence(sentence)
        self._replace(self.body_of(view))

    def _lost(self, problem: YbError) -> None:
        self._context.ask.refuse(problem)
        self.leave()

    def _replace(self, body: QWidget | None) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        for one in self._actions:
            one.setEnabled(body is not None)
        if body is not None:
            self._layout.addWidget(body, 1)


def pillar(*cards: QWidget) -> QWidget:
    """Put cards below each other, what room is left below them."""
    made = QWidget()
    layout = column(*cards, gap=12)
    layout.addStretch(1)
    made.setLayout(layout)
    return made


def undo_button(*, shown: bool) -> QPushButton:
    """Make the button that takes a step back; who may look only does not see it."""
    made = button("撤销步骤…", "link")
    made.setToolTip("撤销已办理的步骤，须第二人审核")
    made.setVisible(shown)
    return made


def events(history: Sequence[HistoryLine]) -> list[Event]:
    """Give the history of a matter as its list shows it."""
    return [Event(one.on.isoformat(), one.text, one.who, one.detail) for one in history]
