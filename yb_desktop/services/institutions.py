"""The register: institutions come in, change, and gain or lose staff (C1, S5, A4–A9); lists come by ``importing``."""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.codes import read_id_number, read_uscc
from yb_desktop.domain.institution import (
    Amended,
    Controller,
    Institution,
    Particulars,
    Registered,
    Registration,
    StaffAdded,
    StaffEnded,
    StaffMember,
)
from yb_desktop.domain.names import initials, pinyin
from yb_desktop.domain.vocabulary import (
    AgreementState,
    Certificate,
    StaffRole,
    certificates_of,
    classes_of,
)
from yb_desktop.law.law import Kind
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import InstitutionRow

_BOUND = frozenset({AgreementState.IN_FORCE, AgreementState.SUSPENDED})

MAJOR = frozenset(
    {
        "name",
        "class",
        "address",
        "ownership",
        "profit",
        "grade",
        "beds",
        "departments",
        "legal_rep",
        "principal",
        "controller",
        "bank_account",
    }
)
"""C1: the major changes of CX-32, which the institution applies for; filling in what was left blank is no change."""

FIXED = frozenset({"kind", "area", "pinyin", "initials"})
"""What makes it this institution in this place (J1), or is worked out; no correction changes it."""


@action("institutions.register", "登记机构", spread="particulars")
def register(desk: Desk, *, on: date, particulars: Particulars, distinct_from: tuple[str, ...] = ()) -> Step:
    """Register a new institution. Raises ``NotAllowed`` S5 while likely duplicates are not set apart by name."""
    given = msgspec.structs.asdict(particulars)
    entry = Registration(
        **{**given, "name": particulars.name.strip(), "area": desk.law.areas.resolve(particulars.area)}
    )
    entry = checked(entry, on)
    with desk.act("institutions.register", on) as act:
        likely = [row for row in duplicates(act.reader, entry) if row.id not in distinct_from]
        if likely:
            raise NotAllowed.by("S5", _side_by_side(likely))
        entity = desk.ids("inst")
        act.append(entity, Registered(registration=entry, distinct_from=distinct_from))
        return act.done(entity)


def checked(entry: Registration, on: date) -> Registration:
    """Check an entry and fill in what is worked out from it. Raises ``BadInput`` in words, naming the field."""
    if not entry.name:
        raise BadInput("name", "机构名称不能为空。")
    if entry.cls not in classes_of(entry.kind):
        label = "医疗机构" if entry.kind is Kind.MEDICAL else "零售药店"
        raise BadInput("class", f"“{entry.cls.label}”不是{label}的类别，请重新选择。")
    if entry.opened is not None and entry.opened > on:
        raise BadInput("opened", f"正式运营日期{entry.opened}晚于办理日期{on}，请检查。")
    if entry.beds < 0:
        raise BadInput("beds", "床位数不能为负数。")
    uscc = read_uscc(entry.uscc) if entry.uscc else ""
    if not uscc and (entry.licence is None or not entry.licence.number):
        # A2: one without a uscc (military) is known by its licence number.
        raise BadInput("uscc", "没有统一社会信用代码的机构，必须登记许可证件号码。")
    controller = entry.controller
    if controller is not None and controller.id_number:
        controller = Controller(controller.name, read_id_number(controller.id_number))
    return msgspec.structs.replace(
        entry,
        uscc=uscc,
        controller=controller,
        pinyin=pinyin(entry.name),
        initials=initials(entry.name),
    )


def duplicates(reader: Reader, entry: Registration) -> tuple[InstitutionRow, ...]:
    """S5: give the likely duplicates: same uscc and site, same licence number, near-same name in the same township."""
    found: dict[str, InstitutionRow] = {}
    if entry.uscc:
        same = (row for row in reader.same_uscc(entry.uscc) if row.area == entry.area)
        found |= {row.id: row for row in same}
    if entry.licence is not None and entry.licence.number:
        found |= {row.id: row for row in reader.same_licence(entry.licence.number)}
    found |= {row.id: row for row in reader.same_name_in(entry.area, entry.name)}
    return tuple(found.values())


def _side_by_side(likely: list[InstitutionRow]) -> str:
    rows = "；".join(f"{row.name}（{row.uscc or '无代码'}，{row.id}）" for row in likely)
    return f"登记簿中已有很可能相同的机构：{rows}。请核对；确属不同机构的，注明后再登记"


