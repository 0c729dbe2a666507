"""Widgets beside each other, as many as there is room for; the rest goes on in the next line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from yb_desktop.ui.theme import px


class Flow(QWidget):
    """A row of widgets that breaks where the window is narrow or the type is large."""

    def __init__(self, widgets: Iterable[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(widgets)
        for widget in self._parts:
            widget.setParent(self)
            widget.show()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  Qt's name
        """Say that lines take room."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  Qt's name
        """Work out how high the lines are."""
        return self._place(width, move=False)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the room of the widest part, and for the lines at the present width."""
        widest = max((part.sizeHint().width() for part in self._parts), default=0)
        return QSize(widest, self._place(max(widest, self.width()), move=False))

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for no more than is needed."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Follow parts that become larger or smaller."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place(self.width(), move=True)
            self.updateGeometry()
        return super().event(event)

    def _place(self, width: int, *, move: bool) -> int:
        gap = px(8)
        left = top = tallest = 0
        for part in self._parts:
            size = part.sizeHint()
            if left and left + size.width() > width:
                left, top, tallest = 0, top + tallest + gap, 0
            if move:
                part.setGeometry(left, top, size.width(), size.height())
            left += size.width() + gap
            tallest = max(tallest, size.height())
        return top + tallest
