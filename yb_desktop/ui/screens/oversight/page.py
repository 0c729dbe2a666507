"""统计: ledgers, figures, assessments, and for a prefecture the scorecard of its counties."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.oversight.figures_page import FiguresPage
from yb_desktop.ui.screens.oversight.ledger_page import LedgerPage
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.text import SectionHeader


class OversightScreen(QWidget):
    """A page for each part; only the one that is shown is read."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.header = SectionHeader("统计", "台账、统计和考核都由业务记录算出，不另外填报。")
        self.ledger = LedgerPage(context)
        self.figures = FiguresPage(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.ledger, "台账")
        self.tabs.addTab(self.figures, "统计")
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _at: self.refresh())

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Read the page that is shown anew."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, LedgerPage | FiguresPage):
            shown.refresh()

    def open(self, entity: str) -> None:
        """Show the page as it was left."""
        del entity
        self.refresh()
