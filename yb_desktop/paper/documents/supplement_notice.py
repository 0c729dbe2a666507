"""一次性告知书 (A15, A16), after acceptance 补充材料通知书 (T7): everything missing, by when, and the receipt slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Para
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip, numbered, section
from yb_desktop.paper.documents.values import LastDay, Sender, listed
from yb_desktop.paper.page import printed

KIND = "supplement_notice"


@dataclass(frozen=True, slots=True)
class SupplementNotice:
    """The values of the notice.

    ``due`` are A16's last days: counted from ``delivered``, or, while the notice is on its way, from its own day as if
    it were handed over at once. ``accepted`` tells the notice after acceptance (T7) from the one-time notice (A15).
    """

    sender: Sender
    to: str
    what: str
    received: date
    receipt: str
    missing: tuple[str, ...]
    due: tuple[LastDay, ...]
    articles: tuple[str, ...] = ()
    delivered: date | None = None
    accepted: bool = False


def supplement_notice(values: SupplementNotice, *, signer: Signer | None = None) -> bytes:
    """Print 一次性告知书 (or 补充材料通知书)."""
    return printed(compose_supplement_notice(values), signer=signer)


def compose_supplement_notice(values: SupplementNotice) -> Composed:
    """Compose 一次性告知书 (or 补充材料通知书)."""
    verb = "补充" if values.accepted else "补正"
    short = "补充材料通知书" if values.accepted else "一次性告知书"
    title = f"医疗保障定点申请\n{short}" if values.accepted else f"医疗保障定点申请材料补正\n{short}"
    body: list[Block] = [
        Para(
            f"你单位于{day_words(values.received)}提交的{values.what}材料（收件编号：{values.receipt}）收悉。"
            f"经审查，{_found(values)}"
        ),
        *section(f"一、需要{verb}的内容"),
        *numbered(_ended(values.missing)),
        *section(f"二、{verb}期限", *_limit(values)),
        *section("三、其他事项", *_effects(values)),
    ]
    slip = delivery_slip(short, values.sender, values.to)
    return composed_letter(KIND, title, values.sender, values.to, body, after=[slip])


def _found(values: SupplementNotice) -> str:
    if values.accepted:
        return "评估还需要下列补充材料，请按要求提供。"
    return f"材料不齐全或者不符合规定形式，{listed(values.articles)}现将需要补正的全部内容一次性告知如下。"


def _ended(texts: tuple[str, ...]) -> list[str]:
    trimmed = [text.rstrip("；。") for text in texts]
    return [f"{text}{'。' if place == len(trimmed) else '；'}" for place, text in enumerate(trimmed, start=1)]


def _limit(values: SupplementNotice) -> list[str]:
    if not values.due:
        return ["本地区没有关于补正期限的规定，请尽快补正。"]
    nearest = values.due[0]
    if values.delivered is None:
        today = day_words(values.sender.day)
        return [
            f"请在补正期限内一次补齐。本告知书于{today}当面送达的，最后一日为{nearest.words}（{nearest.why}）。",
            "以其他方式送达的，从实际送达之日的次日起按同样的方法计算，以送达回证记载的日期为准。",
        ]
    return [f"本告知书已于{day_words(values.delivered)}送达，补正的最后一日为{nearest.words}（{nearest.why}）。"]


def _effects(values: SupplementNotice) -> list[str]:
    first = "逾期没有补正或者补正后仍不齐全的，视为放弃本次申请，可以备齐材料后重新申请。" if values.due else ""
    rest = (
        "从本通知之日到收到补充材料之日的时间，不计入评估期限。"
        if values.accepted
        else "除上述内容外，不再要求补正其他材料。材料补齐的，我单位当日受理。"
    )
    return [first + rest]
