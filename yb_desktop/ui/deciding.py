"""A decision that waits for its second person: what it changes, who prepared it, release or send back.

One card, beside the list of all that waits and on the page of the matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.services.views.differences import Difference
from yb_desktop.services.views.offering import Obstacle
from yb_desktop.services.views.releasing import Decision, in_the_way
from yb_desktop.ui.context import Context
from yb_desktop.ui.obstacle_list import ObstacleList
from yb_desktop.ui.outcome import say_done
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import Card, button, label, line, row

if TYPE_CHECKING:
    from yb_desktop.services.desk import Step


class DecisionCard(Card):
    """Shows what waits, and does what the second person decides; ``above`` stands before what it would change."""

    def __init__(self, context: Context, decision: Decision, *above: QWidget) -> None:
        super().__init__(f"待审核：{decision.title}", Badge("须第二人审核", Tone.WARN, "person"))
        self._context = context
        self.decision = decision
        self.problem = label("", "error", wrap=True, selectable=True)
        self.problem.hide()
        earliest = max(decision.earliest, context.today)
        day = FieldSpec("on", "审核日期", Kind.DATE, required=True, initial=earliest.isoformat())
        self.form = Form((day,), context.today, day_info=context.day_info)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("退回时填写理由")
        self.reason.setAccessibleName("退回的理由")
        self.reason.setMaxLength(200)
        self.release = button("审核通过", "primary")
        self.send_back = button("退回经办")
        self._lay_out(above)
        self._allow(may=False)
        self.release.clicked.connect(lambda: self._judge("审核通过", "cases.release", {}))
        self.send_back.clicked.connect(self._send_back)
        self.reason.returnPressed.connect(self._send_back)
        if decision.own:
            self._say(f"不能审核：{decision.own}")
        else:
            context.read(lambda desk: in_the_way(desk, decision), self._take_obstacles, owner=self)

    def _lay_out(self, above: Sequence[QWidget]) -> None:
        decision = self.decision
        said = f"{decision.by} 于 {decision.on} 提交。审核通过之日起生效，在此之前状态不变。"
        for part in (*above, label(said, "muted", wrap=True), line()):
            self.body.addWidget(part)
        self.body.addLayout(_table(decision.lines))
        self._way = row()
        self.body.addLayout(self._way)
        for part in (line(), self.problem, self.form):
            self.body.addWidget(part)
        self.body.addLayout(row(self.reason, self.send_back, self.release))
        self.body.addStretch(1)

    def _take_obstacles(self, obstacles: Sequence[Obstacle]) -> None:
        """Let the second person decide; what has become impossible can still be sent back."""
        self._allow(may=True)
        if obstacles:
            self._way.addWidget(ObstacleList(obstacles, self._context.open_article, deed="审核"))
            self.release.setEnabled(False)

    def _allow(self, *, may: bool) -> None:
        for part in (self.release, self.send_back, self.reason):
            part.setEnabled(may)

    def _send_back(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self._judge("退回经办", "cases.send_back", {"reason": reason})
            return
        self._say("请写明退回的理由。")
        self.reason.setFocus()

    def _judge(self, title: str, action: str, more: Mapping[str, Json]) -> None:
        if not self.form.check():
            return
        self._say("")
        self._allow(may=False)
        on = date.fromisoformat(str(self.form.values()["on"]))
        params = {**more, **self.decision.params}

        def done(step: Step) -> None:
            say_done(self._context, self.decision.title, step, done=title)

        self._context.do(action, params, done, self._failed, on=on, title=title, owner=self)

    def _failed(self, problem: YbError) -> None:
        self._allow(may=True)
        if not self.form.show_problem(problem):
            self._say(problem.text)

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _table(lines: Sequence[Difference]) -> QGridLayout:
    """Old and new side by side; what is only said, and changes nothing, goes over both."""
    grid = QGridLayout()
    space(grid, gap=8)
    grid.setColumnMinimumWidth(0, px(72))
    grid.setColumnStretch(1, 4)
    grid.setColumnStretch(2, 5)
    for at, head in enumerate(("", "现在", "审核通过后")):
        grid.addWidget(label(head, "small"), 0, at)
    for number, one in enumerate(lines, start=1):
        grid.addWidget(label(one.label, "muted", wrap=True), number, 0, Qt.AlignmentFlag.AlignTop)
        after = label(one.after or "（无）", "strong", wrap=True, selectable=True)
        if one.before:
            grid.addWidget(label(one.before, wrap=True, selectable=True), number, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(after, number, 2, Qt.AlignmentFlag.AlignTop)
        else:
            grid.addWidget(after, number, 1, 1, 2)
    return grid
