"""检查: is everything in order? Each thing looked at with yes or no, and what to do where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.services.checking import check_office
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk
    from yb_desktop.store.check import CheckItem

_GOOD, _BAD = Mark(Tone.GOOD, "done"), Mark(Tone.BAD, "refused")
_TITLES = {
    "database": "数据文件",
    "chain": "记录链",
    "blobs": "附件",
    "projections": "业务表",
    "disk": "磁盘空间",
    "fonts": "字体",
    "calendar": "放假安排",
    "sm2": "国密签名",
    "keys": "密钥",
}


class CheckPage(QWidget):
    """The report; the quick one is made whenever the page is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.state = Badge("正在检查…", Tone.NEUTRAL)
        self.full = button("全面检查", "primary", icon_name="check")
        columns: tuple[Column[CheckItem], ...] = (
            Column("name", "检查项目", lambda item: _TITLES.get(item.name, item.name), 120, sortable=False),
            Column(
                "ok",
                "结果",
                lambda item: "正常" if item.ok else "异常",
                90,
                sortable=False,
                mark=lambda item: _GOOD if item.ok else _BAD,
            ),
            Column("text", "说明", lambda item: item.text, 720, sortable=False),
        )
        self.rows: RowsView[CheckItem] = RowsView(
            "settings/check",
            columns,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="检查结果",
            empty=EmptyState("正在检查…"),
        )
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addLayout(row(self.state, None, self.full))
        layout.addWidget(self.rows, 1)
        text = "全面检查逐条核对全部记录、附件和业务表，数据多时需要几分钟，期间其他操作排队等候。"
        layout.addWidget(label(text, "small", wrap=True))
        self.full.clicked.connect(lambda: self.run(full=True))

    def load(self) -> None:
        """Make the quick report."""
        self.run(full=False)

    def run(self, *, full: bool) -> None:
        """Look everything over; ``full`` reads every record."""
        self.full.setEnabled(False)

        def check(desk: Desk) -> tuple[CheckItem, ...]:
            return check_office(desk, full=full)

        desk = self._context.desk
        title = "全面检查" if full else ""
        self._context.tasks.run(
            lambda: check(desk), lambda items: self._take(items, full=full), title=title, owner=self
        )

    def _take(self, items: tuple[CheckItem, ...], *, full: bool) -> None:
        wrong = sum(1 for item in items if not item.ok)
        how = "全面检查" if full else "快速检查"
        words = f"{how}：{wrong} 项异常" if wrong else f"{how}：全部正常"
        self.state.set_badge(words, _BAD if wrong else _GOOD)
        self.full.setEnabled(True)
        self.rows.load(whole_list(sorted(items, key=lambda item: item.ok)))
