"""The preview: pages turn by key, wheel and number, the next one at once; zoom; bytes that are no PDF."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import Block, Document, PageBreak, Para, Style, Title
from yb_desktop.paper.page import render
from yb_desktop.paper.pictures import joined, page_picture, page_sizes
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="module")
def paper() -> bytes:
    blocks: list[Block] = [Title("受理通知书")]
    for page in range(4):
        blocks += [Para(f"第{page + 1}页的内容。"), PageBreak()]
    document = Document("acceptance_notice", "姚医保受〔2026〕1号", "受理通知书", made=date(2026, 3, 2))
    return render(document, [*blocks, Para("完。")], style=Style.FORM)


@pytest.fixture
def view(theme: Theme, tasks: Tasks, qtbot: QtBot, paper: bytes) -> PdfView:
    made = PdfView(tasks)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    with qtbot.waitSignal(made.shown):
        made.show_pdf(paper)
    return made


def scroll(view: PdfView) -> QScrollArea:
    found = view.findChild(QScrollArea)
    assert found is not None
    return found


def test_the_first_page_is_shown_as_wide_as_there_is_room(view: PdfView) -> None:
    assert (view.page, view.pages) == (1, 5)
    shown = scroll(view).widget()
    assert isinstance(shown, QLabel)
    width = shown.pixmap().deviceIndependentSize().width()
    assert 0.9 * scroll(view).viewport().width() < width <= scroll(view).viewport().width()
    assert shown.accessibleDescription() == "第1页，共5页"


def test_the_next_page_is_ready_before_it_is_wanted(view: PdfView, tasks: Tasks, qtbot: QtBot) -> None:
    qtbot.waitUntil(tasks.at_rest)
    turned: list[tuple[int, int]] = []
    view.shown.connect(lambda page, pages: turned.append((page, pages)))
    QTest.keyClick(scroll(view), Qt.Key.Key_Right)
    assert turned == [(2, 5)]


def test_pages_turn_at_once_both_ways_and_to_the_ends(theme: Theme, tasks: Tasks, qtbot: QtBot, paper: bytes) -> None:
    made = PdfView(tasks)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    with qtbot.waitSignal(made.shown):
        made.show_pdf(joined((paper,) * 5))
    turned: list[int] = []
    made.shown.connect(lambda page, _pages: turned.append(page))
    area = scroll(made)
    qtbot.waitUntil(tasks.at_rest)  # one page asks for the next
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End):
        QTest.keyClick(area, key)  # nothing is waited for
    assert turned == [2, 3, 25]
    qtbot.waitUntil(tasks.at_rest)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Home):
        QTest.keyClick(area, key)
    assert turned[3:] == [24, 23, 1]


def test_keys_go_through_the_paper(view: PdfView, qtbot: QtBot) -> None:
    area = scroll(view)
    for key, page in ((Qt.Key.Key_End, 5), (Qt.Key.Key_Left, 4), (Qt.Key.Key_Home, 1), (Qt.Key.Key_Left, 1)):
        QTest.keyClick(area, key)
        assert view.page == page
    while view.page == 1:  # first to the foot of the page, then over
        QTest.keyClick(area, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0 or view.page == 2)
    QTest.keyClick(area, Qt.Key.Key_PageUp)
    assert view.page in {1, 2}


def test_a_typed_number_goes_to_its_page(view: PdfView) -> None:
    number = view.findChild(QLineEdit)
    assert number is not None
    number.setText("4")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert view.page == 4
    assert number.text() == "4"


def test_zoom_by_keys_and_by_the_wheel_and_back_to_the_width(view: PdfView, qtbot: QtBot) -> None:
    fitted = view.percent
    QTest.keyClick(scroll(view), Qt.Key.Key_Plus)
    larger = view.percent
    assert larger > fitted
    place = QPointF(100, 100)
    wheel = QWheelEvent(
        place,
        scroll(view).viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(scroll(view).viewport(), wheel)
    assert view.percent < larger
    QTest.keyClick(scroll(view), Qt.Key.Key_0)
    assert view.percent == fitted


def test_bytes_that_are_no_pdf_are_said_in_the_view(theme: Theme, tasks: Tasks, qtbot: QtBot) -> None:
    made = PdfView(tasks)
    qtbot.addWidget(made)
    made.show()
    made.show_pdf(b"not a paper")
    qtbot.waitUntil(lambda: any("打不开这个PDF文件" in one.text() for one in made.findChildren(QLabel)))
    assert made.pages == 0


def test_pictures_are_the_pages(paper: bytes) -> None:
    assert len(page_sizes(paper)) == 5
    drawn = page_picture(paper, 0, 1.0)
    image = QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    assert (image.width(), image.height()) == (596, 842)
    assert image.pixelColor(2, 2).name() == "#ffffff"
    dark = sum(image.pixelColor(x, y).lightness() < 100 for x in range(0, 596, 2) for y in range(60, 300, 2))
    assert dark > 50
    with pytest.raises(BadInput, match="没有第6页"):
        page_picture(paper, 5, 1.0)


def test_papers_are_put_behind_each_other(paper: bytes) -> None:
    assert joined((paper,)) is paper
    both = joined((paper, paper))
    assert len(page_sizes(both)) == 10
    assert both == joined((paper, paper))
