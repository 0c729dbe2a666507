"""A field for a date: typed the short way, or picked from a calendar that shows holidays and make-up working days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from yb_desktop.ui.icons import icon
from yb_desktop.ui.theme import Ink, px, space
from yb_desktop.ui.widgets.date_reading import read_date
from yb_desktop.ui.widgets.text import CutLabel, label

_WEEKDAYS = "一二三四五六日"


class DayKind(Enum):
    """What a day is; the value is the mark in the calendar."""

    WORK = ""
    REST = "　"
    HOLIDAY = "休"
    MAKE_UP = "班"


@dataclass(frozen=True, slots=True)
class DayInfo:
    """What the calendar says of a day; ``known`` is false where no notice covers the year yet."""

    kind: DayKind
    name: str = ""
    known: bool = True


DayInfoOf = Callable[[date], DayInfo]


def day_words(day: date, info: DayInfo) -> str:
    """Say of a day what it is: ``周一 上班日``, ``周四 休息日（国庆节）``, ``周六 调休上班日``."""
    kind = {
        DayKind.WORK: "上班日",
        DayKind.REST: "休息日",
        DayKind.HOLIDAY: "休息日",
        DayKind.MAKE_UP: "调休上班日",
    }[info.kind]
    name = f"（{info.name}）" if info.name else ""
    return f"周{_WEEKDAYS[day.weekday()]} {kind}{name}" + ("" if info.known else "，暂定")


def weekday_only(day: date) -> DayInfo:
    """Tell weekdays from weekends where no calendar was given."""
    return DayInfo(DayKind.REST if day.weekday() >= 5 else DayKind.WORK)


class DateEdit(QWidget):
    """A line to type into, a calendar behind F4, Alt+Down or its icon, and what kind of day it is beside it."""

    changed = Signal()

    def __init__(
        self, today: date, day_info: DayInfoOf = weekday_only, parent: QWidget | None = None, *, words: bool = True
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._day_info = day_info
        self._date: date | None = None
        self.line = _DateLine()
        self.line.setPlaceholderText("如 0302")
        self._words = CutLabel("muted")  # a narrow column has no room for all of them
        self._words.setVisible(words)
        layout = QHBoxLayout(self)
        space(layout, gap=8)
        layout.addWidget(self.line)
        layout.addWidget(self._words, 1)
        self.setFocusProxy(self.line)
        open_calendar = self.line.addAction(icon("calendar", Ink.MUTED), QLineEdit.ActionPosition.TrailingPosition)
        open_calendar.setToolTip("打开日历（F4）")
        open_calendar.triggered.connect(self.open_calendar)
        self.line.wants_calendar.connect(self.open_calendar)
        self.line.textChanged.connect(self._read)
        self.line.editingFinished.connect(self._write)

    def day(self) -> date | None:
        """Give the date, ``None`` while there is none or it cannot be read."""
        return self._date

    def set_day(self, day: date | None) -> None:
        """Set the date."""
        self.line.setText(day.isoformat() if day else "")

    def problem(self) -> str:
        """Say what is wrong with what was typed, nothing if all is well."""
        if self._date is None and self.line.text().strip():
            return "这不是一个日期。可输入 0302、20260302 或 2026-3-2。"
        return ""

    def open_calendar(self) -> None:
        """Open the calendar below the line."""
        popup = _CalendarPopup(self._date or self._today, self._today, self._day_info, self)
        popup.picked.connect(self._pick)
        popup.show_below(self.line)

    def _pick(self, day: date) -> None:
        self.set_day(day)
        self.line.setFocus()

    def _read(self, text: str) -> None:
        before = self._date
        self._date = read_date(text, self._today)
        self._words.setText(day_words(self._date, self._day_info(self._date)) if self._date else "")
        if before != self._date or self._date is None:
            self.changed.emit()

    def _write(self) -> None:
        if self._date is not None and self.line.text() != self._date.isoformat():
            self.line.setText(self._date.isoformat())


class _DateLine(QLineEdit):
    wants_calendar = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("2026-00-00") + px(60))
        self.setMaximumWidth(px(200))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or alt_down:
            self.wants_calendar.emit()
        else:
            super().keyPressEvent(event)


class _CalendarPopup(QFrame):
    picked = Signal(object)

    def __init__(self, day: date, today: date, day_info: DayInfoOf, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self._calendar = WorkCalendar(day_info, today)
        self._calendar.select(day)
        self._calendar.picked.connect(self._pick)
        layout = QVBoxLayout(self)
        space(layout, margins=(6, 6, 6, 8), gap=6)
        layout.addWidget(self._calendar)
        layout.addWidget(label("休：休息日　班：调休上班日　斜体：尚未公布，暂定", "small"))

    def show_below(self, field: QWidget) -> None:
        self.adjustSize()
        spot = field.mapToGlobal(QPoint(0, field.height()))
        room = field.screen().availableGeometry()
        if spot.y() + self.height() > room.bottom():
            spot = field.mapToGlobal(QPoint(0, -self.height()))
        spot.setX(min(spot.x(), max(room.left(), room.right() - self.width())))
        self.move(spot)
        self.show()
        self._calendar.setFocus()

    def _pick(self, day: date) -> None:
        self.picked.emit(day)
        self.close()


class WorkCalendar(QWidget):
    """A month, with the year and the month in words above it; PageUp and PageDown turn it."""

    picked = Signal(object)

    def __init__(self, day_info: DayInfoOf, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month = _Month(day_info, today)
        self._title = label("", "strong")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        space(head, gap=4)
        for sign, words, turn in (
            ("left", "上个月", self._month.showPreviousMonth),
            ("right", "下个月", self._month.showNextMonth),
        ):
            arrow = QToolButton()
            arrow.setIcon(icon(sign))
            arrow.setToolTip(words)
            arrow.setAccessibleName(words)
            arrow.clicked.connect(turn)
            head.addWidget(arrow)
        head.insertWidget(1, self._title, 1)
        layout = QVBoxLayout(self)
        space(layout, gap=4)
        layout.addLayout(head)
        layout.addWidget(self._month, 1)
        self.setFocusProxy(self._month)
        self._month.currentPageChanged.connect(self._name)
        self._month.activated.connect(self._pick)
        self._month.clicked.connect(self._pick)
        self.select(today)
        self._name(self._month.yearShown(), self._month.monthShown())

    def select(self, day: date) -> None:
        """Show the month of a day, with the day chosen."""
        self._month.setSelectedDate(QDate(day.year, day.month, day.day))

    def _name(self, year: int, month: int) -> None:
        self._title.setText(f"{year}年{month}月")

    def _pick(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))


class _Month(QCalendarWidget):
    # 休 and 班 are marked by word and colour; today has a ring; what no notice covers is in italics.
    def __init__(self, day_info: DayInfoOf, today: date) -> None:
        super().__init__()
        self._day_info = day_info
        self._today = today
        self.setNavigationBarVisible(False)
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        quiet = QTextCharFormat()
        quiet.setForeground(QColor(Ink.MUTED))
        self.setHeaderTextFormat(quiet)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(weekend, quiet)
        self.setMinimumSize(px(300), px(210))

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:  # noqa: N802  Qt's name
        """Paint one day."""
        plain = date(day.year(), day.month(), day.day())
        info = self._day_info(plain)
        here = day.month() == self.monthShown()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(rect).adjusted(1, 1, -1, -1)
        ground, ink = _colours(info.kind)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(room, px(3), px(3))
        if day == self.selectedDate():
            ink = Ink.PAPER
            painter.setBrush(QColor(Ink.ACCENT))
            painter.drawRoundedRect(room, px(3), px(3))
        elif plain == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(Ink.ACCENT), 2))
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), px(3), px(3))
        painter.setOpacity(1.0 if here else 0.45)
        painter.setPen(QColor(ink))
        font = QFont(self.font())
        font.setItalic(not info.known)
        painter.setFont(font)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(plain.day))
        font.setPixelSize(px(9))
        painter.setFont(font)
        painter.drawText(
            room.adjusted(0, px(1), -px(3), 0), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, info.kind.value
        )
        painter.restore()


def _colours(kind: DayKind) -> tuple[str, str]:
    match kind:
        case DayKind.HOLIDAY:
            return "#fbe9e7", Ink.BAD
        case DayKind.MAKE_UP:
            return "#e4f0f5", Ink.ACCENT_DARK
        case DayKind.REST:
            return Ink.GROUND, Ink.MUTED
        case DayKind.WORK:
            return Ink.PAPER, Ink.TEXT
