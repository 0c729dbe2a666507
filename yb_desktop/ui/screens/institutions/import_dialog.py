"""Importing a list: every row with what it would do before anything is written, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
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
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.institutions.register import side_by_side
from yb_desktop.ui.tasks import Running
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Mark
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
        self._shown: Verdict | None = None
        self.apart: set[int] = set()
        """Rows whose likely twins the clerk has set apart: they are imported as institutions of their own."""
        self.setWindowTitle("导入机构名单")
        self.resize(QSize(px(1040), px(640)).boundedTo(room_for(self)))
        self.said = label("正在读取和核对…", "muted", wrap=True)
        self.chips = QButtonGroup(self)
        self.rows: RowsView[Sorted] = RowsView(
            "import",
            self._columns(),
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
        self._lay_out()
        self._connect()
        self._set_busy(busy=True)
        context.read(lambda desk: plan_import(desk, file), self.show_plan, self._not_read, owner=self)

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
        file, distinct, today = self._file, tuple(sorted(self.apart)), self._context.today
        self._set_busy(busy=True)
        self.said.setText("正在导入…可以停止，停止后不写入任何内容。")
        self._context.act_long(
            f"导入“{file.name}”",
            lambda desk, report: import_file(desk, on=today, file=file, distinct=distinct, progress=report.count),
            self._done,
            self._not_done,
            stopped=self._stopped,
            owner=self,
        )

    def reject(self) -> None:
        """Close; while the import runs, stop it and stay until it has stopped."""
        if self.bar.isVisible() and self._plan.rows:
            self._context.tasks.stop_current()
        else:
            super().reject()

    def _columns(self) -> tuple[Column[Sorted], ...]:
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
        chips = QHBoxLayout()
        space(chips, gap=6)
        for number, words in enumerate(("全部", *(VERDICT_LABELS[verdict] for verdict in _FIRST))):
            chip = QPushButton(words)
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setProperty("role", "chip")
            self.chips.addButton(chip, number)
            chips.addWidget(chip)
        self.chips.button(0).setChecked(True)
        chips.addStretch(1)
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
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label(f"导入机构名单：{self._file.name}", "heading", wrap=True))
        layout.addWidget(self.said)
        layout.addLayout(chips)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._card)
        layout.addWidget(self.bar)
        layout.addLayout(row(None, self.leave, self.go))

    def _connect(self) -> None:
        self.chips.idClicked.connect(self._choose)
        self.rows.selected.connect(self._look)
        self.rows.opened.connect(self._turn)
        self.take_as_own.clicked.connect(lambda: self._turn(self.rows.current()))
        self.leave.clicked.connect(self.reject)
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
        self.leave.setText("停止" if busy and self._plan.rows else "取消")

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
