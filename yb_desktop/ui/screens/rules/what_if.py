"""试算: a day, an area, a kind and pauses give the last day by every basis, with how it was counted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import Pause
from yb_desktop.services.views.rules import DayLine, DueLine, Place, areas_of, what_if
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.rules.columns import DAYS
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.date_edit import DateEdit
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import Card, button, emptied, label, line, row
from yb_desktop.ui.widgets.whole_list import whole_list

_PAUSES = 2


class WhatIfCard(Card):
    """Counts anew whenever something is changed; nothing is written."""

    def __init__(self, context: Context) -> None:
        super().__init__("试算")
        self._context = context
        self._rule = ""
        self.found: tuple[DueLine, ...] = ()
        self.start = self._date("起算日")
        self.area, self.kind = QComboBox(), QComboBox()
        self.pauses = [(self._date(f"补正通知日{n}"), self._date(f"补正收到日{n}")) for n in range(1, _PAUSES + 1)]
        self._problem = label("", "error", wrap=True)
        self._results = QVBoxLayout()
        self._lay_out()
        self._connect()

    def show_rule(self, rule: str, place: Place) -> None:
        """Count by a rule, from today on where nothing else was chosen."""
        if rule != self._rule:
            self._rule = rule
            self.start.set_day(place.on)
            self.area.setCurrentIndex(max(0, self.area.findData(place.area)))
            self.kind.setCurrentIndex(max(0, self.kind.findData(place.kind.value if place.kind else None)))
        self.count()

    def count(self) -> None:
        """Count, once everything can be read."""
        start = self.start.day()
        problem, pauses = self._read_pauses()
        problem = self.start.problem() or problem
        self._say(problem)
        if start is None or problem:
            return
        kind = self.kind.currentData()
        place = Place(self.area.currentData(), Kind(kind) if kind else None, start)
        rule = self._rule
        self._context.read(lambda desk: what_if(desk, rule, start, place, pauses), self._take, self._failed, owner=self)

    def _read_pauses(self) -> tuple[str, tuple[Pause, ...]]:
        found = []
        for first, last in self.pauses:
            problem = first.problem() or last.problem()
            begins, ends = first.day(), last.day()
            if problem:
                return problem, ()
            if begins is None and ends is not None:
                return "请填写补正通知日。", ()
            if begins is not None and ends is not None and ends < begins:
                return f"补正收到日 {ends} 早于通知日 {begins}，请核对。", ()
            if begins is not None:
                found.append(Pause(begins, ends))
        return "", tuple(found)

    def _date(self, name: str) -> DateEdit:
        made = DateEdit(self._context.today, self._context.day_info, words=False)
        made.line.setAccessibleName(name)
        return made

    def _lay_out(self) -> None:
        self.area.setAccessibleName("地区")
        self.kind.setAccessibleName("机构种类")
        for area in areas_of(self._context.desk):
            self.area.addItem(area.display, area.code)
        self.kind.addItem("两类机构", None)
        for kind, title in KIND_WORDS.items():
            self.kind.addItem(title, kind.value)
        form = QFormLayout()
        space(form, gap=8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow("起算日", row(self.start, None))
        form.addRow("地区", self.area)
        form.addRow("机构种类", self.kind)
        for number, (first, last) in enumerate(self.pauses, start=1):
            form.addRow(f"补正 {number}", row(first, label("至"), last))
        space(self._results, gap=8)
        self._problem.hide()
        self.body.addLayout(form)
        self.body.addWidget(label("补正期间不计入时限；还没有收到补正材料的，第二格留空。", "small", wrap=True))
        self.body.addWidget(self._problem)
        self.body.addLayout(self._results)

    def _connect(self) -> None:
        for edit in (self.start, *(one for pair in self.pauses for one in pair)):
            edit.changed.connect(self.count)
        for box in (self.area, self.kind):
            box.currentIndexChanged.connect(lambda _at: self.count())

    def _take(self, found: tuple[DueLine, ...]) -> None:
        self.found = found
        emptied(self._results)
        for due in found:
            self._results.addWidget(_Result(due, self._show_days))
        if not found:
            self._results.addWidget(label("本地区无规定（没有起算的期限）。", wrap=True))

    def _show_days(self, due: DueLine) -> None:
        DaysDialog(self._context, due, self).open()  # above the card: a result goes away with the next count

    def _failed(self, problem: YbError) -> None:
        self.found = ()
        emptied(self._results)
        self._say(problem.text)

    def _say(self, text: str) -> None:
        self._problem.setText(f"✕ {text}" if text else "")
        self._problem.setVisible(bool(text))


class _Result(QWidget):
    """A last day by one basis."""

    def __init__(self, due: DueLine, show_days: Callable[[DueLine], None]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        space(layout, gap=4)
        marks = [Badge("外限", Tone.NEUTRAL)] if due.outer else []
        marks += [Badge("暂定", Tone.WARN, "provisional")] if due.provisional else []
        layout.addWidget(line())
        layout.addLayout(row(label(due.last_day.isoformat(), "heading"), label(due.day_words, "muted"), None, *marks))
        layout.addWidget(label(due.article, "small", wrap=True))
        layout.addWidget(label(f"{due.why}。", wrap=True, selectable=True))
        if due.days:
            show = button("逐日查看", "link")
            show.clicked.connect(lambda: show_days(due))
            layout.addLayout(row(show, None))


class DaysDialog(QDialog):
    """The days of a period, each with its number or why it does not count."""

    def __init__(self, context: Context, due: DueLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("逐日查看")
        self.rows: RowsView[DayLine] = RowsView(
            "rules/days", DAYS, whole_list(due.days), context.tasks, context.preferences, name="逐日查看"
        )
        layout = QVBoxLayout(self)
        space(layout, margins=(18, 14, 18, 14), gap=10)
        layout.addWidget(label(f"至 {due.last_day} 的每一日", "heading"))
        layout.addWidget(label(due.article, "muted", wrap=True))
        layout.addWidget(self.rows, 1)
        done = button("关闭")
        done.clicked.connect(self.accept)
        layout.addLayout(row(None, done))
        self.rows.load()
        self.resize(px(520), px(560))
