"""What a list or a page says when it has nothing to show: why, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from yb_desktop.ui.icons import pixmap
from yb_desktop.ui.theme import Ink, px, space
from yb_desktop.ui.widgets.text import button, label, row


class EmptyState(QWidget):
    """An icon, a heading, a sentence, and a button where there is something to do."""

    pressed = Signal()

    def __init__(
        self, heading: str, sentence: str = "", action: str = "", icon: str = "empty", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        sign = QLabel()
        sign.setPixmap(pixmap(icon, px(44), Ink.FIELD_LINE))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._heading = label(heading, "heading")
        self._sentence = label(sentence, "muted", wrap=True)
        layout = QVBoxLayout(self)
        space(layout, margins=(24, 24, 24, 24), gap=8)
        layout.addStretch(2)
        for widget in (sign, self._heading, self._sentence):
            layout.addWidget(widget)
        for text in (self._heading, self._sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if action:
            deed = button(action, "primary")
            deed.clicked.connect(self.pressed)
            layout.addSpacing(px(4))
            layout.addLayout(row(None, deed, None))
        layout.addStretch(3)

    def say(self, heading: str, sentence: str = "") -> None:
        """Change heading and sentence."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
