"""时限: every running clock of the office, worst first, beside a month; Enter opens the matter it belongs to."""

from __future__ import annotations

from collections import Counter
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from yb_desktop.services.views.todo import AT_MOST, Near, TodoList, TodoRow, Turn
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.todo.columns import COLUMNS
from yb_desktop.ui.screens.todo.month import MonthView
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.chips import Chips, chip
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import Card, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

_MONTH_KEY = "todo/month"
_WIDE = 960  # pixels at 100 %: from here on the month stands beside the list by itself


class ClocksPage(QWidget):
    """The list at the left, a month with the last days at the right; ``said`` is the sentence for the head."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._all = TodoList((), more=False)
        self._near: Near | None = None
        self._day: date | None = None
        self.said = "正在读取…"
        self.filters = Chips(("全部", *(near.value for near in Near)), self)
        self.turn = QComboBox()
        self.month = MonthView(context.today, context.day_info)
        self.month_button = chip("月历")
        self.rows: RowsView[TodoRow] = RowsView(
            "todo",
            COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="待办事项",
            empty=EmptyState("没有待办事项", "收件后，受理、评估、签约各环节的时限会自动列在这里。", icon="done"),
        )
        self._lay_out()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Show the month where there is room for it, unless the person decided."""
        if not isinstance(self._context.preferences.get(_MONTH_KEY), bool):
            self.month_button.setChecked(self.width() >= px(_WIDE))
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        self.turn.setAccessibleName("轮到谁")
        self.turn.addItem("轮到：全部", None)
        for turn in Turn:
            self.turn.addItem(f"轮到：{turn.value}", turn.name)
        self.month_button.setToolTip("显示或隐藏到期月历")
        self.month_button.setChecked(self._context.preferences.get(_MONTH_KEY) is True)
        self._card = Card("到期月历")
        self._card.body.addWidget(self.month)
        self._card.setVisible(self.month_button.isChecked())
        body = QHBoxLayout()
        space(body, gap=12)
        body.addWidget(self.rows, 1)
        body.addWidget(self._card)
        layout = QVBoxLayout(self)
        space(layout, gap=10)
        layout.addLayout(self.filters.bar(self.turn, None, self.month_button))
        layout.addLayout(body, 1)
        self._shown = label("", "small")
        layout.addLayout(row(self._shown, None))

    def _connect(self) -> None:
        self.filters.idClicked.connect(self._choose_near)
        self.turn.currentIndexChanged.connect(self._show)
        self.month.picked.connect(self._choose_day)
        self.month_button.toggled.connect(self._card.setVisible)
        self.month_button.clicked.connect(lambda shown: self._context.preferences.set(_MONTH_KEY, shown))
        self.rows.opened.connect(self._open_row)

    def show_list(self, found: TodoList) -> None:
        """Show the clocks."""
        self._all = found
        counts = Counter(row.near for row in found.rows)
        for number, near in enumerate(Near, 1):
            self.filters.button(number).setText(f"{near.value} {counts[near]}")
        self.filters.button(0).setText(f"全部 {len(found.rows)}")
        self.month.set_counts(Counter(row.last_day for row in found.rows if not row.paused))
        late = counts[Near.OVERDUE]
        now = f"{len(found.rows)} 项时限正在运行" + (f"，其中 {late} 项已超期" if late else "，没有超期")
        more = f"；只列出最急的 {AT_MOST} 项" if found.more else ""
        self.said = now + more
        self._show()

    def _choose_near(self, number: int) -> None:
        self._near = list(Near)[number - 1] if number else None
        self._show()

    def _choose_day(self, day: date | None) -> None:
        self._day = day
        self._show()

    def _show(self) -> None:
        turn = self.turn.currentData()
        wanted = tuple(
            row
            for row in self._all.rows
            if (self._near is None or row.near is self._near)
            and (turn is None or row.turn.name == turn)
            and (self._day is None or row.last_day == self._day)
        )
        filtered = len(wanted) < len(self._all.rows)
        if filtered and not wanted:
            self.rows.empty.say("这里没有待办事项", "可以换一个筛选条件，或在月历上再点一次取消选中的日期。")
        elif not wanted:
            self.rows.empty.say("没有待办事项", "收件后，受理、评估、签约各环节的时限会自动列在这里。")
        day = f"，{self._day.isoformat()} 到期" if self._day else ""
        self._shown.setText(f"共 {len(wanted)} 项{day}。按 Enter 或双击打开。" if wanted else "")
        self.rows.load(whole_list(wanted))

    def _open_row(self, row: TodoRow) -> None:
        self._context.navigator.go_to_matter(row.entity)
