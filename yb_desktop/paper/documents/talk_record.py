"""约谈记录 (B1): who was called in, what the agency put to them, and room for what they said; signed by both sides."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Cell, Field
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import OfAgreement, ended, record
from yb_desktop.paper.documents.values import Sender

KIND = "talk_record"
TITLE = "约谈记录"


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """The values of the record; ``persons`` with what they are in the register (法定代表人), ``points`` in order."""

    sender: Sender
    institution: str
    agreement: OfAgreement
    persons: tuple[str, ...]
    points: tuple[str, ...]
    articles: tuple[str, ...] = ()
    matter: str = ""
    recorded_by: str = ""


def talk_record(values: TalkRecord, *, signer: Signer | None = None) -> bytes:
    """Print 约谈记录."""
    points = "\n".join(f"{place}．{ended(point)}" for place, point in enumerate(values.points, start=1))
    rows: tuple[tuple[str | Cell, ...], ...] = (
        ("编　　号", values.sender.number, "约谈日期", day_words(values.sender.day)),
        ("被约谈单位", Cell(values.institution, columns=3)),
        ("被约谈人", Cell("、".join(values.persons), columns=3)),
        ("协议编号", values.agreement.number, "约谈地点", ""),
        ("约谈单位", values.sender.office, "约谈人", ""),
        ("约谈事由", Cell(values.matter or "履行医疗保障服务协议的有关情况。", columns=3)),
        ("约谈依据", Cell("；".join(values.articles) or "医疗保障服务协议（本地区没有文件规定）", columns=3)),
        ("约谈要点", Cell(points, columns=3, lines=0 if points else 6)),
        ("被约谈人\n陈　　述", Cell("", columns=3, lines=9)),
        ("整改要求\n和承诺", Cell("", columns=3, lines=6)),
    )
    return record(
        KIND,
        TITLE,
        values.sender,
        rows,
        (Field("被约谈人（签名）："), Field("日期：", "　　　　年　　月　　日")),
        (Field("约谈人（签名）："), Field("记录人：", values.recorded_by)),
        note="以上记录经被约谈人核对无误，签名确认。",
        widths=(6.4, 5.2),
        signer=signer,
    )
