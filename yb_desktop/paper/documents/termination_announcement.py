"""解除公告 (C13): the public learns which institutions are designated no more, and from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Column, Para, Space, Table
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import order
from yb_desktop.paper.documents.values import ADMINISTRATION, Sender, listed

KIND = "termination_announcement"
TITLE = "解除公告"


@dataclass(frozen=True, slots=True)
class Terminated:
    """One line: an institution, its agreement, and the day from which it is terminated."""

    name: str
    address: str
    number: str
    effective: date


@dataclass(frozen=True, slots=True)
class TerminationAnnouncement:
    """The values of the announcement; ``where`` it was published, on ``day``."""

    sender: Sender
    institutions: tuple[Terminated, ...]
    where: tuple[str, ...]
    day: date
    articles: tuple[str, ...] = ()


def termination_announcement(values: TerminationAnnouncement, *, signer: Signer | None = None) -> bytes:
    """Print 解除公告."""
    columns = (
        Column(1.1, "序号", Align.CENTER),
        Column(4.2, "机构名称"),
        Column(3.0, "地址"),
        Column(3.8, "协议编号", Align.CENTER),
        Column(3.6, "解除日期", Align.CENTER),
    )
    rows = tuple(
        (str(place), one.name, one.address or "—", one.number, day_words(one.effective))
        for place, one in enumerate(values.institutions, start=1)
    )
    count = f"{len(rows)}家" if len(rows) > 1 else ""
    body: list[Block] = [
        Para(f"{listed(values.articles)}我单位已解除与下列{count}医药机构签订的医疗保障服务协议，现予公告。"),
        Space(0.4),
        Table(columns, rows, size=11),
        Space(0.4),
        Para(
            "自解除之日起，上述机构不再是医疗保障定点医药机构，在该机构发生的医药费用，医保基金不再结算。"
            "请参保人员选择其他定点医药机构就医购药。"
        ),
        Para(f"本公告于{day_words(values.day)}在{'、'.join(values.where)}公布。"),
    ]
    title = "关于解除医疗保障服务协议的\n公　告"
    return order(KIND, title, values.sender, "", body, copies_to=ADMINISTRATION, signer=signer)
