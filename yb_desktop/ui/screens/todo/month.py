"""A month with the number of last days on each day; a day can be chosen by mouse or keys, and let go again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from yb_desktop.ui.icons import icon
from yb_desktop.ui.theme import Ink, Tone, px, space
from yb_desktop.ui.widgets.date_edit import DayInfoOf, DayKind, day_words
from yb_desktop.ui.widgets.text import label

_WEEK = "一二三四五六日"
_LINES = 6


class MonthView(QWidget):
    """The month above a legend; ``picked`` carries the chosen day, ``None`` when it was let go."""

    picked = Signal(object)

    def __init__(self, today: date, day_info: DayInfoOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = _Days(today, day_info)
        self._title = label("", "strong")
        head = QHBoxLayout()
        space(head, gap=2)
        head.addWidget(self._title)
        head.addStretch(1)
        for sign, words, step in (("left", "上个月", -1), ("right", "下个月", 1)):
            arrow = QToolButton()
            arrow.setIcon(icon(sign))
            arrow.setToolTip(words)
            arrow.setAccessibleName(words)
            arrow.clicked.connect(lambda _checked=False, step=step: self.days.turn(step))
            head.addWidget(arrow)
        layout = QVBoxLayout(self)
        space(layout, gap=4)
        layout.addLayout(head)
        layout.addWidget(self.days)
        layout.addWidget(label("数字徽标为当日到期的事项；休、班按放假安排。", "small", wrap=True))
        layout.addStretch(1)
        self.days.turned.connect(self._name)
        self.days.picked.connect(self.picked)
        self._name(today)

    def set_counts(self, counts: Mapping[date, int]) -> None:
        """Show how many clocks end on each day."""
        self.days.set_counts(counts)

    def _name(self, first: date) -> None:
        self._title.setText(f"{first.year}年{first.month}月")


class _Days(QWidget):
    picked = Signal(object)
    turned = Signal(object)

    def __init__(self, today: date, day_info: DayInfoOf) -> None:
        super().__init__()
        self._today = today
        self._day_info = day_info
        self._counts: Mapping[date, int] = {}
        self._at = today
        self.chosen: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._speak()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(px(266), px(22 + 36 * _LINES))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return self.sizeHint()

    def set_counts(self, counts: Mapping[date, int]) -> None:
        self._counts = counts
        self._speak()
        self.update()

    def turn(self, months: int) -> None:
        """Go to another month, to its first day."""
        months += self._at.year * 12 + self._at.month - 1
        self._go(date(months // 12, months % 12 + 1, 1))

    def choose(self, day: date) -> None:
        """Choose a day; the chosen one is let go."""
        self.chosen = None if day == self.chosen else day
        self._go(day)
        self.picked.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key in steps:
            self._go(date.fromordinal(self._at.toordinal() + steps[key]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.turn(-1 if key is Qt.Key.Key_PageUp else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.choose(self._at)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        for number in range(7 * _LINES):
            if self._room(number).contains(event.position()):
                self.choose(self._day(number))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(Ink.MUTED))
        for at, word in enumerate(_WEEK):
            painter.drawText(QRectF(at * self.width() / 7, 0, self.width() / 7, px(22)), _MIDDLE, word)
        for number in range(7 * _LINES):
            self._paint_day(painter, self._room(number), self._day(number))
        painter.end()

    def _paint_day(self, painter: QPainter, room: QRectF, day: date) -> None:
        info = self._day_info(day)
        painter.setOpacity(1.0 if day.month == self._at.month else 0.4)
        chosen = day == self.chosen
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Ink.ACCENT if chosen else _GROUNDS[info.kind]))
        painter.drawRoundedRect(room, px(3), px(3))
        if day == self._today or (self.hasFocus() and day == self._at):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(Ink.ACCENT), 2))
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), px(3), px(3))
        painter.setPen(QColor(Ink.PAPER if chosen else Ink.MUTED if info.kind is DayKind.REST else Ink.TEXT))
        font = QFont(self.font())
        font.setItalic(not info.known)
        font.setPixelSize(px(13))
        painter.setFont(font)
        painter.drawText(room.adjusted(px(4), px(1), 0, 0), Qt.AlignmentFlag.AlignTop, str(day.day))
        font.setPixelSize(px(9))
        painter.setFont(font)
        painter.drawText(room.adjusted(px(5), 0, 0, -px(2)), Qt.AlignmentFlag.AlignBottom, info.kind.value.strip())
        if count := self._counts.get(day):
            self._paint_count(painter, room, day, count)
        painter.setOpacity(1.0)
        painter.setFont(self.font())

    def _paint_count(self, painter: QPainter, room: QRectF, day: date, count: int) -> None:
        look = (Tone.BAD if day <= self._today else Tone.INFO).look
        badge = QRectF(room.right() - px(18), room.bottom() - px(17), px(16), px(15))
        painter.setPen(QColor(look.line))
        painter.setBrush(QColor(look.ground))
        painter.drawRoundedRect(badge, px(4), px(4))
        font = QFont(self.font())
        font.setPixelSize(px(11))
        painter.setFont(font)
        painter.setPen(QColor(look.ink))
        painter.drawText(badge, _MIDDLE, str(count) if count < 100 else "99+")

    def _go(self, day: date) -> None:
        self._at = day
        self.turned.emit(day)
        self._speak()
        self.update()

    def _day(self, number: int) -> date:
        first = self._at.replace(day=1)
        return date.fromordinal(first.toordinal() - first.weekday() + number)

    def _room(self, number: int) -> QRectF:
        width = self.width() / 7
        line, at = divmod(number, 7)
        return QRectF(at * width + 1, px(22) + line * px(36) + 1, width - 2, px(36) - 2)

    def _speak(self) -> None:
        words = f"{self._at.isoformat()} {day_words(self._at, self._day_info(self._at))}"
        self.setAccessibleName(f"到期月历，{words}，{self._counts.get(self._at, 0)} 项到期")


_MIDDLE = Qt.AlignmentFlag.AlignCenter
_GROUNDS = {
    DayKind.WORK: Ink.PAPER,
    DayKind.REST: Ink.GROUND,
    DayKind.HOLIDAY: "#fbe9e7",
    DayKind.MAKE_UP: "#e4f0f5",
}
