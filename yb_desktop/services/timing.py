"""Which clocks of a matter run, what their last days are, and which were late when they stopped.

Lateness counts in working days against the most local basis. A limit that is a length of time to sit out (publicity
E13, the wait and the bar of E11) can be over, never late.
"""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.limits import Limit, due_of_limit, law_for
from yb_desktop.law.law import Due, Law


@dataclass(frozen=True, slots=True)
class Late:
    """A clock that stopped after its last day, by so many working days."""

    rule: str
    working_days: int


def limits_of(entity: Entity | None) -> tuple[Limit, ...]:
    """Give every clock a matter ever had."""
    return entity.limits if isinstance(entity, (Case, Agreement, Audit)) else ()


def due_of(entity: Entity | None, law: Law) -> tuple[Due, ...]:
    """Give the last days of the clocks that run for a matter."""
    return tuple(d for limit in limits_of(entity) if limit.stopped is None for d in _due(entity, limit, law))


def late_between(before: Entity | None, after: Entity | None, law: Law) -> tuple[Late, ...]:
    """Give the clocks that ran before, have stopped since, and stopped late."""
    open_before = {(limit.rule, limit.of, limit.start) for limit in limits_of(before) if limit.stopped is None}
    found = []
    for limit in limits_of(after):
        if limit.stopped is None or (limit.rule, limit.of, limit.start) not in open_before:
            continue
        late = late_days(after, limit, law)
        if late:
            found.append(Late(limit.rule, late))
    return tuple(found)


def late_days(entity: Entity | None, limit: Limit, law: Law) -> int:
    """Give the working days by which a stopped clock was late; 0 in time, or when it is a wait or the institution's."""
    if limit.stopped is None or limit.until is not None or law.is_wait(limit.rule, limit.part):
        return 0
    due = _due(entity, limit, law)
    if not due or not isinstance(entity, (Case, Agreement)):
        return 0
    return law_for(limit, law, area=entity.area).working_days_late(due[0].last_day, limit.stopped, area=entity.area)


def _due(entity: Entity | None, limit: Limit, law: Law) -> tuple[Due, ...]:
    match entity:
        case Case():
            # A case follows the rules in force on the day its materials came in.
            return due_of_limit(limit, law, area=entity.area, kind=entity.institution_kind, in_force_on=entity.received)
        case Agreement() | Audit():
            return due_of_limit(limit, law, area=entity.area, kind=entity.institution_kind, in_force_on=limit.start)
        case _:
            return ()
