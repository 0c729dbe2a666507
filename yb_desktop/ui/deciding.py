"""A decision that waits for its second person: what it changes, who prepared it, release or send back.

For agreements and matters of breach; ``given`` names the matter as the actions do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed, YbError
from yb_desktop.services.views.case_history import PendingView
from yb_desktop.services.views.differences import Difference
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import Card, button, column, label, row

if TYPE_CHECKING:
    from yb_desktop.services.desk import Step


class DecisionCard(Card):
    """Shows what waits and does what the second person decides."""

    def __init__(self, context: Context, pending: PendingView, given: Mapping[str, Json], last_on: date) -> None:
        super().__init__(f"待审核：{pending.title}", Badge("须第二人审核", Tone.WARN, "person"))
        self._context = context
        self._given = dict(given)
        said = f"{pending.by} 于 {pending.on} 提交。审核通过之日起生效，在此之前状态不变。"
        self.body.addWidget(label(said, wrap=True))
        self.body.addLayout(differences(pending.lines))
        if pending.in_the_way:
            texts = column(Badge("现在不能审核", Tone.WARN), gap=4)
            for unmet in pending.in_the_way:
                texts.addWidget(label(f"• {unmet.text}", wrap=True))
            self.body.addLayout(texts)
        day = FieldSpec("on", "审核日期", Kind.DATE, required=True, initial=max(last_on, context.today).isoformat())
        self.form = Form((day,), context.today, day_info=context.day_info)
        self.release = button("审核通过", "primary")
        self.send_back = button("退回经办…")
        self.release.setEnabled(not pending.in_the_way)
        self.send_back.setEnabled(not pending.in_the_way)
        self.body.addWidget(self.form)
        self.body.addLayout(row(None, self.send_back, self.release))
        self.release.clicked.connect(lambda: self._judge("审核通过", "cases.release", {}))
        self.send_back.clicked.connect(self._send_back)

    def _send_back(self) -> None:
        reason = self._context.ask.text("退回的理由", lines=3) if self.form.check() else None
        if reason:
            self._judge("退回经办", "cases.send_back", {"reason": reason})

    def _judge(self, title: str, action: str, params: Mapping[str, Json]) -> None:
        if not self.form.check():
            return
        on = date.fromisoformat(str(self.form.values()["on"]))

        def done(step: Step) -> None:
            late = "".join(f"，{one.rule} 迟办 {one.working_days} 个工作日" for one in step.late)
            tone = Tone.WARN if step.late or step.warnings else Tone.GOOD
            self._context.say("；".join((f"{title}：已办理{late}", *step.warnings)), tone)

        self._context.do(action, {**params, **self._given}, done, self._failed, on=on, title=title, owner=self)

    def _failed(self, problem: YbError) -> None:
        if isinstance(problem, NotAllowed) and problem.rule == "T8":
            self.form.show_errors({"on": problem.text})
        else:
            self._context.ask.refuse(problem)


def differences(lines: tuple[Difference, ...]) -> QGridLayout:
    """Lay out what changes: how it stands, and how it would."""
    grid = QGridLayout()
    space(grid, gap=8)
    grid.setColumnStretch(1, 1)
    for number, one in enumerate(lines):
        grid.addWidget(label(one.label, "muted"), number, 0)
        said = QHBoxLayout()
        space(said, gap=8)
        if one.before:
            said.addWidget(label(one.before))
            said.addWidget(label("→", "muted"))
        said.addWidget(label(one.after or "（无）", "strong", wrap=True), 1)
        grid.addLayout(said, number, 1)
    return grid
