"""公示名单 (E12, E13): who is to be designated, where and until when objections are heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Column, Composed, Field, Para, Space, Table
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, contacts, section
from yb_desktop.paper.documents.values import LastDay, Sender, listed
from yb_desktop.paper.page import printed

KIND = "publicity_list"


@dataclass(frozen=True, slots=True)
class ListedInstitution:
    """One line of the list."""

    name: str
    cls: str
    address: str
    principal: str


@dataclass(frozen=True, slots=True)
class PublicityList:
    """The values of the list; ``first`` is the first day of publicity, ``due`` its end (E13)."""

    sender: Sender
    institutions: tuple[ListedInstitution, ...]
    where: tuple[str, ...]
    first: date
    due: LastDay | None
    articles: tuple[str, ...] = ()


def publicity_list(values: PublicityList, *, signer: Signer | None = None) -> bytes:
    """Print 公示名单."""
    return printed(compose_publicity_list(values), signer=signer)


def compose_publicity_list(values: PublicityList) -> Composed:
    """Compose 公示名单."""
    columns = (
        Column(1.3, "序号", Align.CENTER, figures=True),
        Column(5.2, "机构名称"),
        Column(3.2, "类别", Align.CENTER),
        Column(3.8, "地址"),
        Column(2.5, "主要负责人", Align.CENTER),
    )
    rows = tuple(
        (str(place), one.name, one.cls, one.address or "—", one.principal or "—")
        for place, one in enumerate(values.institutions, start=1)
    )
    body: list[Block] = [
        Para(
            f"{listed(values.articles)}下列{len(values.institutions)}家医药机构经评估合格，并经审议通过，"
            "拟确定为医疗保障定点医药机构，现予公示，接受社会监督。"
        ),
        Space(0.4),
        Table(columns, rows, size=11),
        Space(0.4),
        *section("一、公示时间", _period(values)),
        *section("二、公示渠道", "、".join(values.where) + "。"),
        *section(
            "三、意见反映",
            "公示期内，对上述机构有异议的，可以向我单位书面或者口头反映，并尽量提供线索和证据。"
            "反映情况应当客观真实，我单位对反映人信息予以保密，并对反映的情况调查核实。",
        ),
        contacts((Field("联系人："), Field("联系电话：")), (Field("联系地址："),)),
    ]
    title = "关于拟确定医疗保障定点医药机构名单的\n公　示"
    return composed_letter(KIND, title, values.sender, "", body)


def _period(values: PublicityList) -> str:
    if values.due is None:
        return f"自{day_words(values.first)}起公示。本地区没有关于公示期限的规定。"
    return f"自{day_words(values.first)}起，至{values.due.words}止（{values.due.why}）。"
