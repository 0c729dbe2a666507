"""稽核: the list of matters by stage and by what is owed, and the page of one."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.services.views.breaches import AuditFilter, AuditLine, Matters, audit_list
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.breaches.audit_page import AuditPage
from yb_desktop.ui.screens.breaches.columns import COLUMNS
from yb_desktop.ui.screens.breaches.new_audit import AgreementChooser
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.chips import Chips
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.list_page import ListPage
from yb_desktop.ui.widgets.page_model import Page, PageRequest
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import SectionHeader, button

NAME = "breaches"
_NONE = ("还没有稽核和违约处理", "点“新的稽核”下达稽核通知书；日常的约谈、整改等在协议的页面里办理。")


class BreachesScreen(QWidget):
    """The list; a matter opens in its place, and goes back to it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wanted = AuditFilter()
        self.new_button = button("新的稽核", "primary", icon_name="add")
        self.new_button.setShortcut("Ctrl+N")
        self.new_button.setToolTip("下达稽核通知书（Ctrl+N）")
        self.header = SectionHeader("稽核", "稽核六步、处理措施、整改复查、报告和移送", self.new_button)
        self.chips = Chips([matters.value for matters in Matters], self)
        self.stage = QComboBox()
        self.search = SearchBox("机构名称、拼音、代码或通知书文号")
        self.rows: RowsView[AuditLine] = RowsView(
            NAME,
            COLUMNS,
            self._fetch,
            context.tasks,
            context.preferences,
            name="稽核列表",
            empty=EmptyState(*_NONE, icon="breaches"),
        )
        self.page = AuditPage(context)
        self._list = ListPage()
        self._stack = PageStack(self._list, self.page)
        self._lay_out()
        self._connect()

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Fetch what is shown anew."""
        if self._stack.currentWidget() is self.page:
            self.page.refresh()
        else:
            self.rows.load()

    def open(self, entity: str) -> None:
        """Show a matter by its id, or the list."""
        if entity.startswith("audit-"):
            self._stack.setCurrentWidget(self.page)
            self.page.show_matter(entity)
            return
        self._stack.setCurrentWidget(self._list)
        self.rows.load()
        self.rows.table.setFocus()

    def begin(self) -> None:
        """Choose an agreement and write the notice of audit."""
        AgreementChooser(self._context, self).open()

    def _lay_out(self) -> None:
        self.stage.setAccessibleName("进展")
        self.stage.addItem("全部进展", None)
        for stage in AuditStage:
            self.stage.addItem(stage.label, stage.value)
        bar = self.chips.bar(self.stage, None, self.search)
        self._list.lay_out(self.header, bar, self.rows, search=self.search)
        whole = QVBoxLayout(self)
        space(whole)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.begin)
        self.chips.idClicked.connect(self._filter)
        self.stage.currentIndexChanged.connect(self._filter)
        self.search.searched.connect(self._filter)
        self.rows.opened.connect(lambda line: self._context.navigator.go(NAME, line.id))
        self.rows.counted.connect(self._say_count)
        self.page.left.connect(lambda: self._context.navigator.go(NAME))

    def _filter(self, _changed: object = None) -> None:
        stage = self.stage.currentData()
        self._wanted = AuditFilter(
            find=self.search.text().strip(),
            stage=AuditStage(stage) if stage else None,
            matters=list(Matters)[self.chips.checkedId()],
        )
        plain = self._wanted == AuditFilter()
        self.rows.empty.say(*(_NONE if plain else ("没有符合条件的事项", "可以放宽筛选条件，或检查搜索的文字。")))
        self.rows.load()

    def _fetch(self, request: PageRequest[AuditLine]) -> Page[AuditLine]:
        found = audit_list(
            self._context.desk, self._wanted, offset=request.offset, limit=request.limit, after=request.after
        )
        return Page(found.rows, found.total)

    def _say_count(self, total: int) -> None:
        self._list.said.setText(f"共 {total:,} 件，最近办理的在前。按 Enter 或双击打开。" if total else "")
