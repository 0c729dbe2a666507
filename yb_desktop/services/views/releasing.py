"""审核: the decisions that wait for their second person, each with what it would change, and who may release it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.duties import DutyKind
from yb_desktop.domain.people import Role
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.pairs import OWN_WORK
from yb_desktop.services.registry import spec
from yb_desktop.services.rehearsal import rehearse
from yb_desktop.services.views.differences import Difference, differences
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import DutyRow

actions.load()

AT_MOST = 300
"""So many decisions are shown, those that have waited longest."""


@dataclass(frozen=True, slots=True)
class WaitingRelease:
    """A decision that waits: of which matter, what was prepared by whom and when, what it changes.

    ``own`` says why the person at the desk may not release it, empty where nothing of that kind is in the way.
    ``params`` name the matter for ``cases.release`` and ``cases.send_back``.
    """

    entity: str
    matter: str
    number: str
    state: str
    institution: str
    name: str
    action: str
    title: str
    by: str
    on: date
    earliest: date
    lines: tuple[Difference, ...]
    own: str
    params: dict[str, Json]


def waiting_releases(desk: Desk) -> tuple[WaitingRelease, ...]:
    """Give the decisions of this office that wait for their second person, the oldest first."""
    with desk.store.read() as reader:
        rows = lists.duties(reader, DutyKind.RELEASE, until=desk.clock.today(), limit=AT_MOST).rows
        people = {person.id: person.name for person in reader.people()}
        return tuple(one for row in rows if (one := _waiting(desk, reader, row, people)) is not None)


def in_the_way(desk: Desk, waiting: WaitingRelease) -> tuple[Unmet, ...]:
    """Give everything that forbids its release today; nothing is written."""
    return rehearse(desk, "cases.release", on=desk.clock.today(), params=waiting.params)


def _waiting(desk: Desk, reader: Reader, row: DutyRow, people: dict[str, str]) -> WaitingRelease | None:
    matter = reader.entity(row.entity)
    if not isinstance(matter, Case | Agreement | Audit) or matter.pending is None:
        return None
    pending = matter.pending
    return WaitingRelease(
        entity=matter.id,
        matter=row.matter,
        number=row.number,
        state=row.state,
        institution=row.institution,
        name=row.institution_name,
        action=pending.action,
        title=spec(pending.action).title,
        by=people.get(pending.by, desk.info.name),
        on=pending.on,
        earliest=matter.last_on,
        lines=differences(reader, matter, pending),
        own=_own(desk, pending.by),
        params={_named(matter): matter.id},
    )


def _named(matter: Case | Agreement | Audit) -> str:
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
