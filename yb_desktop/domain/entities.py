"""The kinds of things that records speak of, told apart by the prefix of their ids, and how records change them."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from yb_desktop.base.errors import Refused
from yb_desktop.domain import (
    agreement_evolve,
    assessing,  # noqa: F401 - registers the assessment with agreement_evolve
    case_evaluating,  # noqa: F401 - registers the evaluation's steps with case_evolve
    case_evolve,
    institution,
    office,
    people,
)
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import Fact, read_fact, stamp_of
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.office import Office
from yb_desktop.domain.people import Person
from yb_desktop.domain.records import Record

Entity = Institution | Case | Agreement | Person | Office


class EntityKind(StrEnum):
    """The prefix of an id says what it names."""

    INSTITUTION = "inst"
    CASE = "case"
    AGREEMENT = "agr"
    PERSON = "person"
    OFFICE = "office"


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
                return agreement_evolve.evolve(_only(Agreement, before), value, at)
            case EntityKind.PERSON:
                return people.evolve(_only(Person, before), value, at)
            case EntityKind.OFFICE:
                return office.evolve(_only(Office, before), value, at)
    except (LookupError, TypeError, StopIteration) as problem:
        raise Refused("record-misfit", f"记录“{record.type}”与对象{entity}的现状对不上，不能入库。") from problem


T = TypeVar("T")


def _only(kind: type[T], before: Entity | None) -> T | None:
    if before is None or isinstance(before, kind):
        return before
    raise TypeError(f"{type(before).__name__} is no {kind.__name__}")
