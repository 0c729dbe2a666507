"""待办: the clocks, the decisions to release, and what else the office owes or waits for, each a page of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.services.views.office_todo import GROUPS, OfficeTodo, office_todo
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.todo.clocks_page import ClocksPage
from yb_desktop.ui.screens.todo.duties_page import DutiesPage
from yb_desktop.ui.screens.todo.releases_page import ReleasesPage
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.chips import Chips
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.text import SectionHeader

RELEASES = 1
"""The place of the page of decisions to release."""


class TodoScreen(QWidget):
    """Pages to choose from above, each with how much is in it; the clocks come first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.header = SectionHeader("待办", "正在读取…")
        self.clocks = ClocksPage(context)
        self.releases = ReleasesPage(context)
        self.duties = tuple(DutiesPage(context, kind) for kind in GROUPS)
        self._names = ("时限", "待审核", *(kind.label for kind in GROUPS))
        self.sections = Chips(self._names, self)
        self._pages = PageStack(self.clocks, self.releases, *self.duties)
        self._lay_out()
        self.sections.idClicked.connect(self.show_page)

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Fetch everything anew."""
        self._context.read(office_todo, self._take, owner=self)

    def open(self, entity: str) -> None:
        """Show the lists; what they list has its page elsewhere."""
        del entity
        self.refresh()

    def show_page(self, number: int) -> None:
        """Show one of the pages."""
        self.sections.button(number).setChecked(True)
        self._pages.setCurrentIndex(number)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addLayout(self.sections.bar(None))
        layout.addWidget(self._pages, 1)

    def _take(self, found: OfficeTodo) -> None:
        self.clocks.show_list(found.clocks)
        self.releases.show_releases(found.releases)
        for page, group in zip(self.duties, found.groups, strict=True):
            page.show_group(group)
        counts = (len(found.clocks.rows), len(found.releases), *(group.total for group in found.groups))
        for number, (name, count) in enumerate(zip(self._names, counts, strict=True)):
            self.sections.button(number).setText(f"{name} {count}" if count else name)
        waiting = f"；{len(found.releases)} 项决定待审核" if found.releases else ""
        self.header.set_sentence(self.clocks.said + waiting)
