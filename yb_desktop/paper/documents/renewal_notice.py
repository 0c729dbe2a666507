"""续签通知 (C4, C5): which agreements are to be renewed, how long that is public, and what comes of no renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Column, Composed, Field, Para, Space, Table
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, contacts
from yb_desktop.paper.documents.orders import sections, under
from yb_desktop.paper.documents.values import LastDay, Sender, listed
from yb_desktop.paper.page import printed

KIND = "renewal_notice"
TITLE = "续签通知"


@dataclass(frozen=True, slots=True)
class Renewing:
    """One line of the list: an institution, its agreement that ends, and the day it applied for renewal."""

    name: str
    number: str
    ends: date
    requested: date | None


@dataclass(frozen=True, slots=True)
class RenewalNotice:
    """The values of the notice; ``due`` is the end of publicity, ``closing`` the articles on what ends (C5)."""

    sender: Sender
    institutions: tuple[Renewing, ...]
    where: tuple[str, ...]
    due: LastDay | None
    articles: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


def renewal_notice(values: RenewalNotice, *, signer: Signer | None = None) -> bytes:
    """Print 续签通知."""
    return printed(compose_renewal_notice(values), signer=signer)


def compose_renewal_notice(values: RenewalNotice) -> Composed:
    """Compose 续签通知."""
    body: list[Block] = [
        Para(
            f"{listed(values.articles)}按照不留空档期的原则，下列{len(values.institutions)}家定点医药机构在医疗保障服务协议期满前"
            "提出续签申请，拟续签协议，现予通知并公示，接受社会监督。"
        ),
        Space(0.4),
        _table(values),
        Space(0.4),
        *sections(
            ("公示时间", [_period(values)]),
            ("公示渠道", ["、".join(values.where) + "。"] if values.where else []),
            (
                "意见反映",
                [
                    (
                        "公示期内，对上述机构续签协议有异议的，可以向我单位书面或者口头反映，并尽量提供线索和证据。"
                        "我单位对反映人信息予以保密，并对反映的情况调查核实。"
                    )
                ],
            ),
            (
                "续签办理",
                [
                    (
                        "公示期满无异议，或者异议经查不成立的，请上述机构在协议期满前与我单位办理续签手续；"
                        "新协议自原协议期满的次日起生效。"
                    ),
                    f"未达成续签的，协议于期满之日终止，当日终了时关停医保支付系统{under(values.closing)}。",
                ],
            ),
        ),
        contacts((Field("联系人："), Field("联系电话："))),
    ]
    return composed_letter(KIND, "关于续签医疗保障服务协议的\n通　知", values.sender, "", body)


def _table(values: RenewalNotice) -> Table:
    columns = (
        Column(1.1, "序号", Align.CENTER),
        Column(4.4, "机构名称"),
        Column(3.7, "协议编号", Align.CENTER),
        Column(3.5, "期满日期", Align.CENTER),
        Column(3.5, "申请日期", Align.CENTER),
    )
    rows = tuple(
        (
            str(place),
            one.name,
            one.number,
            day_words(one.ends),
            day_words(one.requested) if one.requested else "—",
        )
        for place, one in enumerate(values.institutions, start=1)
    )
    return Table(columns, rows, size=10.5)


def _period(values: RenewalNotice) -> str:
    first = day_words(values.sender.day)
    if values.due is None:
        return f"自{first}起公示。本地区没有关于续签公示期限的规定。"
    return f"自{first}起，至{values.due.words}止（{values.due.why}）。"
