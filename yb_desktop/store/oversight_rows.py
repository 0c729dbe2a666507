"""What ledgers and figures are made of, read in few and wide queries: 60,000 institutions and 500,000 records in time.

Each row says how far it has come on its way to the other office's books: figures are split by that (S2, S3).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import Table, func, select

from yb_desktop.domain.agreement import Assessment
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.domain.vocabulary import AgreementState, InstitutionClass
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import meta
from yb_desktop.store.exchange_state import RecordState, sent_by
from yb_desktop.store.institution_rows import within
from yb_desktop.store.log import in_books
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.agreements import agreements
from yb_desktop.store.tables.applications import applications, clocks
from yb_desktop.store.tables.breaches import audits
from yb_desktop.store.tables.exchange import inbox, outbox, verdicts
from yb_desktop.store.tables.institutions import institutions
from yb_desktop.store.tables.log import log
from yb_desktop.store.tables.oversight import documents


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A record as a ledger shows it; ``area`` is the institution's, ``state`` how far it has come, ``amount`` fen."""

    rid: str
    type: str
    day: date
    entity: str
    number: str
    institution: str
    name: str
    area: str
    kind: str
    actor: str
    office: str
    state: RecordState
    amount: int = 0


class Designated(msgspec.Struct, frozen=True):
    """An institution with an agreement in force on a day, or designated by the list it came from."""

    id: str
    kind: Kind
    cls: InstitutionClass
    area: str
    beds: int
    state: RecordState
    name: str


class StoppedClock(msgspec.Struct, frozen=True):
    """A clock that stopped, by its most local article; ``late`` in working days."""

    entity: str
    rule: str
    start: date
    stopped: date
    late: int
    area: str
    office: str
    institution: str
    name: str
    state: RecordState


class RecordStates:
    """How far records have come, asked many times: the outbox and the verdicts are read once."""

    def __init__(self, reader: Reader) -> None:
        """Read what was sent and what receipts said."""
        connection = reader.connection
        self._office = reader.info.office
        self._said = {row.rid: RecordState(row.verdict) for row in connection.execute(select(verdicts))}
        self._spans = {device: _spans(reader, device) for device in meta.devices(connection)}

    def of(self, office: str, device: str, seq: int, rid: str) -> RecordState:
        """Give a record's state; what came to us from elsewhere is in our books, and so taken."""
        if office != self._office or device not in self._spans:
            return RecordState.TAKEN
        if rid in self._said:
            return self._said[rid]
        starts, states = self._spans[device]
        at = bisect_right(starts, seq) - 1
        return states[at] if at >= 0 else RecordState.LOCAL


_ORDER = (RecordState.LOCAL, RecordState.EXPORTED, RecordState.ARRIVED, RecordState.TAKEN)


def _spans(reader: Reader, device: str) -> tuple[list[int], list[RecordState]]:
    """Give the log of a device at this store as spans of one state each: where they begin, and the state from there."""
    columns = select(outbox.c.first_seq, outbox.c.last_seq, outbox.c.verdict, outbox.c.acknowledged_at)
    sent = reader.connection.execute(columns.where(sent_by(reader, device)))
    bundles: list[tuple[int, int, int]] = []
    for row in sent:
        state = RecordState.EXPORTED
        if row.acknowledged_at:
            state = RecordState.TAKEN if row.verdict == RecordState.TAKEN.value else RecordState.ARRIVED
        bundles.append((row.first_seq, row.last_seq, _ORDER.index(state)))
    edges = sorted({edge for first, last, _ in bundles for edge in (first, last + 1)})
    states = [
        _ORDER[max((rank for first, last, rank in bundles if first <= edge <= last), default=0)] for edge in edges
    ]
    return edges, states


