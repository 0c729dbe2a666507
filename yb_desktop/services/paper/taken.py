"""The steps of a matter that stand, as its papers need them: what was said, when, by whom, and which of its kind.

A step that was taken back (撤销) has no paper. Steps of a kind are counted with those taken back, so that a number made
from the count never passes from one paper to another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Generic, TypeVar

from yb_desktop.domain.facts import Fact, Stamp, read_fact, stamp_of
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.store.reading import Reader

F_co = TypeVar("F_co", bound=Fact, covariant=True)
S = TypeVar("S", bound=Fact)


@dataclass(frozen=True, slots=True)
class Taken(Generic[F_co]):
    """One step; ``place`` is which of its kind it is, ``at`` where it stands among all records of the matter."""

    fact: F_co
    stamp: Stamp
    place: int
    at: int


def taken(reader: Reader, entity: str, *kinds: type[S]) -> tuple[Taken[S], ...]:
    """Give the steps of some kinds that were not taken back, oldest first."""
    records = reader.records_of(entity)
    facts = [read_fact(record) for record in records]
    gone = {fact.step for fact in facts if isinstance(fact, StepVoided)}
    places: Counter[str] = Counter()
    found = []
    for at, (record, fact) in enumerate(zip(records, facts, strict=True)):
        places[record.type] += 1
        if isinstance(fact, kinds) and record.rid not in gone:
            found.append(Taken(fact, stamp_of(record), places[record.type], at))
    return tuple(found)


def before(steps: tuple[Taken[S], ...], at: int) -> Taken[S] | None:
    """Give the newest of some steps before a place among the matter's records."""
    return next((one for one in reversed(steps) if one.at < at), None)
