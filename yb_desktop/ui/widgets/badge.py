"""A small badge: icon and words on a soft ground. Basis, clock and state badges are made of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from yb_desktop.ui.icons import pixmap
from yb_desktop.ui.theme import Ink, Tone, px


@dataclass(frozen=True, slots=True)
class Mark:
    """How a badge looks beside its words; ``dashed`` is the line of what is provisional."""

    tone: Tone
    icon: str = ""
    dashed: bool = False


def badge_font() -> QFont:
    """Give the small font of badges at the present font size."""
    font = QFont(QApplication.font())
    font.setPixelSize(px(12))
    return font


def badge_size(text: str) -> QSize:
    """Work out how much room a badge with ``text`` takes."""
    metrics = QFontMetrics(badge_font())
    return QSize(
        px(6) + px(14) + px(4) + metrics.horizontalAdvance(text) + px(8), max(px(22), metrics.height() + px(4))
    )


def paint_badge(painter: QPainter, room: QRectF, text: str, mark: Mark) -> None:
    """Paint a badge into ``room``; words too long for it are cut."""
    look, dashed = mark.tone.look, mark.dashed
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(QColor(look.ink if dashed else look.line), 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
    )
    painter.setBrush(QColor(look.ground))
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
    side = px(14)
    top = room.top() + (room.height() - side) / 2
    painter.drawPixmap(round(room.left() + px(6)), round(top), pixmap(mark.icon or look.icon, side, look.ink))
    painter.setPen(QColor(look.ink))
    painter.setFont(badge_font())
    words = room.adjusted(px(6) + side + px(4), 0, -px(4), 0)
    shown = QFontMetrics(badge_font()).elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


class Badge(QAbstractButton):
    """A badge as a widget; it can be pressed only where something was connected with ``pressable``."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        icon: str = "",
        parent: QWidget | None = None,
        *,
        pressable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._mark = Mark(tone, icon)
        self._pressable = pressable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pressable else Qt.FocusPolicy.NoFocus)
        if pressable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_badge(text, self._mark)

    def set_badge(self, text: str, mark: Mark) -> None:
        """Change what the badge says and how it looks."""
        self._mark = mark
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @property
    def tone(self) -> Tone:
        """Give the tone."""
        return self._mark.tone

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Say how much room the words take."""
        return badge_size(self.text())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Let the words be cut when there is little room."""
        return QSize(min(self.sizeHint().width(), px(60)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the badge, and a ring when it has the focus."""
        painter = QPainter(self)
        paint_badge(painter, self._room(), self.text(), self._mark)
        if self.hasFocus() or (self._pressable and self.underMouse()):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(Ink.ACCENT), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(self._room().adjusted(1, 1, -1, -1), px(4), px(4))
        painter.end()

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802  Qt's name
        """Take presses on the badge, not on the empty room beside it."""
        return self._room().contains(QPointF(pos))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Take new room when the font size changes."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()
        super().changeEvent(event)

    def _room(self) -> QRectF:
        return QRectF(0, 0, min(self.width(), self.sizeHint().width()), self.height())
