"""One group of what the office owes or waits for; Enter opens the matter, a commitment is verified right here."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.domain.duties import DutyKind
from yb_desktop.services.views.duties import DutyGroup, DutyLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.todo.columns import DUTY_COLUMNS
from yb_desktop.ui.screens.todo.verifying import VerifyDialog
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

_EMPTY = {
    DutyKind.OWED: "没有应办未办的事项：该送达、该备案、该报告的都已办理。",
    DutyKind.COMMITMENT: "以告知承诺办理的情形都已核实。",
    DutyKind.LETTER: "发出的函都已收到回复。",
    DutyKind.PAPER: "没有临近到期的许可证、劳动合同和证书。",
    DutyKind.RENEWAL: "没有临近到期而未办理续签的协议。",
}


class DutiesPage(QWidget):
    """The list of one group, with how long before the day it is shown where that is a setting."""

    def __init__(self, context: Context, kind: DutyKind) -> None:
        super().__init__()
        self._context = context
        self.kind = kind
        self.rows: RowsView[DutyLine] = RowsView(
            f"todo-{kind.value}",
            DUTY_COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name=kind.label,
            empty=EmptyState(f"{kind.label}：无", _EMPTY[kind], icon="done"),
        )
        self.verify = button("核实…", "primary")
        self.verify.setVisible(kind is DutyKind.COMMITMENT)
        self.verify.setEnabled(False)
        self._foot = label("", "small")
        layout = QVBoxLayout(self)
        space(layout, gap=10)
        layout.addWidget(self.rows, 1)
        layout.addLayout(row(self._foot, None, self.verify))
        self.rows.opened.connect(lambda line: context.navigator.go_to_matter(line.entity))
        self.rows.selected.connect(lambda line: self.verify.setEnabled(line is not None))
        self.verify.clicked.connect(self._verify)

    def show_group(self, group: DutyGroup) -> None:
        """Show the group."""
        lines = group.lines
        more = f"，只列出最早的 {len(lines)} 项" if group.total > len(lines) else ""
        note = f"{group.note}。" if group.note else ""
        self._foot.setText(f"共 {group.total} 项{more}。{note}按 Enter 或双击打开。" if lines else note)
        self.verify.setEnabled(bool(lines))
        self.rows.load(whole_list(lines))

    def _verify(self) -> None:
        line = self.rows.current()
        if line is not None:
            VerifyDialog(self._context, line, self).open()
