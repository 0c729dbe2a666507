"""The page of one institution: data at the left; staff, applications, agreements and history at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QTabWidget, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.views.institution_page import (
    InstitutionPage,
    MatterLine,
    PastEvent,
    StaffLine,
    institution_page,
    listed_with,
)
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.institutions.changing import Changing
from yb_desktop.ui.screens.institutions.columns import MATTERS, STAFF
from yb_desktop.ui.screens.institutions.merging import open_merging
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.history import Event, HistoryView
from yb_desktop.ui.widgets.menu_button import MenuButton
from yb_desktop.ui.widgets.page_model import Column, Fetch, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import Card, button, emptied, label, row

R = TypeVar("R")


class InstitutionDetail(SubPage):
    """Shows one institution at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__("机构名单")
        self._context = context
        self._id = ""
        self.page: InstitutionPage | None = None
        self.changing = Changing(context, self)
        self.apply = button("办理申请", "primary")
        self.amend, self.undo = button("更正信息…"), button("撤销这批导入…", "link")
        self.more = MenuButton("更多办理")
        self.header = self.head("", "", self.more, self.amend, self.apply)
        self.data = Card("登记信息", self.undo)
        self.tabs = QTabWidget()
        self.add_staff, self.end_staff = button("登记人员…", icon_name="add"), button("人员离职")
        self.staff: RowsView[StaffLine] = self._rows("staff", STAFF, "人员", "还没有登记人员")
        self.cases: RowsView[MatterLine] = self._rows("cases", MATTERS, "申请", "还没有申请")
        self.agreements: RowsView[MatterLine] = self._rows("agreements", MATTERS, "协议", "还没有协议")
        self.history = HistoryView()
        self._lay_out()
        self._connect()

    def show_institution(self, institution: str) -> None:
        """Fetch and show an institution."""
        if institution != self._id:
            self._id = institution
            self.header.set_title("")
            self.header.set_sentence("正在读取…")
            self.tabs.setCurrentIndex(0)
        self.refresh()

    def refresh(self) -> None:
        """Fetch what is shown anew."""
        wanted = self._id
        self._context.read(lambda desk: institution_page(desk, wanted), self._take, owner=self)

    def _lay_out(self) -> None:
        self._values = QGridLayout()
        space(self._values, gap=7)
        self._values.setColumnStretch(1, 1)
        self.data.body.addLayout(self._values)
        self.data.body.addStretch(1)
        people = QWidget()
        layout = QVBoxLayout(people)
        space(layout, margins=(0, 8, 0, 0), gap=8)
        layout.addLayout(row(self.add_staff, self.end_staff, None))
        layout.addWidget(self.staff, 1)
        for words, part in (("人员", people), ("申请", self.cases), ("协议", self.agreements), ("历史", self.history)):
            self.tabs.addTab(part, words)
        card = Card()
        card.body.addWidget(self.tabs, 1)
        whole = QVBoxLayout(self)
        space(whole, margins=(16, 12, 16, 12), gap=10)
        whole.addWidget(self.header)
        whole.addWidget(SideBySide(self.data, card, first_share=4), 1)
        self.setMinimumHeight(px(380))

    def _connect(self) -> None:
        self.apply.clicked.connect(lambda: self._context.navigator.go("applications", self._id))
        self.amend.clicked.connect(self._amend)
        self.add_staff.clicked.connect(lambda: self.changing.add_staff(self._id))
        self.end_staff.clicked.connect(self._end_staff)
        self.undo.clicked.connect(self._ask_to_undo)
        self.staff.selected.connect(lambda line: self.end_staff.setEnabled(line is not None and line.ended is None))
        self.cases.opened.connect(lambda line: self._context.navigator.go("applications", line.id))
        self.agreements.opened.connect(lambda line: self._context.navigator.go("agreements", line.id))

    def _take(self, page: InstitutionPage) -> None:
        self.page = page
        self.header.set_title(page.name)
        gone = "登记已随导入撤销" if page.removed else page.elsewhere
        self.header.set_sentence(" · ".join(part for part in (page.sentence, gone) if part))
        for part in (self.amend, self.apply, self.add_staff):
            part.setEnabled(not page.removed and not page.elsewhere)
        self._offer_more(page)
        self.undo.setVisible(bool(page.batch) and not page.removed)
        self._show_fields(page)
        for rows, found in ((self.cases, page.cases), (self.agreements, page.agreements)):
            rows.load(_all(found))
        self.staff.load(_all(page.staff))
        self.end_staff.setEnabled(False)
        self.history.set_events([_event(one) for one in page.history])
        counts = (
            sum(one.ended is None for one in page.staff),
            len(page.cases),
            len(page.agreements),
            len(page.history),
        )
        for at, (words, count) in enumerate(zip(("人员", "申请", "协议", "历史"), counts, strict=True)):
            self.tabs.setTabText(at, f"{words} {count}")

    def _offer_more(self, page: InstitutionPage) -> None:
        self.more.entries.clear()
        if not page.removed and not page.elsewhere:
            self.more.entries.addAction("机构迁址…", self._relocate)
            self.more.entries.addAction("合并重复登记…", self._merge)
        self.more.entries.addAction("登记受限人员…", self._block)
        if page.merged_into:
            self.more.entries.addAction("撤销合并…", lambda: self._undo_merge(page.id, page.name))
        for one in page.merged:
            self.more.entries.addAction(f"撤销合并（{one.name}）…", lambda one=one: self._undo_merge(one.id, one.name))

    def _relocate(self) -> None:
        if self.page is not None:
            open_action(self._context, "institutions.relocate", {"institution": self._id}, self, about=self.page.name)

    def _merge(self) -> None:
        if self.page is not None:
            open_merging(self._context, self._id, self.page.name, self)

    def _block(self) -> None:
        page = self.page
        if page is not None:
            initial: dict[str, Json] = {"kind": page.kind.value}
            open_action(self._context, "institutions.block_person", {}, self, about=page.name, initial=initial)

    def _undo_merge(self, give_up: str, name: str) -> None:
        open_action(self._context, "institutions.undo_merge", {"give_up": give_up}, self, about=name)

    def _show_fields(self, page: InstitutionPage) -> None:
        emptied(self._values)
        top = Qt.AlignmentFlag.AlignTop
        for line, field in enumerate(page.fields):
            self._values.addWidget(label(field.label, "muted"), line, 0, top)
            value = label(field.value, wrap=True, selectable=True)
            value.setAccessibleName(field.label)
            self._values.addWidget(value, line, 1, top)
            if field.alert:
                self._values.addWidget(Badge(field.alert, Tone.BAD), line, 2, top)

    def _amend(self) -> None:
        if self.page is not None:
            self.changing.amend(self._id, self.page.minor)

    def _end_staff(self) -> None:
        line = self.staff.current()
        if line is not None and self.page is not None:
            self.changing.end_staff(self._id, line, self.page.name)

    def _ask_to_undo(self) -> None:
        page = self.page
        if page is not None:
            self._context.read(
                lambda desk: listed_with(desk, page.batch),
                lambda count: self.changing.undo_import(page.batch, count),
                owner=self,
            )

    def _rows(self, key: str, columns: Sequence[Column[R]], name: str, nothing: str) -> RowsView[R]:
        return RowsView(
            f"institution/{key}",
            columns,
            _all([]),
            self._context.tasks,
            self._context.preferences,
            name=name,
            empty=EmptyState(nothing),
        )


def _all(rows: Sequence[R]) -> Fetch[R]:
    def fetch(request: PageRequest[R]) -> Page[R]:
        return Page(rows[request.offset : request.offset + request.limit], len(rows))

    return fetch


def _event(one: PastEvent) -> Event:
    return Event(one.on.isoformat(), one.text, one.who, one.detail)
