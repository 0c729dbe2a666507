"""One agreement: the next step, the clocks, what it says, its copies, its history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from yb_desktop.services.views.agreements import AgreementView, CopyLine, agreement_view
from yb_desktop.services.views.case_clocks import ClockLine
from yb_desktop.services.views.case_offers import Obstacle, Offer
from yb_desktop.services.views.institutions import KIND_LABELS
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.agreements.acting import open_offer
from yb_desktop.ui.screens.agreements.columns import clock_value, state_mark
from yb_desktop.ui.screens.agreements.printing import preview_text
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.clock_badge import ClockBadge
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.history import Event, HistoryView
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import Card, SectionHeader, button, column, label, row


class AgreementPage(QWidget):
    """Shows an agreement; ``left`` when the person wants the list again."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self._body: QWidget | None = None
        self.view: AgreementView | None = None
        self._back = button("协议列表", "link", icon_name="left")
        self._text = button("预览文本", icon_name="agreements")
        self._institution = button("机构", icon_name="institutions")
        self._case = button("申请", icon_name="applications")
        self.header = SectionHeader("", "正在读取…", self._institution, self._case, self._text)
        self._layout = QVBoxLayout(self)
        space(self._layout, margins=(16, 8, 16, 12), gap=10)
        self._layout.addLayout(row(self._back, None))
        self._layout.addWidget(self.header)
        self._back.clicked.connect(self.left)
        self._back.setToolTip("回到列表（Esc）")
        self._text.clicked.connect(lambda: preview_text(self._context, self._shown(), self))
        self._institution.clicked.connect(lambda: context.navigator.go("institutions", self._shown().institution))
        self._case.clicked.connect(lambda: context.navigator.go("applications", self._shown().case))

    def show_agreement(self, agreement: str) -> None:
        """Show another agreement."""
        if agreement != self._id:
            self._id, self.view = agreement, None
            self.header.set_title("")
            self.header.set_sentence("正在读取…")
            self._replace(None)
        self.refresh()

    def refresh(self) -> None:
        """Fetch the agreement anew."""
        wanted = self._id
        if wanted:
            self._context.read(lambda desk: agreement_view(desk, wanted), self._take, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Go back to the list on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _shown(self) -> AgreementView:
        if self.view is None:
            raise RuntimeError("a button was pressed before there was an agreement")
        return self.view

    def _take(self, view: AgreementView) -> None:
        if view.id != self._id or view == self.view:
            return
        self.view = view
        self.header.set_title(view.institution_name)
        self.header.set_sentence(f"协议编号 {view.number} · {KIND_LABELS[view.kind]} · {view.state.label}")
        left = QWidget()
        self._stacked(left, self._next_card(view), self._clock_card(view), self._history_card(view))
        right = QWidget()
        self._stacked(right, _facts_card(view), _copies_card(view.copies), _blanks_card(view))
        self._replace(SideBySide(left, right, first_share=4))

    def _replace(self, body: QWidget | None) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        for one in (self._text, self._institution, self._case):
            one.setEnabled(body is not None)
        if body is not None:
            self._layout.addWidget(body, 1)

    def _stacked(self, place: QWidget, *cards: QWidget) -> None:
        layout = column(*cards, gap=12)
        layout.addStretch(1)
        place.setLayout(layout)

    def _next_card(self, view: AgreementView) -> QWidget:
        if not view.offers:
            card = Card("下一步")
            card.body.addWidget(label(_why_nothing(view), "muted", wrap=True))
            return card
        first, *others = view.offers
        card = Card("没有欠办的事项" if view.settled else f"下一步：{first.title}", *self._badges(first))
        if first.obstacles:
            card.body.addWidget(self._obstacles(first.obstacles))
        deeds = [
            self._deed(one, "primary" if one is first and not (one.obstacles or view.settled) else "")
            for one in (first, *others)
        ]
        card.body.addLayout(row(*deeds[:3], None))
        if deeds[3:]:
            card.body.addLayout(row(*deeds[3:], None))
        return card

    def _badges(self, offer: Offer) -> tuple[QWidget, ...]:
        citation = self._context.cite(offer.rule)
        return (BasisBadge(citation, self._context.open_article),) if citation else ()

    def _deed(self, offer: Offer, role: str) -> QWidget:
        made = button(offer.title, role)
        made.setToolTip("\n".join(one.unmet.text for one in offer.obstacles))
        made.clicked.connect(lambda: open_offer(self._context, self._shown(), offer.action, self))
        return made

    def _obstacles(self, obstacles: Sequence[Obstacle]) -> QWidget:
        place = QWidget()
        layout = column(Badge(f"现在不能办理：有 {len(obstacles)} 项不满足", Tone.WARN), gap=6)
        for one in obstacles:
            layout.addWidget(label(f"• {one.unmet.text}", wrap=True))
            if one.rule_title:
                citation = Citation(one.unmet.rule, one.article, one.rule_title)
                layout.addLayout(row(BasisBadge(citation, self._context.open_article), None))
        place.setLayout(layout)
        return place

    def _clock_card(self, view: AgreementView) -> QWidget:
        card = Card("时限")
        for clock in view.clocks:
            card.body.addWidget(self._clock(clock))
        for rule, days in view.late:
            card.body.addWidget(Badge(f"{rule} 迟办 {days} 个工作日", Tone.WARN, "overdue"))
        if not view.clocks:
            card.body.addWidget(label("没有正在运行的时限。", "muted"))
        return card

    def _clock(self, clock: ClockLine) -> QWidget:
        place = QWidget()
        title = f"{clock.title}（较远的规定）" if clock.outer else clock.title
        texts = column(label(title, wrap=True), gap=3)
        citation = Citation(clock.rule, clock.article, clock.title)
        texts.addWidget(ClockBadge(clock_value(clock), clock.why))
        texts.addWidget(BasisBadge(citation, self._context.open_article))
        if clock.why:
            texts.addWidget(label(clock.why, "small", wrap=True))
        place.setLayout(texts)
        return place

    def _history_card(self, view: AgreementView) -> QWidget:
        card = Card("历史")
        events = HistoryView([Event(one.on.isoformat(), one.text, one.who, one.detail) for one in view.history])
        events.setMinimumHeight(px(53) * min(6, max(2, len(view.history))) + px(6))
        events.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        card.body.addWidget(events)
        return card


def _why_nothing(view: AgreementView) -> str:
    if view.replaced_by:
        return "这份拟稿已由重新拟制的协议代替，不再使用。"
    if not view.own:
        return "该协议由其他经办机构签订，这里只能查看。"
    return f"该协议“{view.state.label}”，没有要办理的事项。"


def _facts_card(view: AgreementView) -> QWidget:
    mark = state_mark(view.state)
    card = Card("协议", Badge(view.state.label, mark.tone, mark.icon))
    card.body.addLayout(facts([(one.label, one.words) for one in view.facts]))
    card.body.addWidget(label(f"{view.text_title}　{view.text_note}", "small", wrap=True))
    return card


def _copies_card(copies: Sequence[CopyLine]) -> QWidget:
    card = Card(f"打印登记（{len(copies)} 份）" if copies else "打印登记")
    if not copies:
        card.body.addWidget(label("还没有打印。每一份都有编号，打印时登记。", "muted", wrap=True))
        return card
    grid = QGridLayout()
    space(grid, gap=6)
    grid.setHorizontalSpacing(px(16))
    grid.setColumnStretch(3, 1)
    for at, title in enumerate(("份号", "打印日期", "经手人", "原因", "文本")):
        grid.addWidget(label(title, "small"), 0, at)
    for line, one in enumerate(copies, 1):
        for at, words in enumerate((f"第 {one.copy} 份", one.on.isoformat(), one.who, one.reason or "首次打印")):
            grid.addWidget(label(words, wrap=at == 3), line, at)
        state = Badge("现行文本", Tone.GOOD) if one.current else Badge("旧文本", Tone.WARN)
        grid.addWidget(state, line, 4)
    card.body.addLayout(grid)
    return card


def _blanks_card(view: AgreementView) -> QWidget:
    card = Card("协议填写内容")
    card.body.addLayout(facts([(f"{one.label} *" if one.local else one.label, one.words) for one in view.blanks]))
    if any(one.local for one in view.blanks):
        card.body.addWidget(label("* 本地默认，非文件规定", "small"))
    return card
