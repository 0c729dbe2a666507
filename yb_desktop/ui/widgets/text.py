"""Labels, headings, rows and cards: the typographic order of every screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from yb_desktop.ui.icons import icon
from yb_desktop.ui.theme import Ink, px, space


def label(text: str, role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Make a label; ``role`` is title, heading, strong, muted, small, error or nothing. Never reads mark-up."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setIndent(0)  # headings begin where the words below them begin
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class CutLabel(QLabel):
    """A label of one line that is cut with … where there is no room, and then says all in its tool tip."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for little."""
        return QSize(px(56), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint as much as there is room for."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else self.text())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def button(text: str, role: str = "", *, icon_name: str = "") -> QPushButton:
    """Make a button; ``role`` is primary, danger, link or nothing."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    if icon_name:
        colour = Ink.PAPER if role in {"primary", "danger"} else Ink.TEXT
        made.setIcon(icon(icon_name, colour))
    return made


def row(*widgets: QWidget | None, gap: int = 8) -> QHBoxLayout:
    """Put widgets beside each other; ``None`` is a spring."""
    layout = QHBoxLayout()
    space(layout, gap=gap)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def group_row(text: str, *widgets: QWidget | None, gap: int = 8) -> QHBoxLayout:
    """Put the heading of a part and what belongs to it on one line."""
    layout = row(label(text, "group"), *widgets, gap=gap)
    for widget in widgets:
        if widget is not None:
            layout.setAlignment(widget, Qt.AlignmentFlag.AlignBottom)
    return layout


def column(*widgets: QWidget, gap: int = 8) -> QVBoxLayout:
    """Put widgets below each other."""
    layout = QVBoxLayout()
    space(layout, gap=gap)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def emptied(layout: QLayout) -> None:
    """Take every widget out of a layout; out of sight at once, and gone when Qt comes to it."""
    while layout.count():
        part = layout.takeAt(0).widget()
        if isinstance(part, QWidget):
            part.hide()
            part.deleteLater()


def line() -> QFrame:
    """Make a thin line across."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


class Card(QFrame):
    """A white sheet with an optional heading and room for actions at its right; add to ``body``."""

    def __init__(self, heading: str = "", *actions: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        space(self.body, margins=(16, 12, 16, 14), gap=10)
        if heading or actions:
            self.body.addLayout(row(label(heading, "heading"), None, *actions))


class SectionHeader(QWidget):
    """The head of a screen: title, a sentence below it, actions at the right; ``before`` the title the way back."""

    def __init__(self, title: str, sentence: str = "", *actions: QWidget, before: QWidget | None = None) -> None:
        super().__init__()
        self._title, self._sentence = CutLabel("title"), CutLabel("muted")
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        layout = QHBoxLayout(self)
        space(layout, gap=8)
        if before is not None:
            layout.addWidget(before, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(column(self._title, self._sentence, gap=2), 1)
        for action in actions:
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_sentence(self, sentence: str) -> None:
        """Change the sentence below the title; an empty one takes no room."""
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
