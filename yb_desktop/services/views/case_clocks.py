"""The clocks of a case as a screen shows them: how long is left, by which article, how they were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.limits import Limit, due_of_limit
from yb_desktop.law.law import Due, Law
from yb_desktop.law.report import cited
from yb_desktop.services.timing import late_days


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One running clock by one article; ``left`` counts working days to the last day, below 0 when it is over.

    ``wait`` marks a time to sit out (publicity, the wait after 不合格): it can be over, never late.
    """

    rule: str
    title: str
    article: str
    started: date
    last_day: date
    left: int
    provisional: bool
    paused: bool
    outer: bool
    wait: bool
    why: str


def days_left(law: Law, today: date, last_day: date, area: str) -> int:
    """Count the working days from today to the last day, today left out; below 0 those by which it is over."""
    if last_day < today:
        return min(-1, -law.working_days_late(last_day, today, area=area))
    if last_day == today:
        return 0
    return max(1, law.working_days_late(today, last_day, area=area))


def running_clocks(matter: Case | Agreement | Audit, law: Law, today: date) -> tuple[ClockLine, ...]:
    """Give the clocks that run for a matter, each with its most local article first."""
    running = (limit for limit in matter.limits if limit.stopped is None)
    return tuple(
        _line(matter, limit, due, law, today) for limit in running for due in due_of_matter(matter, limit, law)
    )


def due_of_matter(matter: Case | Agreement | Audit, limit: Limit, law: Law) -> tuple[Due, ...]:
    """Give the last days of a clock; of an application by the articles in force when it was received."""
    since = matter.received if isinstance(matter, Case) else limit.start
    return due_of_limit(limit, law, area=matter.area, kind=matter.institution_kind, in_force_on=since)


def late_notes(case: Case, law: Law) -> dict[str, int]:
    """Give the working days by which each rule's newest stopped clock was late, those in time left out."""
    found = {limit.rule: late_days(case, limit, law) for limit in case.limits if limit.stopped is not None}
    ruled = law.in_force("A14", area=case.area, kind=case.institution_kind, on=case.received)
    if ruled and case.accepted is not None and case.complete_on is not None and case.complete_on < case.accepted:
        # A14: complete materials are accepted the same day.
        found["A14"] = law.as_of(case.accepted).working_days_late(case.complete_on, case.accepted, area=case.area)
    return {rule: days for rule, days in found.items() if days}


def _line(matter: Case | Agreement | Audit, limit: Limit, due: Due, law: Law, today: date) -> ClockLine:
    paused = bool(limit.paused) and limit.paused[-1].last is None
    return ClockLine(
        rule=due.rule,
        title=law.catalogue.rule(due.rule).title,
        article=cited(law, due.source),
        started=limit.start,
        last_day=due.last_day,
        left=days_left(law, today, due.last_day, matter.area),
        provisional=due.provisional,
        paused=paused,
        outer=due.outer,
        wait=law.is_wait(due.rule, limit.part),
        why=due.why,
    )
