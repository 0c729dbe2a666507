"""Assignments (任务): the records of one matter and no others, for an office that takes it over or a laptop.

What is to be sent is told from this device's own log: each hand-over to an office that does not get our log anyway,
each visit for a laptop, each case taken over whose past the office above does not know. One bundle each, in the order
of the log, and each tells our log up to that very record: so a list of what was sent is not needed, and a cut-short
export goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.base.signing import Signer, key_id
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import VisitAssigned
from yb_desktop.domain.case_outside import HandedOver, OwnerChanged
from yb_desktop.domain.entities import touched
from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.laptops import VisitTakenBack
from yb_desktop.domain.office import office_id
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import WrittenBundle, opened_bundle
from yb_desktop.exchange.manifest import Sender, bundle_id
from yb_desktop.exchange.pack import LogHead, write_extract
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import OUTBOX, bundle_file, inner_folder, quarantine
from yb_desktop.services.exchange.envelopes import envelope_for
from yb_desktop.services.exchange.incoming import rolled_back
from yb_desktop.services.exchange.keys_care import superior_of
from yb_desktop.services.exchange.record_blobs import attached
from yb_desktop.store.exchange_state import sent
from yb_desktop.store.reading import Reader

_TYPES = (HandedOver.TYPE, VisitAssigned.TYPE, VisitTakenBack.TYPE, OwnerChanged.TYPE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bundle in the outbox that has not been handed over yet; ``fresh`` where it was made just now."""

    path: Path
    written: WrittenBundle
    fresh: bool


@dataclass(frozen=True, slots=True)
class Assigned:
    """A matter that goes to an office or to one of our laptops, and the record that says so."""

    record: Record
    to: str
    laptop: str = ""


def assigned_to(reader: Reader, to: str) -> list[Assigned]:
    """Give everything this device ever assigned to an office (or to laptops of our own), in the order of its log."""
    info = reader.info
    own = [
        record
        for one in _TYPES
        for record in reader.of_type(one)
        if (record.office, record.device) == (info.office, info.device)
    ]
    every = (one for record in sorted(own, key=lambda one: one.seq) for one in _assigned(reader, record))
    return [one for one in every if one.to == to]


def waiting_to(reader: Reader, to: str) -> list[Assigned]:
    """Give what was assigned and not exported yet."""
    gone = [one for one in sent(reader) if one.channel == f"{to}.assignment"]
    before = max((one.last_seq for one in gone), default=0)
    of_it = sum(one.last_seq == before for one in gone)  # one record may name several laptops
    every = assigned_to(reader, to)
    done = sum(one.record.seq < before for one in every)
    return every[done + of_it :]


def next_assignment(desk: Desk, trust: TrustList, to: str, signers: Sequence[Signer]) -> Prepared | None:
    """Write the next assignment into the outbox, ``None`` when all were exported."""
    if desk.info.laptop:
        return None
    kept = inner_folder(desk.store.folder, OUTBOX)
    with desk.store.read() as reader:
        waiting = waiting_to(reader, to)
        if not waiting:
            return None
        first = waiting[0]
        envelope = envelope_for(desk, reader, to, "assignment")
        sender = Sender(desk.info.office, desk.info.device, key_id(signers[0].public_key))
        place = envelope.place
        name = bundle_id(sender, f"{to}.assignment", place.epoch, place.seq)
        head = LogHead(first.record.seq, first.record.hash)
        if left := left_over(bundle_file(kept, name), trust, place.prev, head):
            return left
        records = matter_of(reader, first)
        with quarantine(desk.store.folder) as spool:
            written = write_extract(
                kept,
                envelope,
                kind="assignment",
                head=head,
                records=records,
                blobs=list(attached(reader, records, spool)),
                signers=signers,
            )
    return Prepared(written.path, written, fresh=True)


def left_over(path: Path, trust: TrustList, prev: str, head: LogHead) -> Prepared | None:
    """Give the bundle that an interrupted export left, perhaps on a stick already: another of its number is a fork.

    Raises ``Refused`` (``log-rolled-back``) when it is not the one that comes next.
    """
    if not path.exists():
        return None
    with opened_bundle(path, trust) as left:
        manifest, sha256 = left.manifest, left.sha256
    if (manifest.prev, manifest.records.head) != (prev, head.hash):
        raise rolled_back()
    return Prepared(path, WrittenBundle(path, manifest, sha256), fresh=False)


def matter_of(reader: Reader, assigned: Assigned) -> list[Record]:
    """Give the records that concern a matter, as far as this device's log tells it at that record, in their order.

    That is the case, its institution, and whatever their records change besides; for a laptop also the people of the
    team and the values and holidays of the office.
    """
    start = [assigned.record.entity]
    case = reader.entity(assigned.record.entity)
    if isinstance(case, Case):
        start.append(case.institution)
        if assigned.laptop:
            names = {member.person for member in case.team}
            start += [person.id for person in reader.people() if person.name in names]
            start.append(office_id(reader.info.office))
    info, last = reader.info, assigned.record.seq
    found = concerning(reader, start)
    return [one for one in found if (one.office, one.device) != (info.office, info.device) or one.seq <= last]


def concerning(reader: Reader, entities: Sequence[str]) -> list[Record]:
    """Give every record about these entities and about all that the same records change, in the order of arrival."""
    found: dict[int, Record] = {}
    known, waiting = set(entities), list(entities)
    while waiting:
        for at, record in reader.placed(waiting.pop()):
            found[at] = record
            more = [one for one in touched(record, read_fact(record)) if one not in known]
            known.update(more)
            waiting += more
    return [found[at] for at in sorted(found)]


def _assigned(reader: Reader, record: Record) -> Iterator[Assigned]:
    info = reader.info
    above = superior_of(info, reader.law.areas)
    fact: Fact = read_fact(record)
    match fact:
        case HandedOver() if fact.to_office != above:
            yield Assigned(record, fact.to_office)
        case VisitAssigned():
            yield from (Assigned(record, info.office, laptop) for laptop in fact.laptops)
        case VisitTakenBack() if fact.instead:
            yield Assigned(record, info.office, fact.instead)
        case OwnerChanged() if fact.to_office == info.office != above and _from_elsewhere(reader, record):
            yield Assigned(record, above)
        case _:
            return


def _from_elsewhere(reader: Reader, record: Record) -> bool:
    """Say whether a case was another office's before: one that came back to us untouched is known above."""
    return any(one.office != reader.info.office for one in reader.records_of(record.entity))
