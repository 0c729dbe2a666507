"""Persons the register bars (A17, A18): whoever stood behind a termination for serious illegality."""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.blocked import BlockedPerson, PersonBlocked, persons_of
from yb_desktop.domain.codes import read_id_number
from yb_desktop.domain.institution import Controller, Registration
from yb_desktop.domain.vocabulary import Ground
from yb_desktop.law.law import Kind
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.registry import action
from yb_desktop.store.reading import Reader


@action("institutions.block_person", "登记受限人员")
def block_person(
    desk: Desk,
    *,
    on: date,
    person: str | Controller,
    kind: Kind,
    reason: str,
    from_: date | None = None,
    until: date | None = None,
) -> Step:
    """A17, A18: bar a person (a name, or a name with an ID number) for institutions of a kind that they stand behind.

    ``from`` is the day of the termination, the action's day by default; ``until`` the last day of the bar, by default
    what the catalogue says of persons behind a termination.
    """
    name, id_number = (person, "") if isinstance(person, str) else (person.name, person.id_number)
    if not name.strip():
        raise BadInput("person", "请填写受限人员的姓名。")
    if not reason.strip():
        raise BadInput("reason", "请写明限制的原因。")
    with desk.act("institutions.block_person", on) as act:
        starts = from_ or on
        if starts > on:
            raise BadInput("from", f"起算日{starts}晚于办理日期{on}，请检查。")
        last = until or _usual_end(desk, kind, starts)
        if last < starts:
            raise BadInput("until", f"止期{last}早于起算日{starts}，请检查。")
        news = PersonBlocked(
            name=name.strip(),
            kind=kind,
            starts=starts,
            until=last,
            reason=reason,
            id_number=read_id_number(id_number) if id_number else "",
        )
        entity = desk.ids("block")
        act.append(entity, news)
        return act.done(entity)


def _usual_end(desk: Desk, kind: Kind, starts: date) -> date:
    rule = "A17" if kind is Kind.MEDICAL else "A18"
    part = Ground.PERSON_BEHIND_TERMINATION.value
    due = desk.law.due(rule, starts, area=desk.info.area, kind=kind, part=part)
    if not due:
        raise BadInput("until", "本地区没有规定限制的年限，请写明止期。")
    return max(one.last_day for one in due)


def blocked_persons(reader: Reader, entry: Registration) -> tuple[BlockedPerson, ...]:
    """Give the barred persons who may be the legal representative, principal or controller of an entry."""
    controller = entry.controller
    return reader.blocked(persons_of(entry), controller.id_number if controller else "")
