"""The table of every list: lazy, sorted by the store, keeps its columns, copies to Excel, opens by Enter.

Ctrl+C puts the selected rows on the clipboard as lines with tabs and as a table in which every cell is text, so that
Excel keeps long codes and leading zeros, and takes nothing for a formula. Ctrl+E, the button at the head's right end
and the menu of the right button save the whole list, as it is filtered and sorted, as .xlsx.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QWidget,
)

from yb_desktop.base.clock import PcClock
from yb_desktop.base.files import write_whole
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.icons import icon
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Ink, px
from yb_desktop.ui.widgets.badge import Mark, badge_size, paint_badge
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import MARK_ROLE, Column, Fetch, PageModel
from yb_desktop.ui.widgets.rows_file import rows_file

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

EXCEL = FileKind("Excel 工作簿", ("xlsx",))


class RowsView(QWidget, Generic[R]):
    """A list of rows. Signals carry the row itself, the value that ``fetch`` gave."""

    opened = Signal(object)
    """Enter or a double click on a row."""
    selected = Signal(object)
    """Another row became the current one; ``None`` where there is none."""
    counted = Signal(int)
    """A new list has arrived, with so many rows."""

    def __init__(
        self,
        key: str,
        columns: Sequence[Column[R]],
        fetch: Fetch[R],
        tasks: Tasks,
        preferences: Preferences,
        *,
        name: str = "列表",
        empty: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = f"columns/{key}"
        self._preferences = preferences
        self._tasks = tasks
        self.model: PageModel[R] = PageModel(columns, fetch, tasks, self)
        self.table = _Table(self.model)
        self.table.setAccessibleName(name)
        self.empty = empty or EmptyState("没有符合条件的记录", "可以放宽筛选条件，或检查搜索的文字。")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._keep_soon = QTimer(self, singleShot=True, interval=500)
        self._keep_soon.timeout.connect(self._keep_widths)
        self.model.arrived.connect(self._on_arrived)
        self.table.doubleClicked.connect(self._open)
        self.table.entered_row.connect(self._open)
        self.table.copy_wanted.connect(self.copy)
        self.table.save_wanted.connect(self.save)
        self.table.customContextMenuRequested.connect(self._offer)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        header = self.table.horizontalHeader()
        header.setSortIndicator(self._place_of(self.model.sort_id), Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._on_resized)
        self.set_widths()

    def load(self, fetch: Fetch[R] | None = None) -> None:
        """Fetch anew, with another ``fetch`` where the filter changed."""
        self.model.load(fetch)

    def current(self) -> R | None:
        """Give the current row."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def set_widths(self) -> None:
        """Set the columns' widths, remembered or as described, at the present font size."""
        kept = self._preferences.get(self._key)
        widths = kept if isinstance(kept, Mapping) else {}
        header = self.table.horizontalHeader()
        for number, column in enumerate(self.model.columns):
            width = widths.get(column.id)
            header.resizeSection(number, px(width if isinstance(width, int) else column.width))
        self._keep_soon.stop()

    def copy(self) -> None:
        """Copy the selected rows with their titles; rows not yet here are fetched first."""
        numbers = self._selected_numbers()
        here = [words for n in numbers if (words := self.model.words(n)) is not None]
        if len(here) == len(numbers):
            self._to_clipboard(here)
        else:
            self._tasks.run(self.model.fetch_words(numbers), self._to_clipboard, title="复制", owner=self)

    def save(self) -> None:
        """Save the whole list as .xlsx, as it is filtered and sorted; rows not yet here are fetched first."""
        total = self.model.rowCount()
        if not total:
            return
        ask, name, columns = self._tasks.ask, self.table.accessibleName(), self.model.columns
        made = PcClock().today()
        path = ask.choose_file_to_save("保存为 Excel", f"{name}{made:%Y%m%d}.xlsx", (EXCEL,))
        if path is None:
            return
        fetch = self.model.fetch_words(range(total))
        self._tasks.run(
            lambda: write_whole(path, rows_file(name, columns, fetch(), made)),
            lambda _none: ask.inform(f"已保存 {total:,} 行。", detail=str(path)),
            title="保存为 Excel",
            owner=self,
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow the font size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_keep_soon"):
            self.table.set_row_height()
            self.set_widths()
        super().changeEvent(event)

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("复制所选的行\tCtrl+C", self.copy)
        menu.addAction("整张表保存为 Excel…\tCtrl+E", self.save)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def chosen(self) -> tuple[int, ...]:
        """Give the numbers of the selected rows, in the order of the list."""
        return tuple(self._selected_numbers())

    def _selected_numbers(self) -> list[int]:
        chosen = self.table.selectionModel().selection()
        ranges = (chosen.at(n) for n in range(chosen.count()))
        return sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})

    def _to_clipboard(self, rows: Sequence[tuple[str, ...]]) -> None:
        if not rows:
            return
        titles = tuple(column.title for column in self.model.columns)
        data = QMimeData()
        data.setText(as_tsv([titles, *rows]))
        data.setHtml(as_html([titles, *rows]))
        QGuiApplication.clipboard().setMimeData(data)

    def _on_arrived(self, total: int) -> None:
        self._stack.setCurrentWidget(self.table if total else self.empty)
        if total and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.counted.emit(total)

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if row is not None:
            self.opened.emit(row)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.selected.emit(self.model.row(index.row()) if index.isValid() else None)

    def _sort(self, section: int) -> None:
        column = self.model.columns[section]
        header = self.table.horizontalHeader()
        if column.sortable:
            descending = column.id == self.model.sort_id and not self.model.descending
            self.model.order_by(column.id, descending=descending)
        order = Qt.SortOrder.DescendingOrder if self.model.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(self._place_of(self.model.sort_id), order)

    def _place_of(self, column_id: str) -> int:
        return next((n for n, c in enumerate(self.model.columns) if c.id == column_id), -1)

    def _on_resized(self, _section: int, _before: int, _now: int) -> None:
        self._keep_soon.start()

    def _keep_widths(self) -> None:
        header, unit = self.table.horizontalHeader(), px(1000)
        sizes = {c.id: header.sectionSize(n) * 1000 // unit for n, c in enumerate(self.model.columns[:-1])}
        self._preferences.set(self._key, sizes)


class _Table(QTableView):
    copy_wanted = Signal()
    save_wanted = Signal()
    entered_row = Signal(QModelIndex)

    def __init__(self, model: PageModel[R]) -> None:
        super().__init__()
        self.save_button = QToolButton(self.horizontalHeader())  # first: laying out begins with the model
        self.setModel(model)
        self.setItemDelegate(_CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.save_button.setIcon(icon("outbox"))
        self.save_button.setToolTip("整张表保存为 Excel（Ctrl+E）")
        self.save_button.setAccessibleName("整张表保存为 Excel")
        self.save_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+E is its key
        self.save_button.clicked.connect(self.save_wanted)
        self.set_row_height()

    def updateGeometries(self) -> None:  # noqa: N802  Qt's name
        """Keep the button at the right end of the head, also when the scroll bar comes."""
        super().updateGeometries()
        head, width = self.horizontalHeader(), self.save_button.sizeHint().width()
        self.save_button.setGeometry(head.viewport().width() - width, 0, width, head.height() - 1)

    def set_row_height(self) -> None:
        """Set the height of all rows at once, so that none is ever measured."""
        self.verticalHeader().setMinimumSectionSize(px(20))
        self.verticalHeader().setDefaultSectionSize(px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Open on Enter everywhere alike, copy on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_E and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.save_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _CellPainter(QStyledItemDelegate):
    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        mark = index.data(MARK_ROLE)
        if not isinstance(mark, Mark):
            super().paint(painter, option, index)
            return
        here = self._table.model().index(index.row(), index.column())
        room = QRectF(self._table.visualRect(here))
        if self._table.selectionModel().isSelected(here):
            painter.fillRect(room, QColor(Ink.ACCENT_SOFT))
        text = str(index.data())
        size = badge_size(text)
        width = min(float(size.width()), room.width() - px(8))
        top = room.top() + (room.height() - size.height()) / 2
        paint_badge(painter, QRectF(room.left() + px(6), top, width, size.height()), text, mark)


def as_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as lines with tabs; tabs and line ends inside a cell become blanks."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def as_html(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as a table whose cells Excel takes as text."""
    cell = "<td style='mso-number-format:\"\\@\"'>"
    lines = ("<tr>" + "".join(f"{cell}{html.escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"
