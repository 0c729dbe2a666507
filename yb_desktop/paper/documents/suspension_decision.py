"""中止决定书 (C6–C10, C14): why and from when an agreement is suspended, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.law.catalogue import LOCAL_TEXT
from yb_desktop.paper.blocks import Block, Face, Para, Span
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import OfAgreement, ended, order, remedies, sections, under
from yb_desktop.paper.documents.values import ADMINISTRATION, LastDay, Sender, listed

KIND = "suspension_decision"
TITLE = "中止决定书"


@dataclass(frozen=True, slots=True)
class Requested:
    """The institution's own request: the day it arrived, the day it asks for, its lateness (C15) in working days."""

    on: date
    wanted: date
    reason: str
    late: int = 0
    late_articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imposed:
    """The ground of a suspension by the agency (C9), and how many of this term this one makes (C10, C11).

    ``most`` is the number at which the agreement must be terminated, ``None`` where no document sets one.
    """

    ground: str
    count: int
    most: int | None
    most_articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuspensionDecision:
    """The values of the decision.

    ``articles`` are those of the ground or the request, ``effects`` those of C6, ``until`` C7's last days of a
    suspension at the institution's wish, the most local first; ``elsewhere`` names agreements that follow it (C14).
    """

    sender: Sender
    to: str
    agreement: OfAgreement
    begins: date
    why: Requested | Imposed
    reason: str = ""
    articles: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    until: tuple[LastDay, ...] = ()
    outlasting: tuple[str, ...] | None = None
    elsewhere: tuple[str, ...] = ()
    elsewhere_articles: tuple[str, ...] = ()
    remedy: tuple[str, ...] | None = None


def suspension_decision(values: SuspensionDecision, *, signer: Signer | None = None) -> bytes:
    """Print 中止决定书."""
    begins = Span(f"自{day_words(values.begins)}起中止", Face.HEI)
    body: list[Block] = [
        *(Para(text) for text in _ground(values)),
        Para((f"{listed(values.articles)}我单位决定：", begins, f"与你单位签订的{values.agreement.with_term}。")),
        *sections(
            ("中止的效力", _effects(values)),
            ("中止的期限和恢复", _until(values)),
            ("其他有关协议", _elsewhere(values)),
            ("异议的处理", remedies(values.remedy)),
        ),
    ]
    title = f"医疗保障服务协议\n{TITLE}"
    return order(KIND, title, values.sender, values.to, body, slip=TITLE, copies_to=ADMINISTRATION, signer=signer)


def _ground(values: SuspensionDecision) -> list[str]:
    why = values.why
    note = [f"具体情况：{ended(values.reason)}"] if values.reason.strip() else []
    if isinstance(why, Imposed):
        return [f"经查，你单位存在下列情形：{ended(why.ground)}", *note]
    late = ""
    if why.late:
        late = f"该申请未按规定提前提出，晚{why.late}个工作日{under(why.late_articles, LOCAL_TEXT)}。"
    asked = f"（理由：{ended(why.reason).rstrip('。')}）" if why.reason.strip() else ""
    wanted = "" if why.wanted == why.on else f"，请求自{day_words(why.wanted)}起中止"
    text = f"你单位于{day_words(why.on)}提出中止医疗保障服务协议的申请{asked}{wanted}。{late}"
    return [text + "经研究，我单位同意你单位的申请。", *note]


def _effects(values: SuspensionDecision) -> list[str]:
    return [
        (
            f"自{day_words(values.begins)}起，暂停医保支付系统，中止医保基金结算；"
            f"中止期间发生的医保费用不予结算{under(values.effects)}。"
        ),
        (
            "中止前已经发生的符合规定的医保费用，按协议约定申报、审核和结算。请你单位在显著位置告知参保人员，"
            "并妥善安排正在就医购药的参保人员。"
        ),
    ]


def _until(values: SuspensionDecision) -> list[str]:
    texts: list[str] = []
    if isinstance(values.why, Imposed):
        texts.append("请你单位立即整改。整改到位后，可以向我单位书面申请恢复履行协议，经核实同意的恢复履行。")
        texts.append(_counted(values.why))
    elif values.until:
        texts += [_last(day) for day in values.until]
    else:
        texts.append("需要继续履行协议的，请向我单位书面提出恢复申请。本地区没有关于申请中止最长期限的规定。")
    if values.outlasting is not None:
        texts.append(
            f"中止期结束时未超过协议有效期（至{day_words(values.agreement.ends)}止）的，协议可以继续履行；"
            f"超过有效期的，协议终止{under(values.outlasting, LOCAL_TEXT)}。"
        )
    return texts


def _last(day: LastDay) -> str:
    if day.outer:
        return f"上位文件所定期限的最后一日为{day.words}（{day.why}）。"
    return (
        f"中止时间原则上不得超过{_length(day)}。需要继续履行协议的，至迟于{day.words}向我单位提出恢复申请（{day.why}）；"
        "逾期未提出的，原则上协议自动终止。"
    )


def _length(day: LastDay) -> str:
    # The figure stands in how the day was counted (起算180日): it belongs to the catalogue, not to this text.
    return day.counted.rpartition("起算")[2] or "规定的期限"


def _counted(why: Imposed) -> str:
    text = f"本次是协议有效期内第{why.count}次由我单位作出的中止。"
    if why.most is None:
        return text
    rest = "已达到应当解除协议的次数，我单位将依法处理" if why.count >= why.most else "请你单位引以为戒"
    return f"{text}协议有效期内累计{why.most}次及以上被中止协议的，应当解除协议{under(why.most_articles)}，{rest}。"


def _elsewhere(values: SuspensionDecision) -> list[str]:
    if not values.elsewhere:
        return []
    return [
        (
            f"你单位在其他统筹地区签订的下列协议也同时中止，由签约的经办机构办理"
            f"{under(values.elsewhere_articles, LOCAL_TEXT)}：{'；'.join(values.elsewhere)}。"
        )
    ]
