"""A case's page: its way at the left; at the right the next action as a form, the clocks, the papers, the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.services.desk import Step
from yb_desktop.services.views.applications import CaseView, PaperLine, case_view
from yb_desktop.services.views.case_forms import GroundLine
from yb_desktop.services.views.case_offers import GO_TO_AGREEMENT, GO_TO_VISIT
from yb_desktop.services.views.case_way import Standing, WayStep
from yb_desktop.services.views.offering import Offer
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.clocks import ClocksCard, clock_value
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.list_papers import print_listed
from yb_desktop.ui.matter_page import STEP_STATES, events
from yb_desktop.ui.outcome import say_done
from yb_desktop.ui.screens.applications.archiving import archive_case
from yb_desktop.ui.screens.applications.cards import PapersCard
from yb_desktop.ui.screens.applications.case_panel import CasePanel, GoingPanel, Wanted
from yb_desktop.ui.screens.applications.columns import state_mark
from yb_desktop.ui.screens.applications.dialogs import GroundDialog
from yb_desktop.ui.screens.applications.forms import DIALOGS
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.voiding import open_voiding
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.history import HistoryView
from yb_desktop.ui.widgets.menu_button import MenuButton
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.steps import Step as ShownStep
from yb_desktop.ui.widgets.steps import StepsView
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import Card, button, label

_GOING = {
    GO_TO_VISIT: ("现场核查正在进行。请到“核查”中逐项填写，三名以上核查人员和机构签名后完成。", "去核查", "visits"),
    GO_TO_AGREEMENT: ("协议的拟制、打印、签订、备案和开通在“协议”中办理。", "去协议", "agreements"),
}


class CasePage(SubPage):
    """The page of one case at a time."""

    paper_wanted = Signal(str, object)
    """The case's id and the ``PaperLine`` to open."""

    def __init__(self, context: Context) -> None:
        super().__init__("申请列表")
        self._context = context
        self._case = ""
        self.view: CaseView | None = None
        self.panel: CasePanel | None = None
        self.decision: DecisionCard | None = None
        self.ground: GroundDialog | None = None
        self.institution = button("机构", icon_name="institutions")
        self.more = MenuButton("更多办理")
        self.header = self.head("", "", self.institution, self.more)
        self.state = Badge("")
        self.steps = StepsView()
        self.history = HistoryView()
        self._right = QVBoxLayout()
        space(self._right, gap=12)
        self._cards: list[QWidget] = []
        self._lay_out()
        self.institution.clicked.connect(self._go_to_institution)
        self.steps.chosen.connect(self._look_at)

    def show_case(self, case: str) -> None:
        """Fetch a case and show it."""
        if case != self._case:
            self._case, self.view = case, None
        self.refresh()

    def refresh(self) -> None:
        """Fetch the case anew; what is unchanged stays as it is, with whatever was typed."""
        if self._case:
            case = self._case
            self._context.read(lambda desk: case_view(desk, case), self.show_view, self._lost, owner=self)

    def show_view(self, view: CaseView) -> None:
        """Show a case as it was fetched; one that is no longer wanted, or unchanged, leaves the page as it is."""
        if view.id != self._case or view == self.view:
            return
        takes_focus = self.view is None or self._has_focus()
        self.view = view
        self.header.set_title(view.institution_name)
        self.header.set_sentence(f"{view.kind.label} · {view.place} · 收件 {view.received} · {view.number}")
        self.state.set_badge(view.state.label, state_mark(view.state))
        self.steps.set_steps([_step(one) for one in view.way])
        self._fill_menu(view)
        self.history.set_events(events(view.history))
        self._fill(view)
        if takes_focus and self.panel is not None and self.isVisible():
            self.panel.form.editor("on").inputs[0].setFocus()

    def choose(self, action: str) -> None:
        """Show the form of an action that is offered."""
        view = self.view
        offer = next((one for one in view.offers if one.action == action), None) if view is not None else None
        if view is None or offer is None:
            return
        if action == "cases.void_step":
            open_voiding(self._context, {"case": view.id}, self, about=view.institution_name)
        elif action in DIALOGS:
            open_action(self._context, action, {"case": view.id}, self, about=_about(view))
        else:
            self._show_offer(view, offer)

    def _fill_menu(self, view: CaseView) -> None:
        """Offer what else can be done; what is in the way of an entry shows when it is chosen."""
        self.more.entries.clear()
        for offer in _menu(view):
            words = f"{offer.title}（现在不能办理）" if offer.obstacles else offer.title
            self.more.entries.addAction(words, partial(self.choose, offer.action))
        self.more.setEnabled(bool(_menu(view)))

    def _has_focus(self) -> bool:
        now = self.window().focusWidget()
        return any(card.isAncestorOf(now) for card in self._cards)

    def _lost(self, problem: YbError) -> None:
        self._context.ask.refuse(problem)
        self.leave()

    def _fill(self, view: CaseView) -> None:
        for card in self._cards:
            self._right.removeWidget(card)
            card.deleteLater()
        self.panel, self.decision, self._cards = None, None, []
        if view.decision is not None:
            self.decision = DecisionCard(self._context, view.decision)
            self._add(self.decision)
        elif (offer := _next_offer(view)) is not None:
            self._add(self._next_card(view, offer, first=True))
        else:
            self._add(_ended_card(view))
        self._add(ClocksCard(view.clocks, self._context.open_article))
        papers = PapersCard(view.papers, own=view.own)
        papers.opened.connect(self._open_paper)
        papers.listed.connect(lambda number: print_listed(self._context, number, self))
        papers.archive.clicked.connect(lambda: archive_case(self._context, view, self))
        self._add(papers)

    def _add(self, card: QWidget) -> None:
        self._right.insertWidget(len(self._cards), card)
        card.show()  # at once: what is not shown yet cannot take the focus
        self._cards.append(card)

    def _show_offer(self, view: CaseView, offer: Offer) -> None:
        old = self._cards[0]
        card = self._next_card(view, offer, first=view.decision is None and offer == view.offers[0])
        self._right.replaceWidget(old, card)
        card.show()
        self._cards[0] = card
        old.deleteLater()
        if self.panel is not None:
            self.panel.form.editor("on").inputs[0].setFocus()

    def _next_card(self, view: CaseView, offer: Offer, *, first: bool) -> QWidget:
        if offer.action in _GOING:
            sentence, deed, screen = _GOING[offer.action]
            going = GoingPanel(offer.title, sentence, deed)
            entity = view.agreement if offer.action == GO_TO_AGREEMENT and view.agreement else view.id
            going.go.clicked.connect(lambda: self._context.navigator.go(screen, entity))
            self.panel = None
            return going
        self.panel = CasePanel(self._context, view, offer, first=first)
        self.panel.wanted.connect(self._do)
        self.panel.ground_wanted.connect(self._check_ground)
        return self.panel

    def _do(self, wanted: Wanted) -> None:
        panel = self.panel
        if panel is None:
            return
        if wanted.question and not self._context.ask.confirm(wanted.question, yes=wanted.title, danger=wanted.danger):
            panel.ready()
            return

        def done(step: Step) -> None:
            panel.done()
            say_done(self._context, wanted.title, step)

        self._context.do(wanted.action, wanted.params, done, panel.failed, on=wanted.on, owner=panel)

    def _check_ground(self, line: GroundLine) -> None:
        dialog = GroundDialog(self._context, line, self)
        self.ground = dialog

        def done(step: Step) -> None:
            dialog.accept()
            say_done(self._context, f"核查“{line.ground.label}”", step)

        def wanted(values: Mapping[str, Json]) -> None:
            dialog.set_busy(busy=True)
            params = {**dialog.params(values), "case": self._case}
            on = date.fromisoformat(str(values["on"]))
            self._context.do("applications.check_ground", params, done, dialog.fail, on=on, owner=dialog)

        dialog.submitted.connect(wanted)
        dialog.open()

    def _open_paper(self, paper: PaperLine) -> None:
        self.paper_wanted.emit(self._case, paper)

    def _go_to_institution(self) -> None:
        if self.view is not None:
            self._context.navigator.go("institutions", self.view.institution)

    def _look_at(self, step: str) -> None:
        view = self.view
        chosen = next((one for one in view.way if one.id == step), None) if view is not None else None
        if view is None or chosen is None:
            return
        if chosen.standing is Standing.NOW and self.panel is not None:
            self.panel.form.editor("on").inputs[0].setFocus()
            return
        place = next((n for n, one in enumerate(view.history) if one.type in chosen.events), None)
        if place is not None:
            self.history.setCurrentIndex(self.history.model().index(place, 0))
            self.history.setFocus()

    def _lay_out(self) -> None:
        way = Card("办理进程", self.state)
        way.body.addWidget(self.steps)
        way.body.addStretch(1)
        past = Card("历史")
        self.history.setMinimumHeight(px(280))
        past.body.addWidget(self.history)
        right = QWidget()
        whole = QVBoxLayout(right)
        space(whole, gap=12)
        whole.addLayout(self._right)
        whole.addWidget(past, 1)
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(SideBySide(way, right, first_share=3, main_first=True), 1)


def _next_offer(view: CaseView) -> Offer | None:
    """Give what the page begins with: the next action, unless it is all over."""
    offer = next((one for one in view.offers if one.action not in DIALOGS), None)
    return offer if offer is not None and (not view.state.ended or offer.action == GO_TO_AGREEMENT) else None


def _about(view: CaseView) -> str:
    return f"{view.institution_name}　{view.kind.label}　{view.state.label}"


def _menu(view: CaseView) -> tuple[Offer, ...]:
    return tuple(offer for offer in view.offers if offer.action not in _GOING)


def _step(one: WayStep) -> ShownStep:
    clock = None if one.clock is None or (one.clock.wait and one.clock.left < 0) else clock_value(one.clock)
    return ShownStep(one.id, one.title, STEP_STATES[one.standing], one.on, one.who, one.note, clock)


def _ended_card(view: CaseView) -> Card:
    card = Card(view.state.label)
    text = "本申请已办结，没有下一步。" if view.own else "本申请由其他经办机构办理，这里只能查看。"
    card.body.addWidget(label(text, "muted", wrap=True))
    return card
