"""台账 (S1): one of the five ledgers between two days, searched, sorted, copied, saved as .xlsx."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from yb_desktop.base.errors import BadInput, YbError
from yb_desktop.services.ledgers import Ledger, LedgerRow
from yb_desktop.services.office_papers import OfficeWanted
from yb_desktop.services.views.oversight import LedgerView, ledger_view, save_ledger
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.oversight.columns import LEDGER
from yb_desktop.ui.screens.oversight.printing import open_sheet, save_as_excel
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.date_edit import DateEdit
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list


class LedgerPage(QWidget):
    """One ledger at a time, this year's unless other days are asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: LedgerView | None = None
        self.which = QComboBox()
        for ledger in Ledger:
            self.which.addItem(ledger.label, ledger.value)
        self.first = DateEdit(context.today, context.day_info, words=False)
        self.last = DateEdit(context.today, context.day_info, words=False)
        self.search = SearchBox("机构、事项、文号、经办人")
        self.save_button = button("保存为 Excel…")
        self.print_button = button("打印…", icon_name="print")
        self._problem = label("", "error", wrap=True)
        self._said = label("", "small")
        self._empty = EmptyState("这段时间没有记录", "换一段时间，或者看另一本台账。")
        self.rows: RowsView[LedgerRow] = RowsView(
            "oversight/ledger",
            LEDGER,
            whole_list((), LEDGER),
            context.tasks,
            context.preferences,
            name="台账",
            empty=self._empty,
        )
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the ledger anew."""
        first, last = self.first.day(), self.last.day()
        problem = self._wrong(first, last)
        self._say_problem(problem)
        if problem or first is None or last is None:
            return
        which, find = Ledger(self.which.currentData()), self.search.text().strip()
        self._context.read(
            lambda desk: ledger_view(desk, which, first, last, find), self._take, self._failed, owner=self
        )

    def save(self) -> None:
        """Save the lines shown as .xlsx."""
        view = self.view
        if view is not None:
            save_as_excel(self._context, view.name, lambda desk, path: save_ledger(desk, view, path), self)

    def print(self) -> None:
        """Show the whole ledger of these days as it is printed."""
        view = self.view
        if view is not None:
            open_sheet(self._context, "ledger", OfficeWanted(view.which.value, view.first, view.last), self)

    def _when_whole(self) -> None:
        """Read as soon as both days can be read; what is half typed is not complained about."""
        if not self._wrong(self.first.day(), self.last.day()):
            self.refresh()

    def _wrong(self, first: date | None, last: date | None) -> str:
        said = self.first.problem() or self.last.problem()
        if said:
            return said
        if first is None or last is None:
            return "请填写起止日期。"
        return f"止日 {last} 早于起日 {first}，请检查。" if last < first else ""

    def _lay_out(self) -> None:
        for widget, words in ((self.which, "哪一本台账"), (self.first.line, "起日"), (self.last.line, "止日")):
            widget.setAccessibleName(words)
        today = self._context.today
        self.first.set_day(date(today.year, 1, 1))
        self.last.set_day(today)
        self._problem.hide()
        layout = QVBoxLayout(self)
        space(layout, margins=(0, 10, 0, 0), gap=10)
        layout.addLayout(
            row(self.which, self.first, label("至"), self.last, self.search, None, self.save_button, self.print_button)
        )
        layout.addWidget(self._problem)
        layout.addWidget(self.rows, 1)
        layout.addLayout(row(self._said, None, self.save_button, self.print_button))

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(lambda _at: self.refresh())
        for edit in (self.first, self.last):
            edit.changed.connect(self._when_whole)
            edit.line.editingFinished.connect(self.refresh)
        self.search.searched.connect(lambda _text: self.refresh())
        self.search.go_down.connect(self.rows.table.setFocus)
        self.rows.opened.connect(lambda chosen: self._context.navigator.go_to_matter(chosen.entity, chosen.institution))
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)

    def _take(self, view: LedgerView) -> None:
        self.view = view
        if view.total and not view.rows:
            self._empty.say("没有符合条件的记录", "请检查搜索的文字。")
        else:
            self._empty.say("这段时间没有记录", "换一段时间，或者看另一本台账。")
        self.rows.load(whole_list(view.rows, LEDGER))
        found = f"找到 {len(view.rows):,} 条，共" if len(view.rows) != view.total else "共"
        self._said.setText(f"{found} {view.total:,} 条。按 Enter 或双击打开，Ctrl+C 复制到 Excel。")
        self.save_button.setEnabled(bool(view.rows))
        self.print_button.setEnabled(bool(view.total))

    def _failed(self, problem: YbError) -> None:
        if isinstance(problem, BadInput):
            self._say_problem(problem.text)
            return
        self._empty.say("不能查看台账", problem.text)
        self.rows.load(whole_list((), LEDGER))

    def _say_problem(self, text: str) -> None:
        self._problem.setText(f"✕ {text}" if text else "")
        self._problem.setVisible(bool(text))
