"""The rows of the clocks table: what the law makes of the clocks that a case or an agreement carries."""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.limits import Limit
from yb_desktop.law.law import Law, Pause
from yb_desktop.store.project.shapes import Row


def clock_rows(entity: Entity, law: Law) -> Iterator[Row]:
    """Give one row for each clock and article. Where no article is in force, a clock has no row (本地区无规定)."""
    if not isinstance(entity, Case | Agreement):
        return
    ordinal = 0
    for limit in entity.limits:
        # J5: an application follows the rules in force when it was received.
        fixed = entity.received if isinstance(entity, Case) else limit.start
        for due in law.due(
            limit.rule,
            limit.start,
            area=entity.area,
            kind=entity.institution_kind,
            in_force_on=fixed,
            paused=[Pause(p.first, p.last) for p in limit.paused],
            part=limit.part or None,
        ):
            late = 0
            if limit.stopped is not None and limit.stopped > due.last_day:
                late = law.working_days_late(due.last_day, limit.stopped, area=entity.area)
            yield {
                "entity": entity.id,
                "ordinal": ordinal,
                "rule": limit.rule,
                "part": due.part,
                "source": due.source,
                "start": limit.start,
                "last_day": due.last_day,
                "provisional": due.provisional,
                "outer": due.outer,
                "paused": _is_paused(limit),
                "running": limit.stopped is None,
                "stopped": limit.stopped,
                "late": late,
            }
            ordinal += 1


def _is_paused(limit: Limit) -> bool:
    return limit.stopped is None and bool(limit.paused) and limit.paused[-1].last is None
