"""The one search field for everything: results appear below it while typing, the arrows and Enter choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from yb_desktop.ui.icons import icon
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.tasks import Task, Tasks
from yb_desktop.ui.theme import Ink, px
from yb_desktop.ui.widgets.search_box import SearchBox

_ROWS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One result: what it is, what tells it apart, where it opens."""

    title: str
    note: str
    place: Place
    icon: str = "institutions"


Find = Callable[[str], Sequence[Found]]


class Finder(SearchBox):
    """Asks ``find`` in the worker and shows at most twelve results."""

    chosen = Signal(object)
    """The ``Place`` of the chosen result."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("搜索机构、编码、许可证、人员（Ctrl+K）", parent)
        self._tasks = tasks
        self._find: Find | None = None
        self._task: Task[Sequence[Found]] | None = None
        self._list = _FoundList(self)
        self._list.taken.connect(self._take)
        self.searched.connect(self._look_up)
        self.go_down.connect(self._list.enter)
        self.returnPressed.connect(self._list.take_current)

    def set_find(self, find: Find) -> None:
        """Say how to find; until then the field finds nothing."""
        self._find = find

    def _look_up(self, text: str) -> None:
        if self._task is not None:
            self._task.drop()
            self._task = None
        if not text or self._find is None:
            self._list.hide()
            return
        find = self._find
        self._task = self._tasks.run(lambda: find(text), self._show)

    def _show(self, found: Sequence[Found]) -> None:
        if self.hasFocus():
            self._list.show_found(found[:_ROWS])

    def _take(self, place: Place) -> None:
        self._list.hide()
        self.clear()
        self.chosen.emit(place)


class _FoundList(QListWidget):
    taken = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self.setWindowFlags(Qt.WindowType.ToolTip)  # floats above the window and leaves the keyboard to the field
        self.setProperty("role", "found")
        self.setAccessibleName("搜索结果")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._take)
        field.installEventFilter(self)

    def show_found(self, found: Sequence[Found]) -> None:
        self.clear()
        for one in found:
            item = QListWidgetItem(icon(one.icon, Ink.MUTED), f"{one.title}　{one.note}")
            item.setData(Qt.ItemDataRole.UserRole, one.place)
            self.addItem(item)
        if not found:
            item = QListWidgetItem(icon("info", Ink.MUTED), "没有找到。可输入名称的一部分、拼音首字母或代码。")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        else:
            self.setCurrentRow(0)
        height = self.sizeHintForRow(0) * self.count() + 2 * self.frameWidth() + px(4)
        self.resize(max(self._field.width(), px(420)), height)
        self.move(self._field.mapToGlobal(QPoint(0, self._field.height() + 2)))
        self.show()

    def enter(self) -> None:
        if self.isVisible():
            self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))

    def take_current(self) -> None:
        item = self.currentItem()
        if self.isVisible() and item is not None:
            self._take(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if self.isVisible() and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Up:
                self.setCurrentRow(max(self.currentRow() - 1, 0))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def _take(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(place, Place):
            self.taken.emit(place)
