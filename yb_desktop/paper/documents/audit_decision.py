"""稽核处理意见书 (B2, last step; B3, B7): the course of the audit, the decision, the sums, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Face, Para, Span
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import (
    OfAgreement,
    Sum,
    order,
    paragraphs,
    remedies,
    sections,
    sums_table,
    sums_words,
    under,
)
from yb_desktop.paper.documents.values import ADMINISTRATION, Sender, listed

KIND = "audit_decision"
TITLE = "稽核处理意见书"


@dataclass(frozen=True, slots=True)
class AuditCourse:
    """The five steps before the decision: the day and number of each paper, and whether a reply came."""

    noticed: date
    notice: str
    visited: date
    delivered: date
    findings: str
    replied: date
    reply: bool
    reviewed: date
    review: str


@dataclass(frozen=True, slots=True)
class AuditDecision:
    """The values of the decision; ``outcomes`` are what it comes to, ``effects`` what follows from them (B3)."""

    sender: Sender
    to: str
    agreement: OfAgreement
    course: AuditCourse
    found: str
    opinion: str
    outcomes: tuple[str, ...]
    effects: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    terms: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    effect_articles: tuple[str, ...] = ()
    remedy: tuple[str, ...] | None = None


def audit_decision(values: AuditDecision, *, signer: Signer | None = None) -> bytes:
    """Print 稽核处理意见书."""
    body: list[Block] = [
        Para(f"{listed(values.articles)}我单位对你单位履行{values.agreement.words}的情况开展了稽核，现作出处理意见。"),
        *sections(
            ("稽核经过", [_course(values.course)]),
            ("查明的事实", paragraphs(values.found)),
            ("处理意见", _opinion(values)),
            ("涉及的费用", _sums(values.sums)),
            ("处理的执行", [f"{'；'.join(values.effects)}{under(values.effect_articles)}。"] if values.effects else []),
            ("异议的处理", remedies(values.remedy, "本处理意见")),
        ),
    ]
    return order(KIND, TITLE, values.sender, values.to, body, slip=TITLE, copies_to=ADMINISTRATION, signer=signer)


def _course(course: AuditCourse) -> str:
    reply = f"{day_words(course.replied)}收到你单位的反馈意见" if course.reply else "你单位在规定的期限内未反馈意见"
    return (
        f"{day_words(course.noticed)}下达稽核通知书（{course.notice}）；{day_words(course.visited)}开展实地稽核；"
        f"{day_words(course.delivered)}送达稽核结果告知书（{course.findings}）；{reply}；"
        f"{day_words(course.reviewed)}作出复核意见（{course.review}）。"
    )


def _opinion(values: AuditDecision) -> list[str | Block]:
    terms = f"根据{'、'.join(values.terms)}，" if values.terms else ""
    return [
        *paragraphs(values.opinion),
        Para((f"{terms}处理方式：", Span("、".join(values.outcomes), Face.HEI), "。")),
    ]


def _sums(sums: tuple[Sum, ...]) -> list[str | Block]:
    if not sums:
        return []
    return [f"处理涉及费用共计{sums_words(sums)}，明细如下：", *sums_table(sums)]
