"""Importing a list: every row with what it would do before anything is written, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from yb_desktop.base.errors import YbError
from yb_desktop.domain.listing_matching import ImportPlan, Sorted, Verdict
from yb_desktop.services.importing import ImportReport, import_file, plan_import
from yb_desktop.services.views.importing import VERDICT_LABELS, twin_of
from yb_desktop.services.views.institutions import Likely
from yb_desktop.services.views.list_columns import ListColumns, list_columns
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.institutions.columns_dialog import Chosen, ColumnsDialog, remembered
from yb_desktop.ui.screens.institutions.register import side_by_side
from yb_desktop.ui.tasks import Running
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.chips import Chips
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form_dialog import room_for
from yb_desktop.ui.widgets.page_model import Column, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import Card, button, label, row

_MARKS = {
    Verdict.NEW: Mark(Tone.GOOD, "add"),
    Verdict.SAME: Mark(Tone.NEUTRAL, "done"),
    Verdict.LIKELY: Mark(Tone.WARN, "question"),
    Verdict.STRUCK_OFF: Mark(Tone.WARN, "refused"),
    Verdict.FAULTY: Mark(Tone.BAD, "overdue"),
}
_FIRST = (Verdict.FAULTY, Verdict.LIKELY, Verdict.STRUCK_OFF, Verdict.NEW, Verdict.SAME)
"""What needs a look comes first."""


class ImportDialog(QDialog):
    """Reads ``file``, shows its dry run, and imports what the clerk leaves in."""

    def __init__(self, context: Context, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._file = file
        self._plan = ImportPlan(())
        self._found: ListColumns | None = None
        self._columns: Chosen | None = None
        self.asking: ColumnsDialog | None = None
        self._shown: Verdict | None = None
        self.apart: set[int] = set()
        """Rows whose likely twins the clerk has set apart: they are imported as institutions of their own."""
        self.setWindowTitle("导入机构名单")
        self.resize(QSize(px(1040), px(640)).boundedTo(room_for(self)))
        self.said = label("正在读取和核对…", "muted", wrap=True)
        self.chips = Chips(("全部", *(VERDICT_LABELS[verdict] for verdict in _FIRST)), self)
        self.rows: RowsView[Sorted] = RowsView(
            "import",
            self._row_columns(),
            self._fetch,
            context.tasks,
            context.preferences,
            name="名单核对结果",
            empty=EmptyState("没有这一类的行"),
        )
        self.rows.setMinimumHeight(px(110))
        self.take_as_own = button("作为新机构导入")
        self.bar = QProgressBar(textVisible=False)
        self.go, self.leave = button("导入", "primary"), button("取消")
        self.match = button("列对应…")
        self.match.setToolTip("看各列是怎么认的，认错的改过来")
        self._lay_out()
        self._connect()
        self._set_busy(busy=True)
        context.read(lambda _desk: list_columns(file), self._take_columns, self._not_read, owner=self)

    def ask_columns(self) -> None:
        """Ask which column holds what."""
        if self._found is not None:
            self.asking = ColumnsDialog(self._context.preferences, self._found, self._columns, self)
            self.asking.chosen.connect(self._read)
            self.asking.rejected.connect(self._columns_left)
            self.asking.open()

    def _take_columns(self, found: ListColumns) -> None:
        """Read by what was said of such a list before; ask where a column that is needed was not recognised."""
        self._found = found
        kept = remembered(self._context.preferences, found)
        if kept is None and found.missing:
            self._set_busy(busy=False)
            self.go.setEnabled(False)
            self.said.setText(f"没有认出：{'、'.join(found.missing)}。请指明各列是什么。")
            self.ask_columns()
        else:
            self._read(kept)

    def _columns_left(self) -> None:
        if not self._plan.rows:  # nothing was read yet, and nothing can be
            super().reject()

    def _read(self, columns: Chosen | None) -> None:
        """Read and compare every row; this can be stopped."""
        file = self._file
        self._columns, self._plan, self.apart = columns, ImportPlan(()), set()
        self.said.setText("正在读取和核对…")
        self._set_busy(busy=True)
        desk = self._context.desk
        self._context.tasks.run_long(
            f"读取“{file.name}”",
            lambda report: plan_import(desk, file, columns=columns, progress=report.count),
            self.show_plan,
            self._not_read,
            stopped=super().reject,
            owner=self,
        )

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what each row would do."""
        order = {verdict: at for at, verdict in enumerate(_FIRST)}
        self._plan = ImportPlan(tuple(sorted(plan.rows, key=lambda r: (order[r.verdict], r.row))))
        self.chips.button(0).setText(f"全部 {len(plan.rows):,}")
        for number, verdict in enumerate(_FIRST, 1):
            self.chips.button(number).setText(f"{VERDICT_LABELS[verdict]} {plan.count(verdict):,}")
        self._set_busy(busy=False)
        self._show()

    def import_now(self) -> None:
        """Import; in one transaction, so that stopping leaves nothing behind."""
        file, columns, distinct = self._file, self._columns, tuple(sorted(self.apart))
        today = self._context.today
        self._set_busy(busy=True)
        self.said.setText("正在导入…可以停止，停止后不写入任何内容。")
        self._context.act_long(
            f"导入“{file.name}”",
            lambda desk, report: import_file(
                desk, on=today, file=file, columns=columns, distinct=distinct, progress=report.count
            ),
            self._done,
            self._not_done,
            stopped=self._stopped,
            owner=self,
        )

    def reject(self) -> None:
        """Close; while a list is read or imported, stop that and stay until it has stopped."""
        if self.bar.isVisible():
            self._context.tasks.stop_current()
        else:
            super().reject()

    def _row_columns(self) -> tuple[Column[Sorted], ...]:
        return (
            Column[Sorted]("row", "行", lambda one: str(one.row), 52, right=True, sortable=False),
            Column[Sorted](
                "verdict",
                "结论",
                lambda one: "作为新机构" if one.row in self.apart else VERDICT_LABELS[one.verdict],
                124,
                sortable=False,
                mark=lambda one: _MARKS[Verdict.NEW if one.row in self.apart else one.verdict],
            ),
            Column[Sorted]("name", "机构名称", lambda one: one.name or "（空）", 270, sortable=False),
            Column[Sorted]("reason", "说明", _reason, 460, sortable=False),
        )

    def _lay_out(self) -> None:
        self._twin = QStackedWidget()
        self._twin.addWidget(QWidget())
        self._card = Card("逐项对照", self.take_as_own)
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(self._twin)
        frame.setFixedHeight(px(130))
        self._card.body.addWidget(frame)
        self._card.hide()
        layout = self._layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label(f"导入机构名单：{self._file.name}", "heading", wrap=True))
        layout.addWidget(self.said)
        layout.addLayout(self.chips.bar(None))
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._card)
        layout.addWidget(self.bar)
        layout.addLayout(row(self.match, None, self.leave, self.go))

    def _connect(self) -> None:
        self.chips.idClicked.connect(self._choose)
        self.rows.selected.connect(self._look)
        self.rows.opened.connect(self._turn)
        self.take_as_own.clicked.connect(lambda: self._turn(self.rows.current()))
        self.leave.clicked.connect(self.reject)
        self.match.clicked.connect(self.ask_columns)
        self.go.clicked.connect(self.import_now)
        self._context.tasks.running.connect(self._progress)

    def _choose(self, number: int) -> None:
        self._shown = _FIRST[number - 1] if number else None
        self._show()

    def _show(self) -> None:
        new = self._plan.count(Verdict.NEW) + len(self.apart)
        left = len(self._plan.rows) - new
        self.said.setText(
            f"将导入 {new:,} 家；其余 {left:,} 行不写入，原因见说明。疑似重复的，核对后可作为新机构导入。"
        )
        self.go.setText(f"导入 {new:,} 家")
        self.go.setEnabled(bool(new))
        self.rows.load()

    def _fetch(self, request: PageRequest[Sorted]) -> Page[Sorted]:
        shown = self._plan.rows if self._shown is None else self._plan.of(self._shown)
        return Page(shown[request.offset : request.offset + request.limit], len(shown))

    def _look(self, one: Sorted | None) -> None:
        likely = one is not None and one.verdict is Verdict.LIKELY
        self._card.setVisible(False)
        if one is not None and likely:
            plan = self._plan
            self.take_as_own.setText("不导入这一行" if one.row in self.apart else "不是同一家，作为新机构导入")
            self._context.read(lambda desk: twin_of(desk, plan, one), self._show_twin, owner=self)

    def _show_twin(self, twin: Likely | None) -> None:
        current = self.rows.current()
        if twin is None or current is None or current.verdict is not Verdict.LIKELY:
            return
        inside = QWidget()
        inside.setLayout(side_by_side(twin))
        old = self._twin.widget(0)
        self._twin.addWidget(inside)
        self._twin.removeWidget(old)
        old.deleteLater()
        self._card.setVisible(True)
        self._layout.activate()  # the list has less room now: keep the row it is about in sight
        self.rows.table.scrollTo(self.rows.table.currentIndex())

    def _turn(self, one: Sorted | None) -> None:
        if one is not None and one.verdict is Verdict.LIKELY:
            self.apart ^= {one.row}
            self._show()
            self._look(one)

    def _set_busy(self, *, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        self.go.setEnabled(not busy)
        self.take_as_own.setEnabled(not busy)
        self.match.setEnabled(not busy)
        self.leave.setText("停止" if busy else "取消")

    def _progress(self, running: Running | None) -> None:
        if running is not None and running.progress is not None and self.bar.isVisible():
            self.bar.setRange(0, running.progress.total)
            self.bar.setValue(running.progress.done)

    def _not_read(self, problem: YbError) -> None:
        self._context.ask.refuse(problem)
        self._set_busy(busy=False)
        super().reject()

    def _not_done(self, problem: YbError) -> None:
        self._context.ask.refuse(problem)
        self._stopped()

    def _stopped(self) -> None:
        self._set_busy(busy=False)
        self._show()
        self.said.setText("导入没有进行，什么都没有写入。" + self.said.text())

    def _done(self, report: ImportReport) -> None:
        self._set_busy(busy=False)
        self.accept()
        self._context.say(f"已导入 {report.written:,} 家机构；在任一家的页面可整批撤销")


def _reason(one: Sorted) -> str:
    notes = one.entry.notes if one.entry else ()
    return "；".join((one.reason.rstrip("。"), *notes))
