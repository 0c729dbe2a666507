"""Three inspectors side by side: every item with each one's answer, the answer that stands, disagreements marked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from yb_desktop.services.views.comparing import CompareLine, Comparison
from yb_desktop.ui.answers import TONES
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form_dialog import room_for
from yb_desktop.ui.widgets.page_model import Column, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row


class CompareDialog(QDialog):
    """The table above, what was noted on the chosen item below it."""

    def __init__(self, context: Context, table: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setWindowTitle("核查答案对照")
        self.only = QCheckBox("只看有分歧的")
        self.rows: RowsView[CompareLine] = RowsView(
            f"compare-{len(table.inspectors)}",
            _columns(table),
            self._fetch,
            context.tasks,
            context.preferences,
            name="核查答案对照",
            empty=EmptyState("没有分歧", "各核查人员的答案一致。", icon="done"),
        )
        self.notes = label("", "muted", wrap=True, selectable=True)
        self._lay_out()
        self.only.toggled.connect(self._reload)
        self.rows.selected.connect(self._show_notes)
        self.rows.load()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Take most of the window."""
        self.resize(room_for(self))
        super().showEvent(event)

    def _lay_out(self) -> None:
        table = self._table
        leave = button("关闭")
        leave.clicked.connect(self.reject)
        open_ones = f"，其中 {table.unsettled} 项待组长裁定" if table.unsettled else ""
        differ = f"{table.disagreed} 项有分歧{open_ones}" if table.disagreed else "没有分歧"
        said = " · ".join(part for part in (table.institution_name, table.number, differ) if part)
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label("核查答案对照", "heading"))
        layout.addLayout(row(label(said, "muted"), None, self.only))
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.notes)
        layout.addLayout(row(None, leave))
        self.notes.setMinimumHeight(px(40))

    def _reload(self, _only: bool) -> None:
        self.rows.load()

    def _fetch(self, request: PageRequest[CompareLine]) -> Page[CompareLine]:
        lines = [line for line in self._table.lines if line.disagreed or not self.only.isChecked()]
        return Page(lines[request.offset : request.offset + request.limit], len(lines))

    def _show_notes(self, line: CompareLine | None) -> None:
        self.notes.setText("" if line is None else _notes(self._table, line))


def _notes(table: Comparison, line: CompareLine) -> str:
    parts = [line.label]
    for inspector, cell in zip(table.inspectors, line.cells, strict=True):
        if cell is not None and (cell.note or cell.photos):
            photos = f"（照片 {cell.photos} 张）" if cell.photos else ""
            parts.append(f"{inspector}：{cell.note or cell.words}{photos}")
    if line.settled:
        parts.append(f"组长裁定：{line.stands}，{line.settled}")
    return "\n".join(parts)


def _columns(table: Comparison) -> tuple[Column[CompareLine], ...]:
    by_inspector = (
        Column[CompareLine](
            f"inspector{at}",
            f"{name}（组长）" if name == table.lead else name,
            _cell_words(at),
            128,
            sortable=False,
            mark=_cell_mark(at),
        )
        for at, name in enumerate(table.inspectors)
    )
    return (
        Column("head", "类别", lambda line: line.head, 128, sortable=False),
        Column("label", "检查项", lambda line: f"{'★ ' if line.veto else ''}{line.label}", 300, sortable=False),
        *by_inspector,
        Column("differs", "对照", _differs_words, 104, sortable=False, mark=_differs_mark),
        Column("stands", "采用的结论", lambda line: line.stands, 130, sortable=False),
    )


def _cell_words(at: int) -> Callable[[CompareLine], str]:
    def words(line: CompareLine) -> str:
        cell = line.cells[at]
        return cell.words if cell is not None else "未填"

    return words


def _cell_mark(at: int) -> Callable[[CompareLine], Mark | None]:
    def mark(line: CompareLine) -> Mark | None:
        cell = line.cells[at]
        return Mark(TONES[cell.answer]) if cell is not None and line.disagreed else None

    return mark


def _differs_words(line: CompareLine) -> str:
    if line.differs:
        return "有分歧"
    if line.disagreed:
        return "已裁定"
    return "一致" if line.stands else ""


def _differs_mark(line: CompareLine) -> Mark | None:
    if line.differs:
        return Mark(Tone.WARN, "attention")
    return Mark(Tone.INFO, "done") if line.disagreed else None
