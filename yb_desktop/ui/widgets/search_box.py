"""A search field that asks after a pause in typing, at once on Enter, and never while Chinese is being composed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from yb_desktop.ui.icons import icon
from yb_desktop.ui.theme import Ink, px

_PAUSE = 180  # ms


class SearchBox(QLineEdit):
    """Emits ``searched`` with the trimmed text, each text once; Esc clears; Down asks to go into the results."""

    searched = Signal(str)
    go_down = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", Ink.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self._last = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(self._wait)
        self.returnPressed.connect(self._search)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for room for a name."""
        return QSize(px(280), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Clear on Esc, leave downwards on Down."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._search()
        elif event.key() == Qt.Key.Key_Down:
            self.go_down.emit()
        else:
            super().keyPressEvent(event)

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.searched.emit(text)
