"""One rule: its bases as they stand here, the office's own values, what changed when, and what a day would come to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.services.views.rules import APPLIES, BasisLine, LocalLine, Place, RuleView, rule_view
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.moved import show_moved
from yb_desktop.ui.screens.rules.what_if import WhatIfCard
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import Card, button, emptied, label, line, row

_NO_TEXT = "程序只收录条款号和数值；装入文件原文后，条文显示在这里。全文以正式文件为准。"


class RulePage(SubPage):
    """Shows a rule; ``wanted`` asks for the text of a document."""

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__("规则目录")
        self._context = context
        self._rule = ""
        self._place: Place | None = None
        self.view: RuleView | None = None
        self.header = self.head("", "正在读取…")
        self._left, self._right = QWidget(), QWidget()
        self._parts, right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        for one in (self._parts, right):
            space(one, gap=12)
        self.what_if = WhatIfCard(context)
        right.addWidget(self.what_if)
        right.addStretch(1)
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=12)
        layout.addWidget(self.header)
        layout.addWidget(SideBySide(self._left, self._right, first_share=6))
        layout.addStretch(1)

    def show_rule(self, rule: str, place: Place) -> None:
        """Show a rule as it stands at a place."""
        self._rule, self._place = rule, place
        self.refresh()

    def refresh(self) -> None:
        """Read the rule anew."""
        rule, place = self._rule, self._place
        if place is not None:
            self._context.read(lambda desk: rule_view(desk, rule, place), self._take, self._failed, owner=self)

    def set_value(self, one: LocalLine) -> None:
        """Ask for a value of the office's own; afterwards say which open matters it moved."""
        about = f"{one.title}（现为 {one.value}，按{one.unit}填写）"
        open_action(
            self._context,
            "oversight.set_local",
            {"setting": one.setting},
            self,
            about=about,
            then=lambda step: show_moved(self._context, step, self),
        )

    def enter_holiday(self) -> None:
        """Ask for a local holiday notice; afterwards say which open matters it moved."""
        about = "同一通知再录一次，以后一次为准。"
        open_action(
            self._context,
            "oversight.enter_holiday",
            {},
            self,
            about=about,
            then=lambda step: show_moved(self._context, step, self),
        )

    def _take(self, view: RuleView) -> None:
        self.view = view
        self.header.set_title(f"{view.id}　{view.title}")
        self.header.set_sentence("　".join(part for part in (view.chapter, view.sort, view.note) if part))
        emptied(self._parts)
        for card in (
            self._bases_card(view),
            self._local_card(view),
            self._notices_card(view),
            self._changes_card(view),
        ):
            if card is not None:
                self._parts.addWidget(card)
        self._parts.addStretch(1)
        self._right.setVisible(view.counts)
        if view.counts and self._place is not None:
            self.what_if.show_rule(view.id, self._place)

    def _failed(self, problem: YbError) -> None:
        self._context.ask.refuse(problem)
        self.leave()

    def _bases_card(self, view: RuleView) -> Card:
        card = Card("依据")
        if view.manual:
            card.body.addWidget(Badge("由人判断，程序不能代办", Tone.INFO))
            card.body.addWidget(label(view.manual, wrap=True))
        for number, basis in enumerate(view.bases):
            if number:
                card.body.addWidget(line())
            card.body.addLayout(_basis_head(basis))
            card.body.addLayout(facts(_basis_facts(basis)))
            if basis.text:
                card.body.addWidget(label(basis.text, wrap=True, selectable=True))
            elif basis.code:
                card.body.addLayout(row(self._text_button(basis), None))
        if not view.bases:
            card.body.addWidget(label("这是时间计算的约定，没有条款数值，也不能修改。", wrap=True))
        card.body.addWidget(label(_NO_TEXT, "small", wrap=True))
        return card

    def _text_button(self, basis: BasisLine) -> QPushButton:
        load = button("装入原文…", "link")
        load.setAccessibleName(f"装入原文：{basis.document}")
        load.clicked.connect(lambda _on=False, code=basis.code: self.wanted.emit(code))
        return load

    def _local_card(self, view: RuleView) -> Card | None:
        if not view.local:
            return None
        card = Card("本单位数值")
        for one in view.local:
            change = button("设定…")
            change.setAccessibleName(f"设定：{one.title}")
            change.clicked.connect(lambda _on=False, line=one: self.set_value(line))
            card.body.addLayout(row(label(one.value, "strong"), label(one.title), None, change))
            card.body.addWidget(label(one.said, "small", wrap=True))
        return card

    def _notices_card(self, view: RuleView) -> Card | None:
        if not view.notices:
            return None
        enter = button("录入放假通知…")
        enter.clicked.connect(self.enter_holiday)
        card = Card("本地放假通知", enter)
        card.body.addWidget(
            label("州庆、火把节、彝族年等放假以当年通知为准；没有录入的年份，涉及的时限是暂定的。", wrap=True)
        )
        return card

    def _changes_card(self, view: RuleView) -> Card | None:
        if not view.changes:
            return None
        card = Card("什么时候变的")
        card.body.addLayout(facts([(one.on.isoformat(), one.words) for one in view.changes]))
        return card


def _basis_head(basis: BasisLine) -> QVBoxLayout:
    tone = Tone.GOOD if basis.standing == APPLIES else Tone.INFO if basis.in_force else Tone.NEUTRAL
    place = QVBoxLayout()
    space(place, gap=4)
    place.addLayout(row(label(basis.article, "strong", wrap=False, selectable=True), None, Badge(basis.standing, tone)))
    return place


def _basis_facts(basis: BasisLine) -> list[tuple[str, str]]:
    named = (("文件", basis.document), ("数值", basis.words), ("施行", basis.span), ("说明", basis.note))
    return [("适用于", basis.kinds), *((name, words) for name, words in named if words)]
