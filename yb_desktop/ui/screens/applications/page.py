"""申请: the list by state with counts, the page of a case, receiving at the counter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.services.views.applications import (
    CaseCounts,
    CaseFilter,
    CaseLine,
    PaperLine,
    Scope,
    count_cases,
    list_cases,
)
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.applications.case_page import CasePage
from yb_desktop.ui.screens.applications.columns import COLUMNS
from yb_desktop.ui.screens.applications.dialogs import ReceiveDialog
from yb_desktop.ui.screens.applications.papers import open_paper
from yb_desktop.ui.widgets.chips import Chips
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.list_page import ListPage
from yb_desktop.ui.widgets.page_model import Page, PageRequest
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import SectionHeader, button

NAME = "applications"


class ApplicationsScreen:
    """The list, and the page of one case."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.list = CaseList(context)
        self.case = CasePage(context)
        self.dialog: ReceiveDialog | None = None
        self._pages = PageStack(self.list, self.case)
        self.list.opened.connect(lambda line: context.navigator.go(NAME, line.id))
        self.list.receive.clicked.connect(self._begin)
        self.list.conditions.clicked.connect(self._publish_conditions)
        self.case.left.connect(lambda: context.navigator.go(NAME))
        self.case.paper_wanted.connect(self._open_paper)

    def widget(self) -> QWidget:
        """Give the page."""
        return self._pages

    def refresh(self) -> None:
        """Fetch anew what is shown."""
        if self._pages.currentWidget() is self.case:
            self.case.refresh()
        else:
            self.list.refresh()

    def open(self, entity: str) -> None:
        """Show a case, or the list; an institution's id begins an application of that institution."""
        if not entity:
            self._show_list()
        elif entity.startswith("inst-"):
            self._context.navigator.stand(NAME, entity)
            self._show_list()
            self.receive(entity)
        else:
            self._pages.setCurrentWidget(self.case)
            self.case.show_case(entity)

    def receive(self, institution: str = "") -> None:
        """Begin an application at the counter."""
        self.dialog = ReceiveDialog(self._context, institution, self._pages)
        self.dialog.received.connect(lambda case: self._context.navigator.go(NAME, case))
        self.dialog.open()

    def _open_paper(self, case: str, paper: PaperLine) -> None:
        open_paper(self._context, case, paper, self._pages)

    def _begin(self) -> None:
        self.receive()

    def _publish_conditions(self) -> None:
        about = "申请条件、材料清单、办理时间、地点和时限，向所有机构公布。"
        open_action(self._context, "applications.publish_conditions", {}, self._pages, about=about)

    def _show_list(self) -> None:
        self._pages.setCurrentWidget(self.list)
        self.list.rows.table.setFocus()
        self.list.refresh()


class CaseList(ListPage):
    """The list of applications with its filters."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filter = CaseFilter()
        self.receive = button("收件", "primary", icon_name="add")
        self.receive.setShortcut("Ctrl+N")
        self.receive.setToolTip("接收机构的申请材料（Ctrl+N）")
        self.conditions = button("公布申请条件…")
        self.header = SectionHeader("申请", "正在读取…", self.conditions, self.receive)
        self.scopes = Chips([scope.value for scope in Scope], self)
        self.state = QComboBox()
        self.search = SearchBox("机构名称、拼音首字母、代码")
        self.rows: RowsView[CaseLine] = RowsView(
            NAME,
            COLUMNS,
            self._fetch(self._filter),
            context.tasks,
            context.preferences,
            name="申请列表",
            empty=EmptyState("没有在办的申请", "机构前来申请时，点“收件”登记材料。", "收件", icon="applications"),
        )
        self._lay_out()
        self.opened = self.rows.opened
        self.scopes.idClicked.connect(self._choose_scope)
        self.state.activated.connect(self._choose_state)
        self.search.searched.connect(self._find)
        self.rows.empty.pressed.connect(self.receive.click)
        self.rows.counted.connect(self._count)

    def refresh(self) -> None:
        """Fetch counts and rows anew."""
        self._context.read(count_cases, self._take_counts, owner=self)
        self.rows.load(self._fetch(self._filter))

    def show_filter(self, wanted: CaseFilter) -> None:
        """Show other applications."""
        self._filter = wanted
        plain = wanted == CaseFilter()
        heading = "没有在办的申请" if plain else "没有符合条件的申请"
        hint = "机构前来申请时，点“收件”登记材料。" if plain else "可以换一个筛选条件，或清空搜索的文字。"
        self.rows.empty.say(heading, hint)
        self.rows.load(self._fetch(wanted))

    def _fetch(self, wanted: CaseFilter) -> Callable[[PageRequest[CaseLine]], Page[CaseLine]]:
        context = self._context

        def fetch(request: PageRequest[CaseLine]) -> Page[CaseLine]:
            page = list_cases(context.desk, wanted, offset=request.offset, limit=request.limit)
            return Page(page.rows, page.total)

        return fetch

    def _take_counts(self, counts: CaseCounts) -> None:
        numbers = {
            Scope.OPEN: counts.open,
            Scope.PENDING: counts.pending,
            Scope.ALL: sum(counts.by_state.values()),
        }
        for number, scope in enumerate(Scope):
            self.scopes.button(number).setText(f"{scope.value} {numbers[scope]}")
        waiting = f"，其中 {counts.pending} 件待审核" if counts.pending else ""
        self.header.set_sentence(f"在办 {counts.open} 件{waiting}")
        chosen = self.state.currentData()
        self.state.clear()
        self.state.addItem("全部状态", None)
        for state in CaseState:
            if counts.by_state.get(state):
                self.state.addItem(f"{state.label} {counts.by_state[state]}", state.value)
        self.state.setCurrentIndex(max(0, self.state.findData(chosen)))

    def _choose_scope(self, number: int) -> None:
        self.state.setCurrentIndex(0)
        self.show_filter(CaseFilter(list(Scope)[number], None, self._filter.find))

    def _choose_state(self) -> None:
        chosen = self.state.currentData()
        state = CaseState(chosen) if chosen else None
        self.show_filter(CaseFilter(list(Scope)[self.scopes.checkedId()], state, self._filter.find))

    def _find(self, text: str) -> None:
        self.show_filter(CaseFilter(self._filter.scope, self._filter.state, text))

    def _count(self, total: int) -> None:
        self.said.setText(f"共 {total} 件。按 Enter 或双击打开。" if total else "")

    def _lay_out(self) -> None:
        self.state.setAccessibleName("状态")
        self.state.setMinimumContentsLength(10)
        self.state.addItem("全部状态", None)
        self.lay_out(self.header, self.scopes.bar(self.state, None, self.search), self.rows, search=self.search)
