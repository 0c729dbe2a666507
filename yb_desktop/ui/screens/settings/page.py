"""设置: its pages, chosen at the left; only the one that is shown fetches anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.settings.backups_page import BackupsPage
from yb_desktop.ui.screens.settings.calendar_page import CalendarPage
from yb_desktop.ui.screens.settings.check_page import CheckPage
from yb_desktop.ui.screens.settings.forms_page import FormsPage
from yb_desktop.ui.screens.settings.log_page import LogPage
from yb_desktop.ui.screens.settings.look_page import LookPage
from yb_desktop.ui.screens.settings.office_page import OfficePage
from yb_desktop.ui.screens.settings.people_page import PeoplePage
from yb_desktop.ui.screens.settings.values_page import ValuesPage
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.text import SectionHeader, row

NAME = "settings"


class SettingsPage(Protocol):
    """One page of the settings."""

    def load(self) -> None:
        """Fetch anew what the page shows."""
        ...


@dataclass(frozen=True, slots=True)
class _Named:
    """A page with its name; ``widget`` and ``page`` are one and the same, as a widget and as what it can do."""

    id: str
    title: str
    widget: QWidget
    page: SettingsPage


class SettingsScreen(QWidget):
    """The pages and the list of their names."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.office, self.people = OfficePage(context), PeoplePage(context)
        self.values, self.calendar = ValuesPage(context), CalendarPage(context)
        self.forms, self.backups = FormsPage(context), BackupsPage(context)
        self.check, self.log, self.look = CheckPage(context), LogPage(context), LookPage(context)
        self._pages = (
            _Named("office", "单位", self.office, self.office),
            _Named("people", "人员和账户", self.people, self.people),
            _Named("values", "本单位数值", self.values, self.values),
            _Named("calendar", "放假安排", self.calendar, self.calendar),
            _Named("forms", "表格和文本", self.forms, self.forms),
            _Named("backups", "备份和恢复", self.backups, self.backups),
            _Named("check", "检查", self.check, self.check),
            _Named("log", "操作记录", self.log, self.log),
            _Named("look", "显示和打印", self.look, self.look),
        )
        self.names = QButtonGroup(self)
        self.shown = 0
        self._lay_out()
        self.names.idClicked.connect(self.show_page)

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Fetch anew what is shown."""
        self._pages[self.shown].page.load()

    def open(self, entity: str) -> None:
        """Show a page by its name (``people``), or the first one."""
        ids = [one.id for one in self._pages]
        self.show_page(ids.index(entity) if entity in ids else 0)
        self.names.button(self.shown).setFocus()

    def show_page(self, number: int) -> None:
        """Show a page."""
        self.names.button(number).setChecked(True)
        self.shown = number
        for at, one in enumerate(self._pages):  # hidden ones ask for no room, so a long page does not stretch a list
            one.widget.setVisible(at == number)
        self.refresh()

    def _lay_out(self) -> None:
        side = QWidget()
        names = QVBoxLayout(side)
        space(names, gap=4)
        pages = QVBoxLayout()
        space(pages)
        for number, one in enumerate(self._pages):
            name = QPushButton(one.title)
            name.setCheckable(True)
            name.setProperty("role", "page")
            name.setAutoDefault(False)
            self.names.addButton(name, number)
            names.addWidget(name)
            pages.addWidget(one.widget)
            one.widget.setVisible(number == 0)
        names.addStretch(1)
        self.names.button(0).setChecked(True)
        whole = QVBoxLayout(self)
        space(whole, margins=(16, 12, 16, 12), gap=10)
        whole.addWidget(SectionHeader("设置"))
        inside = row(side, gap=14)
        inside.addLayout(pages, 1)
        whole.addLayout(inside, 1)
        self.setMinimumHeight(px(420))
