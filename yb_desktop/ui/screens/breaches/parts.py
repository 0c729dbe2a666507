"""The parts of a matter's page: what was found, the measures, hearings and referrals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.views.breaches import AuditView, MeasureLine
from yb_desktop.services.views.offering import Offer
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.flow import Flow
from yb_desktop.ui.widgets.small_table import small_table
from yb_desktop.ui.widgets.text import button, group_row, label, line, row


@dataclass(frozen=True, slots=True)
class Wanted:
    """An action that was pressed: what it is about besides the matter, and what its form begins with."""

    action: str
    given: Mapping[str, Json]
    initial: Mapping[str, Json]


Act = Callable[[Wanted], None]


def deed(offer: Offer, act: Act, role: str = "") -> QWidget:
    """Make the button of an action; one with something in its way is marked, and says what in its tool tip."""
    made = button(offer.title, role, icon_name="attention" if offer.obstacles else "")
    made.setToolTip("\n".join(one.unmet.text for one in offer.obstacles))
    made.setAccessibleDescription(made.toolTip())
    made.clicked.connect(lambda: act(Wanted(offer.action, {}, {})))
    return made


def overview(view: AuditView, act: Act) -> QWidget:
    """What the audit is about, what it found, what money is at stake."""
    place = QWidget()
    body = _body(place)
    if view.facts:
        body.addLayout(facts(list(view.facts)))
    else:
        body.addWidget(label("不经稽核的日常处理：约谈、责令整改、不予支付等措施记在这里。", "muted", wrap=True))
    if view.found:
        body.addLayout(row(label("涉及金额（元）", "group"), None))
        lines = [(one.name, one.money, _about_money(view, one.fen, one.basis, act)) for one in view.found]
        body.addWidget(small_table(("项目", "金额", "按项处理"), lines, right=(1,)))
    body.addStretch(1)
    return place


def _about_money(view: AuditView, fen: int, basis: str, act: Act) -> QWidget:
    initial: dict[str, Json] = {"amount": fen, "basis": basis}
    buttons = []
    for offer in view.measures_offered:
        if offer.action in {"breaches.withhold", "breaches.recover"}:
            made = button(offer.title, "link")
            made.setAccessibleName(f"{offer.title}：{basis}")
            made.clicked.connect(lambda _on=False, action=offer.action: act(Wanted(action, {}, initial)))
            buttons.append(made)
    place = QWidget()
    place.setLayout(row(*buttons, None, gap=4))
    return place


def measures(view: AuditView, act: Act) -> QWidget:
    """B1, B4, B7: the measures that may be taken, and those taken with how they stand."""
    place = QWidget()
    body = _body(place)
    if view.measures_offered:
        body.addWidget(Flow(deed(one, act) for one in view.measures_offered))
    for number, one in enumerate(view.measures):
        if number:
            body.addWidget(line())
        body.addLayout(_head(one, act))
        body.addLayout(facts(_lines(one)))
    if not view.measures:
        body.addWidget(label("还没有处理措施。", "muted"))
    if view.total:
        body.addWidget(label(f"金额合计 {view.total} 元", "strong"))
    body.addStretch(1)
    return place


def _head(one: MeasureLine, act: Act) -> QHBoxLayout:
    badge = Badge(one.standing, Tone.GOOD if one.done else Tone.WARN)
    buttons = []
    for action, title in one.actions:
        made = button(f"{title}…")
        made.setAccessibleName(f"{title}：{one.title} {one.on}")
        made.clicked.connect(lambda _on=False, name=action: act(Wanted(name, {"measure": one.id}, {})))
        buttons.append(made)
    return group_row(one.title, badge, None, *buttons)


def _lines(one: MeasureLine) -> list[tuple[str, str]]:
    lines = [
        ("日期", f"{one.on}　{one.people}".strip()),
        ("对象和依据", one.about),
        ("金额", f"{one.money} 元" if one.money else ""),
        ("期间", one.period),
        ("文号", one.number),
    ]
    return [(name, words) for name, words in lines if words]


def following(view: AuditView, act: Act) -> QWidget:
    """B3, B5, B6, B8: hearings, reports and referrals."""
    place = QWidget()
    body = _body(place)
    if view.follow:
        body.addWidget(Flow(deed(one, act) for one in view.follow))
    if view.hearings:
        body.addWidget(label("陈述申辩", "group"))
        body.addWidget(small_table(("日期", "情况", "内容"), view.hearings, wide=2))
    if view.referrals:
        body.addWidget(label("移送", "group"))
        body.addWidget(small_table(("日期", "部门", "事由"), view.referrals, wide=2))
    if not view.hearings and not view.referrals:
        body.addWidget(label("还没有听取陈述申辩，也没有移送。", "muted"))
    body.addStretch(1)
    return place


def _body(place: QWidget) -> QVBoxLayout:
    body = QVBoxLayout(place)
    space(body, margins=(0, 12, 0, 4), gap=8)
    return body
