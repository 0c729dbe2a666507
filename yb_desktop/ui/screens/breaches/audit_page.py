"""One matter of breach: what is next and the six steps at the left; findings, measures, papers, history in tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.papers import Wanted as WantedPaper
from yb_desktop.services.views.breaches import AuditView, AuditWay, OwedLine, audit_view
from yb_desktop.services.views.case_clocks import ClockLine
from yb_desktop.services.views.case_way import Standing
from yb_desktop.services.views.institutions import KIND_LABELS
from yb_desktop.services.views.releasing import Decision
from yb_desktop.ui.acting import ActionPanel, open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.paper_list import papers_list
from yb_desktop.ui.screens.breaches.columns import clock_value, stage_mark
from yb_desktop.ui.screens.breaches.parts import Wanted, following, measures, overview
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.clock_badge import ClockBadge
from yb_desktop.ui.widgets.current_tabs import CurrentTabs
from yb_desktop.ui.widgets.history import Event, HistoryView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.steps import Step, StepState, StepsView
from yb_desktop.ui.widgets.text import Card, SectionHeader, button, column, label, row

_STATES = {
    Standing.DONE: StepState.DONE,
    Standing.NOW: StepState.NOW,
    Standing.LATER: StepState.LATER,
    Standing.STOPPED: StepState.STOPPED,
}


class AuditPage(QWidget):
    """Shows a matter; ``left`` when the person wants the list again."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self._body: QWidget | None = None
        self.view: AuditView | None = None
        self.tabs: QTabWidget | None = None
        self.decision: DecisionCard | None = None
        self.panel: ActionPanel | None = None
        self._back = button("稽核列表", "link", icon_name="left")
        self._agreement = button("协议", icon_name="agreements")
        self._institution = button("机构", icon_name="institutions")
        self.header = SectionHeader("", "正在读取…", self._institution, self._agreement)
        self._layout = QVBoxLayout(self)
        space(self._layout, margins=(16, 8, 16, 12), gap=10)
        self._layout.addLayout(row(self._back, None))
        self._layout.addWidget(self.header)
        self._back.clicked.connect(self.left)
        self._back.setToolTip("回到列表（Esc）")
        self._institution.clicked.connect(lambda: context.navigator.go("institutions", self._shown().institution))
        self._agreement.clicked.connect(lambda: context.navigator.go("agreements", self._shown().agreement))

    def show_audit(self, audit: str) -> None:
        """Show another matter."""
        if audit != self._id:
            self._id, self.view, self.tabs = audit, None, None
            self.header.set_title("")
            self.header.set_sentence("正在读取…")
            self._replace(None)
        self.refresh()

    def refresh(self) -> None:
        """Fetch the matter anew."""
        wanted = self._id
        if wanted:
            self._context.read(lambda desk: audit_view(desk, wanted), self._take, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Go back to the list on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _shown(self) -> AuditView:
        if self.view is None:
            raise RuntimeError("a button was pressed before there was a matter")
        return self.view

    def _take(self, view: AuditView) -> None:
        if view.id != self._id or view == self.view:
            return
        self.view = view
        self.header.set_title(view.institution_name)
        number = f"稽核 {view.number}" if view.number else "日常处理"
        self.header.set_sentence(f"{number} · {KIND_LABELS[view.kind]} · 协议编号 {view.agreement_number}")
        first = self._decision_card(view.decision) if view.decision is not None else self._next_card(view)
        left = QWidget()
        left.setLayout(self._stacked(first, *self._way_cards(view), self._clock_card(view)))
        kept = self.tabs.currentIndex() if self.tabs is not None else 0
        self.tabs = self._tabs(view)
        self.tabs.setCurrentIndex(max(0, kept))
        card = Card()
        card.body.addWidget(self.tabs)
        self._replace(SideBySide(left, card, first_share=4))

    def _replace(self, body: QWidget | None) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        for one in (self._institution, self._agreement):
            one.setEnabled(body is not None)
        if body is not None:
            self._layout.addWidget(body, 1)

    def _stacked(self, *cards: QWidget) -> QVBoxLayout:
        layout = column(*cards, gap=12)
        layout.addStretch(1)
        return layout

    def _tabs(self, view: AuditView) -> QTabWidget:
        undo = button("撤销步骤…", "link")
        undo.setToolTip("撤销最近办理的一步，须第二人审核")
        undo.setVisible(view.own and view.decision is None)
        undo.clicked.connect(lambda: self._act(Wanted("cases.void_step", {}, {})))
        events = HistoryView([Event(one.on.isoformat(), one.text, one.who, one.detail) for one in view.history])
        events.setMinimumHeight(px(53) * min(8, max(3, len(view.history))))
        past = QWidget()
        inside = column(events)
        inside.setContentsMargins(0, px(12), 0, 0)
        past.setLayout(inside)
        pages = (
            ("概况", overview(view, self._act), 0),
            ("处理措施", measures(view, self._act), len(view.measures)),
            ("申辩、报告和移送", following(view, self._act), len(view.hearings) + len(view.referrals)),
            ("文书", papers_list(self._context, view.papers, partial(_which, view.id), self), len(view.papers)),
            ("历史", past, len(view.history)),
        )
        tabs = CurrentTabs()
        for title, page, count in pages:
            tabs.addTab(page, f"{title} {count}" if count else title)
        tabs.setCornerWidget(undo)
        return tabs

    def _act(self, wanted: Wanted) -> None:
        view = self._shown()
        given = {"audit": view.id, **wanted.given}
        open_action(self._context, wanted.action, given, self, about=_about(view), initial=wanted.initial or None)

    def _decision_card(self, decision: Decision) -> QWidget:
        self.decision = DecisionCard(self._context, decision)
        return self.decision

    def _next_card(self, view: AuditView) -> QWidget:
        mark = stage_mark(view.stage)
        stage = Badge(view.stage.label, mark.tone, mark.icon)
        if view.next is not None:
            card = Card(f"下一步：{view.next.title}", stage)
            self.panel = ActionPanel(self._context, view.next, about=_about(view))
            card.body.addWidget(self.panel)
        else:
            card = Card("待办" if view.owed else "没有欠办的事项", stage)
        for owed in view.owed:
            card.body.addLayout(self._owed(owed))
        if view.next is None and not view.owed:
            card.body.addWidget(label(_why_nothing(view), "muted", wrap=True))
        return card

    def _owed(self, owed: OwedLine) -> QVBoxLayout:
        made = button(f"{owed.title}…")
        made.setAccessibleName(f"{owed.title}：{owed.text}")
        measure = {"measure": owed.measure} if owed.measure and owed.action != "breaches.hear" else {}
        made.clicked.connect(lambda: self._act(Wanted(owed.action, measure, {})))
        if owed.rule == "B8" and any(one.rule == "B5" for one in self._shown().owed):
            made.setEnabled(False)  # a report without a measure's name is about the measures first
            made.setToolTip("请先报告上列处理措施。")
        words = column(label(f"• {owed.text}", wrap=True), gap=4)
        words.addLayout(row(made, *self._badges(owed.rule), None))
        return words

    def _badges(self, rule: str) -> tuple[QWidget, ...]:
        citation = self._context.cite(rule) if rule else None
        return (BasisBadge(citation, self._context.open_article),) if citation else ()

    def _way_cards(self, view: AuditView) -> tuple[QWidget, ...]:
        if not view.way:
            return ()
        card = Card("稽核六步")
        steps = StepsView([_step(one) for one in view.way])
        steps.chosen.connect(self._choose_step)
        card.body.addWidget(steps)
        return (card,)

    def _choose_step(self, step: str) -> None:
        view = self._shown()
        if view.next is not None and view.next.action == step and self.panel is not None:
            self.panel.form.editor("on").inputs[0].setFocus()
        elif self.tabs is not None:
            self.tabs.setCurrentIndex(0)

    def _clock_card(self, view: AuditView) -> QWidget:
        card = Card("期限")
        for clock in view.clocks:
            card.body.addLayout(self._clock(clock))
        if not view.clocks:
            card.body.addWidget(label("没有正在运行的期限。", "muted"))
        return card

    def _clock(self, clock: ClockLine) -> QVBoxLayout:
        texts = column(label(clock.title, wrap=True), gap=3)
        texts.addWidget(ClockBadge(clock_value(clock), clock.why))
        texts.addWidget(BasisBadge(Citation(clock.rule, clock.article, clock.title), self._context.open_article))
        return texts


def _about(view: AuditView) -> str:
    return "　".join(part for part in (view.institution_name, view.number) if part)


def _why_nothing(view: AuditView) -> str:
    if not view.own:
        return "该事项由其他经办机构办理，这里只能查看。"
    return "处理措施、陈述申辩、报告和移送在右边各页中办理。"


def _step(one: AuditWay) -> Step:
    return Step(one.action, one.title, _STATES[one.standing], one.on, one.who, one.note)


def _which(audit: str, one: PaperRef) -> WantedPaper:
    return WantedPaper(audit=audit, number=one.number)
