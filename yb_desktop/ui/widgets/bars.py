"""A chart of bars across: a name, a bar, the figure in words; each bar can be chosen and opens what stands behind it.

Rules kept here: the words always say what the bar shows; parts of a bar differ in pattern, not in colour alone; every
bar is reached by keyboard and has the whole of it as its accessible name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from yb_desktop.ui.theme import Ink, px, space
from yb_desktop.ui.widgets.badge import badge_font
from yb_desktop.ui.widgets.pressable_row import PressableRow
from yb_desktop.ui.widgets.text import emptied, label

_LOOKS = (
    (Ink.ACCENT, Qt.BrushStyle.SolidPattern),
    ("#4d8ea8", Qt.BrushStyle.BDiagPattern),
    ("#7f4d00", Qt.BrushStyle.Dense5Pattern),
    ("#1d6a3a", Qt.BrushStyle.CrossPattern),
    ("#ad231c", Qt.BrushStyle.DiagCrossPattern),
    ("#566470", Qt.BrushStyle.Dense6Pattern),
)
"""Colour and pattern of the parts of a bar, by their place in the legend."""

_ROW, _TALL = 30, 46


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: which entry of the legend it is, and how much of the chart's whole it takes."""

    look: int
    share: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``parts`` lie one after the other; ``words`` is the figure, ``note`` what else is worth knowing."""

    id: str
    title: str
    words: str
    parts: tuple[Part, ...] = ()
    note: str = ""
    opens: bool = True

    @property
    def spoken(self) -> str:
        """Give all that the bar says, in words."""
        return "，".join(part for part in (f"{self.title}：{self.words}", self.note) if part)


class BarsView(QWidget):
    """Shows bars below each other, with a legend where their parts mean something."""

    chosen = Signal(str)
    """The id of a bar that was pressed."""

    def __init__(self, name: str, *, title_width: int = 150, words_width: int = 96) -> None:
        super().__init__()
        self._widths = (title_width, words_width)
        self._name = name
        self._rows: list[_BarRow] = []
        self._layout = QVBoxLayout(self)
        space(self._layout, gap=1)
        self._legend = _Legend()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(name)

    def set_bars(self, bars: Sequence[Bar], legend: Sequence[str] = ()) -> None:
        """Show other bars; ``legend`` names the looks of their parts."""
        focused = next((row.bar.id for row in self._rows if row.hasFocus()), "")
        for row in self._rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        self._layout.removeWidget(self._legend)
        self._rows = [_BarRow(bar, *self._widths) for bar in bars]
        for row in self._rows:
            row.chosen.connect(self.chosen)
            self._layout.addWidget(row)
            if row.bar.id == focused:
                row.setFocus()
        self._layout.addWidget(self._legend)
        self._legend.show_looks(legend)
        self.setAccessibleDescription(self.spoken())

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars shown."""
        return tuple(row.bar for row in self._rows)

    def spoken(self) -> str:
        """Give the whole chart in words, one line a bar."""
        return "\n".join(row.bar.spoken for row in self._rows)

    def choose(self, bar: str) -> None:
        """Press a bar."""
        if any(row.bar.id == bar and row.bar.opens for row in self._rows):
            self.chosen.emit(bar)


class _BarRow(PressableRow):
    def __init__(self, bar: Bar, title_width: int, words_width: int) -> None:
        super().__init__(bar.id, opens=bar.opens)
        self.bar = bar
        self._widths = (title_width, words_width)
        self.setAccessibleName(bar.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(bar.spoken + ("\n按 Enter 查看明细" if bar.opens else ""))

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take one line, two with a note."""
        title, words = self._widths
        return QSize(px(title + words + 160), px(_TALL if self.bar.note else _ROW))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Leave the bar itself little room where there is none."""
        title, words = self._widths
        return QSize(px(title + words + 40), self.sizeHint().height())

    def enterEvent(self, event: object) -> None:  # noqa: N802  Qt's name
        """Show that the bar can be pressed."""
        del event
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802  Qt's name
        """Stop showing it."""
        del event
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint name, bar, figure and note, and a ring when it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        if self.bar.opens and self.underMouse():
            painter.fillRect(room, QColor(Ink.ACCENT_SOFT))
        title, words = (px(width) for width in self._widths)
        line = QRectF(px(4), 0, room.width() - px(8), px(_ROW))
        self._write(painter, QRectF(line.left(), 0, title - px(8), line.height()), self.bar.title, right=False)
        self._write(painter, QRectF(line.right() - words, 0, words, line.height()), self.bar.words, right=True)
        track = QRectF(line.left() + title, px(8), line.width() - title - words - px(10), px(14))
        _paint_bar(painter, track, self.bar.parts)
        if self.bar.note:
            painter.setFont(badge_font())
            painter.setPen(QColor(Ink.MUTED))
            below = QRectF(track.left(), px(_ROW - 4), line.right() - track.left(), px(_TALL - _ROW))
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.bar.note)
        self.paint_focus(painter)
        painter.end()

    def _write(self, painter: QPainter, room: QRectF, text: str, *, right: bool) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(Ink.TEXT))
        shown = QFontMetrics(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


class _Legend(QWidget):
    """A small patch of each look with its name."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        space(self._layout, margins=(4, 6, 4, 0), gap=6)

    def show_looks(self, names: Sequence[str]) -> None:
        emptied(self._layout)
        for look, name in enumerate(names):
            self._layout.addWidget(_Patch(look))
            self._layout.addWidget(label(name, "small"))
        self._layout.addStretch(1)
        self.setVisible(bool(names))


class _Patch(QWidget):
    def __init__(self, look: int) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take a small oblong."""
        return QSize(px(18), px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the look."""
        painter = QPainter(self)
        _paint_part(painter, QRectF(self.rect()), self._look)
        painter.end()


def _paint_bar(painter: QPainter, track: QRectF, parts: Sequence[Part]) -> None:
    painter.fillRect(track, QColor("#eef2f4"))
    left = track.left()
    for part in parts:
        width = min(max(part.share * track.width(), 0.0), track.right() - left)
        if width > 0:
            _paint_part(painter, QRectF(left, track.top(), width, track.height()), part.look)
        left += width


def _paint_part(painter: QPainter, room: QRectF, look: int) -> None:
    colour, pattern = _LOOKS[look % len(_LOOKS)]
    ink = QColor(colour)
    if pattern is not Qt.BrushStyle.SolidPattern:
        painter.fillRect(room, ink.lighter(230) if ink.lightness() > 60 else QColor("#e3e9ed"))
        painter.fillRect(room, QBrush(ink, pattern))
        painter.setPen(QPen(ink, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.fillRect(room, ink)
