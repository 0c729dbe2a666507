"""统计: ledgers, figures, assessments, and for a prefecture the scorecard of its counties."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from yb_desktop.services.views.assessing import AssessLine
from yb_desktop.services.views.oversight import scores_counties
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.oversight.assess_list import AssessList
from yb_desktop.ui.screens.oversight.assess_page import AssessPage
from yb_desktop.ui.screens.oversight.counties_page import CountiesPage
from yb_desktop.ui.screens.oversight.figures_page import FiguresPage
from yb_desktop.ui.screens.oversight.ledger_page import LedgerPage
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.text import SectionHeader


class OversightScreen(QWidget):
    """A page for each part; only the one that is shown is read. An agreement's id opens its assessment."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.header = SectionHeader("统计", "台账、统计和考核都由业务记录算出，不另外填报。")
        self.ledger = LedgerPage(context)
        self.figures = FiguresPage(context)
        self.assess_list = AssessList(context)
        self.assess_page = AssessPage(context)
        self.assessments = PageStack(self.assess_list, self.assess_page)
        self.counties = CountiesPage(context)
        self.tabs = QTabWidget()
        pages = [(self.ledger, "台账"), (self.figures, "统计"), (self.assessments, "考核")]
        if scores_counties(context.desk):
            pages.append((self.counties, "县市考核"))
        for page, title in pages:
            self.tabs.addTab(page, title)
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _at: self._turned())
        self.assessments.currentChanged.connect(lambda _at: self._make_room())
        self.assess_list.opened.connect(self._open_line)
        self.assess_page.left.connect(lambda: context.navigator.go("oversight"))

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Read the page that is shown anew."""
        shown = self.tabs.currentWidget()
        if shown is self.assessments:
            shown = self.assessments.currentWidget()
        if isinstance(shown, LedgerPage | FiguresPage | AssessList | AssessPage | CountiesPage):
            shown.refresh()

    def open(self, entity: str) -> None:
        """Show the assessment of an agreement by its id; else the part that was looked at, its list."""
        if entity:
            self._show_assessment(entity, None)
        else:
            self.assess_page.keep_draft()
            self.assessments.setCurrentWidget(self.assess_list)
            self.refresh()

    def _turned(self) -> None:
        self._make_room()
        self.refresh()

    def _make_room(self) -> None:
        """Leave the screen's head out while a form is filled in: it needs the height."""
        filling = self.tabs.currentWidget() is self.assessments
        self.header.setVisible(not (filling and self.assessments.currentWidget() is self.assess_page))

    def _open_line(self, line: AssessLine) -> None:
        self._show_assessment(line.agreement, self.assess_list.chosen_year())

    def _show_assessment(self, agreement: str, year: int | None) -> None:
        self.assessments.setCurrentWidget(self.assess_page)
        self.assess_page.show_agreement(agreement, year)
        if self.tabs.currentWidget() is not self.assessments:
            self.tabs.setCurrentWidget(self.assessments)
