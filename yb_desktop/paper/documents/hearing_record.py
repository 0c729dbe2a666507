"""陈述申辩笔录 (B6): what the institution said for itself, or that it waived the offer or kept silent."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Cell, Field
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import OfAgreement, record, written
from yb_desktop.paper.documents.values import Sender

KIND = "hearing_record"
TITLE = "陈述申辩笔录"


@dataclass(frozen=True, slots=True)
class HearingRecord:
    """The values of the record; ``how`` says what the institution did with the offer, ``statement`` what it said."""

    sender: Sender
    institution: str
    legal_rep: str
    agreement: OfAgreement
    matter: str
    how: str
    statement: str = ""
    articles: tuple[str, ...] = ()
    recorded_by: str = ""


def hearing_record(values: HearingRecord, *, signer: Signer | None = None) -> bytes:
    """Print 陈述申辩笔录."""
    told = "我单位拟对你单位作出不利处理，现告知你单位有权陈述和申辩，可以提供证据；我单位不因陈述申辩加重处理。"
    rows: tuple[tuple[str | Cell, ...], ...] = (
        ("编　　号", values.sender.number, "日　　期", day_words(values.sender.day)),
        ("陈述单位", Cell(values.institution, columns=3)),
        ("法定代表人", values.legal_rep or "—", "协议编号", values.agreement.number),
        ("陈述申辩人", "", "身份证号码", ""),
        ("职　　务", "", "地　　点", ""),
        ("听取单位", values.sender.office, "听取人", ""),
        ("事　　由", Cell(values.matter, columns=3)),
        ("告知内容", Cell(told + ("依据：" + "；".join(values.articles) + "。" if values.articles else ""), columns=3)),
        ("情　　况", Cell(values.how, columns=3)),
        ("陈述申辩\n内　　容", Cell(written(values.statement) or "　　无。", columns=3, lines=16)),
    )
    return record(
        KIND,
        TITLE,
        values.sender,
        rows,
        (Field("陈述申辩人（签名）："), Field("日期：", "　　　　年　　月　　日")),
        (Field("听取人（签名）："), Field("记录人：", values.recorded_by)),
        note="以上笔录经陈述申辩人核对无误，签名确认；放弃或者逾期未陈述申辩的，由听取人注明。",
        signer=signer,
    )
