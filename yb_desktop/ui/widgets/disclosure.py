"""What few people need to see, behind a word that opens it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.text import button, row


class Disclosure(QWidget):
    """Shows ``inside`` once ``words`` were pressed, and hides it again."""

    def __init__(self, words: str, inside: QWidget) -> None:
        super().__init__()
        self.opener = button(words, "link", icon_name="down")
        self.inside = inside
        inside.hide()
        layout = QVBoxLayout(self)
        space(layout, gap=4)
        layout.addLayout(row(self.opener, None))
        layout.addWidget(inside)
        self.opener.clicked.connect(lambda: inside.setVisible(inside.isHidden()))
