"""实地稽核记录 (B2, second step): who audited whom on site and what was seen, signed by both sides."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Cell, Field
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import OfAgreement, ended, record, written
from yb_desktop.paper.documents.values import Sender

KIND = "audit_record"
TITLE = "实地稽核记录"


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """The values of the record; its day is the sender's. ``notice`` is the number of the notice of audit."""

    sender: Sender
    institution: str
    address: str
    legal_rep: str
    agreement: OfAgreement
    notice: str
    reason: str
    people: tuple[str, ...]
    findings: str
    recorded_by: str = ""


def audit_record(values: AuditRecord, *, signer: Signer | None = None) -> bytes:
    """Print 实地稽核记录."""
    day = day_words(values.sender.day)
    rows: tuple[tuple[str | Cell, ...], ...] = (
        ("编　　号", values.sender.number, "稽核日期", day),
        ("被稽核单位", Cell(values.institution, columns=3)),
        ("地　　址", Cell(values.address or "—", columns=3)),
        ("法定代表人", values.legal_rep or "—", "协议编号", values.agreement.number),
        ("稽核通知书", values.notice, "稽核单位", values.sender.office),
        ("稽核人员", Cell("、".join(values.people) or "", columns=3)),
        ("稽核事由", Cell(ended(values.reason), columns=3)),
        ("稽核情况", Cell(written(values.findings), columns=3, lines=16)),
        ("被稽核单位\n意　　见", Cell("", columns=3, lines=5)),
    )
    return record(
        KIND,
        TITLE,
        values.sender,
        rows,
        (Field("稽核人员（签名）："), Field("稽核人员（签名）：")),
        (Field("被稽核单位人员（签名）："), Field("日期：", "　　　　年　　月　　日")),
        (Field("记录人：", values.recorded_by), Field("被稽核单位（盖章）：")),
        note="以上记录经被稽核单位人员核对无误，双方签名确认；拒绝签名的，由稽核人员在记录中注明情况。",
        signer=signer,
    )
