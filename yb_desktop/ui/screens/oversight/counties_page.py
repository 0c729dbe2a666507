"""县市考核 (S3, S4): counties by criteria from the records received; what they cannot tell is 未知, never guessed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.services.office_papers import OfficeWanted
from yb_desktop.services.scorecard import CountyScore
from yb_desktop.services.views.oversight import (
    Behind,
    CountyLine,
    behind_score,
    save_scorecard,
    scaled_words,
    scorecard_view,
    years_of,
)
from yb_desktop.ui.citing import badges
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.oversight.printing import open_sheet, save_as_excel
from yb_desktop.ui.screens.oversight.rows_dialog import RowsDialog
from yb_desktop.ui.tasks import Task
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import Card, button, emptied, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

_SHORT = {
    "participation": "参保率",
    "in_time": "按期率",
    "fund": "基金收支",
    "checks": "稽核处理",
    "institutions": "定点机构",
    "budget": "预算管理",
}


def _cell(key: str, title: str) -> Column[CountyLine]:
    def one(line: CountyLine) -> CountyScore:
        return next(score for score in line.scores if score.key == key)

    def mark(line: CountyLine) -> Mark | None:
        return None if one(line).known else Mark(Tone.NEUTRAL, "question")

    return Column(key, title, lambda line: _score_words(one(line)), 110, sortable=False, mark=mark)


def _score_words(one: CountyScore) -> str:
    return scaled_words(one.value, one.scale, one.unit) if one.known else "未知"


def _heard(line: CountyLine) -> str:
    return line.heard[:16].replace("T", " ") if line.heard else "从未收到"


COLUMNS = (
    Column[CountyLine]("name", "县市", lambda line: line.name, 110, sortable=False),
    *(_cell(key, title) for key, title in _SHORT.items()),
    Column[CountyLine](
        "heard",
        "最近一次收到",
        _heard,
        150,
        sortable=False,
        mark=lambda line: None if line.heard else Mark(Tone.WARN, "attention"),
    ),
    Column[CountyLine]("until", "记录截至", lambda line: line.until, 100, sortable=False),
)


class CountiesPage(QWidget):
    """The scorecard of a year, and the heads of the county that is looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lines: tuple[CountyLine, ...] = ()
        self._under_way: Task[tuple[CountyLine, ...]] | None = None
        self.year = QComboBox()
        self.save_button = button("保存为 Excel…")
        self.print_button = button("打印…", icon_name="print")
        self._said = label("", "muted")
        self._empty = EmptyState("还没有算出")
        self.rows: RowsView[CountyLine] = RowsView(
            "oversight/counties",
            COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="县市目标考核",
            empty=self._empty,
        )
        self.detail = Card()
        space(self.detail.body, margins=(16, 10, 16, 10), gap=2)
        self.year.setAccessibleName("年度")
        for year in years_of(context.desk):
            self.year.addItem(f"{year} 年", year)
        layout = QVBoxLayout(self)
        space(layout, margins=(0, 10, 0, 0), gap=10)
        layout.addLayout(row(self.year, self._said, None, self.save_button, self.print_button))
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.detail)
        self.detail.hide()
        self.year.currentIndexChanged.connect(lambda _at: self.refresh())
        self.rows.selected.connect(self._show_county)
        self.rows.opened.connect(self._show_county)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)

    def refresh(self) -> None:
        """Score anew."""
        year, desk = self.year.currentData(), self._context.desk
        self._said.setText("正在统计…")
        if self._under_way is not None:
            self._under_way.drop()  # another year was asked for meanwhile
        self._under_way = self._context.tasks.run_long(
            "县市目标考核",
            lambda report: scorecard_view(desk, year, report.count),
            self._take,
            self._failed,
            stopped=lambda: self._said.setText("已停止，数字是上一次的。"),
            owner=self,
        )

    def open_score(self, score: CountyScore) -> None:
        """Show the rows behind one head of a county."""
        year = self.year.currentData()

        def then(behind: Behind) -> None:
            RowsDialog(self._context, behind, self).open()

        self._context.read(lambda desk: behind_score(desk, year, score), then, owner=self)

    def save(self) -> None:
        """Save the scorecard as .xlsx."""
        year, lines = self.year.currentData(), self.lines
        name = f"县市目标考核_{year}"
        save_as_excel(self._context, name, lambda desk, path: save_scorecard(desk, year, lines, path), self)

    def print(self) -> None:
        """Show the scorecard of the year as it is printed."""
        open_sheet(self._context, "county_scorecard", OfficeWanted(year=self.year.currentData()), self)

    def _take(self, lines: tuple[CountyLine, ...]) -> None:
        self.lines = lines
        silent = sum(1 for line in lines if not line.heard)
        words = f"，{silent} 个还没有收到数据包" if silent else ""
        self._said.setText(f"{len(lines)} 个县市{words}；未知的不猜。")
        self.rows.load(whole_list(lines))
        self._show_county(self.rows.current() or (lines[0] if lines else None))

    def _failed(self, problem: YbError) -> None:
        self._said.setText("")
        self._empty.say("不能考核县市", problem.text)
        self.rows.load(whole_list(()))
        self.detail.hide()

    def _show_county(self, line: CountyLine | None) -> None:
        self.detail.setVisible(line is not None)
        if line is None:
            return
        body = self.detail.body
        emptied(body)
        heard = f"最近一次收到 {_heard(line)}，记录截至 {line.until}" if line.heard else "从未收到该县市的数据包"
        cited = badges(self._context, *dict.fromkeys(score.rule for score in line.scores))
        head = QWidget()
        head.setLayout(row(label(line.name, "heading"), label(heard, "muted"), None, *cited))
        body.addWidget(head)
        for score in line.scores:
            body.addWidget(self._score_row(score))

    def _score_row(self, score: CountyScore) -> QWidget:
        made = QWidget()
        parts: list[QWidget | None] = [label(score.head, "strong")]
        if score.known:
            parts.append(label(_score_words(score)))
        else:
            parts.append(Badge("未知", Tone.NEUTRAL, "question"))
        parts += [label(score.note, "small"), None]
        if score.rows:
            show = button(f"查看明细（{len(score.rows):,} 条）", "link")
            show.setAccessibleName(f"{score.head}：查看明细")
            show.clicked.connect(lambda: self.open_score(score))
            parts.append(show)
        made.setLayout(row(*parts))
        return made
