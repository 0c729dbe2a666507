"""扫描件: drop scans of stamped sheets; every copy with its pages, what is missing, and unreadable pages to confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.scans import (
    Inbox,
    ScanLine,
    ScanState,
    confirm_likely,
    file_inbox,
    leave_out,
    read_inbox,
)
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.agreements.scans_columns import SCAN_COLUMNS
from yb_desktop.ui.screens.agreements.scans_pictures import ScanPictures
from yb_desktop.ui.tasks import Report
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import button, label, row

SCANS = (FileKind("扫描件", ("pdf", "jpg", "jpeg", "png", "tif", "tiff")),)
"""What a person may choose as a scan."""
_SENTENCE = "盖章的协议和文书扫描后放到这里：按页脚二维码拆分、转正，归入各自的协议和办理事项。"


class ScansPage(SubPage):
    """The inbox; ``back`` are the words for what is gone back to."""

    def __init__(self, context: Context, *, back: str = "协议列表") -> None:
        super().__init__(back)
        self._context = context
        self.inbox: Inbox | None = None
        self.file_button = button("选择文件…", icon_name="add")
        self.folder_button = button("选择文件夹…", icon_name="folder")
        self.keep_button = button("全部归档", "primary")
        self.header = self.head("扫描件", _SENTENCE, self.file_button, self.folder_button, self.keep_button)
        self._empty = EmptyState(
            "把扫描件拖到这里",
            "可以是文件夹、多页PDF、JPG、PNG或TIFF，页序和方向不限，几份混在一起也可以。",
            icon="outbox",
        )
        self.rows: RowsView[ScanLine] = RowsView(
            "scans", SCAN_COLUMNS, _nothing, context.tasks, context.preferences, name="扫描件"
        )
        self.pictures = ScanPictures()
        self._foot = label("", "small")
        self._lay_out()
        self._connect()
        self._show(None)

    def read(self, paths: Sequence[Path]) -> None:
        """Read files and folders, with progress; they take the place of what was shown."""
        if not paths:
            return
        desk = self._context.desk
        self._busy(busy=True)
        self._context.tasks.run_long(
            "读取扫描件",
            lambda report: read_inbox(desk, paths, report.count),
            self._show,
            self._failed,
            stopped=lambda: self._show(self.inbox),
            owner=self,
        )

    def file_all(self) -> None:
        """File every copy that is complete."""
        inbox = self._shown()
        on = self._context.today
        self._file("归档扫描件", lambda desk, report: file_inbox(desk, inbox, on=on, report=report.count))

    def confirm(self) -> None:
        """Take the current page for the one it was laid beside; file a copy as it is where pages are missing."""
        line = self.rows.current()
        inbox = self._shown()
        if line is None:
            return
        likely, copy = line.likely, line.copy
        if likely is not None:
            self._decide(lambda desk: confirm_likely(desk, inbox, likely))
        elif copy is not None and line.state is ScanState.MISSING and self._really(line):
            on = self._context.today
            self._file(
                "归档扫描件", lambda desk, report: file_inbox(desk, inbox, on=on, only=copy, report=report.count)
            )

    def leave_out(self) -> None:
        """Do not use the sheet that is looked at."""
        sheet = self.pictures.sheet
        inbox = self._shown()
        if sheet is not None:
            self._decide(lambda desk: leave_out(desk, inbox, sheet))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  Qt's name
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt's name
        """Read what was dropped."""
        event.acceptProposedAction()
        self.read([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Leave a sheet out on Delete."""
        if event.key() == Qt.Key.Key_Delete and self.inbox is not None:
            self.leave_out()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        list_side = QWidget()
        side = QVBoxLayout(list_side)
        space(side, gap=8)
        side.addWidget(self.rows, 1)
        side.addLayout(row(self._foot, None))
        body = SideBySide(list_side, self.pictures, first_share=5)
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        whole = QVBoxLayout(self)
        space(whole, margins=(16, 12, 16, 12), gap=10)
        whole.addWidget(self.header)
        whole.addWidget(place, 1)

    def _connect(self) -> None:
        self.file_button.clicked.connect(self._choose_file)
        self.folder_button.clicked.connect(self._choose_folder)
        self.keep_button.clicked.connect(self.file_all)
        self.rows.selected.connect(self._show_line)
        self.rows.opened.connect(lambda _line: self.confirm())
        self.rows.counted.connect(self._go_on)
        self.pictures.confirmed.connect(self.confirm)
        self.pictures.left_out.connect(self.leave_out)

    def _choose_file(self) -> None:
        chosen = self._context.ask.choose_file_to_open("选择扫描件", SCANS)
        self.read([chosen] if chosen is not None else [])

    def _choose_folder(self) -> None:
        chosen = self._context.ask.choose_folder("选择放扫描件的文件夹")
        self.read([chosen] if chosen is not None else [])

    def _shown(self) -> Inbox:
        if self.inbox is None:
            raise RuntimeError("a button was pressed before anything was read")
        return self.inbox

    def _really(self, line: ScanLine) -> bool:
        question = f"{line.title}缺第{line.missing}页，仍然归档已有的页吗？"
        return self._context.ask.confirm(question, yes="缺页归档", danger=True)

    def _decide(self, decide: Callable[[Desk], Inbox]) -> None:
        self._context.read(decide, self._show, owner=self)

    def _file(self, title: str, deed: Callable[[Desk, Report], Inbox]) -> None:
        self._busy(busy=True)
        self._context.act_long(
            title, deed, self._show, self._failed, stopped=lambda: self._show(self.inbox), owner=self
        )

    def _failed(self, problem: YbError) -> None:
        self._show(self.inbox)
        self._context.tasks.refuse(problem)

    def _busy(self, *, busy: bool) -> None:
        for one in (self.file_button, self.folder_button):
            one.setEnabled(not busy)
        self.keep_button.setEnabled(not busy and self.inbox is not None and self.inbox.ready > 0)

    def _show(self, inbox: Inbox | None) -> None:
        self.inbox = inbox
        self._busy(busy=False)
        self._stack.setCurrentIndex(0 if inbox is None else 1)
        self.keep_button.setText(f"归档 {inbox.ready} 份" if inbox and inbox.ready else "全部归档")
        if inbox is None:
            return
        lines = inbox.lines
        self.header.set_sentence(
            f"读取 {len(inbox.reading.sheets)} 页，归入 {len(inbox.heap.piles)} 份，{len(inbox.heap.loose)} 页未能归入"
        )
        self._foot.setText("按 Enter 确认未能归入的页或缺页归档，按 Delete 不用选中的页。")

        def fetch(request: PageRequest[ScanLine]) -> Page[ScanLine]:
            return Page(lines[request.offset : request.offset + request.limit], len(lines))

        self.pictures.clear()
        self.rows.load(fetch)

    def _go_on(self, _count: int) -> None:
        """Go to the next page that waits for a word, else to the first line."""
        lines = self.inbox.lines if self.inbox else ()
        waiting = (at for at, line in enumerate(lines) if line.likely is not None)
        self.rows.table.selectRow(next(waiting, 0))
        self.rows.table.setFocus()

    def _show_line(self, line: ScanLine | None) -> None:
        if line is None or self.inbox is None:
            self.pictures.clear()
        else:
            self.pictures.show_line(self.inbox, line)


def _nothing(_request: PageRequest[ScanLine]) -> Page[ScanLine]:
    return Page((), 0)
