"""交换: outbox and inbox with the three words, by office, what stands aside, forks in red, keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from yb_desktop.services.exchanging import undo_preview
from yb_desktop.services.views.exchange import ExchangeView, ForkLine, ReceivedLine, exchange_view
from yb_desktop.services.views.exchange_forks import fork_page
from yb_desktop.services.views.key_care import KeyCare, Remedy
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.screens.exchange.columns import ASIDE, OFFICES, RECEIVED, SENT, WAYS
from yb_desktop.ui.screens.exchange.export_dialog import ExportDialog
from yb_desktop.ui.screens.exchange.fork_dialog import ForkDialog
from yb_desktop.ui.screens.exchange.keys_page import KeysPage
from yb_desktop.ui.screens.exchange.preview_dialog import open_bundle
from yb_desktop.ui.screens.exchange.undo_dialog import UndoDialog
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import Card, SectionHeader, button, column, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

T = TypeVar("T")

KEYS = "keys"
"""The place of the keys on this screen."""
BUNDLE = FileKind("数据包", ("tar", "age", "sm"))
_SETTLE = "可能恢复过旧备份或复制过电脑，请两人共同核实：一人提出，另一人审核，然后对方重新登记设备。"

_NAMED = "请两人共同核实：一人提出，另一人审核；然后按“搁置”里逐条列明的转告对方重新登记。"


class ExchangeScreen(QWidget):
    """What went out, what came in, and what to do next."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: ExchangeView | None = None
        self.export_button = button("导出…", "primary", icon_name="outbox")
        self.open_button = button("打开数据包…", icon_name="folder")
        self.header = SectionHeader("交换", "正在读取…", self.open_button, self.export_button)
        self.warnings = Card()
        self.tabs = QTabWidget()
        nothing_sent = EmptyState("还没有导出过", "导出的数据包和它们的回执列在这里。")
        nothing_came = EmptyState("还没有收到数据包", "打开对方交来的数据包，先看它会做什么，再入库。")
        nothing_aside = EmptyState("没有搁置的记录", "没有接收的记录、被对方退回的记录和原因列在这里。", icon="done")
        self.undo_button = button("撤回接收…", icon_name="left")
        self.undo_button.setEnabled(False)
        self.sent = self._rows("sent", SENT, "发件箱", nothing_sent)
        self.received = self._rows("received", RECEIVED, "收件箱", nothing_came)
        self.offices = self._rows("offices", OFFICES, "按机构", EmptyState("还没有往来机构"))
        nothing_moves = EmptyState(
            "没有移交和外出核查的事项", "移交的申请、分派给核查电脑的任务和它们到哪一步列在这里。"
        )
        self.ways = self._rows("ways", WAYS, "移交和核查电脑", nothing_moves)
        self.aside = self._rows("aside", ASIDE, "搁置的记录", nothing_aside)
        self.keys = KeysPage(context)
        self._lay_out()
        self.export_button.clicked.connect(self.export)
        self.open_button.clicked.connect(self.open_file)
        self.undo_button.clicked.connect(self.undo)
        self.received.selected.connect(self._offer)
        self.received.counted.connect(lambda _total: self._offer(self.received.current()))

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Fetch the state of the exchange anew."""
        self._context.read(exchange_view, self.show_view, owner=self)

    def open(self, entity: str) -> None:
        """Show the page, with the keys where they are meant; a bundle has no page of its own."""
        if entity == KEYS:
            self.tabs.setCurrentWidget(self.keys)
        self.refresh()

    def export(self) -> None:
        """Ask where to, and export."""
        if self.view is not None:
            dialog = ExportDialog(self._context, self.view, self)
            dialog.renumber.connect(self.keys.renumber)
            dialog.open()

    def open_file(self) -> None:
        """Ask for a bundle and show what it will do."""
        path = self._context.ask.choose_file_to_open("打开数据包", (BUNDLE,))
        if path is not None:
            self.show_bundle(path)

    def show_bundle(self, file: Path) -> None:
        """Show what a bundle will do, before anything is written."""
        open_bundle(self._context, file, self, self.keys.renumber)

    def undo(self) -> None:
        """Say what undoing the take-in of the chosen bundle would do, and ask why."""
        chosen, context = self.received.current(), self._context
        if chosen is not None:
            context.read(
                lambda desk: undo_preview(desk, chosen.bundle),
                lambda plan: UndoDialog(context, plan, chosen.office_name, self).open(),
                owner=self,
            )

    def _offer(self, row: ReceivedLine | None) -> None:
        self.undo_button.setEnabled(row is not None and row.may_be_undone)

    def _rows(self, key: str, columns: Sequence[Column[T]], name: str, empty: EmptyState) -> RowsView[T]:
        tasks, preferences = self._context.tasks, self._context.preferences
        return RowsView(f"exchange/{key}", columns, whole_list(()), tasks, preferences, name=name, empty=empty)

    def _lay_out(self) -> None:
        pages = (
            (_padded(self.sent), "发件箱"),
            (_padded(self.received, self.undo_button), "收件箱"),
            (_padded(self.offices), "按机构"),
            (_padded(self.aside), "搁置"),
            (_padded(self.ways), "移交和核查电脑"),
        )
        for page, title in pages:
            self.tabs.addTab(page, title)
        self.tabs.addTab(self.keys, "密钥和信任")
        self.tabs.setDocumentMode(True)
        self.warnings.hide()
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(self.warnings)
        layout.addWidget(self.tabs, 1)

    def show_view(self, view: ExchangeView) -> None:
        """Show the state of an exchange."""
        self.view = view
        self.header.set_sentence(_sentence(view))
        self.export_button.setVisible(bool(view.targets))
        self._warn(view)
        self.sent.load(whole_list(view.sent))
        self.received.load(whole_list(view.received))
        self.offices.load(whole_list(view.offices))
        self.aside.load(whole_list(view.aside))
        self.ways.load(whole_list(view.ways))
        self.keys.show_care(view)
        self.tabs.setTabText(0, f"发件箱（未回执 {view.owed}）" if view.owed else "发件箱")
        self.tabs.setTabText(3, f"搁置（{len(view.aside)}）" if view.aside else "搁置")

    def _warn(self, view: ExchangeView) -> None:
        body = self.warnings.body
        while body.count():
            body.takeAt(0).widget().deleteLater()
        for fork in view.forks:
            body.addWidget(self._fork_widget(fork, asked=view.settling is not None))
        if view.settling is not None:
            body.addWidget(DecisionCard(self._context, view.settling))
        if view.keys.problem:
            body.addWidget(self._keys_widget(view.keys))
        self.warnings.setVisible(bool(view.forks or view.keys.problem))

    def _keys_widget(self, care: KeyCare) -> QWidget:
        """Say what keeps this device from signing, with what mends it."""
        deeds = {
            Remedy.ENROL: self.keys.enrol,
            Remedy.TRUST: self.keys.accept_trust,
            Remedy.RENUMBER: self.keys.renumber,
        }
        mend = button(care.remedy.value, "primary")
        mend.clicked.connect(deeds[care.remedy])
        made = QWidget()
        first = "有数据包对方不会接收" if care.remedy is Remedy.RENUMBER else "现在不能签发数据包"
        made.setLayout(column(_in_row(Badge(first, Tone.WARN), None, mend), label(care.problem, wrap=True), gap=6))
        return made

    def _fork_widget(self, fork: ForkLine, *, asked: bool) -> QWidget:
        """Say in red that a channel stands still, or in amber what is still to come, with the way on."""
        made = QWidget()
        where = f"{fork.office_name}（{fork.device}）"
        words = "另一份历史没有核实" if fork.goes_on else "通道已停用"
        words, tone = ("已核实，等重新登记", Tone.WARN) if fork.settled else (words, Tone.BAD)
        badge = Badge(f"{words}：{where}", tone)
        settle = button("核实分叉…", "primary")
        settle.setVisible(bool(fork.bundle) and not asked)
        settle.clicked.connect(lambda: self.settle(fork))
        next_step = _NAMED if fork.goes_on else _SETTLE
        said = f"{fork.text}。" if fork.settled else f"{fork.text}。{next_step}"
        made.setLayout(column(_in_row(badge, None, settle), label(said, wrap=True, selectable=True), gap=6))
        return made

    def settle(self, fork: ForkLine) -> None:
        """Show both histories, and ask which one stands."""
        context = self._context
        context.read(
            lambda desk: fork_page(desk, fork.bundle),
            lambda page: ForkDialog(context, page, fork.office_name, self).open(),
            owner=self,
        )


def _sentence(view: ExchangeView) -> str:
    if not view.sends:
        waiting = sum(one.waiting for one in view.targets)
        more = f"；{waiting} 项任务还没有导出" if waiting else ""
        return f"本机构接收下级报送；收到 {len(view.received)} 个数据包{more}"
    waiting = sum(one.waiting for one in view.targets)
    more = f"，{waiting} 项任务还没有导出" if waiting else ""
    fresh = f"{view.fresh:,} 条记录还没有导出" if view.fresh else "没有新的记录要导出"
    owed = f"，{view.owed} 个数据包未回执" if view.owed else ""
    return f"上级：{view.superior_name}（{view.superior}） · {fresh}{more}{owed}"


def _in_row(*widgets: QWidget | None) -> QWidget:
    made = QWidget()
    made.setLayout(row(*widgets))
    return made


def _padded(page: QWidget, *deeds: QWidget) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    space(layout, margins=(0, 10, 0, 0), gap=8)
    layout.addWidget(page, 1)
    if deeds:
        layout.addLayout(row(None, *deeds))
    return made
