"""追回、不予支付、违约金通知书 (B1, B6, B7): a sum in figures and capitals, what it rests on, and how it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.base.signing import Signer
from yb_desktop.domain.amounts import both
from yb_desktop.paper.blocks import Block, Face, Field, FillLine, Para, Span
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import OfAgreement, ended, order, remedies, sections, under
from yb_desktop.paper.documents.values import Sender, listed

KIND = "recovery_notice"


class Money(Enum):
    """What happens to the money: how the decision says it, and the title of its notice."""

    RECOVER = "追回已经支付给你单位的医保费用"
    WITHHOLD = "不予支付你单位申报的医保费用"
    DAMAGES = "要求你单位支付违约金"

    @property
    def title(self) -> str:
        """The title of the notice, in one line."""
        return _TITLES[self]


_TITLES = {
    Money.RECOVER: "追回医保费用通知书",
    Money.WITHHOLD: "不予支付医保费用通知书",
    Money.DAMAGES: "违约金通知书",
}


@dataclass(frozen=True, slots=True)
class Hearing:
    """B6: when the institution was heard before, or that it waived the offer or kept silent."""

    on: date
    how: str


@dataclass(frozen=True, slots=True)
class RecoveryNotice:
    """The values of the notice; ``fen`` is the sum; ``no_arrears`` are the articles of B7, ``None`` where not held."""

    sender: Sender
    to: str
    agreement: OfAgreement
    money: Money
    fen: int
    basis: str
    matter: str = ""
    hearing: Hearing | None = None
    articles: tuple[str, ...] = ()
    hearing_articles: tuple[str, ...] = ()
    no_arrears: tuple[str, ...] | None = None
    remedy: tuple[str, ...] | None = None


def recovery_notice(values: RecoveryNotice, *, signer: Signer | None = None) -> bytes:
    """Print 追回医保费用通知书, 不予支付医保费用通知书 or 违约金通知书."""
    matter = f"根据{values.matter}" if values.matter else "经查"
    body: list[Block] = [
        Para(f"{matter}，你单位在履行{values.agreement.words}中存在违约情形。{_heard(values)}"),
        Para(
            (
                f"{listed(values.articles)}我单位决定{values.money.value}，金额为人民币",
                Span(both(values.fen), Face.HEI),
                "。",
            )
        ),
        *sections(
            ("处理依据", [ended(values.basis)]),
            ("款项的办理", _settling(values)),
            ("异议的处理", remedies(values.remedy)),
        ),
    ]
    title = values.money.title
    return order(KIND, _two_lines(title), values.sender, values.to, body, slip=title, signer=signer)


def _two_lines(title: str) -> str:
    return title.replace("通知书", "\n通　知　书") if len(title) > 8 else title


def _heard(values: RecoveryNotice) -> str:
    if values.hearing is None:
        return ""
    return (
        f"在作出本处理以前，我单位已告知你单位有权陈述和申辩{under(values.hearing_articles)}，"
        f"{day_words(values.hearing.on)}{values.hearing.how}。"
    )


def _settling(values: RecoveryNotice) -> list[str | Block]:
    out: list[str | Block] = []
    match values.money:
        case Money.WITHHOLD:
            out.append("上述费用从你单位申报的医保费用中核减，不予拨付。")
        case Money.RECOVER | Money.DAMAGES:
            out.append("请你单位在下列期限内将款项缴入下列账户；也可以书面同意从应当拨付的医保费用中抵扣。")
            out.append(FillLine((Field("收款单位：", values.sender.office),), size=14))
            out.append(FillLine((Field("开户银行："), Field("账号：")), size=14))
            out.append(FillLine((Field("缴款期限：", "　　　年　　月　　日", 1.3), Field("联系电话：")), size=14))
    if values.no_arrears is not None:
        articles = under(values.no_arrears, "按协议约定")
        out.append(f"上述款项由你单位承担，不得作为医保欠费处理{articles}，也不得转嫁给参保人员。")
    return out
