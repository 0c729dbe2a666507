"""审核: the decisions that wait for their second person; what each would change; release it, or send it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.base.errors import Unmet
from yb_desktop.services.desk import Step
from yb_desktop.services.views.differences import Difference
from yb_desktop.services.views.releasing import WaitingRelease, in_the_way
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.todo.columns import RELEASE_COLUMNS, screen_of
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import Card, button, label, line, row


class ReleasesPage(QWidget):
    """The list at the left, the chosen decision at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._all: tuple[WaitingRelease, ...] = ()
        empty = EmptyState(
            "没有待审核的事项", "经办人提交的不予受理、评估结果、中止、解除等决定，会列在这里。", icon="done"
        )
        self.rows: RowsView[WaitingRelease] = RowsView(
            "todo-releases",
            RELEASE_COLUMNS,
            _nothing,
            context.tasks,
            context.preferences,
            name="待审核",
            empty=empty,
        )
        self.sheet: ReleaseSheet | None = None
        self._room = QScrollArea()
        self._room.setWidgetResizable(True)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        space(layout)
        layout.addWidget(SideBySide(self.rows, self._room, first_share=4))
        self.rows.selected.connect(self._show)
        self.rows.opened.connect(lambda one: context.navigator.go(screen_of(one.entity), one.entity))
        self.rows.counted.connect(lambda _total: self._show(self.rows.current()))

    def show_releases(self, found: tuple[WaitingRelease, ...]) -> None:
        """Show the decisions."""
        self._all = found
        self._room.setVisible(bool(found))

        def fetch(request: PageRequest[WaitingRelease]) -> Page[WaitingRelease]:
            return Page(found[request.offset : request.offset + request.limit], len(found))

        self.rows.load(fetch)

    def _show(self, chosen: WaitingRelease | None) -> None:
        if chosen is not None and (self.sheet is None or self.sheet.waiting != chosen):
            self.sheet = ReleaseSheet(self._context, chosen)
            self._room.setWidget(self.sheet)


class ReleaseSheet(Card):
    """One decision: who prepared it and when, old and new side by side, release and send back with its reason."""

    def __init__(self, context: Context, waiting: WaitingRelease) -> None:
        super().__init__(f"待审核：{waiting.title}", Badge(waiting.matter, Tone.INFO))
        self._context = context
        self.waiting = waiting
        look = button(f"查看该{waiting.matter}")
        look.clicked.connect(lambda: context.navigator.go(screen_of(waiting.entity), waiting.entity))
        said = " · ".join(part for part in (waiting.name, waiting.number, waiting.state) if part)
        self.body.addWidget(label(said, "strong", wrap=True))
        sentence = f"{waiting.by} 于 {waiting.on} 提交。审核通过之日起生效，在此之前状态不变。"
        self.body.addWidget(label(sentence, "muted", wrap=True))
        self.body.addWidget(line())
        self.body.addLayout(_table(waiting.lines))
        self.body.addWidget(line())
        self.obstacle = label("", "error", wrap=True, selectable=True)
        self.obstacle.hide()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("退回时填写理由")
        self.reason.setAccessibleName("退回的理由")
        self.reason.setMaxLength(200)
        self.release = button("审核通过", "primary")
        self.send_back = button("退回经办")
        self.body.addWidget(self.obstacle)
        self.body.addLayout(row(self.reason, self.send_back))
        self.body.addLayout(row(look, None, self.release))
        self.body.addStretch(1)
        self._allow(may=False)
        self.release.clicked.connect(self._release)
        self.send_back.clicked.connect(self._send_back)
        self.reason.returnPressed.connect(self._send_back)
        if waiting.own:
            self._forbid(waiting.own)
        else:
            context.read(lambda desk: in_the_way(desk, waiting), self._judge, owner=self)

    def _judge(self, unmet: Sequence[Unmet]) -> None:
        """A decision that has become impossible can still be sent back."""
        self._allow(may=True)
        if unmet:
            self._forbid("；".join(one.text for one in unmet))
            self.reason.setEnabled(True)
            self.send_back.setEnabled(True)

    def _forbid(self, text: str) -> None:
        self._allow(may=False)
        self.obstacle.setText(f"不能审核：{text}")
        self.obstacle.show()

    def _allow(self, *, may: bool) -> None:
        for part in (self.release, self.send_back, self.reason):
            part.setEnabled(may)

    def _release(self) -> None:
        self._do("审核通过", "cases.release", "")

    def _send_back(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self._do("退回经办", "cases.send_back", reason)
            return
        self.obstacle.setText("请写明退回的理由。")
        self.obstacle.show()
        self.reason.setFocus()

    def _do(self, title: str, action: str, reason: str) -> None:
        params = {**self.waiting.params, **({"reason": reason} if reason else {})}
        self._allow(may=False)

        def done(step: Step) -> None:
            late = "".join(f"，{one.rule} 迟办 {one.working_days} 个工作日" for one in step.late)
            tone = Tone.WARN if step.late or step.warnings else Tone.GOOD
            self._context.say("；".join((f"{title}：{self.waiting.title}{late}", *step.warnings)), tone)

        self._context.do(action, params, done, lambda problem: self._forbid(problem.text), title=title, owner=self)


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


def _nothing(_request: PageRequest[WaitingRelease]) -> Page[WaitingRelease]:
    return Page((), 0)
