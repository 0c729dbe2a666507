"""What there is to choose from in a matter: its open changes, measures, letters, the people of the office.

A parameter that names a thing is chosen from the things there are; nobody types an id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from yb_desktop.base.canon import Json
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.amounts import figures
from yb_desktop.domain.audit import Audit, MeasureKind
from yb_desktop.domain.case import Case
from yb_desktop.domain.inquiry import Inquiries
from yb_desktop.domain.institution import Institution, Registration
from yb_desktop.domain.noting import NoteKind
from yb_desktop.domain.people import Role
from yb_desktop.domain.termination import termination_grounds
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import step_title
from yb_desktop.services.voiding import standing_steps
from yb_desktop.store.reading import Reader

_PROVINCE = "530000"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its id as the action takes it, and what the person reads."""

    id: str
    title: str


def choices_for(desk: Desk, action: str, parameter: str, given: Mapping[str, Json]) -> tuple[Choice, ...] | None:
    """Give what a parameter is chosen from in the matter of ``given``; ``None`` where it is typed freely."""
    tell = _CHOICES.get(f"{action}.{parameter}") or _CHOICES.get(parameter)
    if tell is None:
        return None
    with desk.store.read() as reader:
        return tuple(tell(_Matter(reader, given)))


def known_value(desk: Desk, action: str, parameter: str, given: Mapping[str, Json]) -> Json:
    """Give what a parameter begins with where the program knows it already; ``None`` where it does not."""
    if f"{action}.{parameter}" != "institutions.relocate.to_area":
        return None
    with desk.store.read() as reader:
        found = _Matter(reader, given).institution
        return found.registration.area if found else None


