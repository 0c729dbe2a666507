"""What stands in the way of accepting an application: kinds, conditions, materials (A1–A13), the host (J5).

Worked out from the register and the case, named all together, each with the first day without it where a day says so.

A condition whose rule has no basis in force for the area and kind is not asked (a pharmacy in Qujing has none).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.forms import form_here
from yb_desktop.domain.institution import Institution, StaffMember
from yb_desktop.domain.vocabulary import (
    AgreementState,
    ApplicationKind,
    InstitutionClass,
    StaffRole,
    licences_of,
)
from yb_desktop.law.counting import months_after, term_end
from yb_desktop.law.law import Kind, Law


def unmet_conditions(
    institution: Institution, case: Case, *, on: date, law: Law, host: Agreement | None
) -> tuple[Unmet, ...]:
    """Give everything in the way on the day ``on``; ``host`` is the agreement of the institution the case leans on."""
    found = [*_general(institution, case, on, law, host)]
    if institution.registration.kind is Kind.MEDICAL:
        found += _medical(institution, case, on, law)
    else:
        found += _pharmacy(institution, case, on, law)
    found += _materials(case)
    return tuple(found)


def _asked(law: Law, rule: str, case: Case) -> bool:
    return bool(law.in_force(rule, area=case.area, kind=case.institution_kind, on=case.received))


def _general(institution: Institution, case: Case, on: date, law: Law, host: Agreement | None) -> Iterator[Unmet]:
    entry = institution.registration
    internet = entry.cls is InstitutionClass.INTERNET_HOSPITAL
    supplementary = case.kind is ApplicationKind.SUPPLEMENTARY
    if internet and not supplementary:
        yield Unmet("J5", "互联网医院不单独申请定点，应依托实体医疗机构申请签订补充协议")
    if supplementary and not internet:
        yield Unmet("J5", "补充协议只适用于互联网医院，请按首次定点申请办理")
    elif supplementary and (host is None or host.state is not AgreementState.IN_FORCE):
        yield Unmet("J5", "所依托的实体医疗机构没有履行中的医保协议，请先核对依托机构")
    if _asked(law, "A2", case):
        yield from _licence(institution, on)
    yield from _in_operation(institution, case, law)


def _licence(institution: Institution, on: date) -> Iterator[Unmet]:
    entry = institution.registration
    if entry.licence is None or entry.licence.kind not in licences_of(entry.kind):
        wanted = "、".join(kind.label for kind in licences_of(entry.kind))
        yield Unmet("A2", f"登记信息中没有有效的许可证件（{wanted}），请补录")
    elif entry.licence.valid_until is not None and entry.licence.valid_until < on:
        yield Unmet("A2", f"{entry.licence.kind.label}已于{entry.licence.valid_until}到期，请换证后办理")


def _in_operation(institution: Institution, case: Case, law: Law) -> Iterator[Unmet]:
    entry = institution.registration
    months = law.figure("A3", area=case.area, kind=case.institution_kind, on=case.received)
    if months is None:  # no document in force asks for it here
        return
    if entry.opened is None:
        yield Unmet("A3", "没有登记正式运营日期，无法确认是否满3个月，请补录")
        return
    reached = months_after(entry.opened, months)  # T5: a minimum age is reached on the corresponding day
    if case.received < reached:
        text = f"收件之日（{case.received}）正式运营未满{months}个月（{entry.opened}起），{reached}起可以重新申请"
        yield Unmet("A3", text, reached)


def _with_role(institution: Institution, on: date, role: StaffRole) -> tuple[StaffMember, ...]:
    return tuple(member for member in institution.staff_on(on) if member.role is role)


def _medical(institution: Institution, case: Case, on: date, law: Law) -> Iterator[Unmet]:
    entry = institution.registration
    physicians = [
        member
        for member in _with_role(institution, on, StaffRole.PHYSICIAN)
        if member.first_registered_here and member.certificate is not None
    ]
    least = law.figure("A4", area=case.area, kind=case.institution_kind, on=case.received)
    if least is not None and len(physicians) < least:
        text = f"持证且第一注册地在本机构的医师只有{len(physicians)}名（至少{least}名），请登记医师后办理"
        yield Unmet("A4", text)
    if not _asked(law, "A5", case):
        return
    if not entry.principal:
        yield Unmet("A5", "没有登记主要负责人，无法确认由主要负责人负责医保工作")
    if not _with_role(institution, on, StaffRole.INSURANCE_MANAGER):
        yield Unmet("A5", "没有配备专（兼）职医保管理人员，请登记后办理")
    beds = law.figure("A5", area=case.area, kind=case.institution_kind, on=case.received)
    if beds is not None and entry.beds >= beds and not any("医保" in name for name in entry.departments):
        yield Unmet("A5", f"床位{entry.beds}张（{beds}张以上），应设内部医保管理部门并在科室中登记")


def _contract_held(member: StaffMember, on: date, years: int) -> bool:
    """A8, A9: a labour contract of at least so many years, in force on the day."""
    if member.contract_from is None or member.contract_to is None:
        return False
    in_force = member.contract_from <= on <= member.contract_to
    return in_force and member.contract_to >= term_end(member.contract_from, 12 * years)


def _qualified(member: StaffMember) -> bool:
    """A8: a pharmacist counts with a certificate, registered here; A9 asks neither of a manager."""
    if member.role is not StaffRole.PHARMACIST:
        return True
    return member.certificate is not None and member.first_registered_here


def _pharmacy(institution: Institution, case: Case, on: date, law: Law) -> Iterator[Unmet]:
    for rule, role in (("A8", StaffRole.PHARMACIST), ("A9", StaffRole.INSURANCE_MANAGER)):
        least = law.figure(rule, area=case.area, kind=case.institution_kind, on=case.received)
        years = law.figure(rule, area=case.area, kind=case.institution_kind, on=case.received, part="contract")
        if least is None or years is None:  # no document in force asks for them here
            continue
        people = [
            member
            for member in _with_role(institution, on, role)
            if _contract_held(member, on, years) and _qualified(member)
        ]
        if len(people) < least:
            held = f"签有{years}年以上且在有效期内劳动合同的{role.label}只有{len(people)}名"
            yield Unmet(rule, f"{held}（至少{least}名），请登记后办理")


def _materials(case: Case) -> Iterator[Unmet]:
    if not case.missing:
        return
    medical = case.institution_kind is Kind.MEDICAL
    kind = "materials_medical" if medical else "materials_pharmacy"
    asked = form_here(kind, case.materials)
    labels = {item.id: item.label for item in asked.items} if asked else {}
    names = "、".join(labels.get(item, item) for item in case.missing)
    yield Unmet("A12" if medical else "A13", f"材料不齐：{names}，补齐后才能受理")
