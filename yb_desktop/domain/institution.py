"""An institution in the register: what it is, its staff, its history. Facts and how they change it.

Ids are the office's own; the uscc is never the only key (one code may own several sites, the military has none).
"""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.vocabulary import (
    Certificate,
    InstitutionClass,
    Level,
    LicenceKind,
    Ownership,
    StaffRole,
)
from yb_desktop.law.catalogue import Kind


class Licence(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A2: the licence to operate; ``valid_until`` is None where it has no term (filing certificates)."""

    kind: LicenceKind
    number: str
    valid_until: date | None = None


class Controller(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The actual controller (实际控制人)."""

    name: str
    id_number: str = ""


class Particulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is given to register an institution."""

    kind: Kind
    cls: InstitutionClass = msgspec.field(name="class")
    name: str
    area: str
    opened: date | None = None
    uscc: str = ""
    licence: Licence | None = None
    address: str = ""
    level: Level = Level.COUNTY
    ownership: Ownership = Ownership.PRIVATE
    profit: bool = False
    grade: str = ""
    beds: int = 0
    departments: tuple[str, ...] = ()
    legal_rep: str = ""
    principal: str = ""
    controller: Controller | None = None
    bank_account: str = ""
    phone: str = ""
    head_office: str = ""
    host: str = ""


class Registration(Particulars, frozen=True, kw_only=True):
    """What the register says of an institution. ``pinyin`` and ``initials`` are made once, where it is saved."""

    pinyin: str = ""
    initials: str = ""


class FormerAgreement(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a list said of an agreement made before this program (J6)."""

    number: str = ""
    starts: date | None = None
    ends: date | None = None
    national_code: str = ""


class StaffMember(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A4, A8, A9: a person who works there, in one role; contracts are counted by their days, both included."""

    staff: str
    person: str
    role: StaffRole
    certificate: Certificate | None = None
    first_registered_here: bool = False
    contract_from: date | None = None
    contract_to: date | None = None
    certificate_until: date | None = None
    ended: date | None = None


@fact("institutions.register")
class Registered(Fact, frozen=True):
    """A new institution; ``distinct_from`` names the likely duplicates that the clerk saw and set apart (S5)."""

    registration: Registration
    distinct_from: tuple[str, ...] = ()


@fact("institutions.import_list")
class Listed(Fact, frozen=True):
    """One row of an imported list (J6); ``batch`` names the import, ``row`` the line of the sheet."""

    registration: Registration
    batch: str
    row: int
    scheme: str = ""
    former: FormerAgreement | None = None


@fact("institutions.undo_import")
class ImportUndone(Fact, frozen=True):
    """The whole list is taken back; this row is shown no more."""

    batch: str


@fact("institutions.amend")
class Amended(Fact, frozen=True):
    """C1: changes that are not major. ``registration`` is the whole entry as it stands afterwards."""

    registration: Registration
    changed: tuple[str, ...]


@fact("changes.complete_change")
class ChangeCompleted(Fact, frozen=True):
    """C2: a major change applied for is done; the record is the agreement's, ``registration`` the whole entry after."""

    institution: str
    change: str
    registration: Registration
    changed: tuple[str, ...]
    number: str
    prepared_by: str

    def touches(self) -> tuple[str, ...]:
        """The register changes with it."""
        return (self.institution,)


@fact("institutions.add_staff")
class StaffAdded(Fact, frozen=True):
    """A4, A8, A9: a person begins to work there."""

    member: StaffMember


@fact("institutions.end_staff")
class StaffEnded(Fact, frozen=True):
    """A person works there no more from the record's day on."""

    staff: str


@fact("institutions.merge")
class Merged(Fact, frozen=True):
    """S5: one entry from two; ``registration`` is the kept one's afterwards, ``before`` as it was."""

    give_up: str
    registration: Registration
    before: Registration

    def touches(self) -> tuple[str, ...]:
        """The entry given up points to the kept one."""
        return (self.give_up,)


@fact("institutions.undo_merge")
class MergeUndone(Fact, frozen=True):
    """S5: two entries again; ``registration`` is the kept one's, as it was before."""

    give_up: str
    registration: Registration

    def touches(self) -> tuple[str, ...]:
        """The entry given up stands by itself again."""
        return (self.give_up,)


@fact("institutions.relocate")
class Relocated(Fact, frozen=True):
    """J1: it operates in another place now; ``to_office`` is the office that its file goes to, if another one."""

    to_area: str
    to_office: str = ""


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of an entity's history."""

    type: str
    on: date
    actor: str
    rid: str


class Institution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An institution as all facts so far make it."""

    id: str
    office: str
    registration: Registration
    staff: tuple[StaffMember, ...] = ()
    former: FormerAgreement | None = None
    batch: str = ""
    removed: bool = False
    absorbed: tuple[str, ...] = ()
    merged_into: str = ""
    moved_to: str = ""
    history: tuple[Event, ...] = ()

    @property
    def shown(self) -> bool:
        """Say whether lists and searches find it: not taken back with its list, not merged into another (S5)."""
        return not self.removed and not self.merged_into

    def staff_on(self, day: date) -> tuple[StaffMember, ...]:
        """Give the people who work there on ``day``."""
        return tuple(member for member in self.staff if member.ended is None or member.ended > day)


def evolve(before: Institution | None, news: Fact, at: Stamp) -> Institution:
    """Give the institution after ``news``. Raises ``LookupError`` when the entry it changes is not there."""
    match news:
        case Registered():
            after = Institution(id=at.entity, office=at.office, registration=news.registration)
        case Listed():
            after = Institution(
                id=at.entity,
                office=at.office,
                registration=news.registration,
                former=news.former,
                batch=news.batch,
            )
        case _ if before is None:
            raise LookupError(at.entity)
        case _:
            after = _changed(before, news, at)
    past = before.history if before else ()
    return msgspec.structs.replace(after, history=(*past, Event(at.type, at.on, at.actor, at.rid)))


def _changed(before: Institution, news: Fact, at: Stamp) -> Institution:
    replace = msgspec.structs.replace
    match news:
        case Merged() | MergeUndone():
            return _merged(before, news, at)
        case Relocated():
            moved = replace(before.registration, area=news.to_area)
            return replace(before, registration=moved, moved_to=news.to_office)
        case Amended() | ChangeCompleted():
            return replace(before, registration=news.registration)
        case StaffAdded():
            return replace(before, staff=(*before.staff, news.member))
        case StaffEnded():
            ended = tuple(replace(m, ended=at.on) if m.staff == news.staff else m for m in before.staff)
            return replace(before, staff=ended)
        case ImportUndone():
            return replace(before, removed=True)
        case _:
            raise TypeError(f"{type(news).__name__} does not change an institution")


def _merged(before: Institution, news: Merged | MergeUndone, at: Stamp) -> Institution:
    replace = msgspec.structs.replace
    joined = isinstance(news, Merged)
    if before.id == news.give_up:
        return replace(before, merged_into=at.entity if joined else "")
    rest = tuple(one for one in before.absorbed if one != news.give_up)
    absorbed = (*rest, news.give_up) if joined else rest
    return replace(before, registration=news.registration, absorbed=absorbed)
