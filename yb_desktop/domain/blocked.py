"""Persons whom the register bars (A17, A18): what they represent, run or control of a kind is not accepted.

A name alone bars; where both sides know the ID number, the numbers decide, so that namesakes are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from yb_desktop.base.errors import Unmet
from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.institution import Event, Registration
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import first_day_free


@fact("institutions.block_person")
class PersonBlocked(Fact, frozen=True):
    """A17, A18: barred for one kind of institution, from a day to a day, both included."""

    name: str
    kind: Kind
    starts: date
    until: date
    reason: str
    id_number: str = ""


class BlockedPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A barred person as the register knows them."""

    id: str
    office: str
    name: str
    kind: Kind
    starts: date
    until: date
    reason: str
    id_number: str = ""
    removed: bool = False
    history: tuple[Event, ...] = ()


def evolve(before: BlockedPerson | None, news: Fact, at: Stamp) -> BlockedPerson:
    """Give the barred person after ``news``; nothing changes one that is there. Raises ``TypeError`` for that."""
    if before is not None or not isinstance(news, PersonBlocked):
        raise TypeError(f"{type(news).__name__} does not change a barred person")
    return BlockedPerson(
        id=at.entity,
        office=at.office,
        name=news.name,
        kind=news.kind,
        starts=news.starts,
        until=news.until,
        reason=news.reason,
        id_number=news.id_number,
        history=(Event(at.type, at.on, at.actor, at.rid),),
    )


def unmet_persons(
    entry: Registration, blocked: Iterable[BlockedPerson], on: date, to: str = "申请"
) -> tuple[Unmet, ...]:
    """A17, A18: say which of an institution's persons are barred on the day ``on``, and from when they may ``to``."""
    rule = "A17" if entry.kind is Kind.MEDICAL else "A18"
    found = []
    for person in blocked:
        if person.removed or person.kind is not entry.kind or not person.starts <= on <= person.until:
            continue
        if parts := tuple(_parts_of(entry, person)):
            free = first_day_free(person.until)
            text = f"{'、'.join(parts)}{person.name}被限制至{person.until}（{person.reason}），{free}起可以{to}"
            found.append(Unmet(rule, text, free))
    return tuple(found)


def persons_of(entry: Registration) -> tuple[str, ...]:
    """Name the persons of an institution that the bar looks at, each once."""
    controller = entry.controller.name if entry.controller else ""
    return tuple(dict.fromkeys(name for name in (entry.legal_rep, entry.principal, controller) if name))


def _parts_of(entry: Registration, person: BlockedPerson) -> Iterator[str]:
    principal = "主要负责人" if entry.kind is Kind.MEDICAL else "企业负责人"
    controller = entry.controller
    known = controller.id_number if controller is not None and controller.name == person.name else ""
    if known and person.id_number and known != person.id_number:  # a namesake
        return
    if entry.legal_rep == person.name:
        yield "法定代表人"
    if entry.principal == person.name:
        yield principal
    if controller is not None and (
        controller.name == person.name or (person.id_number and controller.id_number == person.id_number)
    ):
        yield "实际控制人"
