"""An action as a page offers it: its title, the rule it rests on, and what stands in its way today.

Every page that offers an action, and every form of one, finds its obstacles here: by rehearsing the action itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import Unmet
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.desk import Desk
from yb_desktop.services.rehearsal import rehearse
from yb_desktop.services.views.citing import citation


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way: the rule with its article, a sentence, the first free day in it where there is one."""

    unmet: Unmet
    article: str
    rule_title: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An action offered: its full name, its title, the rule it rests on, what stands in its way today."""

    action: str
    title: str
    two_persons: bool = False
    rule: str = ""
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where, for which kind of institution and from which day on the articles of a matter are looked up."""

    area: str
    kind: Kind | None
    on: date


def standpoint_of(desk: Desk) -> Standpoint:
    """Look from the office's own area, today."""
    return Standpoint(desk.info.area, None, desk.clock.today())


def obstacles_to(
    desk: Desk, action: str, params: Mapping[str, Json], standpoint: Standpoint | None = None
) -> tuple[Obstacle, ...]:
    """Give everything that forbids an action today, each with the article of its rule."""
    return cited(desk, rehearse(desk, action, on=desk.clock.today(), params=params), standpoint)


def cited(desk: Desk, unmet: Iterable[Unmet], standpoint: Standpoint | None = None) -> tuple[Obstacle, ...]:
    """Give what is in the way with the article of each one's rule."""
    look = standpoint or standpoint_of(desk)
    made = []
    for one in unmet:
        found = citation(desk.law, one.rule, area=look.area, kind=look.kind, on=look.on)
        made.append(Obstacle(one, found.article if found else "", found.title if found else ""))
    return tuple(made)
