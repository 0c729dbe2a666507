"""The kinds of things that records speak of, told apart by the prefix of their ids, and how records change them."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from yb_desktop.base.errors import Refused
from yb_desktop.domain import (
    agreement,
    audit,
    blocked,
    case_evaluating,  # noqa: F401 - registers the evaluation's steps with case_evolve
    case_evolve,
    institution,
    people,
    publication,
)
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import Fact, read_fact, stamp_of
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
        match kind_of(entity):
            case EntityKind.INSTITUTION:
                return institution.evolve(_only(Institution, before), value, at)
            case EntityKind.CASE:
                return case_evolve.evolve(_only(Case, before), value, at)
            case EntityKind.AGREEMENT:
                return agreement.evolve(_only(Agreement, before), value, at)
            case EntityKind.PERSON:
                return people.evolve(_only(Person, before), value, at)
            case EntityKind.AUDIT:
                return audit.evolve(_only(Audit, before), value, at)
            case EntityKind.BLOCKED:
                return blocked.evolve(_only(BlockedPerson, before), value, at)
            case EntityKind.PUBLICATION:
                return publication.evolve(_only(Publication, before), value, at)
    except (LookupError, TypeError, StopIteration) as problem:
        raise Refused("record-misfit", f"记录“{record.type}”与对象{entity}的现状对不上，不能入库。") from problem


T = TypeVar("T")


def _only(kind: type[T], before: Entity | None) -> T | None:
    if before is None or isinstance(before, kind):
        return before
    raise TypeError(f"{type(before).__name__} is no {kind.__name__}")
