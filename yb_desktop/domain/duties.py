"""Everything an office owes or waits for about one matter or institution, besides the clocks that run.

Worked out from the entity alone, so that it can be kept in a table and asked for by day: ``shown`` is the first day on
which a duty counts. For papers and agreements that run out it is their last day; how long before they are shown is the
office's setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.inquiry import Inquiries
from yb_desktop.domain.institution import Institution, StaffMember
from yb_desktop.domain.owing import owed
from yb_desktop.domain.pairing import Pending
from yb_desktop.domain.vocabulary import AgreementState, CaseState, Labelled, StaffRole
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import first_day_free


class DutyKind(Labelled):
    """The sorts of duties; the label is the heading of their list."""

    RELEASE = "release", "待审核"
    OWED = "owed", "应办事项"
    BRANCH = "branch", "同一负责人的分支"
    COMMITMENT = "commitment", "承诺待核实"
    LETTER = "letter", "待回函"
    PAPER = "paper", "证件到期"
    RENEWAL = "renewal", "协议到期"


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty; ``about`` names a further matter, ``who`` the person who waits. A release has its action as text."""

    kind: DutyKind
    rule: str
    text: str
    since: date
    shown: date
    about: str = ""
    who: str = ""


def duties_of(entity: Entity) -> tuple[Duty, ...]:
    """Give the duties about an entity, by kind and rule in a fixed order."""
    match entity:
        case Case():
            return tuple(_of_case(entity))
        case Agreement():
            return tuple(_of_agreement(entity))
        case Audit():
            return tuple(_of_audit(entity))
        case Institution():
            return tuple(_of_institution(entity))
        case _:
            return ()


def _duty(kind: DutyKind, rule: str, text: str, since: date) -> Duty:
    return Duty(kind, rule, text, since, since)


def _release(pending: Pending | None) -> Iterator[Duty]:
    if pending is not None:
        yield Duty(DutyKind.RELEASE, "", pending.action, pending.on, pending.on, who=pending.by)


def _letters(inquiries: Inquiries, rule: str) -> Iterator[Duty]:
    for one in inquiries:
        if one.answered is None:
            yield _duty(DutyKind.LETTER, rule, f"{one.to}：{one.about}（{one.number}）", one.on)


_NEVER_IN = frozenset({CaseState.NOT_ACCEPTED, CaseState.ABANDONED, CaseState.WITHDRAWN, CaseState.BARRED})
_PAPERS = {"supplement_notice": "补正告知书", "refusal_notice": "不予受理通知书", "result_notice": "评估结果告知书"}


def _of_case(case: Case) -> Iterator[Duty]:
    yield from _release(case.pending)
    yield from _to_do(case)
    if case.state in _NEVER_IN:
        return
    for check in case.checks:
        if check.unverified:
            yield _duty(DutyKind.COMMITMENT, "A19", check.ground.label, check.on)
    if not case.state.ended:
        yield from _letters(case.inquiries, "A20")


def _to_do(case: Case) -> Iterator[Duty]:
    refused = case.refusal.rule if case.refusal else ""
    for notice in case.undelivered():
        if rule := notice.carries or (refused if notice.document == "refusal_notice" else ""):
            text = f"送达{_PAPERS[notice.document]}（{notice.number}）"
            yield _duty(DutyKind.OWED, rule, text, notice.on)
    if case.decisions and case.results_filed is None:
        yield _duty(DutyKind.OWED, "E9", "评估结果向同级医疗保障行政部门备案", case.decisions[-1].on)
    if case.state is CaseState.EVALUATING and case.visit is not None and case.visit.failed:
        yield _duty(DutyKind.OWED, "E4", "现场核查未成，重新安排核查", case.visit.assigned)
    objections = case.objections if case.state is CaseState.PUBLICITY else ()
    for objection in objections:
        if objection.settled is None:
            yield _duty(DutyKind.OWED, "E13", f"处理举报投诉：{objection.text}", objection.on)


def _of_agreement(agreement: Agreement) -> Iterator[Duty]:
    yield from _release(agreement.pending)
    for one in owed(agreement):
        yield Duty(DutyKind.OWED, one.rule, one.text, one.since, one.shown)
    ending = agreement.ending
    for branch in ending.branches if ending is not None else ():
        # C12: each branch with the same person gets a decision of its own.
        yield Duty(DutyKind.BRANCH, "C12", "", agreement.last_on, agreement.last_on, about=branch)
    if agreement.state.ended:
        return
    yield from _letters(agreement.inquiries, "C4")
    renewal = agreement.renewal
    begun = renewal is not None and (renewal.requested is not None or renewal.declined is not None)
    if agreement.state is not AgreementState.DRAFT and agreement.signed and not agreement.next and not begun:
        yield _duty(DutyKind.RENEWAL, "C4", "续签或到期终止", agreement.ends)


_STEPS = {
    AuditStage.NOTIFIED: "实地稽核",
    AuditStage.VISITED: "送达稽核结果告知书",
    AuditStage.REPLIED: "复核反馈意见",
    AuditStage.REVIEWED: "作出并送达处理意见",
}


def _of_audit(audit: Audit) -> Iterator[Duty]:
    if audit.stage is AuditStage.VOIDED:
        return
    yield from _release(audit.pending)
    if audit.stage in _STEPS and audit.pending is None:
        yield _duty(DutyKind.OWED, "B2", _STEPS[audit.stage], audit.last_on)
    if audit.stage is AuditStage.FINDINGS and audit.findings is not None:
        last = audit.findings.reply_by
        yield Duty(DutyKind.OWED, "B2", "反馈期已满，登记反馈意见或未反馈", last, first_day_free(last))
    for one in audit.owed():
        yield _duty(DutyKind.OWED, one.rule, one.text, one.since)


_STAFF_RULES = {StaffRole.PHYSICIAN: "A4", StaffRole.PHARMACIST: "A8"}


def _of_institution(entry: Institution) -> Iterator[Duty]:
    """A2, A4, A8, A9: licences, contracts and certificates with a last day; an entry given away or merged has none."""
    if not entry.shown or entry.moved_to:
        return
    licence = entry.registration.licence
    if licence is not None and licence.valid_until is not None:
        yield _duty(DutyKind.PAPER, "A2", f"{licence.kind.label} {licence.number}".strip(), licence.valid_until)
    for member in entry.staff:
        if member.ended is None:
            yield from _of_member(member, entry.registration.kind)


def _of_member(member: StaffMember, kind: Kind) -> Iterator[Duty]:
    manager = "A9" if kind is Kind.PHARMACY else "A5"
    rule = manager if member.role is StaffRole.INSURANCE_MANAGER else _STAFF_RULES.get(member.role, "")
    who = f"{member.role.label} {member.person}"
    if member.contract_to is not None:
        yield _duty(DutyKind.PAPER, rule, f"{who}的劳动合同", member.contract_to)
    if member.certificate is not None and member.certificate_until is not None:
        yield _duty(DutyKind.PAPER, rule, f"{who}的{member.certificate.label}", member.certificate_until)
