"""考核 (G10): the agreements of a year, assessed or not; one opens in the list's place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from yb_desktop.services.views.assessing import AssessLine, Which, assess_lines
from yb_desktop.services.views.oversight import years_of
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import label, row
from yb_desktop.ui.widgets.whole_list import whole_list


def _result_mark(line: AssessLine) -> Mark:
    if line.made is None:
        return Mark(Tone.WARN, "later")
    return Mark(Tone.GOOD if line.made.renews else Tone.BAD, "done" if line.made.renews else "refused")


def _score(line: AssessLine) -> str:
    return f"{line.made.score / 100:.2f}" if line.made else ""


COLUMNS = (
    Column[AssessLine]("name", "机构", lambda line: line.institution_name, 280),
    Column[AssessLine]("number", "协议编号", lambda line: line.number, 160),
    Column[AssessLine]("kind", "类别", lambda line: line.kind, 90),
    Column[AssessLine]("span", "协议期限", lambda line: f"{line.starts} 至 {line.ends}", 200),
    Column[AssessLine](
        "result", "考核结果", lambda line: line.made.label if line.made else "未考核", 100, mark=_result_mark
    ),
    Column[AssessLine]("score", "得分", _score, 80, right=True),
    Column[AssessLine](
        "deposit", "退还保证金", lambda line: f"{line.made.deposit}%" if line.made else "", 100, right=True
    ),
    Column[AssessLine]("on", "考核日期", lambda line: line.made.on.isoformat() if line.made else "", 110),
)


class AssessList(QWidget):
    """A year's agreements; ``opened`` carries the line."""

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.year, self.which = QComboBox(), QComboBox()
        self.search = SearchBox("机构名称、协议编号")
        self._said = label("", "small")
        self._empty = EmptyState("没有可以考核的协议", "已签订、在这一年有效的协议列在这里。")
        self.rows: RowsView[AssessLine] = RowsView(
            "oversight/assessments",
            COLUMNS,
            whole_list((), COLUMNS),
            context.tasks,
            context.preferences,
            name="绩效考核",
            empty=self._empty,
        )
        for widget, words in ((self.year, "考核年度"), (self.which, "是否考核")):
            widget.setAccessibleName(words)
        for year in years_of(context.desk):
            self.year.addItem(f"{year} 年", year)
        for which in Which:
            self.which.addItem(which.value, which.name)
        layout = QVBoxLayout(self)
        space(layout, margins=(0, 10, 0, 0), gap=10)
        layout.addLayout(row(self.year, self.which, self.search, None))
        layout.addWidget(self.rows, 1)
        layout.addLayout(row(self._said, None))
        self.year.currentIndexChanged.connect(lambda _at: self.refresh())
        self.which.currentIndexChanged.connect(lambda _at: self.refresh())
        self.search.searched.connect(lambda _text: self.refresh())
        self.search.go_down.connect(self.rows.table.setFocus)
        self.rows.opened.connect(self.opened)

    def chosen_year(self) -> int:
        """Give the year that is shown."""
        return int(self.year.currentData())

    def refresh(self) -> None:
        """Read the list anew."""
        year, which, find = self.chosen_year(), Which[self.which.currentData()], self.search.text().strip()
        self._context.read(lambda desk: assess_lines(desk, year, which, find), self._take, owner=self)

    def _take(self, lines: tuple[AssessLine, ...]) -> None:
        done = sum(1 for line in lines if line.made is not None)
        self.rows.load(whole_list(lines, COLUMNS))
        said = f"共 {len(lines):,} 份，已考核 {done:,} 份。按 Enter 或双击考核或查看。"
        self._said.setText(said if lines else "")