def ledger(reader: Reader, types: Sequence[str], first: date, last: date) -> tuple[LedgerLine, ...]:
    """S1: give the records of some types between two days, both included, in the order of days and of the log."""
    states = RecordStates(reader)
    found = reader.connection.execute(
        select(
            *(log.c[name] for name in ("rid", "type", "day", "entity", "office", "device", "seq", "line")),
            documents.c.number,
        )
        .join(documents, documents.c.rid == log.c.rid, isouter=True)
        .where(log.c.type.in_(types), log.c.day.between(first.isoformat(), last.isoformat()), in_books())
        .order_by(log.c.day, log.c.at)
    ).all()
    voided = _voided(reader)
    own = _owners(reader, {row.entity for row in found})
    lines = []
    for row in found:
        if row.rid in voided:
            continue
        institution = own.get(row.entity)
        made = _made.decode(row.line)
        lines.append(
            LedgerLine(
                rid=row.rid,
                type=row.type,
                day=date.fromisoformat(row.day),
                entity=row.entity,
                number=row.number or (institution.number if institution else ""),
                institution=institution.id if institution else "",
                name=institution.name if institution else "",
                area=institution.area if institution else "",
                kind=institution.kind if institution else "",
                actor=made.actor,
                office=row.office,
                state=states.of(row.office, row.device, row.seq, row.rid),
                amount=made.body.amount,
            )
        )
    return tuple(lines)


def _voided(reader: Reader) -> frozenset[str]:
    """Give the records of the steps that were taken back: ledgers and figures leave them out."""
    lines = reader.connection.execute(select(log.c.line).where(log.c.type == StepVoided.TYPE, in_books())).scalars()
    return frozenset(_void.decode(line).body.step for line in lines)


class _Void(msgspec.Struct, frozen=True):
    body: StepVoided


_void = msgspec.json.Decoder(_Void)


class _Money(msgspec.Struct, frozen=True):
    amount: int = 0


class _Made(msgspec.Struct, frozen=True):
    actor: str
    body: _Money


_made = msgspec.json.Decoder(_Made)


@dataclass(frozen=True, slots=True)
class _Whose:
    id: str
    name: str
    area: str
    kind: str
    number: str = ""


def _owners(reader: Reader, entities: Collection[str]) -> dict[str, _Whose]:
    """Give the institution of each agreement, case, matter of breach, or of itself; what has none is left out."""
    reader.load(entities)
    whose: dict[str, tuple[str, str]] = {}
    for entity in entities:
        found = reader.entity(entity)
        whose[entity] = (getattr(found, "institution", entity), getattr(found, "number", ""))
    c = institutions.c
    known = {}
    wanted = sorted({institution for institution, _ in whose.values()})
    for first in range(0, len(wanted), _BATCH):
        batch = c.id.in_(wanted[first : first + _BATCH])
        for row in reader.connection.execute(select(c.id, c.name, c.area, c.kind).where(batch)):
            known[row.id] = row
    return {
        entity: _Whose(*known[institution], number)
        for entity, (institution, number) in whose.items()
        if institution in known
    }


class _Entry(msgspec.Struct, frozen=True):
    beds: int = 0


class _Former(msgspec.Struct, frozen=True):
    number: str = ""
    starts: date | None = None
    ends: date | None = None


class _Looked(msgspec.Struct, frozen=True):
    registration: _Entry
    former: _Former | None = None


_looked = msgspec.json.Decoder(_Looked)
_BATCH = 1_000
_IN_FORCE = (AgreementState.IN_FORCE.value, AgreementState.SUSPENDED.value)


def designated(reader: Reader, area: str, on: date) -> Iterator[Designated]:
    """S2: give the institutions of an area designated on a day: by an agreement, or by the list they came from."""
    a = agreements.c
    signed = frozenset(
        reader.connection.execute(
            select(a.institution).where(a.state.in_(_IN_FORCE), a.starts <= on, a.ends >= on)
        ).scalars()
    )
    states = RecordStates(reader)
    c = institutions.c
    found = reader.connection.execute(
        select(c.id, c.kind, c.cls, c.area, c.name, c.data, log.c.office, log.c.device, log.c.seq, log.c.rid)
        .join(log, log.c.at == c.num)
        .where(c.shown.is_(True), within(area))
    )
    for entity, kind, cls, place, name, data, *made in found:
        looked = _looked.decode(data)
        if entity in signed or _listed(looked.former, on):
            beds = looked.registration.beds
            yield Designated(entity, Kind(kind), InstitutionClass(cls), place, beds, states.of(*made), name)


