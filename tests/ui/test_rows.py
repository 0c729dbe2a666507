"""Long tables: only what is looked at is fetched, the store sorts, Excel gets text."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.recording import RecordingAsk
from yb_desktop.base.errors import WorldError
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme, Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import MARK_ROLE, PAGE, Column, Page, PageModel, PageRequest
from yb_desktop.ui.widgets.rows import RowsView, as_html, as_tsv

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    beds: int


COLUMNS = (
    Column[Place]("code", "代码", lambda r: r.code),
    Column[Place]("beds", "床位", lambda r: str(r.beds), 70, right=True, mark=lambda _r: Mark(Tone.GOOD)),
)


class Store:
    """A store of ``total`` places that remembers what it was asked for."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[PageRequest[Place]] = []
        self.threads: set[str] = set()

    def __call__(self, request: PageRequest[Place]) -> Page[Place]:
        self.asked.append(request)
        self.threads.add(threading.current_thread().name)
        numbers = range(self.total)[:: -1 if request.descending else 1][request.offset : request.offset + request.limit]
        return Page([Place(f"{n:018d}", n % 50) for n in numbers], self.total)


def make(store: Store, tasks: Tasks, preferences: Preferences, qtbot: QtBot) -> RowsView[Place]:
    view = RowsView("places", COLUMNS, store, tasks, preferences)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    with qtbot.waitSignal(view.counted):
        view.load()
    return view


def test_sixty_thousand_rows_cost_one_page(theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences) -> None:
    store = Store(60_000)
    view = make(store, tasks, preferences, qtbot)
    view.grab()
    assert view.model.rowCount() == 60_000
    assert [r.offset for r in store.asked] == [0]
    assert store.threads == {"store"}


def test_a_row_beyond_the_last_has_no_words(theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences) -> None:
    model = make(Store(0), tasks, preferences, qtbot).model
    assert (model.rowCount(), model.words(0), model.row(0)) == (0, None, None)


