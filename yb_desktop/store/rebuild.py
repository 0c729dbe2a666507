"""Make every projection again from the log: the same function as at append, from the first record on.

What our office took out of its books again is found first and left out. The clocks' rows are a function of the records
and of the law, and the law an office works under is itself made of records (holidays, values of its own). So a rebuild
finds that law before the rest, and a change of it counts every clock again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar, cast

from sqlalchemy import Connection, delete, select

from yb_desktop.domain.entities import EntityKind, evolve
from yb_desktop.domain.office import Office, law_of, office_id
from yb_desktop.domain.reference import FileSort, learn_forms
from yb_desktop.law.law import Law
from yb_desktop.store import log as records_log
from yb_desktop.store import meta, undoing
from yb_desktop.store.bulk import many_records
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.log import Progress
from yb_desktop.store.project.projector import Projector
from yb_desktop.store.project.shapes import TABLES, WITH_CLOCKS, decode
from yb_desktop.store.schema import PROJECTED_BY
from yb_desktop.store.tables import PROJECTIONS
from yb_desktop.store.tables.applications import clocks
from yb_desktop.store.tables.log import blobs
from yb_desktop.store.tables.oversight import offices

_BATCH = 5_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moved:
    """A running clock that another law moved: its last day before and after; ``None`` where no article set one."""

    entity: str
    rule: str
    part: str
    source: str
    start: date
    before: date | None
    after: date | None
    was_provisional: bool
    provisional: bool


def own_law(connection: Connection, shipped: Law) -> Law:
    """Give the law of the office whose books these are: the shipped one, what those above entered, then its own."""
    law = shipped
    for entity in law_offices(shipped, meta.get(connection, "office")):
        data = connection.scalar(select(offices.c.data).where(offices.c.id == entity))
        law = _law_of(connection, law, None if data is None else cast(Office, decode(EntityKind.OFFICE, data)))
    return law


def _law_of(connection: Connection, law: Law, office: Office | None) -> Law:
    """Give the law with an office's own on top, and make the forms known that it brought."""
    files = [one for one in (office.files if office is not None else ()) if one.sort is not FileSort.TEXT]
    rows = connection.execute(select(blobs.c.sha256, blobs.c.data).where(blobs.c.sha256.in_([f.sha256 for f in files])))
    held = {row.sha256: bytes(row.data) for row in rows} if files else {}
    learn_forms(files, held.get)
    return law_of(law, office, held.get)


def law_offices(law: Law, office: str) -> tuple[str, ...]:
    """Name the offices whose holidays and values hold in an office, the highest first and itself last."""
    found = [office]
    while above := law.areas.parent(found[0]):
        found.insert(0, above.code)
    return tuple(office_id(one) for one in found)


def _logged_law(connection: Connection, shipped: Law) -> Law:
    """Give the same from the log, before there are tables."""
    law = shipped
    for entity in law_offices(shipped, meta.get(connection, "office")):
        now: Office | None = None
        for record in records_log.own_of_entity(connection, entity):
            now = cast(Office, evolve(entity, now, record))
        law = _law_of(connection, law, now)
    return law


def rebuild(connection: Connection, law: Law, progress: Progress | None = None) -> int:
    """Empty the projections and make them again, in the transaction of ``connection``; give how many records count.

    ``law`` is the shipped one; what the office entered is found in the log. Memory stays bounded: entities leave it
    after each batch, the oldest first.
    """
    for table in PROJECTIONS:
        connection.execute(delete(table))
    undoing.find_all(connection)
    law = _logged_law(connection, law)
    dialect = dialect_of(connection)
    dialect.search.clear(connection)
    projector = Projector(connection, law, keep=4 * _BATCH)
    total = records_log.size(connection, whole=False)
    done = 0
    for batch in _batches(records_log.in_order(connection), _BATCH):
        with many_records():
            projector.load(record.entity for _, record in batch)
            for at, record in batch:
                projector.apply(record, at)
            projector.flush()
        done += len(batch)
        if progress:
            progress(done, total)
    meta.put(connection, {"law": law.fingerprint(), "projected_by": PROJECTED_BY})
    dialect.refresh(connection)
    return total


def recount_clocks(connection: Connection, law: Law) -> tuple[Moved, ...]:
    """Count every clock again by ``law``, the office's own (T3); give the running ones whose last day moved."""
    before = _running(connection)
    entities: list[str] = []
    for kind in WITH_CLOCKS:
        ids = TABLES[kind].c.id
        entities += connection.execute(select(ids).order_by(ids)).scalars()
    for some in _batches(iter(entities), _BATCH):
        projector = Projector(connection, law)
        projector.load(some)
        projector.recount([held for entity in some if (held := projector.held(entity)) and held.saved_limits])
    after = _running(connection)
    meta.put(connection, {"law": law.fingerprint()})
    return tuple(_moved(key, before.get(key), after.get(key)) for key in _changed(before, after))


_Key = tuple[str, str, str, str, date]
_Day = tuple[date, bool]


def _changed(before: dict[_Key, _Day], after: dict[_Key, _Day]) -> list[_Key]:
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))


def _moved(key: _Key, before: _Day | None, after: _Day | None) -> Moved:
    entity, rule, part, source, start = key
    return Moved(
        entity=entity,
        rule=rule,
        part=part,
        source=source,
        start=start,
        before=before[0] if before else None,
        after=after[0] if after else None,
        was_provisional=bool(before and before[1]),
        provisional=bool(after and after[1]),
    )


def _running(connection: Connection) -> dict[_Key, _Day]:
    c = clocks.c
    rows = connection.execute(
        select(c.entity, c.rule, c.part, c.source, c.start, c.last_day, c.provisional).where(c.running.is_(True))
    )
    return {(row.entity, row.rule, row.part, row.source, row.start): (row.last_day, row.provisional) for row in rows}


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(items, size)):
        yield batch
