"""本单位数值: every value the office may set, with what holds without it; changed only through the action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Step
from yb_desktop.services.views.office_values import OfficeValues, ValueLine, office_values
from yb_desktop.ui.context import Context
from yb_desktop.ui.moved import show_moved
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

_SENTENCE = (
    "这里只列文件没有规定、由本单位确定的数值；文件规定的数值不能更改。设定后，正在计算的期限随即重新计算，并列出变动。"
)
_OWN, _DEFAULT = Mark(Tone.INFO, "office"), Mark(Tone.NEUTRAL, "rules")


def _mark(line: ValueLine) -> Mark:
    return _OWN if line.own else _DEFAULT


def _bounds(line: ValueLine) -> str:
    if line.most is None:
        return f"不小于 {_shown(line, line.least)}"
    return f"{_shown(line, line.least)} 至 {_shown(line, line.most)}"


def _shown(line: ValueLine, value: int) -> str:
    return f"{value / 100:,.2f}" if line.hundredths else f"{value:,}"


COLUMNS = (
    Column[ValueLine]("rule", "规则", lambda line: line.rule or "—", 48, sortable=False),
    Column[ValueLine]("title", "项目", lambda line: line.title, 300, sortable=False),
    Column[ValueLine]("now", "现值", lambda line: line.now, 130, sortable=False, mark=_mark),
    Column[ValueLine]("default", "不设定时", lambda line: line.default, 160, sortable=False),
    Column[ValueLine]("bounds", "范围", _bounds, 124, sortable=False),
    Column[ValueLine]("who", "设定人", lambda line: line.set_by, 80, sortable=False),
    Column[ValueLine](
        "on", "设定日期", lambda line: line.set_on.isoformat() if line.set_on else "", 96, sortable=False
    ),
    Column[ValueLine]("reason", "理由", lambda line: line.reason, 240, sortable=False),
)


class ValuesPage(QWidget):
    """The values, and the button that sets the chosen one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.found: OfficeValues | None = None
        self.set = button("设定…", "primary")
        self.article = button("看依据", "link", icon_name="article")
        self.why = label("", "muted", wrap=True)
        self.rows: RowsView[ValueLine] = RowsView(
            "settings/values",
            COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="本单位数值",
            empty=EmptyState("没有可设定的数值"),
        )
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addLayout(row(self.set, self.article, None))
        layout.addWidget(self.why)
        layout.addWidget(self.rows, 1)
        layout.addWidget(label(_SENTENCE, "small", wrap=True))
        self.set.clicked.connect(self.begin)
        self.article.clicked.connect(self._open_article)
        self.rows.opened.connect(lambda _line: self.begin())
        self.rows.selected.connect(lambda _line: self._allow())

    def load(self) -> None:
        """Fetch the values anew."""
        self._context.read(office_values, self._take, owner=self)

    def begin(self) -> ValueDialog | None:
        """Ask for a value of the chosen line."""
        line, found = self.rows.current(), self.found
        if line is None or found is None or found.cannot:
            return None
        dialog = ValueDialog(self._context, line, self)
        dialog.open()
        return dialog

    def _take(self, found: OfficeValues) -> None:
        self.found = found
        self.why.setText(f"设定数值：{found.cannot}" if found.cannot else "")
        self.why.setVisible(bool(found.cannot))
        self.rows.load(whole_list(found.lines))
        self._allow()

    def _allow(self) -> None:
        line = self.rows.current()
        self.set.setEnabled(line is not None and self.found is not None and not self.found.cannot)
        self.set.setToolTip(self.found.cannot if self.found else "")
        self.article.setEnabled(line is not None and bool(line.rule))

    def _open_article(self) -> None:
        line = self.rows.current()
        if line is not None and line.rule:
            self._context.open_article(line.rule)


class ValueDialog(FormDialog):
    """One value with its unit, bounds and reason; what moved is shown afterwards."""

    def __init__(self, context: Context, line: ValueLine, parent: QWidget) -> None:
        kind = Kind.MONEY if line.hundredths else Kind.NUMBER
        fields = (
            FieldSpec("on", "办理日期", Kind.DATE, required=True, initial=context.today.isoformat()),
            FieldSpec(
                "value",
                "数值",
                kind,
                required=True,
                initial=line.value,
                unit=line.unit,
                minimum=line.least,
                maximum=line.most,
                help=f"不设定时：{line.default}。范围：{_bounds(line)}。",
                basis=context.cite(line.rule) if line.rule else None,
            ),
            FieldSpec("reason", "理由", Kind.MULTILINE, required=True, hint="为什么这样设定，如会议纪要文号"),
        )
        form = Form(fields, context.today, day_info=context.day_info, open_article=context.open_article)
        super().__init__("设定本单位数值", form, "设定", parent, sentence=line.title, width=600)
        self._context = context
        self._line = line
        self._above = parent
        self.submitted.connect(self._set)

    def _set(self, values: Mapping[str, Json]) -> None:
        params: dict[str, Json] = {
            "setting": self._line.setting,
            "value": values["value"],
            "reason": values["reason"],
        }
        on = date.fromisoformat(str(values["on"]))
        self.set_busy(busy=True)
        self._context.do("oversight.set_local", params, self._done, self.fail, on=on, title="设定数值", owner=self)

    def _done(self, step: Step) -> None:
        self.accept()
        show_moved(self._context, step, self._above)
