"""受限人员: who is barred, for which kind of institution, until when and why; one more is entered here (A17, A18)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from yb_desktop.services.views.barred_persons import BarredLine, barred_lines
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import button, label
from yb_desktop.ui.widgets.whole_list import whole_list

_NOW, _OVER = Mark(Tone.BAD, "stop"), Mark(Tone.NEUTRAL, "later")

COLUMNS = (
    Column[BarredLine]("name", "姓名", lambda line: line.name, 96, sortable=False),
    Column[BarredLine]("id_number", "身份证号", lambda line: line.id_number or "未登记", 176, sortable=False),
    Column[BarredLine]("kind", "适用于", lambda line: line.kind, 96, sortable=False),
    Column[BarredLine](
        "state",
        "状态",
        lambda line: "已期满" if line.over else "受限",
        96,
        sortable=False,
        mark=lambda line: _OVER if line.over else _NOW,
    ),
    Column[BarredLine]("starts", "起", lambda line: line.starts.isoformat(), 100, sortable=False),
    Column[BarredLine]("until", "止", lambda line: line.until.isoformat(), 100, sortable=False),
    Column[BarredLine]("reason", "原因", lambda line: line.reason, 380, sortable=False),
)


class BarredList(SubPage):
    """The list of barred persons."""

    def __init__(self, context: Context) -> None:
        super().__init__("机构名单")
        self._context = context
        self.enter = button("登记受限人员…", "primary", icon_name="add")
        self.header = self.head("受限人员", "", self.enter)
        empty = EmptyState(
            "没有受限人员", "因解除协议等被限制的法定代表人、负责人和实际控制人列在这里。", icon="person"
        )
        self.rows: RowsView[BarredLine] = RowsView(
            "barred", COLUMNS, whole_list(()), context.tasks, context.preferences, name="受限人员", empty=empty
        )
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(self.rows, 1)
        layout.addWidget(
            label("受限人员担任法定代表人、主要负责人或实际控制人的机构，在期限内的申请不予受理。", "small", wrap=True)
        )
        self.enter.clicked.connect(self.begin)

    def begin(self) -> None:
        """Ask whom to bar."""
        open_action(self._context, "institutions.block_person", {}, self)

    def load(self) -> None:
        """Fetch the list anew."""
        self._context.read(barred_lines, self._take, owner=self)

    def _take(self, found: tuple[BarredLine, ...]) -> None:
        now = sum(1 for line in found if not line.over)
        self.header.set_sentence(f"现有 {now} 人受限，{len(found) - now} 人已期满" if found else "")
        self.rows.load(whole_list(found))
