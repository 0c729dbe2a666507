"""受理通知书 (A14): the application is accepted, and until when it is evaluated (E1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Composed, Para
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, limits, section
from yb_desktop.paper.documents.values import LastDay, Sender, listed
from yb_desktop.paper.page import printed

KIND = "acceptance_notice"


@dataclass(frozen=True, slots=True)
class AcceptanceNotice:
    """The values of the notice; ``due`` are E1's last days, the most local first."""

    sender: Sender
    to: str
    what: str
    received: date
    articles: tuple[str, ...]
    due: tuple[LastDay, ...]


def acceptance_notice(values: AcceptanceNotice, *, signer: Signer | None = None) -> bytes:
    """Print 受理通知书."""
    return printed(compose_acceptance_notice(values), signer=signer)


def compose_acceptance_notice(values: AcceptanceNotice) -> Composed:
    """Compose 受理通知书."""
    body = [
        Para(
            f"你单位于{day_words(values.received)}提交的{values.what}材料，经审查，材料齐全，符合规定形式。"
            f"{listed(values.articles)}我单位决定于{day_words(values.sender.day)}予以受理。"
        ),
        *section(
            "一、评估期限",
            *limits(values.due, "评估期限", "本地区没有关于评估期限的规定，我单位将尽快组织评估。"),
            *(["需要补充材料的，从通知之日到收到补充材料之日的时间不计入评估期限。"] if values.due else []),
        ),
        *section(
            "二、配合事项",
            "评估包括现场核查和专业评估，评估结果将书面告知你单位。请保持联系电话畅通，确定专人配合现场核查，"
            "如实提供资料。受理、核查和评估均不收取任何费用。",
        ),
    ]
    return composed_letter(KIND, "医疗保障定点申请\n受理通知书", values.sender, values.to, body)