@action("institutions.amend", "更正登记信息")
def amend(desk: Desk, *, on: date, institution: str, fields: dict[str, object]) -> Step:
    """C1: change what is not major; the old value is kept in the log. Major fields are refused by C1."""
    known = {field.encode_name for field in msgspec.structs.fields(Registration)}
    if not fields or (wrong := sorted(set(fields) - known | set(fields) & FIXED)):
        raise BadInput("fields", f"不能更正的项目：{'、'.join(wrong) if fields else '没有填写任何项目'}。")
    with desk.act("institutions.amend", on) as act:
        entry = entry_in_use(act, institution).registration
        blank = Registration(kind=entry.kind, cls=entry.cls, name="", area="")
        written = msgspec.to_builtins(entry).keys() - msgspec.to_builtins(blank).keys()
        if major := sorted(set(fields) & MAJOR & ({"name", "class"} | written)):
            raise NotAllowed.by("C1", f"{'、'.join(major)}属于重大信息，应由机构申请变更，不能直接更正")
        try:
            after = msgspec.convert(msgspec.to_builtins(entry) | fields, Registration)
        except msgspec.ValidationError as problem:
            raise BadInput("fields", f"填写的内容不合规（{problem}）。") from problem
        act.append(institution, Amended(registration=checked(after, on), changed=tuple(sorted(fields))))
        return act.done(institution, warnings=_coded_too(act, institution, after))


def _coded_too(act: Act, institution: str, entry: Registration) -> tuple[str, ...]:
    """C17: what is not major is kept up on the national platform of codes too, while an agreement binds."""
    if not act.law.in_force("C17", area=entry.area, kind=entry.kind, on=act.on):
        return ()
    bound = any(one.state in _BOUND for one in act.reader.agreements_of(institution))
    return ("请同步维护国家医保信息业务编码标准数据库的动态维护平台（C17）",) if bound else ()


@action("institutions.add_staff", "登记人员")
def add_staff(
    desk: Desk,
    *,
    on: date,
    institution: str,
    person: str,
    role: StaffRole,
    certificate: Certificate | None = None,
    first_registered_here: bool = False,
    contract_from: date | None = None,
    contract_to: date | None = None,
    certificate_until: date | None = None,
) -> Step:
    """A4, A8, A9: enter a person who works there; ``certificate_until`` where the certificate has a term."""
    if certificate is not None and certificate not in certificates_of(role):
        raise BadInput("certificate", f"{role.label}不能凭“{certificate.label}”登记，请重新选择证书。")
    if contract_from is not None and contract_to is not None and contract_to < contract_from:
        raise BadInput("contract", f"劳动合同止期{contract_to}早于起期{contract_from}，请检查。")
    if not person.strip():
        raise BadInput("person", "人员姓名不能为空。")
    with desk.act("institutions.add_staff", on) as act:
        entry_in_use(act, institution)
        member = StaffMember(
            staff=desk.ids("staff"),
            person=person.strip(),
            role=role,
            certificate=certificate,
            first_registered_here=first_registered_here,
            contract_from=contract_from,
            contract_to=contract_to,
            certificate_until=certificate_until,
        )
        act.append(institution, StaffAdded(member=member))
        return act.done(institution)


@action("institutions.end_staff", "人员离职")
def end_staff(desk: Desk, *, on: date, institution: str, person: str, role: StaffRole | None = None) -> Step:
    """Say that a person works there no more: by name (or the entry's id), in every role or in one."""
    with desk.act("institutions.end_staff", on) as act:
        there = [
            member
            for member in entry_in_use(act, institution).staff_on(on)
            if person in (member.person, member.staff) and role in (None, member.role)
        ]
        if not there:
            raise BadInput("person", f"该机构没有在职人员“{person}”，请核对。")
        for member in there:
            act.append(institution, StaffEnded(staff=member.staff))
        return act.done(institution)


def entry_in_use(act: Act, institution: str) -> Institution:
    """Load an entry that can be worked on. Raises ``NotAllowed``: ``state`` when taken back or merged, J1 when gone."""
    found = act.institution(institution)
    if found.removed:
        raise NotAllowed.by("state", "该机构的登记已随导入撤销，不能办理。")
    if found.merged_into:
        kept = act.institution(found.merged_into).registration.name
        raise NotAllowed.by("state", f"该登记已并入“{kept}”（{found.merged_into}），请在那里办理。")
    if found.moved_to:
        raise NotAllowed.by("J1", f"该机构已迁出，由{found.moved_to}的经办机构办理")
    return found
