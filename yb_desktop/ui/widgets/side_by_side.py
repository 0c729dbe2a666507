"""Two parts of a page beside each other, below each other where the window is narrow or the type is large."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from yb_desktop.ui.theme import px, space

_NARROW = 760  # pixels at 100 %


class SideBySide(QWidget):
    """``first`` takes ``first_share`` of ten parts of the width, ``second`` the rest.

    ``main_first``: where they stand below each other, ``second`` comes first: it is what is worked at.
    """

    def __init__(self, first: QWidget, second: QWidget, *, first_share: int = 3, main_first: bool = False) -> None:
        super().__init__()
        self._down = QBoxLayout.Direction.BottomToTop if main_first else QBoxLayout.Direction.TopToBottom
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space(self._layout, gap=12)
        self._layout.addWidget(first, first_share)
        self._layout.addWidget(second, 10 - first_share)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the room of the wider part only: side by side is a luxury."""
        parts = (self._layout.itemAt(0), self._layout.itemAt(1))
        widest = max(part.minimumSize().width() for part in parts)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Choose the direction for the new width."""
        wanted = QBoxLayout.Direction.LeftToRight if self.width() >= px(_NARROW) else self._down
        if self._layout.direction() != wanted:
            self._layout.setDirection(wanted)
            self.updateGeometry()
        super().resizeEvent(event)
