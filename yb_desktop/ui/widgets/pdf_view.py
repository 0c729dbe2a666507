"""A PDF on screen: one page at a time, drawn in the worker, the pages around it ready to be turned to at once.

Keyboard: PageUp and PageDown turn (at a page's end), Left and Right turn, Home and End go to the first and last page,
``+`` and ``-`` zoom, ``0`` fits the width; Ctrl and the wheel zoom, the wheel alone scrolls and turns.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QIntValidator, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.paper.pictures import POINTS, PageSize, Picture, page_picture, page_sizes
from yb_desktop.ui.icons import icon
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.text import label, row

_KEPT = 12  # drawn pages
_AROUND = (1, -1, 2, -2)  # the pages drawn ahead, the next in the way it is turned first
_ZOOMS = (50, 75, 100, 125, 150, 200, 300)
_SCREEN = 96 / POINTS  # pixels for each point at 100 %
_SETTLED = 120  # ms after the last change of size
_EDGE = 12  # pixels at 100 % around a page


@dataclass(frozen=True, slots=True)
class _Drawn:
    page: int
    zoom: float


class PdfView(QWidget):
    """Shows a PDF. ``shown`` tells the page (from 1) and how many there are, once its picture is on screen."""

    shown = Signal(int, int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._data = b""
        self._generation = 0
        self._sizes: tuple[PageSize, ...] = ()
        self._page = 0
        self._percent = 0  # 0 fits the width
        self._pixmaps: OrderedDict[_Drawn, QPixmap] = OrderedDict()
        self._under_way: set[_Drawn] = set()
        self._at_end = False  # the page was turned backwards: begin at its foot
        self._way = 1  # forwards; -1: it was last turned backwards
        self._bar = _Bar()
        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._paper.setAccessibleName("文书页面")
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._paper)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        # The bar stands there always: a width that changed with each page would have every page drawn twice.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("文书预览")
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self._draw)
        layout = QVBoxLayout(self)
        space(layout, gap=0)
        layout.addWidget(self._bar)
        layout.addWidget(self._scroll, 1)
        self.setFocusProxy(self._scroll)
        self._scroll.installEventFilter(self)
        self._scroll.viewport().installEventFilter(self)
        self._keys = self._what_keys_do()
        self._bar.turned.connect(self.turn)
        self._bar.went.connect(self.go)
        self._bar.zoomed.connect(self.zoom)
        self._bar.fitted.connect(self.fit_width)
        self._say()

    def _what_keys_do(self) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_PageDown: lambda: self._turn_at_edge(1),
            key.Key_Space: lambda: self._turn_at_edge(1),
            key.Key_PageUp: lambda: self._turn_at_edge(-1),
            key.Key_Right: lambda: self.turn(1),
            key.Key_Left: lambda: self.turn(-1),
            key.Key_Home: lambda: self.go(1),
            key.Key_End: lambda: self.go(self.pages),
            key.Key_Plus: lambda: self.zoom(1),
            key.Key_Equal: lambda: self.zoom(1),
            key.Key_Minus: lambda: self.zoom(-1),
            key.Key_0: self.fit_width,
        }

    @property
    def page(self) -> int:
        """The page shown, from 1; 0 while there is none."""
        return self._page + 1 if self._sizes else 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def percent(self) -> int:
        """The size shown, in per cent of the paper's own."""
        return round(self._zoom() / _SCREEN * 100)

    def show_pdf(self, data: bytes) -> None:
        """Show another PDF, from its first page."""
        self._generation += 1
        generation = self._generation
        self._data, self._sizes, self._page = data, (), 0
        self._pixmaps.clear()
        self._under_way.clear()
        self._paper.setPixmap(QPixmap())
        self._paper.setText("正在打开…")

        def then(sizes: tuple[PageSize, ...]) -> None:
            if generation == self._generation:
                self._sizes = sizes
                self._draw()

        def failed(problem: YbError) -> None:
            if generation == self._generation:
                self._paper.setText(problem.text)

        self._tasks.run(lambda: page_sizes(data), then, failed, title="打开文书", owner=self)

    def go(self, page: int) -> None:
        """Go to a page, from 1; beyond the ends, to the first or last."""
        wanted = max(1, min(self.pages, page)) - 1
        if self._sizes and wanted != self._page:
            self._way = 1 if wanted > self._page else -1
            self._page = wanted
            self._at_end = False
            self._draw()

    def turn(self, pages: int) -> None:
        """Turn so many pages, backwards when negative."""
        self.go(self._page + 1 + pages)

    def zoom(self, steps: int) -> None:
        """Show larger (1) or smaller (-1)."""
        now = self.percent
        higher = [one for one in _ZOOMS if (one > now if steps > 0 else one < now)]
        if higher:
            self._percent = higher[0] if steps > 0 else higher[-1]
            self._draw()

    def fit_width(self) -> None:
        """Show as wide as there is room, and keep to it."""
        self._percent = 0
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Draw anew at the new width, once it has settled."""
        super().resizeEvent(event)
        if self._sizes and not self._percent:
            self._settled.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Turn and zoom by keys and wheel; scrolling within a page is left to the scroll area."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._scroll:
            return self._pressed(event)
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            return self._wheeled(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        deed = self._keys.get(Qt.Key(event.key()))
        if deed is not None:
            deed()
        return deed is not None

    def _wheeled(self, event: QWheelEvent) -> bool:
        down = event.angleDelta().y() < 0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(-1 if down else 1)
            return True
        bar = self._scroll.verticalScrollBar()
        at_edge = bar.value() == (bar.maximum() if down else bar.minimum())
        return at_edge and self._turn_at_edge(1 if down else -1)

    def _turn_at_edge(self, pages: int) -> bool:
        bar = self._scroll.verticalScrollBar()
        if bar.value() != (bar.maximum() if pages > 0 else bar.minimum()):
            bar.setValue(bar.value() + pages * bar.pageStep())
            return True
        before = self._page
        self._at_end = pages < 0
        self._way = 1 if pages > 0 else -1
        self._page = max(0, min(self.pages - 1, before + pages))
        if self._page != before:
            self._draw()
        return True

    def _zoom(self) -> float:
        if self._percent:
            return self._percent / 100 * _SCREEN
        widest = max((size.width for size in self._sizes), default=595.0)
        room = self._scroll.viewport().width() - 2 * px(_EDGE)
        return max(0.3, room / widest)

    def _draw(self) -> None:
        if not self._sizes:
            return
        wanted = _Drawn(self._page, self._zoom())
        if wanted in self._pixmaps:
            self._pixmaps.move_to_end(wanted)
            self._put(wanted)
        else:
            self._want(wanted)
        self._draw_ahead()
        self._say()

    def _draw_ahead(self) -> None:
        """Draw one page that may be turned to next, and the ends; one at a time, so that a jump never waits long."""
        if self._under_way:
            return
        last = len(self._sizes) - 1
        near = (self._page + step * self._way for step in _AROUND)
        pages = (page for page in (*near, 0, last) if 0 <= page <= last)
        wanted = (_Drawn(page, self._zoom()) for page in pages)
        missing = next((one for one in wanted if one not in self._pixmaps), None)
        if missing is not None:
            self._want(missing)

    def _want(self, wanted: _Drawn) -> None:
        if wanted in self._under_way:
            return
        self._under_way.add(wanted)
        data, generation, ratio = self._data, self._generation, self.devicePixelRatioF()

        def then(picture: Picture) -> None:
            if generation == self._generation:
                self._take(wanted, _pixmap(picture, ratio))

        def failed(problem: YbError) -> None:
            self._under_way.discard(wanted)
            self._paper.setText(problem.text)

        self._tasks.run(lambda: page_picture(data, wanted.page, wanted.zoom * ratio), then, failed, owner=self)

    def _take(self, drawn: _Drawn, pixmap: QPixmap) -> None:
        self._under_way.discard(drawn)
        self._pixmaps[drawn] = pixmap
        while len(self._pixmaps) > _KEPT:
            self._pixmaps.popitem(last=False)
        if drawn == _Drawn(self._page, self._zoom()):
            self._put(drawn)
        self._draw_ahead()

    def _put(self, drawn: _Drawn) -> None:
        pixmap = self._pixmaps[drawn]
        self._paper.setPixmap(pixmap)
        self._paper.setMinimumSize(pixmap.deviceIndependentSize().toSize())
        self._paper.setAccessibleDescription(f"第{self.page}页，共{self.pages}页")
        self._scroll.widget().adjustSize()
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum() if self._at_end else bar.minimum())
        self.shown.emit(self.page, self.pages)

    def _say(self) -> None:
        self._bar.say(self.page, self.pages, self.percent, fitted=not self._percent)


class _Bar(QWidget):
    turned = Signal(int)
    went = Signal(int)
    zoomed = Signal(int)
    fitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._before = _tool("left", "上一页（←）")
        self._after = _tool("right", "下一页（→）")
        self._number = QLineEdit()
        self._number.setFixedWidth(px(52))
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setAccessibleName("页码")
        self._range = QIntValidator(1, 1, self)
        self._number.setValidator(self._range)
        self._of = label("", "muted")
        self._smaller = _tool("minus", "缩小（-）")
        self._larger = _tool("add", "放大（+）")
        self._percent = label("", "muted")
        self._percent.setMinimumWidth(px(48))
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fit = _tool("width", "适合宽度（0）")
        self._fit.setCheckable(True)
        left = (self._before, self._number, self._of, self._after)
        right = (self._smaller, self._percent, self._larger, self._fit)
        layout = row(*left, None, *right, gap=6)
        space(layout, margins=(8, 5, 8, 5), gap=6)
        self.setLayout(layout)
        self._before.clicked.connect(lambda: self.turned.emit(-1))
        self._after.clicked.connect(lambda: self.turned.emit(1))
        self._smaller.clicked.connect(lambda: self.zoomed.emit(-1))
        self._larger.clicked.connect(lambda: self.zoomed.emit(1))
        self._fit.clicked.connect(self.fitted)
        self._number.returnPressed.connect(lambda: self.went.emit(int(self._number.text())))

    def say(self, page: int, pages: int, percent: int, *, fitted: bool) -> None:
        self._range.setTop(max(1, pages))
        self._number.setText(str(page) if pages else "")
        self._number.setEnabled(pages > 1)
        self._of.setText(f"/ {pages} 页")
        self._before.setEnabled(page > 1)
        self._after.setEnabled(page < pages)
        self._percent.setText(f"{percent}%")
        self._fit.setChecked(fitted)


def _tool(icon_name: str, what: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icon(icon_name))
    made.setToolTip(what)
    made.setAccessibleName(what.partition("（")[0])
    return made


def _pixmap(picture: Picture, ratio: float) -> QPixmap:
    image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
