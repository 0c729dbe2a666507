"""Twelve months of a year, coloured by what each day is; days are picked by mouse or by keys, and let go again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from yb_desktop.services.views.days import Day, DaySort
from yb_desktop.ui.theme import Ink, px
from yb_desktop.ui.widgets.date_edit import DayInfo, DayKind, day_words

_WEEK = "一二三四五六日"
_LINES = 6
_WIDE = 800  # pixels at 100 %: below it there are three months beside each other, not four
_HEAD = 38  # the month's name and the letters of the week, at 100 %
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_GROUNDS = {
    DaySort.WORK: Ink.PAPER,
    DaySort.REST: Ink.GROUND,
    DaySort.HOLIDAY: "#fbe9e7",
    DaySort.MAKE_UP: "#e4f0f5",
}
_INKS = {DaySort.WORK: Ink.TEXT, DaySort.REST: Ink.MUTED, DaySort.HOLIDAY: Ink.BAD, DaySort.MAKE_UP: Ink.ACCENT_DARK}
_MARKS = {DaySort.WORK: "", DaySort.REST: "", DaySort.HOLIDAY: "休", DaySort.MAKE_UP: "班"}


class YearGrid(QWidget):
    """The year. ``picked`` tells that the days in ``days_picked`` changed."""

    picked = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._year = today.year
        self._days: Mapping[date, Day] = {}
        self._at = today
        self._across = 4
        self.days_picked: set[date] = set()
        self.pickable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._speak()

    def show_year(self, year: int, days: Mapping[date, Day]) -> None:
        """Show a year's days; what was picked in another year is let go."""
        if year != self._year:
            self._at = date(year, 1, 1) if year != self._today.year else self._today
            self.clear()
        self._year, self._days = year, days
        self._speak()
        self.update()

    def clear(self) -> None:
        """Let every picked day go."""
        self.days_picked.clear()
        self.picked.emit()
        self.update()

    def pick(self, day: date) -> None:
        """Pick a day, or let it go."""
        if self.pickable:
            self.days_picked ^= {day}
            self._at = day
            self._speak()
            self.picked.emit()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for room for every day."""
        return QSize(px(_WIDE), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for as much as days can be read in."""
        return QSize(px(480), 12 // self._across * px(_HEAD + 15 * _LINES))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Choose how many months stand beside each other."""
        across = 4 if self.width() >= px(_WIDE) else 3
        if across != self._across:
            self._across = across
            self.updateGeometry()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what the day under the mouse is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self._day_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(day) if day else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Pick the day that was pressed."""
        day = self._day_at(event.position())
        if day is not None:
            self.pick(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Go from day to day; the space bar picks."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key in steps:
            to = date.fromordinal(self._at.toordinal() + steps[key])
            if to.year == self._year:
                self._at = to
                self._speak()
                self.update()
        elif key in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pick(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the months."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._paint_month(painter, month)
        painter.end()

    def _paint_month(self, painter: QPainter, month: int) -> None:
        room = self._month_room(month)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(Ink.TEXT))
        painter.drawText(room.adjusted(px(3), 0, 0, 0), Qt.AlignmentFlag.AlignTop, f"{month}月")
        font.setBold(False)
        font.setPixelSize(px(11))
        painter.setFont(font)
        painter.setPen(QColor(Ink.MUTED))
        width = room.width() / 7
        for at, word in enumerate(_WEEK):
            painter.drawText(QRectF(room.x() + at * width, room.y() + px(20), width, px(16)), _MIDDLE, word)
        for day in self._month_days(month):
            self._paint_day(painter, self._day_room(day), day)

    def _paint_day(self, painter: QPainter, room: QRectF, day: date) -> None:
        info = self._days.get(day)
        sort = info.sort if info else DaySort.WORK
        picked = day in self.days_picked
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Ink.ACCENT if picked else _GROUNDS[sort]))
        painter.drawRoundedRect(room, px(3), px(3))
        if day == self._today or (self.hasFocus() and day == self._at):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(Ink.ACCENT), 2 if day == self._today else 1))
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), px(3), px(3))
        font = QFont(self.font())
        font.setPixelSize(px(12))
        font.setItalic(info is not None and not info.known)
        painter.setFont(font)
        painter.setPen(QColor(Ink.PAPER if picked else _INKS[sort]))
        shift = px(7) if _MARKS[sort] else 0  # room for the mark beside the number
        painter.drawText(room.adjusted(0, 0, -shift, 0), _MIDDLE, str(day.day))
        if _MARKS[sort]:
            font.setPixelSize(px(8))
            painter.setFont(font)
            corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
            painter.drawText(room.adjusted(0, 0, -px(1), 0), corner, _MARKS[sort])

    def _month_days(self, month: int) -> list[date]:
        first = date(self._year, month, 1).toordinal()
        days = (date.fromordinal(first + number) for number in range(31))
        return [day for day in days if day.month == month]

    def _month_room(self, month: int) -> QRectF:
        line, at = divmod(month - 1, self._across)
        width, height = self.width() / self._across, self.height() / (12 // self._across)
        return QRectF(at * width + px(4), line * height, width - px(8), height - px(4))

    def _day_room(self, day: date) -> QRectF:
        room = self._month_room(day.month)
        first = day.replace(day=1)
        line, at = divmod(first.weekday() + day.day - 1, 7)
        width, height = room.width() / 7, (room.height() - px(_HEAD)) / _LINES
        return QRectF(room.x() + at * width + 1, room.y() + px(_HEAD) + line * height + 1, width - 2, height - 2)

    def _day_at(self, spot: QPointF) -> date | None:
        days = (day for month in range(1, 13) for day in self._month_days(month))
        return next((day for day in days if self._day_room(day).contains(spot)), None)

    def _words(self, day: date) -> str:
        info = self._days.get(day)
        if info is None:
            return day.isoformat()
        return f"{day.isoformat()} {day_words(day, DayInfo(DayKind[info.sort.name], info.name, info.known))}"

    def _speak(self) -> None:
        picked = "，已选" if self._at in self.days_picked else ""
        self.setAccessibleName(f"年历，{self._words(self._at)}{picked}，共选 {len(self.days_picked)} 天")
