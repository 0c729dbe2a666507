"""Make every projection again from the log: the same function as at append, from the first record on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, delete, select

from yb_desktop.law.law import Law
from yb_desktop.store import log as records_log
from yb_desktop.store import meta
from yb_desktop.store.bulk import many_records
from yb_desktop.store.dialect.sqlite_search import clear_texts
from yb_desktop.store.log import Progress
from yb_desktop.store.project.projector import Projector
from yb_desktop.store.schema import PROJECTED_BY
from yb_desktop.store.tables import PROJECTIONS
from yb_desktop.store.tables.applications import clocks

_BATCH = 5_000

T = TypeVar("T")


def rebuild(connection: Connection, law: Law, progress: Progress | None = None) -> int:
    """Empty the projections and make them again, in the transaction of ``connection``; give the number of records.

    Memory stays bounded: entities leave it after each batch, the oldest first.
    """
    for table in PROJECTIONS:
        connection.execute(delete(table))
    clear_texts(connection)
    projector = Projector(connection, law, keep=4 * _BATCH)
    total = records_log.size(connection)
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
    return total


def recount_clocks(connection: Connection, law: Law) -> tuple[str, ...]:
    """Count every entity's clocks again that has one running (T3); give the entities whose last days moved."""
    before = _running(connection)
    projector = Projector(connection, law)
    for some in _batches(iter(sorted(before)), _BATCH):
        projector.load(some)
        projector.recount([held for entity in some if (held := projector.held(entity))])
    after = _running(connection)
    meta.put(connection, {"law": law.fingerprint()})
    return tuple(entity for entity in sorted(before) if before[entity] != after.get(entity))


def _running(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    c = clocks.c
    found: dict[str, list[tuple[object, ...]]] = {}
    rows = connection.execute(
        select(c.entity, c.rule, c.source, c.last_day, c.provisional)
        .where(c.running.is_(True))
        .order_by(c.entity, c.ordinal)
    )
    for row in rows:
        found.setdefault(row.entity, []).append(tuple(row)[1:])
    return found


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(items, size)):
        yield batch
