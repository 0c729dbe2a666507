"""Assignments (任务): the records of one matter and no others, for an office that takes it over or a laptop.

What is to be sent is told from this device's own log: each hand-over to an office that does not get our log anyway,
each visit for a laptop, each case taken over whose past the office above does not know. One bundle (or set of parts)
each, in the order of the log, and each tells our log up to that very record: so a list of what was sent is not needed,
and a cut-short export goes on where it stopped. A laptop is addressed by its own name and has a channel of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import VisitAssigned
from yb_desktop.domain.case_outside import HandedOver, OwnerChanged
from yb_desktop.domain.entities import touched
from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.laptops import VisitTakenBack
from yb_desktop.domain.records import Record
from yb_desktop.exchange.manifest import address, device_of, office_of
from yb_desktop.exchange.pack import LogHead
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.envelopes import envelope_for
from yb_desktop.services.exchange.keys_care import superior_of
from yb_desktop.services.exchange.preparing import Prepared, left_over, place_of, write_new
from yb_desktop.store.exchange_state import RecordState, sent
from yb_desktop.store.reading import Reader

_TYPES = (HandedOver.TYPE, VisitAssigned.TYPE, VisitTakenBack.TYPE, OwnerChanged.TYPE)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A matter that goes to an office or to one of our laptops (``to`` is its address), and the record that says so."""

    record: Record
    to: str

    @property
    def laptop(self) -> str:
        """The laptop it goes to, empty for an office."""
        return device_of(self.to)


def assigned_to(reader: Reader, to: str) -> list[Assigned]:
    """Give everything this device ever assigned to an office, in the order of its log; to ours: to all our laptops."""
    info = reader.info
    own = [
        record
        for one in _TYPES
        for record in reader.of_type(one)
        if (record.office, record.device) == (info.office, info.device)
    ]
    every = (one for record in sorted(own, key=lambda one: one.seq) for one in _assigned(reader, record))
    return [one for one in every if to in {one.to, office_of(one.to)}]


def waiting_to(reader: Reader, to: str) -> list[Assigned]:
    """Give what was assigned and not exported yet; every receiver has a channel of its own.

    What went out before the device's present epoch and is not in the other's books goes again, like the log.
    """
    matters = (one for one in sent(reader) if not one.last_at)
    counted = (one for one in matters if one.epoch == reader.info.epoch or one.verdict == RecordState.TAKEN.value)
    told = {(one.channel, one.last_seq) for one in counted}
    return [one for one in assigned_to(reader, to) if (f"{one.to}.assignment", one.record.seq) not in told]


def receivers(reader: Reader, to: str) -> tuple[str, ...]:
    """Give the addresses that assignments for an office go to: itself, or every laptop of ours that was ever named."""
    return tuple(sorted({one.to for one in assigned_to(reader, to)}))


def next_assignment(desk: Desk, trust: TrustList, to: str, signers: Sequence[Signer], *, cap: int) -> Prepared | None:
    """Write the next assignment to an address into the outbox, in parts of at most ``cap`` bytes.

    ``None`` when all were exported. Raises ``BadInput`` (``export-too-big``).
    """
    if desk.info.laptop:
        return None
    with desk.store.read() as reader:
        envelope = envelope_for(desk, reader, to, "assignment")
        path = place_of(desk, envelope, "assignment", signers)
        if left := left_over(reader, path, trust, envelope):
            return left
        first = next(iter(waiting_to(reader, to)), None)
        if first is None:
            return None
        return write_new(
            desk,
            reader,
            envelope,
            kind="assignment",
            head=LogHead(first.record.seq, first.record.hash),
            records=matter_of(reader, first),
            signers=signers,
            cap=cap,
        )


def matter_of(reader: Reader, assigned: Assigned) -> list[Record]:
    """Give the records that concern a matter, as far as this device's log tells it at that record, in their order.

    That is the case, its institution, and whatever their records change besides; for a laptop also the people of the
    team and what its office and those above entered: their values, holidays and files.
    """
    start = [assigned.record.entity]
    case = reader.entity(assigned.record.entity)
    if isinstance(case, Case):
        start.append(case.institution)
        if assigned.laptop:
            names = {member.person for member in case.team}
            start += [person.id for person in reader.people() if person.name in names]
            start += [one.id for one in reader.offices()]
    info, last = reader.info, assigned.record.seq
    found = concerning(reader, start)
    return [one for one in found if (one.office, one.device) != (info.office, info.device) or one.seq <= last]


def concerning(reader: Reader, entities: Sequence[str]) -> list[Record]:
    """Give every record about these entities and about all that the same records change, in the order of arrival."""
    return list(placed_concerning(reader, entities).values())


def placed_concerning(reader: Reader, entities: Sequence[str]) -> dict[int, Record]:
    """Give the same by their places in the log."""
    found: dict[int, Record] = {}
    known, waiting = set(entities), list(entities)
    while waiting:
        for at, record in reader.placed(waiting.pop()):
            found[at] = record
            more = [one for one in touched(record, read_fact(record)) if one not in known]
            known.update(more)
            waiting += more
    return dict(sorted(found.items()))


def _assigned(reader: Reader, record: Record) -> Iterator[Assigned]:
    info = reader.info
    above = superior_of(info, reader.law.areas)
    fact: Fact = read_fact(record)
    match fact:
        case HandedOver() if fact.to_office != above:
            yield Assigned(record, fact.to_office)
        case VisitAssigned():
            yield from (Assigned(record, address(info.office, laptop)) for laptop in fact.laptops)
        case VisitTakenBack() if fact.instead:
            yield Assigned(record, address(info.office, fact.instead))
        case OwnerChanged() if fact.to_office == info.office != above and _from_elsewhere(reader, record):
            yield Assigned(record, above)
        case _:
            return


def _from_elsewhere(reader: Reader, record: Record) -> bool:
    """Say whether a case was another office's before: one that came back to us untouched is known above."""
    return any(one.office != reader.info.office for one in reader.records_of(record.entity))
