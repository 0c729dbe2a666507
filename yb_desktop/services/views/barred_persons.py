"""受限人员 (A17, A18): everybody the register bars or barred, for which kind, until when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.institution_page import masked
from yb_desktop.services.views.value_words import KIND_WORDS


@dataclass(frozen=True, slots=True)
class BarredLine:
    """A barred person; the ID number is masked, ``over`` says that the bar has ended."""

    id: str
    name: str
    id_number: str
    kind: str
    starts: date
    until: date
    reason: str
    over: bool


def barred_lines(desk: Desk) -> tuple[BarredLine, ...]:
    """Give the barred persons: who is barred now first, then those whose time is over."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        found = [_line(one, today) for one in reader.every_blocked() if not one.removed]
    return tuple(sorted(found, key=lambda line: line.over))


def _line(one: BlockedPerson, today: date) -> BarredLine:
    return BarredLine(
        id=one.id,
        name=one.name,
        id_number=masked(one.id_number) if one.id_number else "",
        kind=KIND_WORDS[one.kind],
        starts=one.starts,
        until=one.until,
        reason=one.reason,
        over=one.until < today,
    )
