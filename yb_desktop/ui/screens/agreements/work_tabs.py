"""What an agreement lives through, in tabs: changes, renewal, suspension and end, work, audits, papers.

Each tab has its actions above what they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.services.views.agreement_offers import Group
from yb_desktop.services.views.agreement_work import ChangeLine, NoteLine, SuspensionLine, Work
from yb_desktop.services.views.agreements import AgreementView
from yb_desktop.services.views.differences import Difference
from yb_desktop.services.views.offering import Offer
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.flow import Flow
from yb_desktop.ui.widgets.small_table import small_table
from yb_desktop.ui.widgets.text import button, group_row, label

Act = Callable[[str], None]
Go = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Ways:
    """What the tabs may do: begin an action, go to another screen."""

    act: Act
    go: Go
    papers: Callable[[str], QWidget]
    """Lists the papers of an audit."""


def deed(offer: Offer, act: Act, role: str = "") -> QWidget:
    """Make the button of an action; one with something in its way is marked, and says what in its tool tip."""
    made = button(offer.title, role, icon_name="attention" if offer.obstacles else "")
    made.setToolTip("\n".join(one.unmet.text for one in offer.obstacles))
    made.setAccessibleDescription(made.toolTip())
    made.clicked.connect(lambda: act(offer.action))
    return made


def change_tab(view: AgreementView, ways: Ways) -> QWidget:
    """C1, C2: what was applied for, old and new."""
    made = _Tab(view, Group.CHANGE, ways)
    for one in view.work.changes:
        made.section(f"{one.on} 申请变更", _change_badge(one))
        made.body.addLayout(facts([(field.label, _old_new(field)) for field in one.fields]))
        said = f"批准（变更）日期 {one.approved_on}" + (f"，{one.completed} 办结" if one.completed else "")
        made.body.addWidget(label(said + (f"；C1 迟报 {one.late} 个工作日" if one.late else ""), "small", wrap=True))
    made.nothing(view.work.changes, "没有变更申请。")
    return made.done()


def _change_badge(one: ChangeLine) -> Badge:
    return Badge("已办结", Tone.GOOD) if one.completed else Badge("办理中", Tone.WARN, "later")


def _old_new(one: Difference) -> str:
    return f"{one.before or '（空）'} → {one.after or '（空）'}"


def renewal_tab(view: AgreementView, ways: Ways) -> QWidget:
    """C4: how far the renewal has come, objections and letters."""
    made = _Tab(view, Group.RENEWAL, ways)
    work = view.work
    if work.renewal:
        lines = [
            (one.label, one.words, Badge("已有", Tone.GOOD) if one.done else Badge("尚无", Tone.NEUTRAL))
            for one in work.renewal
        ]
        made.section("续签进程")
        made.body.addWidget(small_table(("事项", "内容", "状态"), lines, wide=1))
    made.nothing(work.renewal, f"协议于 {view.ends} 期满，还没有开始续签。")
    if work.objections:
        made.section("公示异议")
        made.body.addWidget(_notes(work.objections, "提出人"))
    if work.letters:
        made.section("函询")
        rows = [
            (str(one.on), one.to, one.about, one.answer or (Badge("待复函", Tone.WARN) if not one.answered else ""))
            for one in work.letters
        ]
        made.body.addWidget(small_table(("发函", "收文单位", "事项", "复函"), rows, wide=2))
    return made.done()


def ending_tab(view: AgreementView, ways: Ways) -> QWidget:
    """C3–C15: what was asked for, suspensions with their 180 days, how it ended."""
    made = _Tab(view, Group.ENDING, ways)
    work = view.work
    if work.ending is not None:
        made.section(work.ending.words)
        made.body.addLayout(facts(list(work.ending.lines)))
    if work.suspensions:
        made.section("中止")
        for one in work.suspensions:
            made.body.addLayout(facts(_suspension(one)))
    if work.wishes:
        made.section("机构的申请")
        rows = [
            (
                str(one.on),
                one.text,
                str(one.wanted),
                one.reason + (f"（C15 晚 {one.late} 个工作日）" if one.late else ""),
                Badge(f"已处理 {one.answered}", Tone.GOOD) if one.answered else Badge("待处理", Tone.WARN),
            )
            for one in work.wishes
        ]
        made.body.addWidget(small_table(("申请日期", "事项", "自何日起", "原因", "状态"), rows, wide=3))
    made.nothing((*work.suspensions, *work.wishes, *((work.ending,) if work.ending else ())), "没有中止、解除事项。")
    return made.done()


def _suspension(one: SuspensionLine) -> list[tuple[str, str]]:
    until = f"至 {one.until}" if one.until else "至今"
    lines = [
        ("期间", f"{one.begins} {until}（{one.days} 天）"),
        ("情形", one.why),
        ("文号", one.number),
    ]
    if one.asked_back is not None:
        lines.append(("申请恢复", str(one.asked_back)))
    if one.back_by is not None:
        lines.append(("恢复期限", f"最迟 {one.back_by} 申请恢复（中止不超过 180 日，C7），逾期自动终止"))
    return lines


def work_tab(view: AgreementView, ways: Ways) -> QWidget:
    """G7–G14: fees, notes, assessments."""
    made = _Tab(view, Group.WORK, ways)
    work: Work = view.work
    if work.money:
        made.section("费用申报和拨付（元）")
        rows = [
            (
                one.period,
                one.claimed,
                str(one.on),
                one.paid or Badge("待拨付", Tone.WARN),
                str(one.paid_on or ""),
                "",
            )
            for one in work.money
        ]
        titles = ("月份", "申报金额", "申报日期", "拨付金额", "拨付日期", "")
        made.body.addWidget(small_table(titles, rows, wide=5, right=(1, 3)))
    if work.notes:
        made.section("问题、培训和评价建议")
        made.body.addWidget(_notes(work.notes, "种类"))
    if work.assessments:
        made.section("年度绩效考核")
        graded = [(str(one.year), one.score, one.grade, one.follows, str(one.on)) for one in work.assessments]
        made.body.addWidget(small_table(("年度", "得分", "等级", "结果运用", "日期"), graded, wide=3, right=(1,)))
    made.nothing((*work.money, *work.notes, *work.assessments), "还没有费用、问题、培训、考核的登记。")
    return made.done()


def _notes(notes: Sequence[NoteLine], kind: str) -> QWidget:
    rows = [(str(one.on), one.kind, one.text, Badge("待处理", Tone.WARN) if one.waits else one.answer) for one in notes]
    return small_table(("日期", kind, "内容", "处理"), rows, wide=2)


def audit_tab(view: AgreementView, ways: Ways) -> QWidget:
    """B1–B8: the matters of breach of this agreement, each opens on its own screen."""
    made = _Tab(view, Group.AUDIT, ways)
    for one in view.work.audits:
        look = button("打开", "link", icon_name="right")
        look.setAccessibleName(f"打开 {one.number or '日常处理'}")
        look.clicked.connect(lambda _on=False, audit=one.id: ways.go("breaches", audit))
        owed = [Badge(f"{one.owed} 项待办", Tone.WARN)] if one.owed else []
        made.section(one.number or f"日常处理（{one.opened} 起）", *owed, look)
        lines = [("事由", one.reason), ("进展", one.stage), ("处理措施", one.measures)]
        made.body.addLayout(facts([(name, words) for name, words in lines if words]))
        if view.audit_papers[one.id]:
            made.body.addWidget(ways.papers(one.id))
    made.nothing(view.work.audits, "没有稽核和违约处理。")
    return made.done()


class _Tab:
    """A tab being built: its actions, then sections."""

    def __init__(self, view: AgreementView, group: Group, ways: Ways) -> None:
        self._page = QWidget()
        self.body = QVBoxLayout(self._page)
        space(self.body, margins=(0, 12, 0, 4), gap=8)
        found = next((one for one in view.groups if one.group is group), None)
        if found is not None:
            self.body.addWidget(Flow(deed(one, ways.act) for one in found.offers))

    def section(self, heading: str, *widgets: QWidget) -> None:
        """Begin a part with its heading."""
        self.body.addLayout(group_row(heading, *widgets, None))

    def nothing(self, lines: Sequence[object], words: str) -> None:
        """Say that there is nothing, where there is nothing."""
        if not lines:
            self.body.addWidget(label(words, "muted", wrap=True))

    def done(self) -> QWidget:
        """Give the page."""
        self.body.addStretch(1)
        return self._page
