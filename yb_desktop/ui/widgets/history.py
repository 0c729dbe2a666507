"""The history of a thing: one line for each event, the newest first, drawn only where it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from yb_desktop.ui.theme import Ink, px

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: ``at`` as it is to be read, ``detail`` below ``text``, ``target`` to open."""

    at: str
    text: str
    who: str = ""
    detail: str = ""
    target: str = ""


class HistoryView(QListView):
    """Shows events; Enter or a double click on one with a ``target`` opens it."""

    opened = Signal(str)

    def __init__(self, events: Sequence[Event] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events = _Events(events)
        self.setModel(self._events)
        self.setItemDelegate(_EventPainter(self))
        self.setAccessibleName("历史记录")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.activated.connect(self._open)

    def set_events(self, events: Sequence[Event]) -> None:
        """Show other events."""
        self._events.replace(events)

    def _open(self, index: QModelIndex) -> None:
        target = self._events.event_at(index.row()).target
        if target:
            self.opened.emit(target)


class _Events(QAbstractListModel):
    def __init__(self, events: Sequence[Event]) -> None:
        super().__init__()
        self._rows = tuple(events)

    def event_at(self, row: int) -> Event:
        return self._rows[row]

    def replace(self, events: Sequence[Event]) -> None:
        self.beginResetModel()
        self._rows = tuple(events)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  Qt's name and default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        event = self._rows[index.row()]
        return "，".join(part for part in (event.at, event.text, event.who, event.detail) if part)


class _EventPainter(QStyledItemDelegate):
    def __init__(self, view: HistoryView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802  Qt's name
        height = self._view.fontMetrics().height()
        lines = 2 if self._event(index).detail else 1
        return QSize(px(200), height * lines + px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        event = self._event(index)
        here = self._view.model().index(index.row(), 0)
        room = QRectF(self._view.visualRect(here))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view.selectionModel().isSelected(here):
            painter.fillRect(room, QColor(Ink.ACCENT_SOFT))
        metrics = self._view.fontMetrics()
        line = metrics.height()
        at = metrics.horizontalAdvance("2026-00-00 00:00") + px(14)
        top = room.top() + px(6)
        self._words(painter, QRectF(room.left() + px(8), top, at, line), event.at, Ink.MUTED)
        middle = room.left() + at + px(12)
        painter.setPen(QPen(QColor(Ink.LINE), px(1.5)))
        painter.drawLine(QPointF(middle, room.top()), QPointF(middle, room.bottom() + 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Ink.ACCENT))
        painter.drawEllipse(QPointF(middle, top + line / 2), px(3), px(3))
        left = middle + px(14)
        who = metrics.horizontalAdvance(event.who) + px(8)
        width = room.right() - left - who
        self._words(painter, QRectF(left, top, width, line), event.text, Ink.TEXT)
        self._words(painter, QRectF(room.right() - who, top, who, line), event.who, Ink.MUTED)
        if event.detail:
            self._words(painter, QRectF(left, top + line, width + who, line), event.detail, Ink.MUTED)
        painter.restore()

    def _words(self, painter: QPainter, room: QRectF, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.setFont(QFont(self._view.font()))
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _event(self, index: Index) -> Event:
        model = self._view.model()
        if not isinstance(model, _Events):
            raise TypeError("a history view shows events only")
        return model.event_at(index.row())