def entry_now(desk: Desk, given: Mapping[str, Json]) -> Registration | None:
    """Give the register's entry that the matter in ``given`` is about, where it is about one."""
    with desk.store.read() as reader:
        found = _Matter(reader, given).institution
        return found.registration if found else None


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a form is about, read when it is asked for."""

    reader: Reader
    given: Mapping[str, Json]

    @property
    def audit(self) -> Audit | None:
        return self.reader.audit(str(self.given["audit"])) if self.given.get("audit") else None

    @property
    def agreement(self) -> Agreement | None:
        audit = self.audit
        wanted = audit.agreement if audit else self.given.get("agreement")
        return self.reader.agreement(str(wanted)) if wanted else None

    @property
    def case(self) -> Case | None:
        return self.reader.case(str(self.given["case"])) if self.given.get("case") else None

    @property
    def institution(self) -> Institution | None:
        agreement, case = self.agreement, self.case
        wanted = agreement.institution if agreement else case.institution if case else self.given.get("institution")
        return self.reader.institution(str(wanted)) if wanted else None

    @property
    def inquiries(self) -> Inquiries:
        matter = self.case or self.agreement
        return matter.inquiries if matter else ()


def _changes(matter: _Matter) -> Iterator[Choice]:
    found = matter.agreement
    for one in found.changes if found else ():
        if one.completed is None:
            yield Choice(one.id, f"{one.on} 申请（{len(one.fields.named)}项）")


def _open_measures(*kinds: MeasureKind) -> Callable[[_Matter], Iterator[Choice]]:
    def tell(matter: _Matter) -> Iterator[Choice]:
        found = matter.audit
        for one in found.measures if found else ():
            if one.kind in kinds and one.settled is None:
                yield Choice(one.id, f"{one.on} {one.kind.label}　{'、'.join(one.points or one.persons)[:30]}".strip())

    return tell


def _reported_measures(matter: _Matter) -> Iterator[Choice]:
    found = matter.audit
    for one in found.measures if found else ():
        if one.kind.reported and one.reported is None:
            yield Choice(one.id, f"{one.on} {one.kind.label}")


def _notes(kind: NoteKind) -> Callable[[_Matter], Iterator[Choice]]:
    def tell(matter: _Matter) -> Iterator[Choice]:
        found = matter.agreement
        for one in found.notes if found else ():
            if one.kind is kind and one.answered is None:
                yield Choice(one.id, f"{one.on} {one.text[:30]}")

    return tell


def _unpaid(matter: _Matter) -> Iterator[Choice]:
    found = matter.agreement
    for one in found.claims if found else ():
        if one.paid is None:
            yield Choice(one.period, f"{one.period}　申报 {figures(one.claimed)} 元")


def _renewal_objections(matter: _Matter) -> Iterator[Choice]:
    found = matter.agreement
    for one in found.renewal.open_objections if found and found.renewal else ():
        yield Choice(one.id, f"{one.on} {one.text[:30]}")


def _inquiries(matter: _Matter) -> Iterator[Choice]:
    for one in matter.inquiries:
        if one.answered is None:
            yield Choice(one.id, f"{one.on} {one.number}　{one.to}")


def _termination_grounds(matter: _Matter) -> Iterator[Choice]:
    found = matter.agreement
    for one in termination_grounds(found.institution_kind) if found else ():
        yield Choice(one.id, f"（{one.item}）{one.text}")


def _people(*roles: Role) -> Callable[[_Matter], Iterator[Choice]]:
    def tell(matter: _Matter) -> Iterator[Choice]:
        for one in matter.reader.people():
            if one.ended is None and (not roles or one.may(*roles)):
                yield Choice(one.id, f"{one.name}（{'、'.join(role.label for role in one.roles)}）")

    return tell


def _staff(matter: _Matter) -> Iterator[Choice]:
    found = matter.institution
    for one in found.staff if found else ():
        if one.ended is None:
            yield Choice(one.person, f"{one.person}（{one.role.label}）")


def _takers(matter: _Matter) -> Iterator[Choice]:
    """Name whom a case can be handed to: everybody with work of the office but the one who has it."""
    case = matter.case
    found = _people(Role.HANDLING, Role.RECEIVING, Role.REVIEWING, Role.LEADER)(matter)
    return (one for one in found if case is None or one.id != case.handler)


def _townships(matter: _Matter) -> Iterator[Choice]:
    areas = matter.reader.law.areas
    for prefecture in areas.within(_PROVINCE):
        for county in areas.within(prefecture.code):
            for one in areas.within(county.code):
                yield Choice(one.code, f"{county.name}{one.name}")


def _offices_around(matter: _Matter) -> Iterator[Choice]:
    """J1, J2: name the offices above this one, and the one of the county an institution moved to."""
    areas, own = matter.reader.law.areas, matter.reader.info.area
    institution = matter.institution
    if institution is not None and institution.moved_to:
        yield Choice(institution.moved_to, f"{areas.get(institution.moved_to).name}的经办机构（机构已迁入）")
    above = areas.parent(own)
    while above is not None:
        yield Choice(above.code, f"{above.name}的经办机构")
        above = areas.parent(above.code)


def _steps(matter: _Matter) -> Iterator[Choice]:
    """Give the steps of the matter that stand, the newest first: it is taken back before the others."""
    wanted = next((str(matter.given[one]) for one in ("audit", "agreement", "case") if matter.given.get(one)), "")
    for record in reversed(standing_steps(matter.reader, wanted) if wanted else []):
        yield Choice(record.rid, f"{record.on} {step_title(record.type)}")


_CHOICES: Mapping[str, Callable[[_Matter], Iterator[Choice]]] = {
    "agreements.log_problem.problem": _notes(NoteKind.PROBLEM),
    "agreements.record_comment.comment": _notes(NoteKind.COMMENT),
    "agreements.record_payment.period": _unpaid,
    "applications.hand_over.to_office": _offices_around,
    "applications.record_reply.inquiry": _inquiries,
    "breaches.check_mending.measure": _open_measures(MeasureKind.MENDING),
    "breaches.report_measure.measure": _reported_measures,
    "breaches.resume_part.measure": _open_measures(MeasureKind.SUSPEND_PART),
    "cases.void_step.step": _steps,
    "changes.complete_change.change": _changes,
    "changes.settle_renewal_objection.objection": _renewal_objections,
    "changes.terminate.grounds": _termination_grounds,
    "institutions.end_staff.person": _staff,
    "oversight.end_person.person": _people(),
    "institutions.relocate.to_area": _townships,
    "oversight.reassign_case.person": _takers,
}
