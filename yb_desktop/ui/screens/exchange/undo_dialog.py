"""“撤回接收”: what becomes of every record of a bundle, before anything is changed; then why, and the receipt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.signing import Signer
from yb_desktop.services.exchanging import Undoing, UndoLine, Undone, UndoPlan, undo
from yb_desktop.services.views.exchange import when_words
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.exchange.columns import UNDO, undoing_mark
from yb_desktop.ui.screens.exchange.folder_field import FolderField
from yb_desktop.ui.theme import px
from yb_desktop.ui.unlocking import with_key
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import column, row
from yb_desktop.ui.widgets.whole_list import whole_list

_SAID = "撤回前先另存备份；记录仍保存在本机，只是不再计入业务；对方在回执里看到原因。对方重新导出后可以再次接收。"


class UndoDialog(FormDialog):
    """Shows what undoing does, asks for the reason, and undoes."""

    def __init__(self, context: Context, plan: UndoPlan, sender: str, parent: QWidget) -> None:
        found = plan.received
        why = FieldSpec("reason", "撤回的原因", Kind.TEXT, required=True, hint="如：报送了还在核对的材料")
        super().__init__(
            "撤回接收",
            Form([why], context.today),
            "撤回接收",
            parent,
            sentence=f"{sender} 的数据包 {found.bundle}，{when_words(found.received_at)} 接收。{_SAID}",
            width=900,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._plan = plan
        self.rows: RowsView[UndoLine] = RowsView(
            "exchange/undo",
            UNDO,
            whole_list(_in_the_way_first(plan)),
            context.tasks,
            context.preferences,
            name="撤回接收会怎样",
        )
        self.rows.setMinimumHeight(px(240))
        counts = [(fate, len(plan.of(fate)), undoing_mark(fate)) for fate in Undoing]
        badges = [Badge(f"{fate.value} {count}", mark.tone, mark.icon) for fate, count, mark in counts if count]
        above = QWidget()
        above.setLayout(column(_in_row(*badges), self.rows))
        self.add_above(above)
        self.folder = FolderField(context, "回执另存到（不选也可以，下次一并交出）")
        self.add_below(self.folder)
        self.rows.load()
        self.submitted.connect(self._unlock)
        if not plan.of(Undoing.REVERSED):
            self.set_busy(busy=True)
            self.say_problem("没有可以撤回的记录。")

    def _unlock(self, values: dict[str, Json]) -> None:
        why = "撤回后要给对方签发回执，须用本机密钥签名。"
        with_key(self._context, why, lambda signer: self._undo(str(values["reason"]), signer), self)

    def _undo(self, reason: str, signer: Signer) -> None:
        bundle, out = self._plan.received.bundle, self.folder.folder
        self.set_busy(busy=True)
        self._context.act(
            lambda desk: undo(desk, bundle, reason=reason, signer=signer, out=out),
            self._done,
            self.fail,
            title="撤回接收",
            owner=self,
        )

    def _done(self, done: Undone) -> None:
        self.accept()
        plan = done.plan
        counts = "，".join(f"{fate.value} {len(plan.of(fate))} 条" for fate in Undoing if plan.of(fate))
        self._context.ask.inform(f"已撤回接收：{counts}。请把回执交给对方。", detail=f"回执：{done.receipt}")


def _in_the_way_first(plan: UndoPlan) -> tuple[UndoLine, ...]:
    return tuple(one for fate in reversed(Undoing) for one in plan.of(fate))


def _in_row(*widgets: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(row(*widgets, None))
    return made
