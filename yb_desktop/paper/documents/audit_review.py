"""复核意见 (B2, fourth and fifth step): what the institution replied, and what the agency makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Para
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip
from yb_desktop.paper.documents.orders import paragraphs, sections
from yb_desktop.paper.documents.values import Sender, listed
from yb_desktop.paper.page import printed

KIND = "audit_review"
TITLE = "复核意见"


@dataclass(frozen=True, slots=True)
class AuditReview:
    """The values of the letter; ``reply`` is empty where none came by ``reply_by``, noted on ``replied``."""

    sender: Sender
    to: str
    findings: str
    delivered: date
    reply_by: date
    replied: date
    reply: str
    opinion: str
    articles: tuple[str, ...] = ()


def audit_review(values: AuditReview, *, signer: Signer | None = None) -> bytes:
    """Print 复核意见."""
    return printed(compose_audit_review(values), signer=signer)


def compose_audit_review(values: AuditReview) -> Composed:
    """Compose 复核意见."""
    came = (
        f"你单位于{day_words(values.replied)}反馈了意见"
        if values.reply
        else f"反馈期限至{day_words(values.reply_by)}止，你单位未反馈意见"
    )
    body: list[Block] = [
        Para(
            f"我单位于{day_words(values.delivered)}送达稽核结果告知书（{values.findings}）。{came}。"
            f"{listed(values.articles)}我单位对{'反馈意见' if values.reply else '稽核结果'}进行了复核，"
            "现将复核意见告知你单位。"
        ),
        *sections(
            ("你单位的反馈意见", paragraphs(values.reply)),
            ("复核意见", paragraphs(values.opinion)),
            ("后续步骤", ["我单位将根据稽核结果和复核意见作出处理，送达稽核处理意见书。"]),
        ),
    ]
    after = [delivery_slip(TITLE, values.sender, values.to)]
    return composed_letter(KIND, f"稽核{TITLE}", values.sender, values.to, body, after=after)
