"""The lines of the lists: plain frozen values, as the screens' columns need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from yb_desktop.domain.audit import MeasureKind
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.duties import DutyKind
from yb_desktop.domain.vocabulary import AgreementState, ApplicationKind, CaseState, InstitutionClass, Level, Ownership
from yb_desktop.law.catalogue import Kind


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """An institution in a list; its newest application and agreement beside it, where it has any."""

    id: str
    kind: Kind
    cls: InstitutionClass
    name: str
    area: str
    uscc: str
    licence: str
    level: Level
    ownership: Ownership
    office: str
    case_state: CaseState | None = None
    agreement_state: AgreementState | None = None
    agreement_ends: date | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An application in a list; ``next_rule`` and ``next_day`` are its most pressing running clock.

    ``provisional``: that day is 暂定, the calendar of its year is not yet published.
    """

    id: str
    institution: str
    institution_name: str
    institution_kind: Kind
    kind: ApplicationKind
    area: str
    state: CaseState
    received: date
    changed: date
    pending: str
    next_rule: str | None = None
    next_day: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement in a list."""

    id: str
    number: str
    institution: str
    institution_name: str
    institution_kind: Kind
    application: str
    area: str
    state: AgreementState
    starts: date
    ends: date
    signed: date | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """A running clock: ``entity`` is the application, the agreement or the audit, ``state`` its state's label.

    ``title`` says what is due, ``matter`` of what kind the entity is, ``number`` how people call it.
    """

    entity: str
    ordinal: int
    rule: str
    part: str
    source: str
    start: date
    last_day: date
    provisional: bool
    outer: bool
    paused: bool
    institution: str
    institution_name: str
    area: str
    state: str
    matter: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """What is owed or waited for: ``about`` a further matter, ``who`` a person; ``clocked``: a clock runs for it."""

    entity: str
    ordinal: int
    kind: DutyKind
    rule: str
    text: str
    since: date
    shown: date
    about: str
    who: str
    institution: str
    institution_name: str
    institution_kind: Kind
    area: str
    matter: str
    number: str
    state: str
    clocked: bool


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A numbered document in the office's register."""

    rid: str
    document: str
    number: str
    day: date
    actor: str
    entity: str
    serial: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A matter of breach in a list; ``owed`` counts what the office still has to do about it."""

    id: str
    number: str
    agreement: str
    institution: str
    institution_name: str
    institution_kind: Kind
    area: str
    stage: AuditStage
    opened: date
    changed: date
    pending: str
    owed: int


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A line of the ledger of measures: fen in ``amount``; ``no_arrears``: never insurance arrears (B7)."""

    audit: str
    ordinal: int
    measure: str
    agreement: str
    institution: str
    institution_name: str
    institution_kind: Kind
    area: str
    kind: MeasureKind
    day: date
    amount: int
    basis: str
    whom: str
    until: date | None
    settled: date | None
    reported: date | None
    no_arrears: bool


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list; ``after`` asks for the next ones and is ``None`` at the end."""

    rows: tuple[Row, ...]
    after: str | None
