"""The people of an office and what each may do: roles, and that nobody releases what they prepared.

Passwords are no part of this: records travel, passwords never do.
"""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.institution import Event
from yb_desktop.domain.vocabulary import Labelled


class Role(Labelled):
    """A role in the office; the three administrators have no business rights (三员分立)."""

    RECEIVING = "receiving", "收件"
    HANDLING = "handling", "经办"
    REVIEWING = "reviewing", "审核"
    INSPECTOR = "inspector", "核查员"
    PANEL = "panel", "评估专家"
    LEADER = "leader", "负责人"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全保密管理员"
    AUDIT_ADMIN = "audit_admin", "安全审计员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


@fact("oversight.add_person")
class PersonAdded(Fact, frozen=True):
    """Someone joins the office; ``field`` is the field of an inspector or panel member (E8)."""

    name: str
    roles: tuple[Role, ...]
    field: str = ""


@fact("oversight.end_person")
class PersonEnded(Fact, frozen=True):
    """Someone leaves the office."""

    reason: str = ""


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person of the office."""

    id: str
    office: str
    name: str
    roles: tuple[Role, ...]
    field: str = ""
    ended: date | None = None
    history: tuple[Event, ...] = ()

    def may(self, *roles: Role) -> bool:
        """Say whether the person is active and has one of ``roles``."""
        return self.ended is None and any(role in self.roles for role in roles)


def evolve(before: Person | None, news: Fact, at: Stamp) -> Person:
    """Give the person after ``news``. Raises ``LookupError`` when there is none yet to change."""
    match news:
        case PersonAdded():
            after = Person(id=at.entity, office=at.office, name=news.name, roles=news.roles, field=news.field)
        case _ if before is None:
            raise LookupError(at.entity)
        case PersonEnded():
            after = msgspec.structs.replace(before, ended=at.on)
        case _:
            raise TypeError(f"{type(news).__name__} does not change a person")
    past = before.history if before else ()
    return msgspec.structs.replace(after, history=(*past, Event(at.type, at.on, at.actor, at.rid)))
