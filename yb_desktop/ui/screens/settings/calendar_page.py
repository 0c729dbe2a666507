"""放假安排: a year coloured, the notices behind it, and a local notice entered for the days picked (T2, T3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Step
from yb_desktop.services.views.office_calendar import NoticeLine, YearView, year_view
from yb_desktop.ui.context import Context
from yb_desktop.ui.moved import show_moved
from yb_desktop.ui.screens.settings.year_view import YearGrid
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

_OPEN = Mark(Tone.WARN, "provisional")
_LEGEND = "休：休息日　班：调休上班日　斜体：通知未公布或未录入，暂定。点日期选中，再录入本地放假通知。"

COLUMNS = (
    Column[NoticeLine]("name", "假日", lambda line: line.name, 74, sortable=False),
    Column[NoticeLine]("days", "日期", lambda line: line.days, 300, sortable=False),
    Column[NoticeLine]("notice", "通知文号", lambda line: line.notice, 170, sortable=False),
    Column[NoticeLine](
        "source", "来源", lambda line: line.source, 190, sortable=False, mark=lambda line: _OPEN if line.open else None
    ),
)


class CalendarPage(QWidget):
    """The year above its notices."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.year = context.today.year
        self.view: YearView | None = None
        self.before, self.after = button("", icon_name="left"), button("", icon_name="right")
        self.before.setAccessibleName("上一年")
        self.after.setAccessibleName("下一年")
        self.title = label("", "heading")
        self.enter = button("录入放假通知…", "primary", icon_name="add")
        self.clear = button("取消选择", "link")
        self.chosen = label("", "muted")
        self.grid = YearGrid(context.today)
        self.why = label("", "muted", wrap=True)
        self.rows: RowsView[NoticeLine] = RowsView(
            "settings/notices",
            COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="放假通知",
            empty=EmptyState("这一年还没有放假安排", "国家的放假安排随程序更新；期限暂按周末推算，标为暂定。"),
        )
        self._lay_out()
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.grid.picked.connect(self._say_picked)
        self.clear.clicked.connect(self.grid.clear)
        self.enter.clicked.connect(self.begin)

    def load(self) -> None:
        """Fetch the year anew."""
        year = self.year
        self._context.read(lambda desk: year_view(desk, year), self._take, owner=self)

    def turn(self, years: int) -> None:
        """Go to another year."""
        self.year += years
        self.load()

    def begin(self) -> HolidayDialog | None:
        """Ask for the notice of the days that are picked."""
        if self.view is None or self.view.cannot:
            return None
        dialog = HolidayDialog(self._context, sorted(self.grid.days_picked), self)
        dialog.entered.connect(lambda _step: self.grid.clear())
        dialog.open()
        return dialog

    def _take(self, view: YearView) -> None:
        if view.year != self.year:
            return
        self.view = view
        self.title.setText(f"{view.year} 年" + ("" if view.known else "（国家放假安排未录入，暂定）"))
        self.grid.pickable = not view.cannot
        self.grid.show_year(view.year, view.days)
        self.why.setText(f"录入放假通知：{view.cannot}" if view.cannot else "")
        self.why.setVisible(bool(view.cannot))
        self.enter.setEnabled(not view.cannot)
        self.enter.setToolTip(view.cannot)
        self.rows.load(whole_list(view.notices))
        self._say_picked()

    def _say_picked(self) -> None:
        picked = len(self.grid.days_picked)
        self.chosen.setText(f"已选 {picked} 天" if picked else "")
        self.clear.setVisible(bool(picked))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addLayout(row(self.before, self.title, self.after, None, self.chosen, self.clear, self.enter))
        layout.addWidget(self.why)
        layout.addWidget(self.grid, 5)
        layout.addWidget(label(_LEGEND, "small", wrap=True))
        self.rows.setMinimumHeight(px(130))
        self.rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout.addWidget(self.rows, 2)


class HolidayDialog(FormDialog):
    """The notice: its days, number and holiday; what moved is shown afterwards."""

    entered = Signal(object)
    """The ``Step`` that was done."""

    def __init__(self, context: Context, days: list[date], parent: QWidget) -> None:
        picked: list[Json] = [day.isoformat() for day in days]
        fields = (
            FieldSpec("on", "办理日期", Kind.DATE, required=True, initial=context.today.isoformat()),
            FieldSpec(
                "days",
                "放假日期",
                Kind.DAYS,
                required=True,
                initial=picked or None,
                help="填写放假通知所列的日期；同一文号和假日再录入一次，即更正原来的日期。",
                basis=context.cite("T3"),
            ),
            FieldSpec("notice", "通知文号", required=True, hint="如 楚政办发〔2026〕3号"),
            FieldSpec("name", "假日名称", hint="如 火把节"),
        )
        form = Form(fields, context.today, day_info=context.day_info, open_article=context.open_article)
        sentence = "本地放假的日子不计入工作日。录入后，正在计算的期限随即重新计算。"
        super().__init__("录入本地放假通知", form, "录入", parent, sentence=sentence, width=600)
        self._context = context
        self._above = parent
        self.submitted.connect(self._enter)

    def _enter(self, values: Mapping[str, Json]) -> None:
        params: dict[str, Json] = {name: value for name, value in values.items() if name != "on"}
        on = date.fromisoformat(str(values["on"]))
        self.set_busy(busy=True)
        self._context.do("oversight.enter_holiday", params, self._done, self.fail, on=on, title="录入放假", owner=self)

    def _done(self, step: Step) -> None:
        self.accept()
        self.entered.emit(step)
        show_moved(self._context, step, self._above)
