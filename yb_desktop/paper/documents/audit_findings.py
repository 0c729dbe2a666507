"""稽核结果告知书 (B2, third step; B6): what was found, the sums, until when the institution may reply and be heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Para
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip
from yb_desktop.paper.documents.orders import OfAgreement, Sum, paragraphs, sections, sums_table, sums_words, under
from yb_desktop.paper.documents.values import LastDay, Sender, listed
from yb_desktop.paper.page import printed

KIND = "audit_findings"
TITLE = "稽核结果告知书"


@dataclass(frozen=True, slots=True)
class AuditFindings:
    """The values of the letter; ``terms`` are the articles of the agreement that were named, as they were written."""

    sender: Sender
    to: str
    agreement: OfAgreement
    notice: str
    noticed: date
    visited: date
    findings: str
    reply_by: LastDay
    sums: tuple[Sum, ...] = ()
    terms: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    hearing: tuple[str, ...] = ()


def audit_findings(values: AuditFindings, *, signer: Signer | None = None) -> bytes:
    """Print 稽核结果告知书."""
    return printed(compose_audit_findings(values), signer=signer)


def compose_audit_findings(values: AuditFindings) -> Composed:
    """Compose 稽核结果告知书."""
    body: list[Block] = [
        Para(
            f"我单位于{day_words(values.noticed)}下达稽核通知书（{values.notice}），"
            f"于{day_words(values.visited)}对你单位履行{values.agreement.words}的情况开展实地稽核。"
            f"{listed(values.articles)}现将稽核结果告知你单位。"
        ),
        *sections(
            ("稽核发现的问题", paragraphs(values.findings)),
            ("涉及的费用", _sums(values.sums)),
            ("有关条款", [f"上述问题涉及：{'、'.join(values.terms)}。"] if values.terms else []),
            (
                "反馈意见和陈述申辩",
                [
                    (
                        f"你单位对稽核结果有意见的，至迟于{values.reply_by.words}（{values.reply_by.why}）书面反馈，"
                        "并提供有关证据；逾期未反馈的，视为没有意见。"
                    ),
                    (
                        f"在作出不利于你单位的处理以前，你单位有权陈述和申辩{under(values.hearing)}，"
                        "我单位不因陈述申辩加重处理。"
                    ),
                ],
            ),
        ),
    ]
    after = [delivery_slip(TITLE, values.sender, values.to)]
    return composed_letter(KIND, TITLE, values.sender, values.to, body, after=after)


def _sums(sums: tuple[Sum, ...]) -> list[str | Block]:
    if not sums:
        return []
    return [f"上述问题涉及费用共计{sums_words(sums)}，明细如下：", *sums_table(sums)]
