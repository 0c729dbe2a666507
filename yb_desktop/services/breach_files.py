"""Which matter of breach an action is about: an audit that is named, the one under way, or the daily file.

A measure that no audit led to (CX-29 asks for none) stands in the agreement's daily file, opened with the first one.
"""

from __future__ import annotations

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.breach_facts import AuditStage, FileOpened, Matter
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Act

SIGNED = (
    AgreementState.IN_FORCE,
    AgreementState.SUSPENDED,
    AgreementState.EXPIRED,
    AgreementState.TERMINATED,
    AgreementState.LAPSED,
)
"""B1: an agreement can be breached from its signing on; what was breached is settled after its end too."""


def matter_of(act: Act, agreement: str) -> Matter:
    """Say which agreement a new matter is about. Raises ``NotAllowed`` (``state``, T8) for one that is not signed."""
    if not agreement:
        raise BadInput("agreement", "请指明是哪一份协议。")
    found: Agreement = act.agreement(agreement, *SIGNED)
    return Matter(
        agreement=found.id,
        institution=found.institution,
        institution_kind=found.institution_kind,
        area=found.area,
    )


def audit_under_way(act: Act, audit: str, agreement: str) -> Audit:
    """Give the audit named, or the agreement's newest that is not decided. Raises ``NotAllowed`` (B2) without one."""
    if audit:
        return act.audit(audit)
    if agreement:
        under_way = [
            one
            for one in act.reader.audits_of(act.reader.agreement(agreement).id)
            if one.stage not in {AuditStage.DAILY, AuditStage.DECIDED, AuditStage.VOIDED}
        ]
        if under_way:
            return act.audit(under_way[-1].id)
    raise NotAllowed.by("B2", "尚未下达稽核通知书，稽核须从下达通知书开始，依次进行")


def file_of(act: Act, audit: str, agreement: str) -> Audit:
    """Give the matter a measure belongs to: the audit named, or the agreement's daily file, opened if need be."""
    if audit:
        return act.audit(audit)
    matter = matter_of(act, agreement)
    for one in act.reader.audits_of(agreement):
        if one.stage is AuditStage.DAILY:
            return act.audit(one.id)
    entity = act.desk.ids("audit")
    act.append(entity, FileOpened(matter=matter))
    return act.audit(entity)