def test_only_the_pages_looked_at_are_fetched_when_one_jumps_to_the_end(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    store = Store(60_000)
    view = make(store, tasks, preferences, qtbot)
    view.table.scrollToBottom()
    qtbot.waitUntil(lambda: view.model.words(59_999) is not None)
    assert len(store.asked) <= 4
    assert view.model.row(59_999) == Place(f"{59_999:018d}", 49)


def test_a_page_is_asked_for_after_the_row_before_it(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    store = Store(1_000)
    view = make(store, tasks, preferences, qtbot)
    view.model.row(PAGE)
    qtbot.waitUntil(lambda: view.model.words(PAGE) is not None)
    assert store.asked[-1].after == Place(f"{PAGE - 1:018d}", 49)


def test_memory_does_not_grow_with_scrolling(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    view = make(Store(60_000), tasks, preferences, qtbot)
    for page in range(1, 80):
        with qtbot.waitSignal(view.model.dataChanged):
            view.model.row(page * PAGE)
    assert len(view.model._pages) <= 60


def test_a_click_on_a_head_lets_the_store_sort(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    store = Store(300)
    view = make(store, tasks, preferences, qtbot)
    header = view.table.horizontalHeader()
    with qtbot.waitSignal(view.counted):
        header.sectionClicked.emit(0)
    assert (store.asked[-1].sort, store.asked[-1].descending) == ("code", True)
    assert view.model.row(0) == Place(f"{299:018d}", 49)
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder


def test_results_of_an_older_search_never_overwrite_the_newer(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    view = make(Store(300), tasks, preferences, qtbot)
    go = threading.Event()
    slow, fast = Store(5), Store(7)

    def waiting(request: PageRequest[Place]) -> Page[Place]:
        go.wait(5)
        return slow(request)

    counted: list[int] = []
    view.counted.connect(counted.append)
    view.load(waiting)
    view.load(fast)
    go.set()
    qtbot.waitUntil(lambda: bool(counted))
    qtbot.waitUntil(tasks.idle)
    assert counted == [7]


def test_what_is_copied_is_whole_even_where_it_was_never_seen(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    view = make(Store(450), tasks, preferences, qtbot)
    view.table.selectAll()
    QTest.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.text().count("\n") == 450)
    lines = clipboard.text().split("\n")
    assert (lines[0], lines[1], lines[-1]) == ("代码\t床位", f"{0:018d}\t0", f"{449:018d}\t49")
    assert "mso-number-format" in clipboard.mimeData().html()


def test_cells_cannot_break_the_table_or_be_a_formula() -> None:
    assert as_tsv([("a\tb\nc", "d")]) == "a b c\td"
    assert as_html([("<b>=1+1",)]) == "<table><tr><td style='mso-number-format:\"\\@\"'>&lt;b&gt;=1+1</td></tr></table>"


def test_enter_and_double_click_open_the_row(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    view = make(Store(300), tasks, preferences, qtbot)
    opened: list[object] = []
    view.opened.connect(opened.append)
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    view.table.doubleClicked.emit(view.model.index(0, 0))
    assert opened == [Place(f"{1:018d}", 1), Place(f"{0:018d}", 0)]
    assert view.current() == Place(f"{1:018d}", 1)


def test_widths_are_remembered_in_units_of_the_font_size(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences
) -> None:
    view = make(Store(3), tasks, preferences, qtbot)
    view.table.horizontalHeader().resizeSection(0, 333)
    qtbot.waitUntil(lambda: preferences.get("columns/places") == {"code": 333})
    theme.set_percent(150)
    again = make(Store(3), tasks, preferences, qtbot)
    assert again.table.horizontalHeader().sectionSize(0) == 500


def test_an_empty_list_says_so(theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences) -> None:
    view = make(Store(0), tasks, preferences, qtbot)
    assert view.empty.isVisible()
    with qtbot.waitSignal(view.counted):
        view.load(Store(1))
    assert not view.empty.isVisible()


def test_a_page_that_cannot_be_read_is_said_once_and_the_others_come(
    theme: Theme, qtbot: QtBot, tasks: Tasks, preferences: Preferences, ask: RecordingAsk
) -> None:
    go, store = threading.Event(), Store(1_000)

    def spoiled(request: PageRequest[Place]) -> Page[Place]:
        go.wait(5)
        if request.offset == PAGE:
            raise WorldError("file", "读不出数据。")
        return store(request)

    go.set()
    view = make(store, tasks, preferences, qtbot)
    with qtbot.waitSignal(view.counted):
        view.load(spoiled)
    go.clear()
    view.model.row(PAGE)
    qtbot.waitUntil(lambda: not tasks.idle())
    view.model.row(2 * PAGE)  # wanted while the other is on its way
    QCoreApplication.processEvents()
    go.set()
    qtbot.waitUntil(lambda: view.model.words(2 * PAGE) is not None)
    for _ in range(3):  # as often as it is painted
        assert view.model.row(PAGE) is None
        QCoreApplication.processEvents()
        qtbot.waitUntil(tasks.idle)
    assert [e.text for e in ask.refused] == ["读不出数据。"]
    with qtbot.waitSignal(view.counted):
        view.load(store)
    view.model.row(PAGE)
    qtbot.waitUntil(lambda: view.model.row(PAGE) is not None)


def test_a_failing_store_is_said_once_and_asked_again(
    theme: Theme, qtbot: QtBot, tasks: Tasks, ask: RecordingAsk
) -> None:
    def broken(_request: PageRequest[Place]) -> Page[Place]:
        raise WorldError("file", "读不出数据。")

    model = PageModel(COLUMNS, broken, tasks)
    model.load()
    qtbot.waitUntil(lambda: [e.text for e in ask.refused] == ["读不出数据。"])
    with qtbot.waitSignal(model.arrived):
        model.load(Store(2))
    assert model.headerData(1, Qt.Orientation.Horizontal) == "床位"
    assert model.data(model.index(0, 1), MARK_ROLE) == Mark(Tone.GOOD)
