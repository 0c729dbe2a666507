"""The cards of a case's page beside the next action: clocks, papers, a decision that waits for a second person."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from yb_desktop.base.errors import NotAllowed, YbError
from yb_desktop.services.views.applications import CaseView, PaperLine
from yb_desktop.services.views.case_clocks import ClockLine
from yb_desktop.services.views.case_history import PendingView
from yb_desktop.services.views.case_offers import Obstacle
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.applications.parts import ObstacleList, OpenArticle
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.clock_badge import ClockBadge, ClockValue
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import Card, button, column, label, row

_NEWEST = 5
"""So many papers are seen at once."""


def clock_value(line: ClockLine) -> ClockValue:
    """Give a clock as its badge shows it."""
    return ClockValue(line.last_day, line.left, provisional=line.provisional, paused=line.paused)


def clock_badge(line: ClockLine) -> Badge:
    """Give a clock's badge; a time to sit out that is over says so and is not late."""
    if line.wait and line.left < 0:
        return Badge(f"已届满 · {line.last_day.isoformat()}", Tone.GOOD, "done")
    return ClockBadge(clock_value(line), line.why)


class ClocksCard(Card):
    """Every running clock with its article, its last day and how it was counted."""

    def __init__(self, clocks: tuple[ClockLine, ...], open_article: OpenArticle) -> None:
        super().__init__("时限")
        if not clocks:
            self.body.addWidget(label("目前没有正在运行的时限。", "muted"))
        before = ""
        for line in clocks:
            citation = Citation(line.rule, line.article if line.article[:2] != "本地" else "", line.title)
            outer = [label("外层期限", "small")] if line.outer else []
            texts = column(*([label(line.title, "strong", wrap=True)] if line.rule != before else []), gap=4)
            before = line.rule
            texts.addLayout(row(clock_badge(line), BasisBadge(citation, open_article), *outer, None, gap=8))
            texts.addWidget(label(line.why + "。", "small", wrap=True))
            self.body.addLayout(texts)


class PapersCard(Card):
    """The papers that exist, the newest first, each to be opened; those that wait for their delivery say so.

    Only the newest and those that wait are seen at once; the others on asking.
    """

    opened = Signal(object)
    """A ``PaperLine``."""

    def __init__(self, papers: tuple[PaperLine, ...], *, own: bool = True) -> None:
        self.archive = button("归档…", icon_name="folder")
        super().__init__("文书", self.archive)
        self.archive.setVisible(own and bool(papers))
        self.archive.setToolTip("把全部文书、目录和校验值存成一个文件夹，交档案室")
        newest = tuple(reversed(papers))
        shown = tuple(one for at, one in enumerate(newest) if at < _NEWEST or _awaits(one))
        self.all = button(f"全部文书（{len(papers)}）", "link", icon_name="down")
        self.all.setVisible(len(shown) < len(newest))
        self.all.clicked.connect(lambda: self._show(newest))
        self._list: QWidget | None = None
        if papers:
            self._show(shown)
            self.body.addLayout(row(self.all, None))
            for one in papers:
                if one.differs:
                    self.body.addWidget(label(f"▲ {one.title}：{one.differs}。", "error", wrap=True))
        else:
            self.body.addWidget(label("还没有文书。", "muted"))

    def _show(self, papers: tuple[PaperLine, ...]) -> None:
        place = QWidget()
        grid = QGridLayout(place)
        space(grid, gap=6)
        grid.setColumnStretch(0, 1)
        for number, one in enumerate(papers):
            grid.addLayout(column(label(one.title), label(f"{one.number} · {one.on}", "small"), gap=1), number, 0)
            badge = _delivery(one)
            if badge is not None:
                grid.addWidget(badge, number, 1)
            look = button("打开…")
            look.setAccessibleName(f"打开{one.title}{one.number}")
            look.clicked.connect(lambda _on=False, paper=one: self.opened.emit(paper))
            grid.addWidget(look, number, 2)
        old, self._list = self._list, place
        if old is None:
            self.body.addWidget(place)
            return
        self.body.replaceWidget(old, place)
        old.deleteLater()
        self.all.hide()
        place.findChildren(QPushButton)[0].setFocus()


def _awaits(one: PaperLine) -> bool:
    return one.waits and one.delivered is None


def _delivery(one: PaperLine) -> Badge | None:
    if one.delivered is not None:
        return Badge(f"已送达 {one.delivered}", Tone.GOOD)
    return Badge("待送达", Tone.WARN) if one.waits else None


class PendingCard(Card):
    """A decision of two persons: what it changes, who prepared it, release or send back."""

    release_wanted = Signal(object)
    """The ``date`` of the release."""
    send_back_wanted = Signal(object)
    """The ``date`` of sending it back."""

    def __init__(self, context: Context, view: CaseView, pending: PendingView) -> None:
        super().__init__(f"待审核：{pending.title}", Badge("须第二人审核", Tone.WARN, "person"))
        self._context = context
        self.body.addWidget(
            label(f"{pending.by} 于 {pending.on} 提交。审核通过之日起生效，在此之前状态不变。", wrap=True)
        )
        self.body.addLayout(_differences(pending))
        if pending.in_the_way:
            obstacles = tuple(Obstacle(one, "", "") for one in pending.in_the_way)
            self.body.addWidget(ObstacleList(obstacles, context.open_article))
        today = context.today
        day = FieldSpec("on", "审核日期", Kind.DATE, required=True, initial=max(view.last_on, today).isoformat())
        self.form = Form((day,), today, day_info=context.day_info)
        self.release = button("审核通过", "primary")
        self.send_back = button("退回经办…")
        self.release.setEnabled(not pending.in_the_way)
        self.send_back.setEnabled(not pending.in_the_way)
        self.body.addWidget(self.form)
        self.body.addLayout(row(None, self.send_back, self.release))
        self.release.clicked.connect(lambda: self._press(self.release_wanted))
        self.send_back.clicked.connect(lambda: self._press(self.send_back_wanted))

    def failed(self, problem: YbError) -> None:
        """Show an error: of the day at its field, else through the door to the user."""
        if isinstance(problem, NotAllowed) and problem.rule == "T8":
            self.form.show_errors({"on": problem.text})
        else:
            self._context.ask.refuse(problem)

    def _press(self, wanted: SignalInstance) -> None:
        if self.form.check():
            wanted.emit(date.fromisoformat(str(self.form.values()["on"])))


def _differences(pending: PendingView) -> QGridLayout:
    grid = QGridLayout()
    space(grid, gap=8)
    grid.setColumnStretch(2, 1)
    for number, one in enumerate(pending.lines):
        grid.addWidget(label(one.label, "muted"), number, 0)
        said = QHBoxLayout()
        space(said, gap=8)
        if one.before:
            said.addWidget(label(one.before))
            said.addWidget(label("→", "muted"))
        said.addWidget(label(one.after or "（无）", "strong", wrap=True), 1)
        grid.addLayout(said, number, 1, 1, 2)
    return grid
