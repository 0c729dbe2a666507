"""审核: a decision that waits for its second person, what it would change, and what forbids its release today.

The same value on the list of all that waits and on the page of the matter, and one card shows both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.duties import DutyKind
from yb_desktop.domain.pairing import Pending
from yb_desktop.domain.people import Role
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.pairs import OWN_WORK
from yb_desktop.services.registry import spec
from yb_desktop.services.views.differences import Difference, Matter, differences
from yb_desktop.services.views.history_words import names_of
from yb_desktop.services.views.offering import Obstacle, obstacles_to
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import DutyRow

actions.load()

AT_MOST = 300
"""So many decisions are shown, those that have waited longest."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of two persons that waits: what was prepared by whom and when, what it would change.

    ``earliest`` is the first day it can be released on; ``own`` says why the person at the desk may not release it,
    empty where nothing of that kind is in the way. ``params`` name the matter for ``cases.release`` and
    ``cases.send_back``.
    """

    action: str
    title: str
    by: str
    on: date
    earliest: date
    lines: tuple[Difference, ...]
    own: str
    params: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class WaitingRelease:
    """A line of the list: the matter, and the decision that waits about it."""

    entity: str
    matter: str
    number: str
    state: str
    name: str
    decision: Decision


def waiting_releases(desk: Desk) -> tuple[WaitingRelease, ...]:
    """Give the decisions of this office that wait for their second person, the oldest first."""
    with desk.store.read() as reader:
        rows = lists.duties(reader, DutyKind.RELEASE, until=desk.clock.today(), limit=AT_MOST).rows
        return tuple(one for row in rows if (one := _waiting(desk, reader, row)) is not None)


def decision_about(desk: Desk, reader: Reader, matter: Matter) -> Decision | None:
    """Give the decision that waits about a matter."""
    pending = matter.pending
    if pending is None:
        return None
    lines = differences(reader, matter, pending)
    return decision(desk, reader, pending, lines, earliest=matter.last_on, params={_named(matter): matter.id})


def decision(
    desk: Desk,
    reader: Reader,
    pending: Pending,
    lines: tuple[Difference, ...],
    *,
    earliest: date,
    params: Mapping[str, Json],
) -> Decision:
    """Give a decision that waits, with what it would change."""
    return Decision(
        action=pending.action,
        title=spec(pending.action).title,
        by=names_of(reader)(pending.by),
        on=pending.on,
        earliest=earliest,
        lines=lines,
        own=_own(desk, pending.by),
        params=params,
    )


def in_the_way(desk: Desk, decision: Decision) -> tuple[Obstacle, ...]:
    """Give everything that forbids its release today; nothing is written."""
    return obstacles_to(desk, "cases.release", decision.params)


def _waiting(desk: Desk, reader: Reader, row: DutyRow) -> WaitingRelease | None:
    matter = reader.entity(row.entity)
    if not isinstance(matter, Case | Agreement | Audit):
        return None
    decision = decision_about(desk, reader, matter)
    if decision is None:
        return None
    return WaitingRelease(matter.id, row.matter, row.number, row.state, row.institution_name, decision)


def _named(matter: Matter) -> str:
    match matter:
        case Case():
            return "case"
        case Agreement():
            return "agreement"
        case Audit():
            return "audit"


def _own(desk: Desk, by: str) -> str:
    if by == desk.actor:
        return OWN_WORK
    if desk.person is not None and not desk.person.may(Role.REVIEWING, Role.LEADER):
        return f"{desk.person.name}没有审核岗位，请由审核人员登录后办理。"
    return ""
