"""A table of any length, of which only the pages that are looked at are fetched, in the worker.

Sorting is the store's (a changed order fetches anew); nothing is sorted here. The rows' words are made once, when a
page arrives, so that ``data()`` only looks them up. Old pages are let go, so memory does not grow with scrolling.
What cannot be fetched is said once and not asked for again until the list is loaded anew: a view asks at every paint.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from yb_desktop.base.errors import YbError
from yb_desktop.ui.tasks import Task, Tasks
from yb_desktop.ui.widgets.badge import Mark

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

PAGE = 100
_KEPT = 60  # pages
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
MARK_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Column(Generic[R]):  # no slots: Column[Row](…) sets __orig_class__
    """One column: ``width`` in pixels at 100 %, ``render`` gives the words, ``mark`` makes them a badge."""

    id: str
    title: str
    render: Callable[[R], str]
    width: int = 120
    right: bool = False
    sortable: bool = True
    mark: Callable[[R], Mark | None] | None = None


@dataclass(frozen=True)
class PageRequest(Generic[R]):
    """What to fetch: ``after`` is the row before ``offset`` where it is known, for keyset paging."""

    offset: int
    limit: int
    sort: str
    descending: bool
    after: R | None = None


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows from ``offset`` on, and how many there are in all."""

    rows: Sequence[R]
    total: int


Fetch = Callable[[PageRequest[R]], Page[R]]


@dataclass(frozen=True, slots=True)
class _Kept(Generic[R]):
    rows: tuple[R, ...]
    words: tuple[tuple[str, ...], ...]


class PageModel(QAbstractTableModel, Generic[R]):
    """The lazy model; ``fetch`` runs in the worker."""

    arrived = Signal(int)
    """The first page of a new list is here; carries the number of rows."""

    def __init__(
        self, columns: Sequence[Column[R]], fetch: Fetch[R], tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._tasks = tasks
        self._total = 0
        self._pages: OrderedDict[int, _Kept[R]] = OrderedDict()
        self._wanted: list[int] = []
        self._under_way: dict[int, Task[Page[R]]] = {}
        self._failed: set[int] = set()
        self._generation = 0
        self.sort_id = next((c.id for c in columns if c.sortable), "")
        self.descending = False
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self._ask_for_wanted)

    def load(self, fetch: Fetch[R] | None = None) -> None:
        """Fetch anew: another filter, another order, or news in the store. The old rows stay until the new are here."""
        if fetch is not None:
            self._fetch = fetch
        self._generation += 1
        for task in self._under_way.values():
            task.drop()
        self._under_way.clear()
        self._wanted.clear()
        self._failed.clear()
        self._request(0)

    def order_by(self, column: str, *, descending: bool) -> None:
        """Let the store sort by a column."""
        self.sort_id, self.descending = column, descending
        self.load()

    def row(self, number: int) -> R | None:
        """Give a row, ``None`` while it is not here; then it is asked for."""
        page = self._pages.get(number // PAGE)
        if page is None:
            self._want(number // PAGE)
            return None
        at = number % PAGE
        return page.rows[at] if at < len(page.rows) else None

    def words(self, number: int) -> tuple[str, ...] | None:
        """Give the words of a row that is here."""
        page = self._pages.get(number // PAGE)
        at = number % PAGE
        return page.words[at] if page is not None and at < len(page.words) else None

    def fetch_words(self, numbers: Sequence[int]) -> Callable[[], list[tuple[str, ...]]]:
        """Give work for the worker that fetches the words of rows, whether they are here or not."""
        fetch, sort, descending, columns = self._fetch, self.sort_id, self.descending, self.columns

        def work() -> list[tuple[str, ...]]:
            found: list[tuple[str, ...]] = []
            last: R | None = None
            pages = sorted({n // PAGE for n in numbers})
            wanted = set(numbers)
            for before, page in zip([-2, *pages], pages, strict=False):
                after = last if before == page - 1 else None
                rows = fetch(PageRequest(page * PAGE, PAGE, sort, descending, after)).rows
                last = rows[-1] if rows else None
                found.extend(_words(columns, r) for at, r in enumerate(rows, page * PAGE) if at in wanted)
            return found

        return work

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  Qt's name and default
        """Say how many rows the list has, fetched or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  Qt's name and default
        """Say how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Give a cell's words, its alignment, its mark; everything else is left to the view."""
        if role in {_DISPLAY, _TIP}:
            page = self._pages.get(index.row() // PAGE)
            if page is not None:
                return page.words[index.row() % PAGE][index.column()]
            self._want(index.row() // PAGE)
            return "…" if role == _DISPLAY else None
        if role == _ALIGN:
            return _side(self.columns[index.column()])
        return self._mark(index) if role == MARK_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:  # noqa: N802
        """Give a column's title; rows have none."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role in {_DISPLAY, int(Qt.ItemDataRole.AccessibleTextRole)}:
            return self.columns[section].title
        return _side(self.columns[section]) if role == _ALIGN else None

    def _mark(self, index: Index) -> Mark | None:
        mark = self.columns[index.column()].mark
        row = self.row(index.row()) if mark is not None else None
        return mark(row) if mark is not None and row is not None else None

    def _want(self, page: int) -> None:
        if page in self._under_way or page in self._wanted or page in self._failed:
            return
        self._wanted = [*self._wanted[-2:], page]  # what was scrolled past meanwhile is not asked for
        self._ask_soon.start()

    def _ask_for_wanted(self) -> None:
        if self._under_way:
            return
        wanted, self._wanted = self._wanted, []
        for page in wanted:
            self._request(page)

    def _request(self, page: int) -> None:
        before = self._pages.get(page - 1)
        after = before.rows[-1] if before is not None and before.rows else None
        request = PageRequest(page * PAGE, PAGE, self.sort_id, self.descending, after)
        generation, fetch, columns = self._generation, self._fetch, self.columns

        def work() -> Page[R]:
            return fetch(request)

        def then(found: Page[R]) -> None:
            if generation == self._generation:
                kept = _Kept(tuple(found.rows), tuple(_words(columns, row) for row in found.rows))
                self._take(page, kept, found.total, first=page == 0 and 0 in self._under_way)

        def failed(problem: YbError) -> None:
            self._under_way.pop(page, None)
            self._failed.add(page)
            self._go_on()
            self._tasks.refuse(problem)

        self._under_way[page] = self._tasks.run(work, then, failed, owner=self)

    def _take(self, page: int, kept: _Kept[R], total: int, *, first: bool) -> None:
        self._under_way.pop(page, None)
        if first or total != self._total:
            self.beginResetModel()
            self._pages.clear()
            self._pages[page] = kept
            self._total = total
            self.endResetModel()
            if first:
                self.arrived.emit(total)
        else:
            self._pages[page] = kept
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
            last = min(self._total, (page + 1) * PAGE) - 1
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))
        self._go_on()

    def _go_on(self) -> None:
        if self._wanted:
            self._ask_soon.start()


def _words(columns: Sequence[Column[R]], row: R) -> tuple[str, ...]:
    return tuple(column.render(row) for column in columns)


def _side(column: Column[R]) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
