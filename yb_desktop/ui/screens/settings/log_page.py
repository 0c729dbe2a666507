"""操作记录: what was done at this PC, for the auditor, the administrators and the reviewers."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from yb_desktop.services.views.office_log import LogLine, cannot_read, log_page
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column, Fetch, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import label
from yb_desktop.ui.widgets.whole_list import whole_list

COLUMNS = (
    Column[LogLine]("seq", "序号", lambda line: str(line.seq), 64, right=True, sortable=False),
    Column[LogLine]("at", "记录时间", lambda line: line.at, 140, sortable=False),
    Column[LogLine]("who", "办理人", lambda line: line.who, 90, sortable=False),
    Column[LogLine]("text", "办理事项", lambda line: line.text, 180, sortable=False),
    Column[LogLine]("on", "办理日期", lambda line: line.on.isoformat(), 100, sortable=False),
    Column[LogLine]("matter", "对象", lambda line: line.matter, 380, sortable=False),
)


class LogPage(QWidget):
    """The log, or the word why it is not shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.rows: RowsView[LogLine] = RowsView(
            "settings/log",
            COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="操作记录",
            empty=EmptyState("还没有记录"),
        )
        self.closed = EmptyState("不能查看操作记录", icon="stop")
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self.closed)
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addWidget(place, 1)
        text = "记录只增不改，逐条相连；被撤销的步骤也保留。登录和查看不写入记录。"
        layout.addWidget(label(text, "small", wrap=True))

    def load(self) -> None:
        """Fetch the log anew, for whoever may read it."""
        self._context.read(cannot_read, self._take, owner=self)

    def _take(self, why: str) -> None:
        self.closed.say("不能查看操作记录", why)
        self._stack.setCurrentWidget(self.closed if why else self.rows)
        self.rows.load(whole_list(()) if why else self._fetch())

    def _fetch(self) -> Fetch[LogLine]:
        desk = self._context.desk

        def fetch(request: PageRequest[LogLine]) -> Page[LogLine]:
            found = log_page(desk, offset=request.offset, limit=request.limit)
            return Page(found.rows, found.total)

        return fetch
