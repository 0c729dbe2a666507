"""机构: the register, found while typing, and a page per institution; registering and importing start here."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from yb_desktop.law.catalogue import Kind
from yb_desktop.services.views.institutions import (
    FOUND_AT_MOST,
    AreaChoice,
    InstitutionLine,
    Wanted,
    area_choices,
    institution_lines,
)
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.institutions.barred import BarredList
from yb_desktop.ui.screens.institutions.columns import REGISTER
from yb_desktop.ui.screens.institutions.detail import InstitutionDetail
from yb_desktop.ui.screens.institutions.import_dialog import ImportDialog
from yb_desktop.ui.screens.institutions.register import Registering
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.chips import Chips
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Fetch, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import SectionHeader, button

BARRED = "barred"
"""The place of the barred persons on this screen."""
_KINDS = (None, Kind.MEDICAL, Kind.PHARMACY)


class InstitutionsScreen(QWidget):
    """The list, and over it the page of one institution."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._areas: tuple[AreaChoice, ...] = ()
        self.list = RegisterList(context)
        self.detail = InstitutionDetail(context)
        self.barred = BarredList(context)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.detail)
        self._stack.addWidget(self.barred)
        self.list.rows.opened.connect(lambda line: context.navigator.go("institutions", line.row.id))
        self.list.import_wanted.clicked.connect(self.start_import)
        menu = QMenu(self.list.register_wanted)
        for kind, words in KIND_WORDS.items():
            menu.addAction(words, lambda kind=kind: self.start_registering(kind))
        self.list.register_wanted.setMenu(menu)
        self.list.barred_wanted.clicked.connect(lambda: context.navigator.go("institutions", BARRED))
        for page in (self.detail, self.barred):
            page.left.connect(lambda: context.navigator.go("institutions"))
        context.read(area_choices, self._take_areas, owner=self)

    def widget(self) -> QWidget:
        """Give the page."""
        return self

    def refresh(self) -> None:
        """Show the list, fetched anew; an institution that is open is read again."""
        if self._stack.currentWidget() is self.detail:
            self.detail.refresh()
        elif self._stack.currentWidget() is self.barred:
            self.barred.load()
        else:
            self.list.load()

    def open(self, entity: str) -> None:
        """Show the page of an institution, the barred persons, or the list."""
        if entity == BARRED:
            self._stack.setCurrentWidget(self.barred)
            self.barred.load()
        elif entity:
            self._stack.setCurrentWidget(self.detail)
            self.detail.show_institution(entity)
        else:
            self._stack.setCurrentWidget(self.list)
            self.list.load()
            self.list.rows.table.setFocus()

    def start_import(self) -> ImportDialog | None:
        """Ask for a list and open its dry run."""
        kinds = (FileKind("Excel 表格", ("xlsx", "xlsm")),)
        file = self._context.ask.choose_file_to_open("选择机构名单", kinds)
        if file is None:
            return None
        dialog = ImportDialog(self._context, file, self)
        dialog.open()
        return dialog

    def start_registering(self, kind: Kind) -> Registering:
        """Open the form for a new institution."""
        registering = Registering(self._context, kind, self._areas, self)
        registering.dialog.open()
        return registering

    def _take_areas(self, areas: tuple[AreaChoice, ...]) -> None:
        self._areas = areas
        self.list.show_areas(areas)


class RegisterList(QWidget):
    """The register with its search and filters."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wanted = Wanted()
        self.import_wanted = button("导入 Excel…")
        self.register_wanted = button("登记机构…", "primary", icon_name="add")
        self.barred_wanted = button("受限人员")
        self.header = SectionHeader("机构", "正在读取…", self.barred_wanted, self.import_wanted, self.register_wanted)
        self.search = SearchBox("名称、拼音、首字母、代码、许可证、人员")
        self.kinds = Chips([KIND_WORDS[kind] if kind else "全部" for kind in _KINDS], self)
        self.area, self.sort = QComboBox(), QComboBox()
        self.rows: RowsView[InstitutionLine] = RowsView(
            "institutions",
            REGISTER,
            self._fetch(self._wanted),
            context.tasks,
            context.preferences,
            name="机构名单",
            empty=EmptyState("登记簿还是空的", "可以导入原有的 Excel 名单，或逐家登记。", icon="institutions"),
        )
        self._lay_out()
        self._connect()

    def load(self) -> None:
        """Fetch the list anew."""
        self.rows.load(self._fetch(self._wanted))

    def show_areas(self, areas: tuple[AreaChoice, ...]) -> None:
        """Offer the divisions to narrow the list to."""
        self.area.blockSignals(True)
        self.area.clear()
        self.area.addItem("全部区划", "")
        for one in areas[1:]:
            self.area.addItem("　" * (one.inside - 1) + one.name, one.code)
        self.area.blockSignals(False)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        space(bar, gap=6)
        bar.addWidget(self.search, 1)
        bar.addLayout(self.kinds.bar())
        self.area.addItem("全部区划", "")
        self.area.setAccessibleName("区划")
        self.sort.setAccessibleName("排序")
        for words, order in (("按名称", "name"), ("最近登记", "newest")):
            self.sort.addItem(words, order)
        bar.addWidget(self.area)
        bar.addWidget(self.sort)
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addLayout(bar)
        layout.addWidget(self.rows, 1)

    def _connect(self) -> None:
        self.search.searched.connect(lambda text: self._narrow(replace(self._wanted, find=text)))
        self.search.go_down.connect(self.rows.table.setFocus)
        self.search.returnPressed.connect(self.rows.table.setFocus)
        self.kinds.idClicked.connect(lambda number: self._narrow(replace(self._wanted, kind=_KINDS[number])))
        self.area.currentIndexChanged.connect(
            lambda _at: self._narrow(replace(self._wanted, area=str(self.area.currentData() or "")))
        )
        self.sort.currentIndexChanged.connect(
            lambda at: self._narrow(replace(self._wanted, sort="newest" if at else "name"))
        )
        self.rows.counted.connect(self._say_count)

    def _narrow(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.load()

    def _fetch(self, wanted: Wanted) -> Fetch[InstitutionLine]:
        desk = self._context.desk

        def fetch(request: PageRequest[InstitutionLine]) -> Page[InstitutionLine]:
            found = institution_lines(desk, wanted, offset=request.offset, limit=request.limit)
            return Page(found.lines, found.total)

        return fetch

    def _say_count(self, total: int) -> None:
        wanted = self._wanted
        narrowed = bool(wanted.find or wanted.kind or wanted.area)
        if wanted.find and total >= FOUND_AT_MOST:
            self.header.set_sentence(f"找到 {FOUND_AT_MOST:,} 家以上，请再输入一些文字")
        elif narrowed:
            self.header.set_sentence(f"找到 {total:,} 家")
        else:
            self.header.set_sentence(f"共 {total:,} 家")
        if narrowed:
            self.rows.empty.say("没有找到", "可以只输入名称的一部分或拼音首字母，或放宽筛选条件。")
        else:
            self.rows.empty.say("登记簿还是空的", "可以导入原有的 Excel 名单，或逐家登记。")
