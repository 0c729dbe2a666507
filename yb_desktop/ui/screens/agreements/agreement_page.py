"""One agreement: the next step, the clocks and the history at the left; what it says and lives through in tabs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget

from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.papers import Wanted
from yb_desktop.services.views.agreement_offers import Group
from yb_desktop.services.views.agreements import AgreementView, CopyLine, FactLine, agreement_view
from yb_desktop.services.views.releasing import Decision
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.ui.citing import badges
from yb_desktop.ui.clocks import ClocksCard
from yb_desktop.ui.context import Context
from yb_desktop.ui.deciding import DecisionCard
from yb_desktop.ui.matter_page import MatterPage, events, pillar, undo_button
from yb_desktop.ui.obstacle_list import ObstacleList
from yb_desktop.ui.paper_list import papers_list
from yb_desktop.ui.screens.agreements.acting import open_offer
from yb_desktop.ui.screens.agreements.columns import state_mark
from yb_desktop.ui.screens.agreements.printing import preview_text
from yb_desktop.ui.screens.agreements.work_tabs import (
    Ways,
    audit_tab,
    change_tab,
    deed,
    ending_tab,
    renewal_tab,
    work_tab,
)
from yb_desktop.ui.theme import Tone, px
from yb_desktop.ui.voiding import open_voiding
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.flow import Flow
from yb_desktop.ui.widgets.history import HistoryView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.small_table import small_table
from yb_desktop.ui.widgets.text import Card, button, group_row, label, row


class AgreementPage(MatterPage[AgreementView]):
    """Shows an agreement."""

    def __init__(self, context: Context) -> None:
        text = button("预览文本", icon_name="agreements")
        institution = button("机构", icon_name="institutions")
        case = button("申请", icon_name="applications")
        super().__init__(context, "协议列表", agreement_view, institution, case, text)
        self.decision: DecisionCard | None = None
        text.clicked.connect(lambda: preview_text(self._context, self.shown(), self))
        institution.clicked.connect(lambda: context.navigator.go("institutions", self.shown().institution))
        case.clicked.connect(lambda: context.navigator.go("applications", self.shown().case))

    def title_of(self, view: AgreementView) -> tuple[str, str]:
        """Name the institution and the agreement."""
        return view.institution_name, f"协议编号 {view.number} · {KIND_WORDS[view.kind]} · {view.state.label}"

    def body_of(self, view: AgreementView) -> QWidget:
        """Put what is next, the clocks and the history beside the tabs."""
        first = self._decision_card(view.decision) if view.decision is not None else self._next_card(view)
        clocks = ClocksCard(view.clocks, self._context.open_article, view.late)
        card = Card()
        card.body.addWidget(self._tabs(view))
        return SideBySide(pillar(first, clocks, self._history_card(view)), card, first_share=4)

    def _tabs(self, view: AgreementView) -> QTabWidget:
        ways = Ways(self._act, self._context.navigator.go, self._audit_papers)
        work = view.work
        overview = pillar(*_facts_part(view), *self._copies_part(view), *_blanks_part(view))
        pages = (
            ("概况", overview, 0),
            (Group.CHANGE.value, change_tab(view, ways), len(work.changes)),
            (Group.RENEWAL.value, renewal_tab(view, ways), 0),
            (Group.ENDING.value, ending_tab(view, ways), len(work.suspensions) + bool(work.ending)),
            (Group.WORK.value, work_tab(view, ways), 0),
            (Group.AUDIT.value, audit_tab(view, ways), len(work.audits)),
            ("文书", papers_list(self._context, view.papers, partial(_which, view.id), self), len(view.papers)),
        )
        return self.counted_tabs(pages)

    def _copies_part(self, view: AgreementView) -> tuple[QWidget, ...]:
        copies = view.copies
        head = QWidget()
        deeds = (deed(one, self._act) for group in view.groups if group.group is Group.TEXT for one in group.offers)
        title = label(f"打印登记（{len(copies)} 份）" if copies else "打印登记", "group")
        head.setLayout(row(title, None, *deeds))
        if not copies:
            return (head, label("还没有打印。每一份都有编号，打印时登记。", "muted", wrap=True))
        lines = [
            (
                f"第 {one.copy} 份",
                one.on.isoformat(),
                one.who,
                f"作废（{one.voided}）：{one.why}" if one.voided else one.reason or "首次打印",
                _copy_badge(one),
            )
            for one in copies
        ]
        table = small_table(("份号", "打印日期", "经手人", "原因", "文本"), lines, wide=3)
        differs = [label(f"▲ {one.differs}。", "error", wrap=True) for one in view.papers if one.differs]
        return (head, *differs, table)

    def _audit_papers(self, audit: str) -> QWidget:
        return papers_list(self._context, self.shown().audit_papers[audit], partial(_audit_paper, audit), self)

    def _act(self, action: str) -> None:
        open_offer(self._context, self.shown(), action, self)

    def _decision_card(self, decision: Decision) -> QWidget:
        self.decision = DecisionCard(self._context, decision)
        return self.decision

    def _next_card(self, view: AgreementView) -> QWidget:
        if not view.offers:
            card = Card("没有欠办的事项" if view.settled else "下一步")
            card.body.addWidget(label(_why_nothing(view), "muted", wrap=True))
            return card
        first, *others = view.offers
        card = Card(f"下一步：{first.title}", *badges(self._context, first.rule))
        if view.advice:
            card.body.addWidget(label(f"提示：{view.advice}。", "small", wrap=True))
        if first.obstacles:
            card.body.addWidget(ObstacleList(first.obstacles, self._context.open_article))
        card.body.addWidget(
            Flow(
                deed(one, self._act, "primary" if one is first and not one.obstacles else "")
                for one in (first, *others)
            )
        )
        return card

    def _history_card(self, view: AgreementView) -> QWidget:
        undo = undo_button(shown=view.own and view.decision is None)
        about = f"{view.institution_name}　{view.number}"
        undo.clicked.connect(lambda: open_voiding(self._context, {"agreement": view.id}, self, about=about))
        card = Card("历史", undo)
        past = HistoryView(events(view.history))
        past.setMinimumHeight(px(53) * min(6, max(2, len(view.history))) + px(6))
        past.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        card.body.addWidget(past)
        return card


def _which(agreement: str, one: PaperRef) -> Wanted:
    return Wanted(agreement=agreement, number=one.number)


def _copy_badge(one: CopyLine) -> Badge:
    if one.voided:
        return Badge("已作废", Tone.NEUTRAL)
    return Badge("现行文本", Tone.GOOD) if one.current else Badge("旧文本", Tone.WARN)


def _audit_paper(audit: str, one: PaperRef) -> Wanted:
    return Wanted(audit=audit, number=one.number)


def _why_nothing(view: AgreementView) -> str:
    if view.replaced_by:
        return "这份拟稿已由重新拟制的协议代替，不再使用。"
    if not view.own:
        return "该协议由其他经办机构签订，这里只能查看。"
    if view.settled:
        return "变更、续签、中止与解除、履行、稽核，在右边各页中办理。"
    return f"该协议“{view.state.label}”，没有欠办的事项。"


def _facts_part(view: AgreementView) -> tuple[QWidget, ...]:
    mark = state_mark(view.state)
    head = QWidget()
    head.setLayout(group_row("协议", Badge(view.state.label, mark.tone, mark.icon), None))
    return (head, _facts(view.facts), label(f"{view.text_title}　{view.text_note}", "small", wrap=True))


def _facts(lines: Sequence[FactLine]) -> QWidget:
    place = QWidget()
    place.setLayout(facts([(one.label, one.words) for one in lines]))
    return place


def _blanks_part(view: AgreementView) -> tuple[QWidget, ...]:
    named = [FactLine(f"{one.label} *" if one.local else one.label, one.words) for one in view.blanks]
    local = any(one.local for one in view.blanks)
    note = (label("* 本地默认，非文件规定", "small"),) if local else ()
    return (label("协议填写内容", "group"), _facts(named), *note)
