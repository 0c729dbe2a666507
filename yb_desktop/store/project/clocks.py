"""The rows of the clocks table: what the law makes of the clocks that a case or an agreement carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.limits import Limit, due_of_limit, law_for
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.law import Due, Law
from yb_desktop.store.project.shapes import Row

_REMEMBERED = 10_000


class ClockCounter:
    """Asks the law for last days, and remembers: in a batch many clocks of an office start on the same day."""

    def __init__(self, law: Law) -> None:
        """Count by ``law``."""
        self._law = law
        self._known: dict[tuple[Limit, str, Kind, date], tuple[Due, ...]] = {}

    def rows(self, entity: Entity) -> Iterator[Row]:
        """Give one row for each clock and article. Where no article is in force, a clock has no row (本地区无规定)."""
        if not isinstance(entity, Case | Agreement | Audit):
            return
        ordinal = 0
        for limit in entity.limits:
            # J5: an application follows the rules in force when it was received.
            fixed = entity.received if isinstance(entity, Case) else limit.start
            for due in self._due(limit, entity.area, entity.institution_kind, fixed):
                yield self._row(entity, ordinal, limit, due)
                ordinal += 1

    def _due(self, limit: Limit, area: str, kind: Kind, fixed: date) -> tuple[Due, ...]:
        key = (limit, area, kind, fixed)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = due_of_limit(limit, self._law, area=area, kind=kind, in_force_on=fixed)
        return self._known[key]

    def _row(self, entity: Case | Agreement | Audit, ordinal: int, limit: Limit, due: Due) -> Row:
        late = 0
        if limit.stopped is not None and limit.stopped > due.last_day and not self._is_wait(limit):
            judging = law_for(limit, self._law, area=entity.area)
            late = judging.working_days_late(due.last_day, limit.stopped, area=entity.area)
        return {
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

    def _is_wait(self, limit: Limit) -> bool:
        """Say whether it can be over, never late: a wait, or a day set for the institution."""
        return limit.until is not None or self._law.is_wait(limit.rule, limit.part)


def _is_paused(limit: Limit) -> bool:
    return limit.stopped is None and bool(limit.paused) and limit.paused[-1].last is None
