"""Pages on top of each other; only the one that is shown asks for room, so a long page does not stretch a list."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

_ASKING = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
_SILENT = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)


class PageStack(QStackedWidget):
    """A stack as large as the page it shows."""

    def __init__(self, *pages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for page in pages:
            self.addWidget(page)
        self.currentChanged.connect(self._let_ask)
        self._let_ask(self.currentIndex())

    def hasHeightForWidth(self) -> bool:  # noqa: N802  Qt's name
        """Say whether the page that is shown has lines that wrap; Qt would ask every page."""
        return bool(self.count()) and self.currentWidget().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802  Qt's name
        """Give the height of the page that is shown."""
        return self.currentWidget().heightForWidth(width) if self.count() else -1

    def _let_ask(self, shown: int) -> None:
        for number in range(self.count()):
            self.widget(number).setSizePolicy(_ASKING if number == shown else _SILENT)
        self.updateGeometry()
