"""Tabs as large as the page they show: a long page does not stretch the short ones."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget

_ASKING = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
_SILENT = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)


class CurrentTabs(QTabWidget):
    """Tabs without a frame; the page that is shown asks for room, the others do not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUsesScrollButtons(True)
        self.currentChanged.connect(self._let_ask)

    def tabInserted(self, index: int) -> None:  # noqa: N802  Qt's name
        """Let a new page be silent until it is shown."""
        super().tabInserted(index)
        self._let_ask(self.currentIndex())

    def hasHeightForWidth(self) -> bool:  # noqa: N802  Qt's name
        """Say whether the page that is shown has lines that wrap; Qt would ask every page."""
        return bool(self.count()) and self.currentWidget().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802  Qt's name
        """Give the height of the tabs and of the page that is shown."""
        inside = self.currentWidget().heightForWidth(width) if self.count() else 0
        return self.tabBar().sizeHint().height() + inside

    def _let_ask(self, shown: int) -> None:
        for number in range(self.count()):
            self.widget(number).setSizePolicy(_ASKING if number == shown else _SILENT)
        self.updateGeometry()
