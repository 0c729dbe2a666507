"""统计 (S2, S3, S10): the figures of a year and an area as charts; each opens the rows behind it.

What is missing to work a figure out is said where the figure would stand, with the way to set it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.services.figures import Figure
from yb_desktop.services.office_papers import OfficeWanted
from yb_desktop.services.views.oversight import (
    Behind,
    StatisticsView,
    areas_of,
    behind_figure,
    figure_words,
    save_statistics,
    statistics_view,
    years_of,
)
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.citing import badges
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.oversight.charts import beds_bars, counted_bars, legend_of, money_bars, timely_bars
from yb_desktop.ui.screens.oversight.printing import open_sheet, save_as_excel
from yb_desktop.ui.screens.oversight.rows_dialog import RowsDialog
from yb_desktop.ui.tasks import Task
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.bars import BarsView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import Card, button, column, label, row

_SETTINGS = {
    "insured": "参保人数，单位：人。",
    "beds_index": "每千参保人住院床位规划指标，以百分之一张填写：6.50 张填 650。",
}


class FiguresPage(QWidget):
    """A year's figures; they are worked out as long work, the page stays free."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: StatisticsView | None = None
        self._under_way: Task[StatisticsView] | None = None
        self.year, self.area = QComboBox(), QComboBox()
        self.save_button = button("保存为 Excel…")
        self.print_button = button("打印…", icon_name="print")
        self._said = label("", "muted")
        self.beds = BarsView("床位与规划指标")
        self.classes = BarsView("定点医药机构按类别")
        self.timely = BarsView("各环节按期率", title_width=270)
        self.measures = BarsView("违约处理次数")
        self.money = BarsView("违约处理金额", title_width=190, words_width=120)
        self.beds_note = label("", wrap=True)
        self.budget = label("", wrap=True)
        self.set_insured = button("设定参保人数…")
        self.set_index = button("设定规划指标…")
        self._problem = label("", "error", wrap=True)
        self._no_steps = label("这一年还没有办结的环节。", "muted")
        self._no_measures = label("这一年没有违约处理。", "muted")
        self._money_title = label("金额", "group")
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Work the figures out anew."""
        year, area = self.year.currentData(), self.area.currentData()
        self._said.setText("正在统计…")
        desk = self._context.desk
        if self._under_way is not None:
            self._under_way.drop()  # another year or area was asked for meanwhile
        self._under_way = self._context.tasks.run_long(
            "统计",
            lambda report: statistics_view(desk, year, area, report.count),
            self._take,
            self._failed,
            stopped=lambda: self._said.setText("已停止，数字是上一次的。"),
            owner=self,
        )

    def open_figure(self, key: str) -> None:
        """Show the rows behind a figure."""
        view = self.view
        figure = view.find(key) if view is not None else None
        if view is None or figure is None:
            return

        def then(behind: Behind) -> None:
            RowsDialog(self._context, behind, self).open()

        self._context.read(lambda desk: behind_figure(desk, view, figure), then, owner=self)

    def save(self) -> None:
        """Save all figures as .xlsx."""
        view = self.view
        if view is not None:
            name = f"统计_{view.area_name}_{view.span.first.year}"
            save_as_excel(self._context, name, lambda desk, path: save_statistics(desk, view, path), self)

    def print(self) -> None:
        """Show the year's statistics of the office's own area as they are printed."""
        open_sheet(self._context, "statistics", OfficeWanted(year=self.year.currentData()), self)

    def set_value(self, setting: str) -> None:
        """Ask for what is missing."""
        area = self.area.currentData()
        name = setting if area == self._context.desk.info.area else f"{setting}.{area}"
        about = f"{self.area.currentText()}：{_SETTINGS[setting]}"
        open_action(self._context, "oversight.set_local", {"setting": name}, self, about=about)

    def _lay_out(self) -> None:
        self.year.setAccessibleName("年度")
        self.area.setAccessibleName("地区")
        for year in years_of(self._context.desk):
            self.year.addItem(f"{year} 年", year)
        for area in areas_of(self._context.desk):
            self.area.addItem(area.display, area.code)
        inside = QWidget()
        body = QVBoxLayout(inside)
        space(body, margins=(0, 0, 8, 4), gap=12)
        body.addWidget(SideBySide(self._beds_card(), self._classes_card(), first_share=4))
        body.addWidget(SideBySide(self._timely_card(), self._measures_card(), first_share=6))
        body.addStretch(1)
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(inside)
        self._problem.hide()
        layout = QVBoxLayout(self)
        space(layout, margins=(0, 10, 0, 0), gap=10)
        layout.addLayout(row(self.year, self.area, None, self.save_button, self.print_button))
        layout.addWidget(self._said)
        layout.addWidget(self._problem)
        layout.addWidget(frame, 1)

    def _beds_card(self) -> Card:
        card = Card("床位", *badges(self._context, "S2"))
        card.body.addWidget(self.beds_note)
        card.body.addWidget(self.beds)
        card.body.addLayout(row(self.set_insured, self.set_index, None))
        card.body.addWidget(self.budget)
        card.body.addStretch(1)
        return card

    def _classes_card(self) -> Card:
        card = Card("定点医药机构", *badges(self._context, "S3"))
        card.body.addWidget(self.classes)
        card.body.addStretch(1)
        return card

    def _timely_card(self) -> Card:
        card = Card("各环节按期率和用时", *badges(self._context, "S3"))
        card.body.addWidget(self.timely)
        card.body.addWidget(self._no_steps)
        card.body.addStretch(1)
        return card

    def _measures_card(self) -> Card:
        card = Card("违约处理", *badges(self._context, "S1"))
        card.body.addWidget(self.measures)
        card.body.addLayout(column(self._money_title, self.money, gap=4))
        card.body.addWidget(self._no_measures)
        card.body.addStretch(1)
        return card

    def _connect(self) -> None:
        self.year.currentIndexChanged.connect(lambda _at: self.refresh())
        self.area.currentIndexChanged.connect(lambda _at: self.refresh())
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)
        self.set_insured.clicked.connect(lambda: self.set_value("insured"))
        self.set_index.clicked.connect(lambda: self.set_value("beds_index"))
        for chart in (self.beds, self.classes, self.timely, self.measures, self.money):
            chart.chosen.connect(self.open_figure)

    def _take(self, view: StatisticsView) -> None:
        self.view = view
        self.print_button.setVisible(view.area == self._context.desk.info.area)
        self._problem.hide()
        self._said.setText(f"{view.span.first} 至 {view.span.last}。点一条看明细。")
        beds, budget = view.find("beds"), view.find("budget")
        if beds is not None:
            self._show_beds(beds)
        self.budget.setText(f"{budget.title}：{figure_words(budget)}　{budget.note}" if budget else "")
        self.budget.setVisible(budget is not None)
        self._show(self.classes, _whole(view, "institutions"))
        self.timely.set_bars(timely_bars(view))
        self._no_steps.setVisible(not self.timely.bars)
        self._show(self.measures, _whole(view, "measures"))
        money = view.group("money")
        self.money.set_bars(money_bars(money), legend_of(money))
        self._money_title.setVisible(bool(self.money.bars))
        measures = view.find("measures")
        self._no_measures.setVisible(measures is None or not measures.value)

    def _show_beds(self, figure: Figure) -> None:
        self.beds_note.setText(f"{figure.note}。" if figure.note else "")
        self.beds.set_bars(beds_bars(figure))
        self.set_insured.setVisible(figure.value is None)
        self.set_index.setVisible(figure.against is None)

    def _show(self, chart: BarsView, figures: Sequence[Figure]) -> None:
        chart.set_bars(counted_bars(figures), legend_of(figures))

    def _failed(self, problem: YbError) -> None:
        self._said.setText("")
        self._problem.setText(f"✕ {problem.text}")
        self._problem.show()


def _whole(view: StatisticsView, key: str) -> tuple[Figure, ...]:
    """Give a figure and its parts: all institutions, and each class."""
    whole = view.find(key)
    return (whole, *view.group(key)) if whole is not None else ()
