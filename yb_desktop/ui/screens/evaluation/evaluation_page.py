"""The page of one evaluation: draws, visit, meeting, result beside score and vote, publicity.

The next step is done on the page of the application, where its form is; this page shows everything it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QGridLayout, QWidget

from yb_desktop.domain.case import Objection
from yb_desktop.services.views.evaluating import (
    DecisionView,
    DrawLine,
    EvaluationView,
    PublicityView,
    evaluation_view,
)
from yb_desktop.services.views.meetings import WHOLE, MeetingView
from yb_desktop.ui.clocks import ClocksCard, clock_value
from yb_desktop.ui.context import Context
from yb_desktop.ui.list_papers import PRINT_LISTED, print_listed
from yb_desktop.ui.matter_page import MatterPage, pillar
from yb_desktop.ui.screens.evaluation.columns import stage_mark
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.clock_badge import ClockBadge
from yb_desktop.ui.widgets.disclosure import Disclosure
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import Card, button, label, row


class EvaluationPage(MatterPage[EvaluationView]):
    """One evaluation at a time, by its application."""

    def __init__(self, context: Context) -> None:
        self.go = button("办理", "primary")
        self.stage = Badge("")
        super().__init__(context, "评估列表", evaluation_view, self.stage, self.go)
        self.go.clicked.connect(lambda: context.navigator.go("applications", self.shown().case))

    def title_of(self, view: EvaluationView) -> tuple[str, str]:
        """Name the institution, say how far it is."""
        self.stage.setVisible(view.stage is not None)
        if view.stage is not None:
            self.stage.set_badge(view.stage.value, stage_mark(view.stage))
        self.go.setText(f"去办理：{view.next_title}" if view.next_title else "打开申请")
        return view.institution_name, view.sentence

    def body_of(self, view: EvaluationView) -> QWidget:
        """Put what led to the result beside the result."""
        before = pillar(_draws_card(view.draws), _visits_card(view.visits))
        after = pillar(*self._after(view), ClocksCard(view.clocks, self._context.open_article))
        return SideBySide(before, after, first_share=5)

    def _after(self, view: EvaluationView) -> Iterator[QWidget]:
        yield _meeting_card(view.meeting)
        yield _result_card(view)
        if view.publicity is not None:
            yield self._publicity_card(view.publicity)

    def _publicity_card(self, publicity: PublicityView) -> Card:
        badges = [ClockBadge(clock_value(publicity.clock), publicity.clock.why)] if publicity.clock is not None else []
        card = Card("公示", *badges)
        lines = [
            ("公示", f"{publicity.published} 起　{publicity.number}"),
            ("地点", "、".join(publicity.where)),
        ]
        if listed := publicity.institutions:
            lines.append(("名单", f"共 {len(listed)} 家：{'、'.join(listed)}"))
        card.body.addLayout(facts(lines))
        if listed:
            printing = button(PRINT_LISTED, icon_name="print")
            printing.clicked.connect(lambda: print_listed(self._context, publicity.number, self))
            card.body.addLayout(row(printing, None))
        card.body.addWidget(label(f"举报投诉 {len(publicity.objections)} 件", "group"))
        for one in publicity.objections:
            card.body.addWidget(label(_objection(one), wrap=True))
        return card


def _draws_card(draws: tuple[DrawLine, ...]) -> Card:
    card = Card("抽取")
    if not draws:
        card.body.addWidget(label("还没有抽取核查人员和评估专家。", "muted"))
    for one in draws:
        card.body.addWidget(label(f"{one.title}　{one.on}", "group"))
        lines = (("抽取名单", one.pool), ("结果", one.drawn), ("回避", "；".join(one.left_out) or "无"))
        card.body.addLayout(facts([(name, words) for name, words in lines if words]))
        card.body.addWidget(Disclosure("抽取详情", _how_drawn(one)))
    return card


def _how_drawn(one: DrawLine) -> QWidget:
    """Say how anyone can draw again."""
    place = QWidget()
    again = "按抽取码和姓名算出各人的编号，从小到大依次抽取；用相同的名单和抽取码，任何人都能抽出同样的结果。"
    layout = facts([("抽取码", one.code), ("方法", again)])
    place.setLayout(layout)
    return place


def _visits_card(visits: tuple[str, ...]) -> Card:
    card = Card("现场核查")
    for words in visits or ("还没有安排现场核查。",):
        card.body.addWidget(label(words, "" if visits else "muted", wrap=True))
    return card


def _meeting_card(meeting: MeetingView | None) -> Card:
    if meeting is None:
        card = Card("评估会议")
        card.body.addWidget(label("还没有召开评估会议。", "muted"))
        return card
    card = Card("评估会议", *_counted(meeting))
    ballot = f"{meeting.ballot}　" if meeting.ballot else ""
    card.body.addWidget(label(f"{meeting.on}　{ballot}{meeting.votes_words}，会议结论：{meeting.result}", wrap=True))
    grid = QGridLayout()
    space(grid, gap=6)
    grid.setColumnStretch(1, 1)
    for number, person in enumerate(meeting.members):
        said = [f"{point}：{text}" if point != WHOLE else text for point, text in _said(meeting, person)]
        grid.addWidget(label(person, "strong"), number, 0)
        grid.addWidget(label("\n".join(said) or "未另提意见", "" if said else "muted", wrap=True), number, 1)
    card.body.addLayout(grid)
    card.body.addWidget(label(f"会议记录 {meeting.number}", "small"))
    return card


def _counted(meeting: MeetingView) -> Iterator[Badge]:
    if meeting.votes is not None:
        votes, present = meeting.votes, len(meeting.members)
        counted = votes.qualified + votes.unqualified + votes.abstained
        yield Badge(f"票数 {counted} / 参会 {present}", Tone.GOOD if counted == present else Tone.BAD)


def _said(meeting: MeetingView, person: str) -> Iterator[tuple[str, str]]:
    for point in meeting.points:
        if text := meeting.said(person, point):
            yield point, text


def _result_card(view: EvaluationView) -> Card:
    card = Card("评估结果")
    if not view.decisions:
        card.body.addWidget(label("还没有作出评估结果。", "muted"))
    for one in reversed(view.decisions):
        card.body.addLayout(row(*_badges(one), label(f"{one.on}　{one.number}", "small"), None))
        newest = one is view.decisions[-1]
        card.body.addLayout(facts([*_decision_lines(one), *(_what_followed(view) if newest else ())]))
    return card


def _what_followed(view: EvaluationView) -> Iterator[tuple[str, str]]:
    yield "备案", f"{view.filed} 已备案" if view.filed else "尚未备案"
    if view.passed:
        yield "审议", view.passed


def _badges(one: DecisionView) -> Iterator[Badge]:
    yield Badge(one.result, Tone.GOOD if one.qualified else Tone.BAD)
    if one.differs:
        yield Badge("与得分或表决不一致", Tone.WARN)


def _decision_lines(one: DecisionView) -> list[tuple[str, str]]:
    why = "不一致的理由" if one.differs else "理由"
    lines = (
        ("核查得分", one.score),
        ("会议表决", one.vote),
        (why, one.reasons),
        ("整改建议", one.advice),
        ("办理", one.by),
        ("送达", one.delivered.isoformat() if one.delivered else "未送达"),
    )
    return [(name, words) for name, words in lines if words]


def _objection(one: Objection) -> str:
    who = f"（{one.who}）" if one.who else ""
    if one.settled is None:
        return f"• {one.on} {one.text}{who}：待处理"
    verdict = "成立" if one.upheld else "不成立"
    return f"• {one.on} {one.text}{who}：{one.settled} {verdict}　{one.finding}".rstrip()
