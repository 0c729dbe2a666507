"""Gathers every draw of a case into its record: the team, a seat drawn again, the panel (E3, E6, E8).

What is printed is drawn again here from pool, seed and who was left out, as anyone can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import Inspector, InspectorReplaced, Leaf, PanelDrawn, TeamDrawn
from yb_desktop.domain.drawing import EXPERT_WORDS, FIELDS, METHOD, ticket
from yb_desktop.domain.facts import Stamp
from yb_desktop.domain.people import Person
from yb_desktop.paper.documents.draw_record import DrawRecord, FieldCount, Ticket
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.steps import done, suffixed
from yb_desktop.services.paper.values import entry_on, sender, what_of
from yb_desktop.store.reading import Reader

_TEAM, _PANEL = "现场核查人员", "专业评估人员"
_ALREADY = "已在核查组内"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw as it happened: its number, what for, from whom, with which seed, who stood aside, who came out."""

    number: str
    stamp: Stamp
    purpose: str
    pool: tuple[Inspector, ...]
    seed: str
    method: str
    left_out: tuple[Leaf, ...]
    seats: tuple[Inspector, ...]
    replaced: str = ""
    reason: str = ""


def draws(reader: Reader, case: Case) -> tuple[Drawn, ...]:
    """Give the draws of a case that stand, oldest first."""
    found = [*_teams(reader, case)]
    for one in done(reader, case.id, PanelDrawn):
        fact = one.fact
        number = suffixed(case.receipt, "专家抽取", one.nth)
        found.append(Drawn(number, one.stamp, _PANEL, fact.pool, fact.seed, fact.method, fact.left_out, fact.panel))
    return tuple(sorted(found, key=lambda one: one.stamp.on))


def _teams(reader: Reader, case: Case) -> Iterator[Drawn]:
    again = list(done(reader, case.id, InspectorReplaced))
    order = {record.rid: at for at, record in enumerate(reader.records_of(case.id))}
    drawn = done(reader, case.id, TeamDrawn)
    for at, one in enumerate(drawn):
        fact = one.fact
        number = suffixed(case.receipt, "核查抽取", one.nth)
        yield Drawn(number, one.stamp, _TEAM, fact.pool, fact.seed, fact.method, fact.left_out, fact.team)
        end = order[drawn[at + 1].stamp.rid] if at + 1 < len(drawn) else len(order)
        team, aside = list(fact.team), list(fact.left_out)
        for change in again:
            if not order[one.stamp.rid] < order[change.stamp.rid] < end:
                continue
            news = change.fact
            members = [Leaf(member.person, _ALREADY) for member in team if member.person != news.out]
            out = Leaf(news.out, news.reason)
            yield Drawn(
                number=suffixed(case.receipt, "更换抽取", change.nth),
                stamp=change.stamp,
                purpose=_TEAM,
                pool=fact.pool,
                seed=news.seed,
                method=fact.method,
                left_out=(*aside, *members, out),
                seats=(news.into,),
                replaced=news.out,
                reason=news.reason,
            )
            team = [news.into if member.person == news.out else member for member in team]
            aside.append(out)


def draw_values(desk: Desk, reader: Reader, case: Case, one: Drawn) -> DrawRecord:
    """Gather 抽取记录 of one draw."""
    entry = entry_on(reader, case.institution, one.stamp.on)
    pool = {member.person for member in one.pool}
    actor = reader.entity(one.stamp.actor) if one.stamp.actor.startswith("person-") else None
    return DrawRecord(
        sender=sender(desk, one.number, one.stamp.on),
        purpose=f"{one.purpose}{'更换' if one.replaced else ''}",
        institution=entry.name,
        what=what_of(case),
        seed=one.seed,
        method=one.method or METHOD,
        tickets=_tickets(one),
        fields=tuple(_count(field, one) for field in FIELDS),
        drawn_by=actor.name if isinstance(actor, Person) else "",
        replaced=one.replaced,
        reason=one.reason,
        others=tuple((leaf.person, leaf.reason) for leaf in one.left_out if leaf.person not in pool),
    )


def _tickets(one: Drawn) -> tuple[Ticket, ...]:
    why = {leaf.person: leaf.reason or "回避" for leaf in one.left_out}
    digits = {member.person: ticket(one.seed, member.person) for member in one.pool}
    order = sorted((name for name in digits if name not in why), key=lambda name: digits[name])
    seats = [member.person for member in one.seats]
    return tuple(
        Ticket(
            name=member.person,
            field=_word(member.field),
            digits=digits[member.person],
            place=_place(member.person, order),
            seat=_place(member.person, seats),
            left_out=why.get(member.person, ""),
        )
        for member in one.pool
    )


def _place(name: str, order: list[str]) -> int | None:
    return order.index(name) + 1 if name in order else None


def _word(field: str) -> str:
    return EXPERT_WORDS.get(field, field)


def _count(field: str, one: Drawn) -> FieldCount:
    aside: Collection[str] = {leaf.person for leaf in one.left_out}
    pool = sum(member.field == field and member.person not in aside for member in one.pool)
    return FieldCount(_word(field), pool, sum(member.field == field for member in one.seats))
