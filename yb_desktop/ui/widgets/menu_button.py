"""A button that opens a menu below itself."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QPushButton

from yb_desktop.ui.icons import icon


class MenuButton(QPushButton):
    """Fill ``entries``; unlike Qt's own menu of a button it can be pressed like any other."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setAutoDefault(False)
        self.setIcon(icon("down"))
        self.entries = QMenu(self)
        self.clicked.connect(lambda: open_below(self, self.entries))


def open_below(button: QPushButton, menu: QMenu) -> None:
    """Open a menu below a button."""
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
