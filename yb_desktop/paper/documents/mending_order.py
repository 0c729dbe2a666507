"""责令限期整改通知书 (B1): what is to be mended, by when, and what comes of not mending it."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Para
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip, numbered
from yb_desktop.paper.documents.orders import OfAgreement, ended, sections, under
from yb_desktop.paper.documents.values import LastDay, Sender, listed
from yb_desktop.paper.page import printed

KIND = "mending_order"
TITLE = "责令限期整改通知书"


@dataclass(frozen=True, slots=True)
class MendingOrder:
    """The values of the order; ``measures`` are the articles on what follows where nothing is mended."""

    sender: Sender
    to: str
    agreement: OfAgreement
    points: tuple[str, ...]
    until: LastDay
    matter: str = ""
    articles: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def mending_order(values: MendingOrder, *, signer: Signer | None = None) -> bytes:
    """Print 责令限期整改通知书."""
    return printed(compose_mending_order(values), signer=signer)


def compose_mending_order(values: MendingOrder) -> Composed:
    """Compose 责令限期整改通知书."""
    matter = f"根据{values.matter}" if values.matter else "经查"
    body: list[Block] = [
        Para(
            f"{matter}，你单位在履行{values.agreement.words}中存在问题。{listed(values.articles)}现责令你单位限期整改。"
        ),
        *sections(
            ("整改事项", list(numbered(ended(point) for point in values.points))),
            (
                "整改期限",
                [f"整改的最后一日为{values.until.words}（{values.until.why}）。"],
            ),
            (
                "整改报告和复查",
                [
                    (
                        "请你单位制定整改措施，落实责任人员，在期限内完成整改，并向我单位提交书面整改报告和证明材料。"
                        "期满后我单位将进行复查。"
                    ),
                    (
                        "逾期不整改或者整改不到位的，我单位将按协议和有关规定，采取不予支付费用、要求支付违约金、"
                        f"中止或者解除协议等处理方式{under(values.measures)}。"
                    ),
                ],
            ),
        ),
    ]
    after = [delivery_slip(TITLE, values.sender, values.to)]
    return composed_letter(KIND, "责令限期整改\n通　知　书", values.sender, values.to, body, after=after)