def _listed(former: _Former | None, on: date) -> bool:
    if former is None:
        return False
    return (former.starts is None or former.starts <= on) and (former.ends is None or former.ends >= on)


def stopped_clocks(reader: Reader, area: str, first: date, last: date) -> Iterator[StoppedClock]:
    """S3: give the clocks of an area's applications and agreements that stopped between two days, both included."""
    states = RecordStates(reader)
    for table in (applications, agreements, audits):
        newest = _newest_states(reader, table, area, states)
        c, t = clocks.c, table.c
        name = func.coalesce(institutions.c.name, "")  # of an institution whose entry has not arrived yet
        found = reader.connection.execute(
            select(c.entity, c.rule, c.start, c.stopped, c.late, t.area, t.office, t.institution, name)
            .join(table, t.id == c.entity)
            .join(institutions, institutions.c.id == t.institution, isouter=True)
            .where(c.outer.is_(False), c.stopped.between(first, last), within(area, t.area))
        )
        for row in found:
            yield StoppedClock(*row, newest.get(row[0], RecordState.LOCAL))


def _newest_states(reader: Reader, table: Table, area: str, states: RecordStates) -> dict[str, RecordState]:
    """Give how far the newest own record of each matter has come, by its head."""
    found = reader.connection.execute(
        select(table.c.id, log.c.office, log.c.device, log.c.seq, log.c.rid)
        .join(log, log.c.rid == table.c.heads)
        .where(within(area, table.c.area))
    )
    return {entity: states.of(*made) for entity, *made in found}


class Assessable(msgspec.Struct, frozen=True):
    """A signed agreement of this office that holds on some day of a year, with the assessments it has."""

    id: str
    number: str
    institution: str
    name: str
    kind: Kind
    state: AgreementState
    starts: date
    ends: date
    assessments: tuple[Assessment, ...]


class _Assessed(msgspec.Struct, frozen=True):
    assessments: tuple[Assessment, ...] = ()


_assessments = msgspec.json.Decoder(_Assessed)
_UNSIGNED = (AgreementState.DRAFT.value, AgreementState.PRINTED.value)


def assessable(reader: Reader, first: date, last: date) -> Iterator[Assessable]:
    """G10: give the agreements that can be assessed for a year, by institution."""
    c = agreements.c
    name = func.coalesce(institutions.c.name, "")
    found = reader.connection.execute(
        select(c.id, c.number, c.institution, name, c.institution_kind, c.state, c.starts, c.ends, c.data)
        .join(institutions, institutions.c.id == c.institution, isouter=True)
        .where(c.office == reader.info.office, c.state.not_in(_UNSIGNED), c.starts <= last, c.ends >= first)
        .order_by(name, c.starts, c.id)
    )
    for entity, number, institution, called, kind, state, starts, ends, data in found:
        made = _assessments.decode(data).assessments
        yield Assessable(entity, number, institution, called, Kind(kind), AgreementState(state), starts, ends, made)


def offices_heard(reader: Reader) -> dict[str, str]:
    """Give when each office was last heard from: the time its newest bundle was received."""
    found = reader.connection.execute(
        select(inbox.c.office, func.max(inbox.c.received_at).label("at")).group_by(inbox.c.office)
    )
    return {row.office: row.at for row in found}


def newest_days(reader: Reader) -> dict[str, str]:
    """Give the day of the newest record of each office in the books."""
    found = reader.connection.execute(select(log.c.office, func.max(log.c.day).label("day")).group_by(log.c.office))
    return {row.office: row.day for row in found}
