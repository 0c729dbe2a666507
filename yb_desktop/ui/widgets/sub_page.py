"""A page that takes the place of a list, and the one way back to it: the arrow before its title, or Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from yb_desktop.ui.widgets.text import SectionHeader, button


class SubPage(QWidget):
    """Give ``head`` the actions of the page and lay it out first; ``left`` asks for the list again."""

    left = Signal()

    def __init__(self, to: str) -> None:
        """Take the words for the list that is gone back to (协议列表)."""
        super().__init__()
        self.back = button(to, "link", icon_name="left")
        self.back.setToolTip(f"回到{to}（Esc）")
        self.back.clicked.connect(self.leave)

    def leave(self) -> None:
        """Ask for the list again."""
        self.left.emit()

    def head(self, title: str, sentence: str = "", *actions: QWidget) -> SectionHeader:
        """Make the head of the page: the way back, the title, the actions."""
        return SectionHeader(title, sentence, *actions, before=self.back)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
