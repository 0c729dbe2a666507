"""打印登记: every numbered paper of the office and every copy of its agreements: opened, printed again, voided."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout

from yb_desktop.base.canon import Json
from yb_desktop.law.law import Kind
from yb_desktop.services.batch_printing import Wish
from yb_desktop.services.office_papers import OfficeWanted, office_paper
from yb_desktop.services.paper.empty import EMPTY
from yb_desktop.services.papers import Wanted
from yb_desktop.services.views.agreements import agreement_view
from yb_desktop.services.views.print_register import (
    Register,
    RegisterFilter,
    RegisterLine,
    Standing,
    print_register,
    years_of,
)
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.batch_papers import BatchDialog
from yb_desktop.ui.context import Context
from yb_desktop.ui.paper_preview import PaperPreview
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.agreements.printing import PrintAgreementDialog
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

_MARKS = {
    Standing.HOLDS: Mark(Tone.GOOD, "done"),
    Standing.WAITS: Mark(Tone.INFO, "later"),
    Standing.VOID: Mark(Tone.NEUTRAL, "stop"),
    Standing.GAP: Mark(Tone.WARN, "question"),
}
COLUMNS = (
    Column[RegisterLine]("on", "日期", lambda line: line.on.isoformat() if line.on else "", 96),
    Column[RegisterLine]("title", "文书", lambda line: line.title, 160),
    Column[RegisterLine]("number", "文号", lambda line: line.number, 170),
    Column[RegisterLine]("copy", "份号", lambda line: f"第 {line.copy} 份" if line.copy else "", 70),
    Column[RegisterLine]("subject", "机构", lambda line: line.subject, 220),
    Column[RegisterLine]("who", "经手人", lambda line: line.who, 76),
    Column[RegisterLine](
        "standing", "登记", lambda line: line.standing.value, 84, mark=lambda line: _MARKS[line.standing]
    ),
    Column[RegisterLine]("scanned", "扫描件", lambda line: "已归档" if line.scanned else "", 66),
    Column[RegisterLine]("why", "说明", lambda line: line.why, 260, sortable=False),
)
_EMPTY_TITLES = {"application_form": "申请表", "visit_form": "现场核查表", "assessment_form": "绩效考核表"}


class RegisterPage(SubPage):
    """The register of one year at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__("协议列表")
        self._context = context
        self._register = Register((), 0, ())
        self._fetch = whole_list((), COLUMNS)
        self.empty_button = button("空白表格", icon_name="down")
        self.header = self.head("打印登记", "正在读取…", self.empty_button)
        self.search = SearchBox("文号、机构、文书、经手人、说明")
        self.year, self.document, self.standing = QComboBox(), QComboBox(), QComboBox()
        self.open_button = button("打开…", "primary")
        self.again_button = button("补印…")
        self.void_button = button("作废…")
        self.batch_button = button("批量输出…", icon_name="print")
        self._shown = label("", "small")
        self.rows: RowsView[RegisterLine] = RowsView(
            "agreements/register",
            COLUMNS,
            self._fetch,
            context.tasks,
            context.preferences,
            name="打印登记",
            empty=EmptyState("没有符合条件的登记", "换一年，或者放宽筛选条件。", icon="print"),
        )
        self.rows.model.descending = True  # the newest first
        self.rows.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the register anew."""
        self._context.read(years_of, self._take_years, owner=self)

    def selected(self) -> RegisterLine | None:
        """Give the current line."""
        return self.rows.current()

    def open_paper(self) -> None:
        """Show the chosen paper as it is printed."""
        chosen = self.selected()
        if chosen is not None and chosen.can_open:
            title = f"{chosen.title}　{_named(chosen)}"
            PaperPreview(
                self._context, title, chosen.document, _wanted(chosen), self, name=f"{chosen.title}{_named(chosen)}"
            ).open()

    def print_again(self) -> None:
        """Register further copies of the chosen agreement; another paper is opened. Both ask for the reason."""
        line = self.selected()
        if line is None or not line.original:
            self.open_paper()
            return
        self._context.read(
            lambda desk: agreement_view(desk, line.entity),
            lambda view: PrintAgreementDialog(self._context, view, self).open(),
            owner=self,
        )

    def void(self) -> None:
        """Ask why the chosen copy is voided."""
        line = self.selected()
        if line is not None and line.original and line.standing is Standing.HOLDS:
            about = f"{line.subject}　{line.number}　第 {line.copy} 份"
            given: dict[str, Json] = {"agreement": line.entity, "copy": line.copy}
            open_action(self._context, "agreements.void_copy", given, self, about=about)

    def batch(self) -> None:
        """Write the chosen papers at once; with one chosen, every paper shown."""
        lines = self._ordered()
        numbers = self.rows.chosen()
        chosen = [lines[number] for number in numbers] if len(numbers) > 1 else lines
        items = [Wish(one.document, _wanted(one), _file_name(one)) for one in chosen if one.can_open]
        if not items:
            self._context.ask.inform("所列文书中没有可以输出的。", detail="作废的、空号的和还没有打印登记的不能输出。")
            return
        BatchDialog(self._context, items, f"文书{len(items)}份", self).open()

    def open_empty(self, document: str, kind: Kind) -> None:
        """Show an empty form for work by hand."""
        title = f"空白{_EMPTY_TITLES[document]}（{KIND_WORDS[kind]}）"
        PreviewDialog(
            self._context,
            title,
            lambda desk: (office_paper(desk, document, OfficeWanted(empty=kind)),),
            self,
            name=title,
            document=f"empty/{document}",
        ).open()

    def _lay_out(self) -> None:
        for box, words in ((self.year, "年度"), (self.document, "文书"), (self.standing, "登记状态")):
            box.setAccessibleName(words)
        self.document.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.document.addItem("全部文书", "")
        self.standing.addItem("全部登记", None)
        for one in Standing:
            self.standing.addItem(one.value, one.name)
        menu = QMenu(self.empty_button)
        for document in EMPTY:
            for kind in Kind:
                made = menu.addAction(f"{_EMPTY_TITLES[document]}（{KIND_WORDS[kind]}）")
                made.triggered.connect(lambda _on=False, d=document, k=kind: self.open_empty(d, k))
        self.empty_button.setMenu(menu)
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addLayout(row(self.search, self.year, self.document, self.standing, None))
        layout.addWidget(self.rows, 1)
        layout.addLayout(
            row(self._shown, None, self.batch_button, self.void_button, self.again_button, self.open_button)
        )

    def _connect(self) -> None:
        self.search.searched.connect(self._load)
        self.search.go_down.connect(self.rows.table.setFocus)
        for box in (self.year, self.document, self.standing):
            box.activated.connect(self._load)
        self.rows.opened.connect(self._open_selected)
        self.rows.selected.connect(self._offer)
        self.rows.counted.connect(lambda total: self._offer(self.selected() if total else None))
        self.open_button.clicked.connect(self._open_selected)
        self.again_button.clicked.connect(self.print_again)
        self.void_button.clicked.connect(self.void)
        self.batch_button.clicked.connect(self.batch)
        self._offer(None)

    def _open_selected(self, _how: object = None) -> None:
        self.open_paper()

    def _take_years(self, years: tuple[int, ...]) -> None:
        now = self.year.currentData()
        self.year.clear()
        for one in years:
            self.year.addItem(f"{one} 年", one)
        self.year.setCurrentIndex(years.index(now) if now in years else 0)
        self._load()

    def _load(self, _changed: object = None) -> None:
        name = self.standing.currentData()
        wanted = RegisterFilter(
            year=self.year.currentData() or self._context.today.year,
            find=self.search.text().strip(),
            document=self.document.currentData() or "",
            standing=Standing[name] if name else None,
        )
        self._context.read(lambda desk: print_register(desk, wanted), self._take, owner=self)

    def _take(self, found: Register) -> None:
        self._register = found
        now = self.document.currentData()
        self.document.clear()
        self.document.addItem("全部文书", "")
        for document, title in found.documents:
            self.document.addItem(title, document)
        self.document.setCurrentIndex(max(0, self.document.findData(now)))
        self._fetch = whole_list(found.lines, COLUMNS)
        self.rows.load(self._fetch)
        gaps = sum(one.standing is Standing.GAP for one in found.lines)
        void = sum(one.standing is Standing.VOID for one in found.lines)
        said = f"{self.year.currentText()}共 {found.total} 项登记"
        notes = ((void, f"作废 {void} 项"), (gaps, f"空号 {gaps} 个"))
        self.header.set_sentence("　".join((said, *(words for count, words in notes if count))))
        self._shown.setText(f"列出 {len(found.lines)} 项。按住 Ctrl 或 Shift 可选多项批量输出。" if found.lines else "")

    def _ordered(self) -> list[RegisterLine]:
        model = self.rows.model
        request = PageRequest[RegisterLine](0, len(self._register.lines), model.sort_id, model.descending)
        return list(self._fetch(request).rows)

    def _offer(self, line: object) -> None:
        chosen = line if isinstance(line, RegisterLine) else None
        holds = chosen is not None and chosen.can_open
        self.open_button.setEnabled(holds)
        self.again_button.setEnabled(chosen is not None and (holds or chosen.original))
        self.void_button.setEnabled(chosen is not None and holds and chosen.original)


def _named(line: RegisterLine) -> str:
    return f"{line.number}第{line.copy}份" if line.copy else line.number


def _file_name(line: RegisterLine) -> str:
    return f"{line.title}_{_named(line)}_{line.subject}"


def _wanted(line: RegisterLine) -> Wanted:
    return Wanted(
        case=line.entity if line.matter == "case" else "",
        agreement=line.entity if line.matter == "agreement" else "",
        audit=line.entity if line.matter == "audit" else "",
        institution=line.entity if line.matter == "institution" else "",
        copy=line.copy or 1,
        number=line.number,
    )
