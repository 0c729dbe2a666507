"""“这个数据包会做什么”: every line of it, before anything is written; then take in, and the receipt (接收、回执)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.base.signing import Signer
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.incoming import ROLLED_BACK
from yb_desktop.services.exchanging import TakenIn, is_armoured, take_in
from yb_desktop.services.views.exchange_kinds import KIND_WORDS
from yb_desktop.services.views.exchange_preview import BundlePlan, Deed, PlanLine, bundle_plan, taken_words
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.exchange.columns import PLAN, deed_mark
from yb_desktop.ui.screens.exchange.way_out import number_button
from yb_desktop.ui.tasks import Report
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.unlocking import with_key
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list


def open_bundle(context: Context, file: Path, above: QWidget, renumber: Callable[[], None]) -> None:
    """Verify a bundle and try it out in the worker; then show what it will do. One that does not hold is refused.

    For one that is encrypted the device's key is opened first. ``renumber`` asks for a new number of this device, where
    it shows that its log has gone back.
    """

    def show(plan: BundlePlan) -> None:
        dialog = BundleDialog(context, plan, above)
        dialog.renumber.connect(renumber)
        dialog.open()

    def look(signer: Signer | None) -> None:
        context.tasks.run_long(
            "核验数据包",
            lambda _report: bundle_plan(context.desk, file, signer),
            show,
            owner=above,
        )

    def unlock(armoured: bool) -> None:
        if armoured:
            with_key(context, "这个数据包是加密的，须用本机密钥打开。", look, above)
        else:
            look(None)

    context.tasks.run(lambda: is_armoured(file), unlock, owner=above)


class BundleDialog(QDialog):
    """Shows what a bundle will do, and takes it in when told."""

    renumber = Signal()
    """The way out was chosen where this device's log has gone back: a new number."""

    def __init__(self, context: Context, plan: BundlePlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("这个数据包会做什么")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._plan = plan
        self.take_button = button(_deed_words(plan), "primary")
        self.take_button.setEnabled(not plan.blocked)
        self.leave_button = button("取消")
        self.renumber_button = number_button(self, self.renumber)
        self.hand_over = QCheckBox(f"把回执写到同一个地方（{plan.file.parent}）")
        self.hand_over.setChecked(True)
        self.hand_over.setVisible(plan.kind != KIND_WORDS["receipt"] and not plan.blocked)
        self._problem = label(f"✕ {plan.blocked}" if plan.blocked else "", "error", wrap=True, selectable=True)
        self._problem.setVisible(bool(plan.blocked))
        self.rows: RowsView[PlanLine] = RowsView(
            "exchange/plan",
            PLAN,
            whole_list(plan.lines),
            context.tasks,
            context.preferences,
            name="数据包会做的事",
            empty=EmptyState("没有要写入的内容", "这个数据包里没有新的记录。"),
        )
        self._lay_out()
        self.renumber_button.setVisible(plan.code == ROLLED_BACK)
        self.take_button.clicked.connect(self.take)
        self.leave_button.clicked.connect(self.reject)
        self.rows.load()
        self.rows.table.setFocus()
        self.resize(self.sizeHint())

    def take(self) -> None:
        """Take the bundle in; where a receipt is owed, the device's key is opened first."""
        if self._plan.needs_signature:
            with_key(self._context, "接收后要签发回执，须用本机密钥签名。", self._take, self)
        else:
            self._take(None)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take most of the window it stands above."""
        parent = self.parentWidget()
        room = parent.window().size() if parent else QSize(px(900), px(600))
        return QSize(min(px(900), round(room.width() * 0.94)), min(px(620), round(room.height() * 0.92)))

    def _take(self, signer: Signer | None) -> None:
        file = self._plan.file
        out = file.parent if self.hand_over.isVisible() and self.hand_over.isChecked() else None
        self.take_button.setEnabled(False)

        def deed(desk: Desk, report: Report) -> TakenIn:
            return take_in(desk, file, signer, out=out, progress=report.count)

        self._context.act_long("接收数据包", deed, self._done, self._failed, stopped=self._stopped, owner=self)

    def _stopped(self) -> None:
        self.take_button.setEnabled(True)
        self._problem.setText("已停止，没有写入任何内容。")
        self._problem.show()

    def _done(self, done: TakenIn) -> None:
        self.accept()
        where = f"回执已写到：{done.receipt}" if done.receipt else ""
        if done.receipt and self.hand_over.isChecked() and done.receipt.parent == self._plan.file.parent:
            where = f"{where}\n已读回核对，可以拔出；请把回执交给对方。"
        self._context.ask.inform(taken_words(done), detail=where)

    def _failed(self, problem: YbError) -> None:
        self.take_button.setEnabled(True)
        self._problem.setText(f"✕ {problem.text}")
        self._problem.show()
        self.renumber_button.setVisible(problem.code == ROLLED_BACK)

    def _lay_out(self) -> None:
        plan = self._plan
        counts = [(deed, plan.count(deed), deed_mark(deed)) for deed in Deed]
        shown = [Badge(f"{deed.value} {count}", mark.tone, mark.icon) for deed, count, mark in counts if count]
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 16, 20, 16), gap=10)
        layout.addWidget(label("这个数据包会做什么", "heading"))
        layout.addWidget(label(_about(plan), "muted", wrap=True, selectable=True))
        if plan.duplicate:
            layout.addWidget(Badge("以前已经接收过，不会重复入库", Tone.INFO))
        if plan.early:
            layout.addWidget(Badge("前面的数据包还没有到，先收下放着", Tone.WARN))
        layout.addLayout(row(*shown, None))
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._problem)
        layout.addLayout(row(self.renumber_button, None))
        layout.addWidget(self.hand_over)
        layout.addLayout(row(label("现在还没有写入任何内容。", "small"), None, self.leave_button, self.take_button))


def _about(plan: BundlePlan) -> str:
    records = f"，{plan.records:,} 条记录" if plan.records else ""
    return f"{plan.sender} 的{plan.kind}{records}，{plan.created} 制作。签名和内容已核对无误。\n{plan.bundle}"


def _deed_words(plan: BundlePlan) -> str:
    if plan.duplicate:
        return "再交一次回执"
    if plan.early:
        return "收下，先放着"
    return "登记回执" if plan.kind == "回执" else "入库"
