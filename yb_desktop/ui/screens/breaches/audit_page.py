"""One matter of breach: what is next and the six steps at the left; findings, measures, papers, history in tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.papers import Wanted as WantedPaper
from yb_desktop.services.views.breaches import AuditView, AuditWay, OwedLine, audit_view
from yb_desktop.services.views.releasing import Decision
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.ui.acting import ActionPanel, open_action
from yb_desktop.ui.citing import badges
from yb_desktop.ui.clocks import ClocksCard
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.matter_page import STEP_STATES, MatterPage, events, pillar, undo_button
from yb_desktop.ui.paper_list import papers_list
from yb_desktop.ui.screens.breaches.columns import stage_mark
from yb_desktop.ui.screens.breaches.parts import Wanted, following, measures, overview
from yb_desktop.ui.theme import px
from yb_desktop.ui.voiding import open_voiding
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.history import HistoryView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.steps import Step, StepsView
from yb_desktop.ui.widgets.text import Card, button, column, label, row


class AuditPage(MatterPage[AuditView]):
    """Shows a matter of breach."""

    def __init__(self, context: Context) -> None:
        agreement = button("协议", icon_name="agreements")
        institution = button("机构", icon_name="institutions")
        super().__init__(context, "稽核列表", audit_view, institution, agreement)
        self.decision: DecisionCard | None = None
        self.panel: ActionPanel | None = None
        institution.clicked.connect(lambda: context.navigator.go("institutions", self.shown().institution))
        agreement.clicked.connect(lambda: context.navigator.go("agreements", self.shown().agreement))

    def title_of(self, view: AuditView) -> tuple[str, str]:
        """Name the institution and the matter."""
        number = f"稽核 {view.number}" if view.number else "日常处理"
        return view.institution_name, f"{number} · {KIND_WORDS[view.kind]} · 协议编号 {view.agreement_number}"

    def body_of(self, view: AuditView) -> QWidget:
        """Put what is next, the steps and the clocks beside the tabs."""
        first = self._decision_card(view.decision) if view.decision is not None else self._next_card(view)
        clocks = ClocksCard(view.clocks, self._context.open_article)
        card = Card()
        card.body.addWidget(self._tabs(view))
        return SideBySide(pillar(first, *self._way_cards(view), clocks), card, first_share=4)

    def _tabs(self, view: AuditView) -> QTabWidget:
        undo = undo_button(shown=view.own and view.decision is None)
        undo.clicked.connect(lambda: open_voiding(self._context, {"audit": view.id}, self, about=_about(view)))
        past = HistoryView(events(view.history))
        past.setMinimumHeight(px(53) * min(8, max(3, len(view.history))))
        pages = (
            ("概况", overview(view, self._act), 0),
            ("处理措施", measures(view, self._act), len(view.measures)),
            ("申辩、报告和移送", following(view, self._act), len(view.hearings) + len(view.referrals)),
            ("文书", papers_list(self._context, view.papers, partial(_which, view.id), self), len(view.papers)),
            ("历史", pillar(past), len(view.history)),
        )
        tabs = self.counted_tabs(pages)
        tabs.setCornerWidget(undo)
        return tabs

    def _act(self, wanted: Wanted) -> None:
        view = self.shown()
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
        if owed.rule == "B8" and any(one.rule == "B5" for one in self.shown().owed):
            made.setEnabled(False)  # a report without a measure's name is about the measures first
            made.setToolTip("请先报告上列处理措施。")
        words = column(label(f"• {owed.text}", wrap=True), gap=4)
        words.addLayout(row(made, *badges(self._context, owed.rule), None))
        return words

    def _way_cards(self, view: AuditView) -> tuple[QWidget, ...]:
        if not view.way:
            return ()
        card = Card("稽核六步")
        steps = StepsView([_step(one) for one in view.way])
        steps.chosen.connect(self._choose_step)
        card.body.addWidget(steps)
        return (card,)

    def _choose_step(self, step: str) -> None:
        view = self.shown()
        if view.next is not None and view.next.action == step and self.panel is not None:
            self.panel.form.editor("on").inputs[0].setFocus()
        elif self.tabs is not None:
            self.tabs.setCurrentIndex(0)


def _about(view: AuditView) -> str:
    return "　".join(part for part in (view.institution_name, view.number) if part)


def _why_nothing(view: AuditView) -> str:
    if not view.own:
        return "该事项由其他经办机构办理，这里只能查看。"
    return "处理措施、陈述申辩、报告和移送在右边各页中办理。"


def _step(one: AuditWay) -> Step:
    return Step(one.action, one.title, STEP_STATES[one.standing], one.on, one.who, one.note)


def _which(audit: str, one: PaperRef) -> WantedPaper:
    return WantedPaper(audit=audit, number=one.number)
