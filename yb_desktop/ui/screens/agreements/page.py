"""协议: the list by state and last day, what waits to be drafted, and the page of one agreement."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.views.agreement_many import Many, many
from yb_desktop.services.views.agreements import (
    AgreementFilter,
    AgreementLine,
    Ending,
    Waiting,
    agreement_list,
    agreement_of_case,
    waiting_for_draft,
)
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.clocks import clock_value
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.agreements.agreement_page import AgreementPage
from yb_desktop.ui.screens.agreements.columns import COLUMNS, SORTS
from yb_desktop.ui.screens.agreements.drafting import open_draft
from yb_desktop.ui.screens.agreements.many import EXPIRY, FILING, FilingDialog, end_all
from yb_desktop.ui.screens.agreements.register_page import RegisterPage
from yb_desktop.ui.screens.agreements.rounds import OpenRoundDialog, RoundPage
from yb_desktop.ui.screens.agreements.scans_page import ScansPage
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.clock_badge import clock_words
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.list_page import ListPage
from yb_desktop.ui.widgets.menu_button import open_below
from yb_desktop.ui.widgets.page_model import Page, PageRequest
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import SectionHeader, button, row

SCANS = "scans"
"""What ``open`` calls the inbox of scans."""

_FOR_ALL = (
    ("agreements.publish_list", "公布定点名单（全部未公布的）…"),
    ("agreements.report_designations", "报省级经办机构（全部未报的）…"),
)
"""Actions that are done for all agreements in force of which they are still owed (G7, S9)."""
REGISTER = "register"
"""The place of the print register on this screen."""
_ABOUT_ALL = "履行中、尚未办理的全部协议"


class AgreementsScreen(QWidget):
    """The list; an agreement opens in its place, and goes back to it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wanted = AgreementFilter()
        self._waiting: tuple[Waiting, ...] = ()
        self.draft_button = button("拟制协议", "primary", icon_name="add")
        self.draft_button.hide()
        self.many_button = button("批量办理", icon_name="down")
        self.many_button.setToolTip("续签批次，到期终止，协议备案表，公布定点名单，报省级经办机构")
        self.register_button = button("打印登记", icon_name="print")
        self.register_button.setToolTip("本单位编号的全部文书和协议各份：查找、补印、作废、批量输出、空白表格")
        self.scans_button = button("扫描件", icon_name="outbox")
        self.scans_button.setToolTip("盖章的协议扫描后在这里归档")
        actions = (self.register_button, self.scans_button, self.many_button, self.draft_button)
        self.header = SectionHeader("协议", "正在读取…", *actions)
        self.search = SearchBox("机构名称、拼音、代码或协议编号")
        self.state = QComboBox()
        self.ending = QComboBox()
        self.rows: RowsView[AgreementLine] = RowsView(
            "agreements",
            COLUMNS,
            self._fetch,
            context.tasks,
            context.preferences,
            name="协议列表",
            empty=EmptyState("还没有协议", "协商谈判结束后，在这里拟制协议。", icon="agreements"),
        )
        self.page = AgreementPage(context)
        self.round = RoundPage(context)
        self.register = RegisterPage(context)
        self._list = ListPage()
        self.scans = ScansPage(context)
        self._stack = PageStack(self._list, self.page, self.round, self.register, self.scans)
        self._lay_out()
        self._connect()

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Fetch what is shown anew."""
        shown = self._stack.currentWidget()
        if shown is self.page:
            self.page.refresh()
        elif shown is self.round:
            self.round.refresh()
        elif shown is self.register:
            self.register.refresh()
        elif shown is not self.scans:
            self._load()

    def open(self, entity: str) -> None:
        """Show an agreement by its id, or the list; for an application, its agreement, or the form to draft one."""
        if not entity:
            self.show_list()
            return
        if entity == SCANS:
            self._stack.setCurrentWidget(self.scans)
            return
        if entity == REGISTER:
            self._stack.setCurrentWidget(self.register)
            self.register.refresh()
            return
        if entity.startswith("round-"):
            self._stack.setCurrentWidget(self.round)
            self.round.show_round(entity)
            return
        if not entity.startswith("case-"):
            self._show_page(entity)
            return

        def then(agreement: str) -> None:
            self._context.navigator.stand("agreements", entity, agreement)
            if agreement:
                self._show_page(agreement)
            else:
                self.show_list()
                open_draft(self._context, entity, self)

        self._context.read(lambda desk: agreement_of_case(desk, entity), then, owner=self)

    def show_list(self) -> None:
        """Go back to the list."""
        self._stack.setCurrentWidget(self._list)
        self._load()
        self.rows.table.setFocus()

    def open_many(self) -> None:
        """Offer what is done for many agreements at once."""
        self._context.read(many, self._show_many, owner=self)

    def _lay_out(self) -> None:
        self.state.setAccessibleName("状态")
        self.state.addItem("全部状态", None)
        for state in AgreementState:
            self.state.addItem(state.label, state.value)
        self.ending.setAccessibleName("到期日")
        for ending in Ending:
            self.ending.addItem(ending.value, ending.name)
        bar = row(self.search, self.state, self.ending, None)
        self._list.lay_out(self.header, bar, self.rows, search=self.search)
        whole = QVBoxLayout(self)
        space(whole)
        whole.addWidget(self._stack)
        QWidget.setTabOrder(self.search, self.state)

    def _connect(self) -> None:
        self.draft_button.clicked.connect(self._choose_draft)
        self.many_button.clicked.connect(self.open_many)
        self.register_button.clicked.connect(lambda: self._context.navigator.go("agreements", REGISTER))
        self.register.left.connect(lambda: self._context.navigator.go("agreements"))
        self.round.left.connect(lambda: self._context.navigator.go("agreements"))
        self.search.searched.connect(self._filter)
        self.state.currentIndexChanged.connect(self._filter)
        self.ending.currentIndexChanged.connect(self._filter)
        self.rows.opened.connect(lambda line: self._context.navigator.go("agreements", line.id))
        self.rows.counted.connect(self._say_count)
        self.scans_button.clicked.connect(lambda: self._context.navigator.go("agreements", SCANS))
        self.scans.left.connect(lambda: self._context.navigator.go("agreements"))
        self.page.left.connect(lambda: self._context.navigator.go("agreements"))

    def _choose_draft(self) -> None:
        if len(self._waiting) == 1:
            open_draft(self._context, self._waiting[0].case, self)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._waiting:
            clock = f"　{clock_words(clock_value(one.clock))}" if one.clock else ""
            made = menu.addAction(f"{one.institution_name}{clock}")
            made.triggered.connect(lambda _on=False, case=one.case: open_draft(self._context, case, self))
        open_below(self.draft_button, menu)

    def _show_many(self, found: Many) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("开展续签…", lambda: OpenRoundDialog(self._context, self).open())
        for one in found.rounds:
            menu.addAction(f"续签批次：{one.title}", partial(self._context.navigator.go, "agreements", one.id))
        menu.addSeparator()
        over, filing = _counted(EXPIRY, found.run_out), _counted(FILING, len(found.to_file))
        menu.addAction(over, lambda: end_all(self._context, found.run_out, self)).setEnabled(bool(found.run_out))
        filed = menu.addAction(filing, lambda: FilingDialog(self._context, found.to_file, self).open())
        filed.setEnabled(bool(found.to_file))
        for action, words in _FOR_ALL:
            menu.addAction(words, partial(open_action, self._context, action, {}, self, about=_ABOUT_ALL))
        open_below(self.many_button, menu)

    def _load(self) -> None:
        self.rows.load()
        self._context.read(waiting_for_draft, self._take_waiting, owner=self)

    def _show_page(self, agreement: str) -> None:
        self._stack.setCurrentWidget(self.page)
        self.page.show_matter(agreement)

    def _filter(self, _changed: object = None) -> None:
        state = self.state.currentData()
        self._wanted = AgreementFilter(
            find=self.search.text().strip(),
            state=AgreementState(state) if state else None,
            ending=Ending[self.ending.currentData()],
        )
        if self._wanted == AgreementFilter():
            self.rows.empty.say("还没有协议", "协商谈判结束后，在这里拟制协议。")
        else:
            self.rows.empty.say("没有符合条件的协议", "可以放宽状态或到期日，或检查搜索的文字。")
        self.rows.load()

    def _fetch(self, request: PageRequest[AgreementLine]) -> Page[AgreementLine]:
        wanted = replace(self._wanted, sort=SORTS[request.sort], descending=request.descending)
        found = agreement_list(
            self._context.desk, wanted, offset=request.offset, limit=request.limit, after=request.after
        )
        return Page(found.rows, found.total)

    def _say_count(self, total: int) -> None:
        self._list.said.setText(f"共 {total:,} 份。点列名排序，按 Enter 或双击打开。" if total else "")

    def _take_waiting(self, found: tuple[Waiting, ...]) -> None:
        self._waiting = found
        self.draft_button.setVisible(bool(found))
        said = f"{len(found)} 件申请等待拟制协议" if found else "没有等待拟制协议的申请"
        self.header.set_sentence(said)


def _counted(words: str, count: int) -> str:
    return f"{words}（{count:,} 份）…" if count else f"{words}（没有）"
