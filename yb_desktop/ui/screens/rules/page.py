"""规则: the catalogue by chapter with a search; a rule opens in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from yb_desktop.law.catalogue import Kind
from yb_desktop.services.views.rules import CHAPTERS, Place, RuleLine, areas_of, catalogue_lines
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.rules.columns import RULES
from yb_desktop.ui.screens.rules.reference_page import ReferencePage
from yb_desktop.ui.screens.rules.rule_page import RulePage
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.list_page import ListPage
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import SectionHeader, button, row
from yb_desktop.ui.widgets.whole_list import whole_list

FILES = "files"
"""The place of the files on this screen."""


class RulesScreen(QWidget):
    """The catalogue as it stands today for an area and a kind of institution."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.search = SearchBox("规则、文件文号、条款中的文字")
        self.chapter, self.area, self.kind = QComboBox(), QComboBox(), QComboBox()
        self.rows: RowsView[RuleLine] = RowsView(
            "rules",
            RULES,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="规则目录",
            empty=EmptyState("没有符合条件的规则", "请检查搜索的文字，或换一章。", icon="rules"),
        )
        self.page = RulePage(context)
        self._list = ListPage()
        self.files = ReferencePage(context)
        self.files_button = button("参考资料…", icon_name="folder")
        self._stack = PageStack(self._list, self.page, self.files)
        self._lay_out()
        self._connect()

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Read what is shown anew."""
        if self._stack.currentWidget() is self.page:
            self.page.refresh()
        elif self._stack.currentWidget() is self.files:
            self.files.refresh()
        else:
            self._load()

    def open(self, entity: str) -> None:
        """Show a rule by its id, the files of reference data (``files``), or the catalogue."""
        if entity == FILES:
            self._stack.setCurrentWidget(self.files)
            self.files.refresh()
        elif entity:
            self._stack.setCurrentWidget(self.page)
            self.page.show_rule(entity, self.place())
        else:
            self._stack.setCurrentWidget(self._list)
            self._load()
            self.rows.table.setFocus()

    def place(self) -> Place:
        """Give the area and kind asked for, today."""
        kind = self.kind.currentData()
        return Place(self.area.currentData(), Kind(kind) if kind else None, self._context.today)

    def _load(self) -> None:
        place, chapter, find = self.place(), self.chapter.currentData(), self.search.text().strip()
        self._context.read(
            lambda desk: catalogue_lines(desk, place, chapter=chapter, find=find), self._take, owner=self
        )

    def _take(self, lines: tuple[RuleLine, ...]) -> None:
        self.rows.load(whole_list(lines))
        self._list.said.setText(f"共 {len(lines)} 条。按 Enter 或双击打开，看依据、修改记录和试算。" if lines else "")

    def _lay_out(self) -> None:
        for widget, words in ((self.chapter, "章节"), (self.area, "地区"), (self.kind, "机构种类")):
            widget.setAccessibleName(words)
        self.chapter.addItem("全部章节", "")
        for letter, title in CHAPTERS.items():
            self.chapter.addItem(f"{letter} {title}", letter)
        for area in areas_of(self._context.desk):
            self.area.addItem(area.display, area.code)
        self.kind.addItem("两类机构", None)
        for kind, title in KIND_WORDS.items():
            self.kind.addItem(title, kind.value)
        sentence = "程序按这些规则办理和计时；数值来自文件条款，没有规定的由本单位设定。"
        header = SectionHeader("规则", sentence, self.files_button)
        bar = row(self.search, self.chapter, self.area, self.kind, None)
        self._list.lay_out(header, bar, self.rows, search=self.search)
        whole = QVBoxLayout(self)
        space(whole)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self._load())
        for box in (self.chapter, self.area, self.kind):
            box.currentIndexChanged.connect(lambda _at: self._load())
        self.rows.opened.connect(lambda line: self._context.navigator.go("rules", line.id))
        self.page.left.connect(lambda: self._context.navigator.go("rules"))
        self.page.wanted.connect(self.files.open_loading)
        self.files.left.connect(lambda: self._context.navigator.go("rules"))
        self.files_button.clicked.connect(lambda: self._context.navigator.go("rules", FILES))
