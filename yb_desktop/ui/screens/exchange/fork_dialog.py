"""“核实分叉”: two histories of one device beside each other, which one stands and why; another person releases it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.judging_again import History
from yb_desktop.services.desk import Step
from yb_desktop.services.exchange.forking import BranchLine
from yb_desktop.services.views.exchange_forks import ForkPage
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.exchange.columns import BRANCH
from yb_desktop.ui.theme import px
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import column, label
from yb_desktop.ui.widgets.whole_list import whole_list

_HOW = (
    "同一台电脑报来了两份不同的记录，多半是恢复过旧备份或复制过电脑。请与对方核实后选定以哪一份为准；另一份的记录不会丢失，"
    "逐条搁置，由对方重新登记。定下之后，对方以新编号重新登记设备，再导出。"
)


class ForkDialog(FormDialog):
    """Shows both histories, asks which one stands and why, and puts that before a second person."""

    def __init__(self, context: Context, page: ForkPage, sender: str, parent: QWidget) -> None:
        choices = tuple(
            Option(one.value, f"{one.label}（另一份的 {page.falls[one]} 条搁置）")
            for one in History
            if not page.forbids[one]
        )
        fields = (
            FieldSpec("stands", "以哪一份为准", Kind.CHOICE, required=True, choices=choices),
            FieldSpec("reason", "核实的经过和理由", Kind.MULTILINE, required=True, hint="如：电脑坏了，恢复了旧备份"),
        )
        super().__init__(
            "核实分叉",
            Form(fields, context.today),
            "提交审核",
            parent,
            sentence=f"{sender}（{page.device}）：{page.text}。{page.parting}\n{_HOW}",
            width=980,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._page = page
        self.received = self._rows("received", "先收到的", page.received)
        self.present = self._rows("present", "对方现在的", page.present)
        self.add_above(
            SideBySide(
                _titled(f"先收到的（{len(page.received)} 条，已在我方）", self.received),
                _titled(f"对方现在的（{len(page.present)} 条，没有入库）", self.present),
                first_share=5,
            )
        )
        for text in filter(None, page.forbids.values()):
            self.add_above(label(f"• {text}", "error", wrap=True, selectable=True))
        self.received.load()
        self.present.load()
        self.submitted.connect(self._prepare)

    def _rows(self, key: str, name: str, lines: Sequence[BranchLine]) -> RowsView[BranchLine]:
        empty = EmptyState("没有另外的记录", "这一份历史到分开的地方为止。")
        made: RowsView[BranchLine] = RowsView(
            f"exchange/fork-{key}",
            BRANCH,
            whole_list(lines),
            self._context.tasks,
            self._context.preferences,
            name=name,
            empty=empty,
        )
        made.setMinimumHeight(px(200))
        return made

    def _prepare(self, values: dict[str, Json]) -> None:
        self.set_busy(busy=True)
        params = {"fork": self._page.bundle, "stands": values["stands"], "reason": values["reason"]}
        self._context.do("exchange.settle_fork", params, self._done, self.fail, title="核实分叉", owner=self)

    def _done(self, _step: Step) -> None:
        self.accept()
        self._context.say("已提交，由另一位审核人员审核通过后生效")


def _titled(words: str, rows: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(label(words, "strong"), rows, gap=4))
    return made
