"""The pictures beside the list of scans: the pages of a copy, or an unreadable page beside the page it seems to be."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImageReader, QPainter, QPen, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QLabel, QListView, QListWidget, QListWidgetItem, QSizePolicy, QStackedLayout, QWidget

from yb_desktop.services.views.scans import Inbox, ScanLine, ScanState
from yb_desktop.ui.theme import Ink, px
from yb_desktop.ui.widgets.text import Card, button, column, label, row

_THUMB = QSize(150, 212)  # pixels at 100 %
_SHEET = int(Qt.ItemDataRole.UserRole)


class Picture(QLabel):
    """A page as large as there is room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._whole = QPixmap()
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(px(120), px(170))

    def show_page(self, small: bytes, turn: int = 0) -> None:
        """Show a page, turned clockwise; nothing for empty bytes."""
        self._whole = _framed(small, turn)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Fit the page anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            self.clear()
            return
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.setPixmap(self._whole.scaled(self.size(), keep, smooth))


class ScanPictures(Card):
    """Shows what a line of the inbox is about."""

    confirmed = Signal()
    left_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet: int | None = None
        self.title = label("", "heading")
        self.why = label("", "muted", wrap=True)
        self.confirm_button = button("", "primary")
        self.leave_button = button("不用这一页")
        self.pages = QListWidget()
        self.scan, self.expected = Picture("扫描的页"), Picture("打印时的页")
        self._expected_title = label("", "small")
        self._lay_out()
        self.confirm_button.clicked.connect(self.confirmed)
        self.leave_button.clicked.connect(self.left_out)
        self.pages.currentItemChanged.connect(self._choose)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.sheet = None
        self.title.setText("选中一行查看扫描的页")
        self.why.setText("")
        self.confirm_button.hide()
        self.leave_button.setEnabled(False)
        self.pages.clear()
        self._stack.setCurrentIndex(0)

    def show_line(self, inbox: Inbox, line: ScanLine) -> None:
        """Show the pages of a line."""
        self.clear()
        self.title.setText(line.title)
        self.why.setText(line.said)
        if line.state is ScanState.LOOSE:
            self._show_loose(inbox, line)
        else:
            self._show_pages(inbox, line)

    def _lay_out(self) -> None:
        self.pages.setAccessibleName("扫描的页")
        self.pages.setViewMode(QListView.ViewMode.IconMode)
        self.pages.setResizeMode(QListView.ResizeMode.Adjust)
        self.pages.setMovement(QListView.Movement.Static)
        self.pages.setIconSize(QSize(px(_THUMB.width()), px(_THUMB.height())))
        self.pages.setSpacing(px(6))
        pair = QWidget()
        both = row(gap=10)
        for text, picture in ((label("扫描件", "small"), self.scan), (self._expected_title, self.expected)):
            side = column(text, gap=4)
            side.addWidget(picture, 1)
            both.addLayout(side, 1)
        pair.setLayout(both)
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.pages)
        self._stack.addWidget(pair)
        self.body.addWidget(self.title)
        self.body.addWidget(self.why)
        self.body.addWidget(place, 1)
        self.body.addLayout(row(self.confirm_button, self.leave_button, None))

    def _show_loose(self, inbox: Inbox, line: ScanLine) -> None:
        (at,) = line.sheets
        likely = line.likely
        self.sheet = at
        self.leave_button.setEnabled(True)
        self.scan.show_page(inbox.reading.sheets[at].small, likely.turn if likely else 0)
        self.expected.show_page(inbox.expected(likely) if likely else b"")
        self._expected_title.setText(f"打印的第{likely.place.page}页" if likely else "没有相近的缺页")
        if likely:
            self.why.setText(f"{line.said}（{likely.why}）")
            self.confirm_button.setText(f"确认是第 {likely.place.page} 页（Enter）")
            self.confirm_button.show()
        self._stack.setCurrentIndex(1)

    def _show_pages(self, inbox: Inbox, line: ScanLine) -> None:
        if line.state is ScanState.MISSING:
            self.confirm_button.setText("缺页归档…（Enter）")
            self.confirm_button.show()
        numbers = {sheet: page for pile in inbox.heap.piles for page, sheets in pile.found for sheet in sheets}
        for at in line.sheets:
            confirmed = inbox.decisions.placed.get(at)
            turn = confirmed.turn if confirmed else 0
            page = _framed(inbox.reading.sheets[at].small, turn, px(_THUMB.height()))
            note = "（人工确认）" if confirmed else ""
            item = QListWidgetItem(QIcon(page), f"第 {numbers[at]} 页{note}")
            item.setData(_SHEET, at)
            item.setToolTip(inbox.reading.sheets[at].name)
            self.pages.addItem(item)

    def _choose(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        at = item.data(_SHEET) if item is not None else None
        self.sheet = at if isinstance(at, int) else None
        self.leave_button.setEnabled(self.sheet is not None)


def _framed(small: bytes, turn: int, height: int = 0) -> QPixmap:
    """Give a page, turned clockwise, with a line around it, as paper lies on a desk; ``height`` makes a thumbnail."""
    place = QBuffer()
    place.setData(QByteArray(small))
    reader = QImageReader(place, QByteArray(b"jpeg"))
    size = reader.size()
    if height and size.isValid():
        reader.setScaledSize(size.scaled(height, height, Qt.AspectRatioMode.KeepAspectRatio))  # decoded small: quick
    page = QPixmap.fromImage(reader.read().transformed(QTransform().rotate(turn)))
    if page.isNull():
        return page
    painter = QPainter(page)
    painter.setPen(QPen(QColor(Ink.FIELD_LINE), 1 if height else 3))
    painter.drawRect(page.rect().adjusted(1, 1, -2, -2))
    painter.end()
    return page
