"""The way of a case from top to bottom: steps done with date and who, the one due now, those that come later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from yb_desktop.ui.icons import pixmap
from yb_desktop.ui.theme import Ink, px, space
from yb_desktop.ui.widgets.clock_badge import ClockBadge, ClockValue
from yb_desktop.ui.widgets.pressable_row import PressableRow
from yb_desktop.ui.widgets.text import column, label


class StepState(Enum):
    """Where a step stands; the value is the word a screen reader says."""

    DONE = "已完成"
    NOW = "当前"
    LATER = "未到"
    STOPPED = "终止于此"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way; ``note`` says what else is worth knowing (迟办 3 个工作日)."""

    id: str
    title: str
    state: StepState
    on: date | None = None
    who: str = ""
    note: str = ""
    clock: ClockValue | None = None


class StepsView(QWidget):
    """Shows the way; a step done or due can be chosen by mouse, Enter or blank."""

    chosen = Signal(str)

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        space(self._layout, gap=0)
        self._rows: list[_StepRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show another way."""
        for row in self._rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        self._rows = [
            _StepRow(step, first=number == 0, last=number == len(steps) - 1) for number, step in enumerate(steps)
        ]
        for row in self._rows:
            row.chosen.connect(self.chosen)
            self._layout.addWidget(row)


class _StepRow(PressableRow):
    def __init__(self, step: Step, *, first: bool, last: bool) -> None:
        super().__init__(step.id, opens=step.state is not StepState.LATER)
        self._step = step
        self.setAccessibleName(_spoken(step))
        role = {StepState.NOW: "strong", StepState.LATER: "muted"}.get(step.state, "")
        texts = column(label(step.title, role), gap=1)
        said = " · ".join(p for p in (step.on.isoformat() if step.on else "", step.who) if p)
        for words in (said, step.note):
            if words:
                texts.addWidget(label(words, "small", wrap=True))
        if step.clock is not None:
            texts.addWidget(ClockBadge(step.clock))
        space(texts, margins=(0, 6, 4, 8), gap=2)
        layout = QHBoxLayout(self)
        space(layout, gap=8)
        layout.addWidget(_Node(step.state, first=first, last=last))
        layout.addLayout(texts, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the soft ground of the present step, and a ring when it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._step.state is StepState.NOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(Ink.ACCENT_SOFT))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(4), px(4))
        self.paint_focus(painter)
        painter.end()


class _Node(QWidget):
    def __init__(self, state: StepState, *, first: bool, last: bool) -> None:
        super().__init__()
        self._state = state
        self._first, self._last = first, last
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take a narrow column."""
        return QSize(px(30), px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the line and the node: a tick, a full ring, an empty ring, a cross."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top, half = self.width() / 2, px(17), px(9)
        painter.setPen(QPen(QColor(Ink.FIELD_LINE), px(1.5)))
        if not self._first:
            painter.drawLine(QPointF(middle, 0), QPointF(middle, top - half))
        if not self._last:
            painter.drawLine(QPointF(middle, top + half), QPointF(middle, self.height()))
        side = 2 * half
        spot = QPointF(middle - half, top - half)
        match self._state:
            case StepState.DONE:
                painter.drawPixmap(spot, pixmap("done", side, Ink.GOOD))
            case StepState.STOPPED:
                painter.drawPixmap(spot, pixmap("refused", side, Ink.BAD))
            case StepState.NOW:
                painter.setPen(QPen(QColor(Ink.ACCENT), px(2)))
                painter.drawEllipse(QPointF(middle, top), px(7), px(7))
                painter.setBrush(QColor(Ink.ACCENT))
                painter.drawEllipse(QPointF(middle, top), px(3), px(3))
            case StepState.LATER:
                painter.drawEllipse(QPointF(middle, top), px(5), px(5))
        painter.end()


def _spoken(step: Step) -> str:
    day = step.on.isoformat() if step.on else ""
    return "，".join(part for part in (step.title, step.state.value, day, step.who, step.note) if part)
