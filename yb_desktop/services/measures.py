"""The measures against a breach (B1, B4, B7): talks, mending, money, and parts whose settlement stops.

Measures that harm come after a hearing (B6), an urgent suspension excepted; they take two persons. Money is in whole
fen and lands in the ledger of measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.audit import Audit, Measure, MeasureKind
from yb_desktop.domain.breach_facts import (
    DamagesCharged,
    MendingChecked,
    MendingOrdered,
    PartEnded,
    PartResumed,
    PartSuspended,
    Recovered,
    Talked,
    Withheld,
)
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.breach_files import file_of
from yb_desktop.services.breaches import local_day
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.numbering import next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.registry import action


@action("breaches.talk", "约谈")
def talk(
    desk: Desk,
    *,
    on: date,
    audit: str = "",
    agreement: str = "",
    persons: tuple[str, ...] = (),
    points: tuple[str, ...] = (),
) -> Step:
    """B1: talk with the legal representative (the default), the principal or the controller."""
    with desk.act("breaches.talk", on) as act:
        found = file_of(act, audit, agreement)
        entry = act.institution(found.institution).registration
        there = persons or tuple(name for name in (entry.legal_rep,) if name)
        if not there:
            raise BadInput("persons", "请填写被约谈的人员。")
        controller = entry.controller.name if entry.controller else ""
        answering = {name for name in (entry.legal_rep, entry.principal, controller) if name}
        odd = answering and not answering & set(there)
        warnings = ("被约谈人不是登记的法定代表人、主要负责人或实际控制人，请核对（B1）",) if odd else ()
        act.append(found.id, Talked(measure=desk.ids("measure"), persons=there, points=points))
        return act.done(found.id, documents=("talk_record",), warnings=warnings)


@action("breaches.order_mending", "责令限期整改")
def order_mending(
    desk: Desk,
    *,
    on: date,
    points: tuple[str, ...],
    audit: str = "",
    agreement: str = "",
    until: date | None = None,
) -> Step:
    """B1: order to mend the named points by a day (the office's own figure by default); to be checked afterwards."""
    with desk.act("breaches.order_mending", on) as act:
        found = file_of(act, audit, agreement)
        last = until or local_day(act, found, "B1")
        if last <= on:
            raise BadInput("until", f"整改期限{last}应在责令之日（{on}）之后，请检查。")
        if not any(point.strip() for point in points):
            raise BadInput("points", "请写明需要整改的事项。")
        number = next_number(act, "mending_order")
        news = MendingOrdered(measure=desk.ids("measure"), points=points, until=last, number=number)
        act.append(found.id, news)
        return act.done(found.id, documents=("mending_order",))


@action("breaches.check_mending", "复查整改")
def check_mending(
    desk: Desk,
    *,
    on: date,
    audit: str = "",
    agreement: str = "",
    measure: str = "",
    mended: bool = True,
    finding: str = "",
) -> Step:
    """B1: look at what was ordered to be mended (the oldest unchecked order by default)."""
    with desk.act("breaches.check_mending", on) as act:
        found = file_of(act, audit, agreement)
        orders = [one for one in found.to_check() if measure in {"", one.id}]
        if not orders:
            raise NotAllowed.by("state", "没有等待复查的责令整改事项。")
        if not mended and not finding.strip():
            raise BadInput("finding", "整改不到位的，请写明复查情况。")
        act.append(found.id, MendingChecked(measure=orders[0].id, mended=mended, finding=finding))
        return act.done(found.id)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of money asked for in whole fen, the matter it belongs to and what it rests on."""

    audit: str
    agreement: str
    amount: int
    basis: str


@action("breaches.withhold", "不予支付费用", two_persons=True)
def withhold(desk: Desk, *, on: date, amount: int, basis: str, audit: str = "", agreement: str = "") -> Step:
    """B1, B7: fees that are not paid; they are no arrears."""
    with desk.act("breaches.withhold", on) as act:
        return _in_money(act, MeasureKind.WITHHOLD, Withheld, _Sum(audit, agreement, amount, basis))


@action("breaches.recover", "追回费用", two_persons=True)
def recover(desk: Desk, *, on: date, amount: int, basis: str, audit: str = "", agreement: str = "") -> Step:
    """B1: fees that were paid and are taken back."""
    with desk.act("breaches.recover", on) as act:
        return _in_money(act, MeasureKind.RECOVER, Recovered, _Sum(audit, agreement, amount, basis))


@action("breaches.charge_damages", "收取违约金", two_persons=True)
def charge_damages(desk: Desk, *, on: date, amount: int, basis: str, audit: str = "", agreement: str = "") -> Step:
    """B1, B7: liquidated damages under the agreement; they are no arrears."""
    with desk.act("breaches.charge_damages", on) as act:
        return _in_money(act, MeasureKind.DAMAGES, DamagesCharged, _Sum(audit, agreement, amount, basis))


def _in_money(act: Act, kind: MeasureKind, fact: type[Withheld | Recovered | DamagesCharged], said: _Sum) -> Step:
    """Prepare a measure in money; on its release, number it and write it down."""
    if said.amount <= 0:
        raise BadInput("amount", f"金额应是大于零的整数（单位：分），现为{said.amount}。")
    if not said.basis.strip():
        raise BadInput("basis", "请写明依据（协议条款或处理意见书）。")
    found = file_of(act, said.audit, said.agreement)
    _heard(act, found, kind)
    desk = act.desk
    if not desk.prepared_by:
        return prepare(act, found.id, {"audit": found.id, "amount": said.amount, "basis": said.basis})
    news = fact(
        measure=desk.ids("measure"),
        amount=said.amount,
        basis=said.basis,
        prepared_by=desk.prepared_by,
        number=next_number(act, "recovery_notice"),
    )
    act.append(found.id, news)
    return act.done(found.id, documents=("recovery_notice",), warnings=_no_arrears(act, found.id))


def _no_arrears(act: Act, audit: str) -> tuple[str, ...]:
    newest = act.reader.audit(audit).measures[-1]
    return (f"{newest.kind.label}不作为医保欠费处理（B7）",) if newest.kind.no_arrears else ()


def _heard(act: Act, found: Audit, kind: MeasureKind) -> None:
    # B6: before a measure that harms it, the institution is offered to state and defend itself.
    asked = act.law.in_force("B6", area=found.area, kind=found.institution_kind, on=act.on)
    if asked and not found.heard_for(kind):
        raise NotAllowed.by("B6", f"作出“{kind.label}”之前，应先听取机构陈述申辩（或记明放弃、逾期未陈述）")


@action("breaches.suspend_part", "中止部分人员或科室的医保结算", two_persons=True)
def suspend_part(
    desk: Desk,
    *,
    on: date,
    audit: str = "",
    agreement: str = "",
    persons: tuple[str, ...] = (),
    departments: tuple[str, ...] = (),
    from_: date | None = None,
    to: date | None = None,
    basis: str = "",
    urgent: bool = False,
) -> Step:
    """B4: settlement stops for persons or departments, from the release or a later day; ``urgent`` does not wait."""
    with desk.act("breaches.suspend_part", on) as act:
        found = file_of(act, audit, agreement)
        _part_named(act, found, persons, departments)
        starts = _starts(act, from_)
        if to is not None and to < starts:
            raise BadInput("to", f"止期{to}早于起期{starts}，请检查。")
        if not urgent:  # CX-31: an urgent suspension does not wait for the hearing; it is owed afterwards
            _heard(act, found, MeasureKind.SUSPEND_PART)
        if not desk.prepared_by:
            params = {
                "audit": found.id,
                "persons": persons,
                "departments": departments,
                "from": from_,
                "to": to,
                "basis": basis,
                "urgent": urgent,
            }
            return prepare(act, found.id, params)
        news = PartSuspended(
            measure=desk.ids("measure"),
            persons=persons,
            departments=departments,
            starts=starts,
            ends=to,
            prepared_by=desk.prepared_by,
            basis=basis,
            urgent=urgent,
        )
        act.append(found.id, news)
        return act.done(found.id, warnings=_part_warnings(act, found, persons, departments))


@action("breaches.resume_part", "恢复部分人员或科室的医保结算", two_persons=True)
def resume_part(desk: Desk, *, on: date, audit: str = "", agreement: str = "", measure: str = "") -> Step:
    """B4: settlement for a suspended part goes on (the newest suspension by default)."""
    with desk.act("breaches.resume_part", on) as act:
        found = file_of(act, audit, agreement)
        stopped = [one for one in _suspended(found, on) if measure in {"", one.id}]
        if not stopped:
            raise NotAllowed.by("B4", "没有仍在中止结算的人员或科室，不需要恢复")
        newest = stopped[-1]
        if not desk.prepared_by:
            return prepare(act, found.id, {"audit": found.id, "measure": newest.id})
        act.append(found.id, PartResumed(measure=newest.id, prepared_by=desk.prepared_by))
        return act.done(found.id)


@action("breaches.end_part", "终止部分人员或科室的医保结算", two_persons=True)
def end_part(
    desk: Desk,
    *,
    on: date,
    audit: str = "",
    agreement: str = "",
    persons: tuple[str, ...] = (),
    departments: tuple[str, ...] = (),
    from_: date | None = None,
    basis: str = "",
) -> Step:
    """B4: settlement ends for persons or departments; a suspension of the same part is taken over."""
    with desk.act("breaches.end_part", on) as act:
        found = file_of(act, audit, agreement)
        part = {*persons, *departments}
        before = [one for one in _suspended(found, on) if part and part >= {*one.persons, *one.departments}]
        instead_of = before[-1].id if before else ""
        _part_named(act, found, persons, departments, but=instead_of)
        starts = _starts(act, from_)
        _heard(act, found, MeasureKind.END_PART)
        if not desk.prepared_by:
            params = {
                "audit": found.id,
                "persons": persons,
                "departments": departments,
                "from": from_,
                "basis": basis,
            }
            return prepare(act, found.id, params)
        news = PartEnded(
            measure=desk.ids("measure"),
            persons=persons,
            departments=departments,
            starts=starts,
            prepared_by=desk.prepared_by,
            basis=basis,
            instead_of=instead_of,
        )
        act.append(found.id, news)
        return act.done(found.id, warnings=_part_warnings(act, found, persons, departments))


def _starts(act: Act, given: date | None) -> date:
    """B4: from the day of the release, or a later one that was asked for; never from before it was prepared."""
    if given is None:
        return act.on
    if not act.desk.prepared_by and given < act.on:
        raise BadInput("from", f"起期{given}早于办理日期{act.on}，结算不能倒溯中止，请检查。")
    return max(given, act.on)


def _suspended(found: Audit, on: date) -> list[Measure]:
    return [one for one in found.measures if one.kind is MeasureKind.SUSPEND_PART and one.stops(on)]


def _part_named(act: Act, found: Audit, persons: tuple[str, ...], departments: tuple[str, ...], but: str = "") -> None:
    """B4: a part is named, its agreement is not over, and settlement for it has not stopped already."""
    if not persons and not departments:
        raise BadInput("persons", "请指明涉及的人员或科室。")
    if act.reader.agreement(found.agreement).state not in {AgreementState.IN_FORCE, AgreementState.SUSPENDED}:
        raise NotAllowed.by("state", "该协议已经终止，不再有医保结算。")
    part = {*persons, *departments}
    for file in act.reader.audits_of(found.agreement):
        for one in file.measures:
            same = part & {*one.persons, *one.departments}
            if one.id != but and same and one.stops(act.on):
                raise NotAllowed.by("B4", f"{'、'.join(sorted(same))}已经{one.kind.label}，不能重复办理")


def _part_warnings(act: Act, found: Audit, persons: tuple[str, ...], departments: tuple[str, ...]) -> tuple[str, ...]:
    institution = act.institution(found.institution)
    staff = {member.person for member in institution.staff_on(act.on)}
    known = staff | set(institution.registration.departments)
    odd = [name for name in (*persons, *departments) if name not in known]
    warnings = (f"登记簿中没有：{'、'.join(odd)}，请核对",) if odd else ()
    return (*warnings, "须及时报告同级医疗保障行政部门（B5）")
