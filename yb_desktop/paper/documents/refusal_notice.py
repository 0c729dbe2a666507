"""不予受理决定书 (A3, A17, A18, A23): the reason, the article, and from when it may apply again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Para
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip, section
from yb_desktop.paper.documents.values import Sender, listed
from yb_desktop.paper.page import printed

KIND = "refusal_notice"
TITLE = "不予受理决定书"


@dataclass(frozen=True, slots=True)
class RefusalNotice:
    """The values of the decision; ``free_from`` is the first day it may apply again, if a day can say so."""

    sender: Sender
    to: str
    what: str
    received: date
    reason: str
    articles: tuple[str, ...]
    free_from: date | None = None


def refusal_notice(values: RefusalNotice, *, signer: Signer | None = None) -> bytes:
    """Print 不予受理决定书."""
    return printed(compose_refusal_notice(values), signer=signer)


def compose_refusal_notice(values: RefusalNotice) -> Composed:
    """Compose 不予受理决定书."""
    again = (
        f"你单位可以自{day_words(values.free_from)}起重新提出申请。"
        if values.free_from
        else "上述情形消除（依法应当履行的处罚、责任履行完毕）后，你单位可以重新提出申请。"
    )
    body: list[Block] = [
        Para(f"你单位于{day_words(values.received)}提出{values.what}。经审查，我单位认定存在下列情形："),
        Para(f"{values.reason.rstrip('。')}。"),
        Para(f"{listed(values.articles)}我单位决定不予受理。"),
        *section("一、再次申请", again),
        *section(
            "二、陈述意见",
            "对本决定有异议的，可以向我单位提出书面意见并提供证据，也可以向同级医疗保障行政部门反映。",
        ),
    ]
    slip = delivery_slip(TITLE, values.sender, values.to)
    return composed_letter(KIND, f"医疗保障定点申请\n{TITLE}", values.sender, values.to, body, after=[slip])
