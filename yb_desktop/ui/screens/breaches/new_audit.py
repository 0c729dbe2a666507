"""A new audit: the agreement is searched for, then the notice of audit is written."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from yb_desktop.services.desk import Step
from yb_desktop.services.views.breaches import Auditable, auditable
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.breaches.columns import AUDITABLE
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import button, label, row


class AgreementChooser(QDialog):
    """Asks which agreement an audit is about; Enter or a double click takes it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._above = parent
        self._find = ""
        self.setWindowTitle("新的稽核")
        self.search = SearchBox("机构名称、拼音、代码或协议编号")
        self.rows: RowsView[Auditable] = RowsView(
            "breaches/auditable",
            AUDITABLE,
            self._fetch,
            context.tasks,
            context.preferences,
            name="协议",
            empty=EmptyState("没有符合条件的协议", "只列已签订的协议；可以换一个词再搜。"),
        )
        self.take = button("下一步", "primary")
        self._leave = button("取消")
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label("新的稽核", "heading"))
        layout.addWidget(label("选择被稽核机构的协议，再填写稽核通知书。", "muted"))
        layout.addWidget(self.search)
        layout.addWidget(self.rows, 1)
        layout.addLayout(row(None, self._leave, self.take))
        self.search.searched.connect(self._search)
        self.search.go_down.connect(self.rows.table.setFocus)
        self.rows.opened.connect(self._chosen)
        self.rows.selected.connect(lambda line: self.take.setEnabled(line is not None))
        self.take.clicked.connect(self._take_current)
        self._leave.clicked.connect(self.reject)
        self.take.setEnabled(False)
        self.resize(px(620), px(460))
        self.rows.load()
        self.search.setFocus()

    def _search(self, text: str) -> None:
        self._find = text.strip()
        self.rows.load()

    def _fetch(self, request: PageRequest[Auditable]) -> Page[Auditable]:
        found = auditable(self._context.desk, self._find)
        return Page(found[request.offset : request.offset + request.limit], len(found))

    def _take_current(self) -> None:
        line = self.rows.current()
        if line is not None:
            self._chosen(line)

    def _chosen(self, line: Auditable) -> None:
        context = self._context
        self.accept()

        def opened(step: Step) -> None:
            context.navigator.go("breaches", step.entity)

        about = f"{line.institution_name}　{line.number}"
        open_action(
            context, "breaches.open_audit", {"agreement": line.agreement}, self._above, about=about, then=opened
        )
