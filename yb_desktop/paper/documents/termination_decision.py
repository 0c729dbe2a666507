"""解除决定书 (C10–C14, A17, A18): on which grounds an agreement is terminated, from when, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.law.catalogue import LOCAL_TEXT
from yb_desktop.paper.blocks import Block, Face, Para, Span
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import numbered
from yb_desktop.paper.documents.orders import OfAgreement, ended, order, remedies, sections, under
from yb_desktop.paper.documents.suspension_decision import Requested
from yb_desktop.paper.documents.values import ADMINISTRATION, LastDay, Sender, listed, marked

KIND = "termination_decision"
TITLE = "解除决定书"


@dataclass(frozen=True, slots=True)
class Bar:
    """Who may not apply, or answer for an institution, until when: what follows from serious illegality (A17, A18)."""

    what: str
    last: LastDay


@dataclass(frozen=True, slots=True)
class TerminationDecision:
    """The values of the decision.

    ``grounds`` are the grounds with their articles in brackets; ``suspensions`` the numbers of the suspensions counted
    (C10, C11); ``branches`` the agreements that share a person (C12), ``elsewhere`` those that follow it (C14).
    """

    sender: Sender
    to: str
    agreement: OfAgreement
    effective: date
    grounds: tuple[str, ...]
    requested: Requested | None = None
    reason: str = ""
    articles: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    suspensions: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    persons: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    branch_articles: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    elsewhere_articles: tuple[str, ...] = ()
    remedy: tuple[str, ...] | None = None


def termination_decision(values: TerminationDecision, *, signer: Signer | None = None) -> bytes:
    """Print 解除决定书."""
    effective = Span(f"自{day_words(values.effective)}起解除", Face.HEI)
    body: list[Block] = [
        *_ground(values),
        Para((f"{listed(values.articles)}我单位决定：", effective, f"与你单位签订的{values.agreement.with_term}。")),
        *sections(
            ("解除的效力", _effects(values)),
            ("再次申请和有关人员", _bars(values)),
            ("其他有关协议", _others(values)),
            ("异议的处理", remedies(values.remedy)),
        ),
    ]
    title = f"医疗保障服务协议\n{TITLE}"
    return order(KIND, title, values.sender, values.to, body, slip=TITLE, copies_to=ADMINISTRATION, signer=signer)


def _ground(values: TerminationDecision) -> list[Block]:
    note: list[Block] = [Para(f"具体情况：{ended(values.reason)}")] if values.reason.strip() else []
    asked = values.requested
    if asked is not None:
        why = f"（理由：{ended(asked.reason).rstrip('。')}）" if asked.reason.strip() else ""
        wanted = "" if asked.wanted == asked.on else f"，请求自{day_words(asked.wanted)}起解除"
        late = (
            f"该申请未按规定提前提出，晚{asked.late}个工作日{under(asked.late_articles, LOCAL_TEXT)}。"
            if asked.late
            else ""
        )
        text = f"你单位于{day_words(asked.on)}提出解除医疗保障服务协议的申请{why}{wanted}。{late}"
        return [Para(text + "经研究，我单位同意你单位的申请。"), *note]
    counted = [Para(f"协议有效期内已作出的中止：{'；'.join(values.suspensions)}。")] if values.suspensions else []
    return [Para("经查，你单位存在下列应当解除协议的情形："), *numbered(map(ended, values.grounds)), *note, *counted]


def _effects(values: TerminationDecision) -> list[str]:
    return [
        (
            f"自{day_words(values.effective)}起，关停医保支付系统；此后发生的医药费用，医保基金不再结算"
            f"{under(values.effects)}。此前发生的符合规定的医保费用，按协议约定清算，依法依约应当退回、支付的款项仍须履行。"
        ),
        (
            "解除情况将向社会公布，并向同级医疗保障行政部门备案。请你单位立即停止以医疗保障定点名义开展活动，"
            "撤下定点标识，告知参保人员，并配合做好费用清算和资料移交。"
        ),
    ]


def _bars(values: TerminationDecision) -> list[str]:
    return [f"{bar.what}，至{bar.last.words}止（{bar.last.why}）{_free(bar.last)}。" for bar in values.bars]


def _free(last: LastDay) -> str:
    return f"，自{marked(last.free, last.doubt)}起不再受此限制" if last.free is not None else ""


def _others(values: TerminationDecision) -> list[str]:
    texts = []
    if values.branches:
        people = "、".join(values.persons)
        texts.append(
            f"与你单位由同一人员（{people}）任法定代表人、企业负责人或者实际控制人的下列分支药店，"
            f"其协议应当同时解除，我单位另行作出决定{under(values.branch_articles)}：{'；'.join(values.branches)}。"
        )
    if values.elsewhere:
        texts.append(
            f"你单位在其他统筹地区签订的下列协议也同时解除，由签约的经办机构办理"
            f"{under(values.elsewhere_articles, LOCAL_TEXT)}：{'；'.join(values.elsewhere)}。"
        )
    return texts
