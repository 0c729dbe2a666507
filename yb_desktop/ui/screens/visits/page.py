"""核查: the open visits; opened, a visit takes the whole window: checklist, differing items, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.services.views.comparing import comparison
from yb_desktop.services.views.visits import VisitLine, VisitView, open_visits, visit_view
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.screens.visits.checklist import Checklist
from yb_desktop.ui.screens.visits.columns import COLUMNS
from yb_desktop.ui.screens.visits.comparing import CompareDialog
from yb_desktop.ui.screens.visits.signatures import SignaturePage
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import SectionHeader, button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

NAME = "visits"


class VisitsScreen:
    """The list; on site the checklist, and the signatures at its end."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.list = VisitList(context)
        self.checklist = Checklist(context)
        self.signatures = SignaturePage(context)
        self._pages = PageStack(self.list, self.checklist, self.signatures)
        self.list.rows.opened.connect(lambda line: context.navigator.go(NAME, line.case))
        self.checklist.left.connect(self._leave)
        self.checklist.signing_wanted.connect(self.sign)
        self.signatures.back_wanted.connect(self._resume)
        self.signatures.finished.connect(self._finish)
        context.navigator.wanted.connect(self._on_wanted)

    def widget(self) -> QWidget:
        """Give the page."""
        return self._pages

    def refresh(self) -> None:
        """Fetch anew what is shown; the checklist keeps itself up to date with each answer."""
        if self._pages.currentWidget() is self.list:
            self.list.refresh()

    def open(self, entity: str) -> None:
        """Show an open visit on site, by its case, or the list."""
        if not entity:
            self._show_list()
            return
        self._context.read(lambda desk: visit_view(desk, entity), self._show, self._lost, owner=self._pages)

    def sign(self, view: VisitView) -> None:
        """Ask for the signatures."""
        self._context.navigator.full_window.emit(True)
        self.signatures.begin(view)
        self._pages.setCurrentWidget(self.signatures)

    def _show(self, view: VisitView) -> None:
        self._pages.setCurrentWidget(self.checklist)
        self._context.navigator.full_window.emit(True)
        self.checklist.begin(view)

    def _lost(self, problem: YbError) -> None:
        self._context.ask.refuse(problem)
        self._leave()

    def _leave(self) -> None:
        self._context.navigator.go(NAME)

    def _resume(self) -> None:
        self._pages.setCurrentWidget(self.checklist)
        self.checklist.refresh()

    def _finish(self, case: str) -> None:
        self._context.navigator.full_window.emit(False)
        self._pages.setCurrentWidget(self.list)
        self._context.navigator.go("applications", case)

    def _on_wanted(self, place: Place) -> None:
        if place.screen != NAME:  # a visit never stays behind in a window without its frame
            self._put_away()

    def _show_list(self) -> None:
        self._put_away()
        self.list.rows.table.setFocus()
        self.list.refresh()

    def _put_away(self) -> None:
        if self._pages.currentWidget() is not self.list:
            self._context.navigator.full_window.emit(False)
            self._pages.setCurrentWidget(self.list)


class VisitList(QWidget):
    """The visits that go on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.header = SectionHeader("核查", "正在读取…")
        empty = EmptyState("没有正在进行的核查", "在“申请”中抽取核查人员、安排核查后，核查会列在这里。", icon="visits")
        self.rows: RowsView[VisitLine] = RowsView(
            NAME, COLUMNS, whole_list(()), context.tasks, context.preferences, name="正在进行的核查", empty=empty
        )
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(self.rows, 1)
        self.compare = button("对照…")
        self.compare.setToolTip("把各核查人员的答案并排对照")
        self.compare.setEnabled(False)
        hint = label("按 Enter 或双击进入现场核查，从上次停下的地方继续。", "small")
        layout.addLayout(row(hint, None, self.compare))
        self.rows.selected.connect(lambda line: self.compare.setEnabled(line is not None))
        self.compare.clicked.connect(self._compare)

    def refresh(self) -> None:
        """Fetch the visits anew."""
        self._context.read(open_visits, self._take, owner=self)

    def _compare(self) -> None:
        line = self.rows.current()
        if line is not None:
            context = self._context
            context.read(
                lambda desk: comparison(desk, line.case),
                lambda found: CompareDialog(context, found, self).open(),
                context.ask.refuse,
                owner=self,
            )

    def _take(self, found: Sequence[VisitLine]) -> None:
        self.header.set_sentence(f"正在进行 {len(found)} 次" if found else "")
        self.rows.load(whole_list(found))
