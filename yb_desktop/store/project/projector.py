"""Turn records into rows: entities are read once, changed in memory, and written together.

One projector serves one transaction. The same code serves a record made here, one that arrived, and a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlalchemy import Connection, Table, delete, select

from yb_desktop.domain.audit import Audit
from yb_desktop.domain.duties import duties_of
from yb_desktop.domain.entities import EntityKind, evolve, kind_of, touched, without
from yb_desktop.domain.facts import Fact, read_fact, stamp_of
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.domain.records import Record
from yb_desktop.law.law import Law
from yb_desktop.store import log as records_log
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.project.breach_shapes import measure_rows
from yb_desktop.store.project.clocks import ClockCounter
from yb_desktop.store.project.duty_shapes import duty_rows
from yb_desktop.store.project.shapes import TABLES, Held, Row, decode, limits_of, row_of
from yb_desktop.store.serials import numbered, serial_of
from yb_desktop.store.tables.applications import clocks
from yb_desktop.store.tables.breaches import measures
from yb_desktop.store.tables.duties import duties
from yb_desktop.store.tables.log import touches
from yb_desktop.store.tables.oversight import documents

_KINDS = {kind.value: kind for kind in EntityKind}
_MANY = 500
"""How many ids are asked for at once."""


class Projector:
    """Holds the entities of one transaction and writes those that changed."""

    def __init__(self, connection: Connection, law: Law, *, keep: int = 6_000) -> None:
        """Work on ``connection``; hardly more than ``keep`` unchanged entities stay in memory."""
        self._connection = connection
        self._dialect = dialect_of(connection)
        self._counter = ClockCounter(law)
        self._keep = keep
        self._held: dict[str, Held | None] = {}
        self._dirty: dict[str, Held] = {}
        self._documents: list[Row] = []
        self._touches: list[Row] = []

    def held(self, entity: str) -> Held | None:
        """Give an entity as it stands, with what this transaction did to it. Raises ``Refused`` for an odd id."""
        if entity not in self._held:
            kind_of(entity)
            self.load([entity])
        return self._held[entity]

    def load(self, entities: Iterable[str]) -> None:
        """Read many entities at once, so that ``apply`` finds them in memory; ids of no known kind are left to it."""
        if len(self._held) > self._keep + _MANY:
            self._forget()
        wanted: dict[EntityKind, list[str]] = {}
        for entity in entities:
            if entity not in self._held and (kind := _KINDS.get(entity.partition("-")[0])):
                self._held[entity] = None
                wanted.setdefault(kind, []).append(entity)
        for kind, ids in wanted.items():
            for first in range(0, len(ids), _MANY):
                self._load(kind, ids[first : first + _MANY])

    def apply(self, record: Record, at: int) -> None:
        """Change what a record changes. Raises ``Refused`` when it does not fit; then nothing was changed.

        A step taken back is told from the log, so all records before ``at`` must have been written there.
        """
        fact = read_fact(record)
        if isinstance(fact, StepVoided):
            self.flush()
        after = [self._after(entity, record, fact, at) for entity in touched(record, fact)]
        for held in after:
            self._held[held.entity.id] = held
            self._dirty[held.entity.id] = held
        self._note(at, record, fact)

    def leave_out(self, places: Sequence[tuple[int, Record]]) -> None:
        """Make everything anew that these records changed, without them: they are out of the books already."""
        self.flush()
        for first in range(0, len(places), _MANY):
            some = places[first : first + _MANY]
            rids, numbers = [record.rid for _, record in some], [at for at, _ in some]
            self._connection.execute(delete(documents).where(documents.c.rid.in_(rids)))
            self._connection.execute(delete(touches).where(touches.c.at.in_(numbers)))
        self._make_anew(places)

    def bring_back(self, places: Sequence[tuple[int, Record]]) -> None:
        """Make everything anew that these records change, now that they are in the books again."""
        self.flush()
        for at, record in places:
            self._note(at, record, read_fact(record))
        self._insert(documents, self._documents)
        self._insert(touches, self._touches)
        self._make_anew(places)

    def flush(self) -> None:
        """Write what changed since the last flush."""
        if not self._dirty:
            return
        by_kind: dict[EntityKind, list[Held]] = {}
        for held in self._dirty.values():
            by_kind.setdefault(_KINDS[held.entity.id.partition("-")[0]], []).append(held)
        for kind, some in by_kind.items():
            rows = [row_of(held) for held in some]
            self._dialect.put(self._connection, TABLES[kind], rows, key="id")
            if kind is EntityKind.INSTITUTION:
                self._flush_texts(some, rows)
            elif kind is EntityKind.AUDIT:
                self._flush_measures([held.entity for held in some if isinstance(held.entity, Audit)])
        self.recount([held for held in self._dirty.values() if limits_of(held.entity) != held.saved_limits])
        self._flush_duties(self._dirty.values())
        self._insert(documents, self._documents)
        self._insert(touches, self._touches)
        self._dirty.clear()
        self._forget()

    def recount(self, some: Sequence[Held]) -> None:
        """Work the clocks of some entities out again."""
        if not some:
            return
        ids = [held.entity.id for held in some]
        for first in range(0, len(ids), _MANY):
            self._connection.execute(delete(clocks).where(clocks.c.entity.in_(ids[first : first + _MANY])))
        self._insert(clocks, [row for held in some for row in self._counter.rows(held.entity)])
        for held in some:
            held.saved_limits = limits_of(held.entity)

    def _note(self, at: int, record: Record, fact: Fact) -> None:
        self._touches += [{"entity": entity, "at": at} for entity in fact.touches()]
        if found := numbered(fact):
            self._documents.append(_document(record, *found))

    def _make_anew(self, places: Sequence[tuple[int, Record]]) -> None:
        """Make entities again from their records that are in the books; the places of those do not change."""
        for entity in dict.fromkeys(one for _, record in places for one in touched(record, read_fact(record))):
            self._drop(entity)
            for at, record in records_log.placed(self._connection, entity):
                held = self._after(entity, record, read_fact(record), at)
                self._held[entity] = self._dirty[entity] = held
        self.flush()

    def _drop(self, entity: str) -> None:
        held = self.held(entity)
        if held is None:
            return
        kind = kind_of(entity)
        if kind is EntityKind.INSTITUTION:
            self._dialect.search.index(self._connection, [(held.num, held.saved_text, "")])
        self._connection.execute(delete(TABLES[kind]).where(TABLES[kind].c.id == entity))
        for table, column in ((clocks, clocks.c.entity), (measures, measures.c.audit), (duties, duties.c.entity)):
            self._connection.execute(delete(table).where(column == entity))
        self._held[entity] = None

    def _load(self, kind: EntityKind, ids: Sequence[str]) -> None:
        table = TABLES[kind]
        columns = [table.c.id, table.c.heads, table.c.data]
        if kind is EntityKind.INSTITUTION:
            columns += [table.c.num, table.c.find_text]
        for row in self._connection.execute(select(*columns).where(table.c.id.in_(ids))):
            entity = decode(kind, row.data)
            self._held[row.id] = Held(
                num=row.num if kind is EntityKind.INSTITUTION else 0,
                entity=entity,
                heads=tuple(row.heads.split()),
                saved_limits=limits_of(entity),
                saved_duties=duties_of(entity),
                saved_text=row.find_text if kind is EntityKind.INSTITUTION else "",
            )

    def _after(self, entity: str, record: Record, fact: Fact, at: int) -> Held:
        before = self.held(entity)
        if isinstance(fact, StepVoided):
            after = without(entity, records_log.of_entity(self._connection, entity, before=at), record)
        else:
            after = evolve(entity, before.entity if before else None, record, fact)
        if before is None:
            return Held(num=at, entity=after, heads=(record.rid,))
        heads = before.heads
        if entity == record.entity:
            replaced = frozenset(record.base)
            heads = (*(rid for rid in heads if rid not in replaced), record.rid)
        return Held(before.num, after, heads, before.saved_limits, before.saved_duties, before.saved_text)

    def _flush_texts(self, some: Sequence[Held], rows: Sequence[Row]) -> None:
        changed: list[tuple[int, str, str]] = []
        for held, row in zip(some, rows, strict=True):
            now = str(row["find_text"])
            if now != held.saved_text:
                changed.append((held.num, held.saved_text, now))
                held.saved_text = now
        self._dialect.search.index(self._connection, changed)

    def _flush_measures(self, some: Sequence[Audit]) -> None:
        for first in range(0, len(some), _MANY):
            ids = [audit.id for audit in some[first : first + _MANY]]
            self._connection.execute(delete(measures).where(measures.c.audit.in_(ids)))
        self._insert(measures, [row for audit in some for row in measure_rows(audit)])

    def _flush_duties(self, some: Iterable[Held]) -> None:
        changed = [(held, now) for held in some if (now := duties_of(held.entity)) != held.saved_duties]
        gone = [held.entity.id for held, _ in changed if held.saved_duties]
        for first in range(0, len(gone), _MANY):
            self._connection.execute(delete(duties).where(duties.c.entity.in_(gone[first : first + _MANY])))
        self._insert(duties, [row for held, now in changed for row in duty_rows(held.entity, now)])
        for held, now in changed:
            held.saved_duties = now

    def _insert(self, table: Table, rows: list[Row]) -> None:
        self._dialect.put(self._connection, table, rows)
        rows.clear()

    def _forget(self) -> None:
        surplus = max(0, len(self._held) - self._keep)
        unchanged = (entity for entity in self._held if entity not in self._dirty)
        for entity in list(islice(unchanged, surplus)):
            del self._held[entity]


def _document(record: Record, document: str, number: str) -> Row:
    at = stamp_of(record)
    return {
        "rid": record.rid,
        "office": record.office,
        "document": document,
        "number": number,
        "year": at.on.year,
        "serial": serial_of(number),
        "day": at.on,
        "actor": record.actor,
        "entity": record.entity,
    }
