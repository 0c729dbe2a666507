"""恢复决定书 (C7, C8): an agreement that was suspended goes on, from when and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Face, Para, Span
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import OfAgreement, ended, order, remedies, sections, under
from yb_desktop.paper.documents.values import ADMINISTRATION, LastDay, Sender, listed

KIND = "resumption_decision"
TITLE = "恢复决定书"


@dataclass(frozen=True, slots=True)
class ResumptionDecision:
    """The values of the decision; ``until`` is C7's last day, which a request at ``asked`` (or this day) has met."""

    sender: Sender
    to: str
    agreement: OfAgreement
    suspended_from: date
    suspended_by: str
    asked: date | None = None
    until: LastDay | None = None
    reason: str = ""
    articles: tuple[str, ...] = ()
    going_on: tuple[str, ...] = ()
    remedy: tuple[str, ...] | None = None


def resumption_decision(values: ResumptionDecision, *, signer: Signer | None = None) -> bytes:
    """Print 恢复决定书."""
    day = day_words(values.sender.day)
    body: list[Block] = [
        *(Para(text) for text in _course(values)),
        Para(
            (
                f"{listed(values.articles)}我单位决定：",
                Span(f"自{day}起恢复履行", Face.HEI),
                f"与你单位签订的{values.agreement.with_term}。",
            )
        ),
        *sections(
            (
                "恢复后的事项",
                [
                    (
                        f"自{day}起，恢复医保支付系统和医保基金结算；自{day_words(values.suspended_from)}起"
                        f"至恢复履行以前发生的医保费用不予结算{under(values.going_on)}。"
                    ),
                    (
                        f"协议有效期不因中止而延长，仍至{day_words(values.agreement.ends)}止。"
                        "请你单位严格履行协议，巩固整改成果。"
                    ),
                ],
            ),
            ("异议的处理", remedies(values.remedy)),
        ),
    ]
    title = f"医疗保障服务协议\n{TITLE}"
    return order(KIND, title, values.sender, values.to, body, slip=TITLE, copies_to=ADMINISTRATION, signer=signer)


def _course(values: ResumptionDecision) -> list[str]:
    text = f"根据我单位{values.suspended_by}，你单位的医疗保障服务协议自{day_words(values.suspended_from)}起中止。"
    if values.asked is not None:
        text += f"你单位于{day_words(values.asked)}提出恢复履行协议的申请"
        if values.until is not None:
            doubt = f"；暂定的原因：{values.until.doubt}" if values.until.doubt else ""
            text += f"，未超过规定的期限（最后一日为{values.until.words}，{values.until.article}{doubt}）"
        text += "。"
    found = f"经核实：{ended(values.reason)}" if values.reason.strip() else "经审查，符合恢复履行协议的条件。"
    return [text, found]
