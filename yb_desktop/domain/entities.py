"""The kinds of things that records speak of, told apart by the prefix of their ids, and how records change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from msgspec.structs import replace

from yb_desktop.base.errors import Refused
from yb_desktop.domain import (
    agreement_changes,  # noqa: F401 - registers what happens to an agreement in force with agreement_evolve
    agreement_evolve,
    assessing,  # noqa: F401 - registers the assessment with agreement_evolve
    audit,
    blocked,
    case_evaluating,  # noqa: F401 - registers the evaluation's steps with case_evolve
    case_evolve,
    case_outside,  # noqa: F401 - registers its steps with case_evolve and agreement_evolve
    commitment,  # noqa: F401 - registers its step with case_evolve
    institution,
    laptops,  # noqa: F401 - registers the taking back of a visit with case_evolve
    office,
    people,
    performance,  # noqa: F401 - registers claims, payments and notes with agreement_evolve
    publication,
)
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.case import Case
from yb_desktop.domain.changes import Ending
from yb_desktop.domain.facts import Fact, Stamp, read_fact, stamp_of
from yb_desktop.domain.institution import Event, Institution
from yb_desktop.domain.limits import stop_all
from yb_desktop.domain.office import Office
from yb_desktop.domain.on_paper import OnPaper
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.domain.people import Person
from yb_desktop.domain.publication import Publication
from yb_desktop.domain.records import Record
from yb_desktop.domain.vocabulary import AgreementState, CaseState

Entity = Institution | Case | Agreement | Person | Audit | BlockedPerson | Publication | Office


class EntityKind(StrEnum):
    """The prefix of an id says what it names."""

    INSTITUTION = "inst"
    CASE = "case"
    AGREEMENT = "agr"
    PERSON = "person"
    OFFICE = "office"
    AUDIT = "audit"
    BLOCKED = "block"
    PUBLICATION = "pub"


def kind_of(entity: str) -> EntityKind:
    """Tell an id's kind. Raises ``Refused`` (``record-entity``) for a prefix nobody knows."""
    prefix = entity.partition("-")[0]
    try:
        return EntityKind(prefix)
    except ValueError as problem:
        raise Refused("record-entity", f"记录涉及的对象“{entity}”本程序不认识。") from problem


def touched(record: Record, news: Fact) -> tuple[str, ...]:
    """Name every entity that a record changes, its own first."""
    return (record.entity, *news.touches())


def evolve(entity: str, before: Entity | None, record: Record, news: Fact | None = None) -> Entity:
    """Give ``entity`` after ``record``. Raises ``Refused`` when the record does not fit what is there."""
    at = stamp_of(record)
    value = news or read_fact(record)
    if isinstance(value, OnPaper) and before is not None:
        return before
    try:
        return _EVOLVE[kind_of(entity)](before, value, at)
    except (LookupError, TypeError, StopIteration) as problem:
        raise Refused("record-misfit", f"记录“{record.type}”与对象{entity}的现状对不上，不能入库。") from problem


def without(entity: str, records: Iterable[Record], voided: Record) -> Entity:
    """Give ``entity`` as its ``records`` make it without the steps taken back; ``voided`` is the newest record.

    What a step began cannot be gone: it stays readable, ended on the day on which the step was taken back.
    """
    known = [(record, read_fact(record)) for record in records]
    gone = {fact.step for record, fact in [*known, (voided, read_fact(voided))] if isinstance(fact, StepVoided)}
    now: Entity | None = None
    for record, news in known:
        if isinstance(news, StepVoided):
            now = _told(now, record)
        elif record.rid not in gone:
            now = evolve(entity, now, record, news)
        elif now is None:
            now = _taken_back(evolve(entity, None, record, news), stamp_of(voided).on)
    return _told(now, voided)


def _told(before: Entity | None, record: Record) -> Entity:
    """Put the taking back itself into an entity's history; no decision prepared before it waits any more."""
    if before is None:
        raise Refused("record-misfit", f"记录“{record.type}”所涉及的对象不存在，不能入库。")
    at = stamp_of(record)
    history = (*before.history, Event(at.type, at.on, at.actor, at.rid))
    if isinstance(before, (Case, Agreement, Audit)):
        return replace(before, history=history, pending=None)
    return replace(before, history=history)


def _taken_back(begun: Entity, on: date) -> Entity:
    match begun:
        case Case():
            return replace(begun, state=CaseState.WITHDRAWN, limits=stop_all(begun.limits, on))
        case Agreement():
            ending = Ending(rule="state", on=on, effective=on)
            clocks = stop_all(begun.limits, on)
            return replace(begun, state=AgreementState.LAPSED, ending=ending, limits=clocks)
        case Person():
            return replace(begun, ended=on)
        case Audit():
            return replace(begun, stage=AuditStage.VOIDED, limits=stop_all(begun.limits, on))
        case Institution() | BlockedPerson() | Publication():
            return replace(begun, removed=True)
        case Office():
            return begun


T = TypeVar("T", bound=Entity)

_Evolve = Callable[[Entity | None, Fact, Stamp], Entity]


def _only(kind: type[T], evolve_one: Callable[[T | None, Fact, Stamp], T]) -> _Evolve:
    def change(before: Entity | None, news: Fact, at: Stamp) -> Entity:
        if before is None or isinstance(before, kind):
            return evolve_one(before, news, at)
        raise TypeError(f"{type(before).__name__} is no {kind.__name__}")

    return change


_EVOLVE: Final[Mapping[EntityKind, _Evolve]] = {
    EntityKind.INSTITUTION: _only(Institution, institution.evolve),
    EntityKind.CASE: _only(Case, case_evolve.evolve),
    EntityKind.AGREEMENT: _only(Agreement, agreement_evolve.evolve),
    EntityKind.PERSON: _only(Person, people.evolve),
    EntityKind.AUDIT: _only(Audit, audit.evolve),
    EntityKind.BLOCKED: _only(BlockedPerson, blocked.evolve),
    EntityKind.PUBLICATION: _only(Publication, publication.evolve),
    EntityKind.OFFICE: _only(Office, office.evolve),
}
