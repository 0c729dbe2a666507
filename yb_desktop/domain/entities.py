"""The kinds of things that records speak of, told apart by the prefix of their ids, and how records change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from yb_desktop.base.errors import Refused
from yb_desktop.domain import (
    agreement_evolve,
    audit,
    blocked,
    case_evaluating,  # noqa: F401 - registers the evaluation's steps with case_evolve
    case_evolve,
    case_outside,  # noqa: F401 - registers its steps with case_evolve and agreement_evolve
    institution,
    people,
    publication,
)
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import Fact, Stamp, read_fact, stamp_of
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.people import Person
from yb_desktop.domain.publication import Publication
from yb_desktop.domain.records import Record

Entity = Institution | Case | Agreement | Person | Audit | BlockedPerson | Publication


class EntityKind(StrEnum):
    """The prefix of an id says what it names."""

    INSTITUTION = "inst"
    CASE = "case"
    AGREEMENT = "agr"
    PERSON = "person"
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
    try:
        return _EVOLVE[kind_of(entity)](before, value, at)
    except (LookupError, TypeError, StopIteration) as problem:
        raise Refused("record-misfit", f"记录“{record.type}”与对象{entity}的现状对不上，不能入库。") from problem


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
}
