"""The log: records in the order they arrived, each device's chained; nothing is ever changed or taken away.

Records that arrived and could not be accepted lie in ``aside``: they are links of the sender's chain all the same, so a
device's head and the check of its chain look at both. What our office took out of its books again (``undone``) stays in
the log and on the chain; of two histories of one device only one is on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    bindparam,
    func,
    select,
    true,
    union_all,
)

from yb_desktop.base.errors import Refused
from yb_desktop.domain.records import FIRST_PREV, Record, read_again, read_record, record_bytes
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.tables.log import aside, log, touches, undone

Progress = Callable[[int, int], None]
"""Is told what is done and of how much."""

_BATCH = 2_000
_ASKED = 500
"""How many ids are asked for at once."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a chain does not hold."""

    office: str
    device: str
    seq: int
    text: str


LogRow = tuple[int, str, str, str, int, str, str, str, str, str]
"""The columns of ``log``, in their order."""


def log_row(record: Record, at: int) -> LogRow:
    """Make the row of a record at a place in the log."""
    line = record_bytes(record).decode()
    whose = (record.office, record.device, record.seq, record.on, record.type, record.entity)
    return (at, record.rid, *whose, record.hash, line)


def in_books() -> ColumnElement[bool]:
    """Say in SQL that a record of the log is in the books: nobody of ours took it out again."""
    return log.c.at.not_in(select(undone.c.at))


def on_chain(table: Table) -> ColumnElement[bool]:
    """Say in SQL that a record (of ``log`` or ``aside``) is of its device's history that stands."""
    return log.c.at.not_in(select(undone.c.at).where(undone.c.off_chain.is_(True))) if table is log else true()


def add_rows(connection: Connection, rows: Sequence[LogRow]) -> None:
    """Write rows at the end of the log."""
    dialect_of(connection).insert_plain(connection, log, rows)


def next_place(connection: Connection) -> int:
    """Give the place of the next record in this store's log, from 1."""
    return (connection.scalar(select(func.max(log.c.at))) or 0) + 1


def head(connection: Connection, office: str, device: str) -> tuple[int, str]:
    """Give number and hash of a device's newest record here, ``(0, FIRST_PREV)`` when there is none."""
    ends = [
        connection.execute(
            select(table.c.seq, table.c.hash)
            .where(table.c.office == office, table.c.device == device, on_chain(table))
            .order_by(table.c.seq.desc())
            .limit(1)
        ).one_or_none()
        for table in (log, aside)
    ]
    return max(((row.seq, row.hash) for row in ends if row), default=(0, FIRST_PREV))


def chain_head(connection: Connection, office: str, device: str) -> tuple[int, str]:
    """Give number and hash of the record up to which a device's log is here whole; extracts may lie further on."""
    newest = head(connection, office, device)
    whose = [
        select(table.c.seq, table.c.hash).where(table.c.office == office, table.c.device == device, on_chain(table))
        for table in (log, aside)
    ]
    count = connection.scalar(select(func.count()).select_from(union_all(*whose).subquery())) or 0
    if count == newest[0]:
        return newest
    last = (0, FIRST_PREV)
    for row in connection.execute(union_all(*whose).order_by("seq")):
        if row.seq != last[0] + 1:
            break
        last = (row.seq, row.hash)
    return last


def by_rid(connection: Connection, rid: str) -> Record | None:
    """Give one record."""
    line = connection.scalar(select(log.c.line).where(log.c.rid == rid))
    return read_again(line) if line is not None else None


def known_ids(connection: Connection, rids: Sequence[str]) -> set[str]:
    """Give those of some rids that records here have."""
    found: set[str] = set()
    for first in range(0, len(rids), _ASKED):
        found.update(connection.execute(select(log.c.rid).where(log.c.rid.in_(rids[first : first + _ASKED]))).scalars())
    return found


def of_entity(connection: Connection, entity: str, *, before: int = 2**62) -> tuple[Record, ...]:
    """Give every record in the books that changed an entity, oldest first, of those ``before`` a place in the log."""
    return tuple(record for _, record in placed(connection, entity, before=before))


def placed(connection: Connection, entity: str, *, before: int = 2**62) -> tuple[tuple[int, Record], ...]:
    """Give every record in the books that changed an entity, with its place in this store's log."""
    found = connection.execute(_placed(), {"entity": entity, "before": before})
    return tuple((row.at, read_again(row.line)) for row in found)


@cache
def _placed() -> CompoundSelect[tuple[int, str]]:
    # Asked so often that building it anew each time would take longer than the answer.
    rows = select(log.c.at, log.c.line).where(log.c.at < bindparam("before", type_=BigInteger), in_books())
    own = rows.where(log.c.entity == bindparam("entity"))
    others = rows.join(touches, touches.c.at == log.c.at).where(touches.c.entity == bindparam("entity"))
    return union_all(own, others).order_by("at")


def own_of_entity(connection: Connection, entity: str) -> Iterator[Record]:
    """Give the records of an entity's own that are in the books, oldest first; the entity's table is not looked at."""
    rows = connection.execute(select(log.c.line).where(log.c.entity == entity, in_books()).order_by(log.c.at))
    return (read_again(row.line) for row in rows)


def of_type(connection: Connection, record_type: str) -> Iterator[Record]:
    """Give the records of one type that are in the books, by the day they are dated."""
    rows = connection.execute(
        select(log.c.line).where(log.c.type == record_type, in_books()).order_by(log.c.day, log.c.at)
    )
    return (read_again(row.line) for row in rows)


def of_device(
    connection: Connection, office: str, device: str, first_seq: int = 1, last_seq: int | None = None
) -> Iterator[Record]:
    """Give a device's records from ``first_seq`` to ``last_seq``, both included, in order."""
    return (read_again(row.line) for row in _chain(connection, office, device, first_seq, last_seq))


def in_order(connection: Connection) -> Iterator[tuple[int, Record]]:
    """Give every record that is in the books with its place in the log, a batch at a time."""
    at = 0
    while True:
        rows = connection.execute(
            select(log.c.at, log.c.line).where(log.c.at > at, in_books()).order_by(log.c.at).limit(_BATCH)
        ).all()
        if not rows:
            return
        yield from ((row.at, read_again(row.line)) for row in rows)
        at = rows[-1].at


def size(connection: Connection, *, whole: bool = True) -> int:
    """Count the records of the ``whole`` log, or those in the books."""
    return connection.scalar(select(func.count()).select_from(log).where(true() if whole else in_books())) or 0


def devices(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Name every device whose records are here: office and device."""
    rows = connection.execute(select(log.c.office, log.c.device).distinct().order_by(log.c.office, log.c.device))
    return tuple((row.office, row.device) for row in rows)


def check_tail(connection: Connection, office: str, device: str, last: int = 100) -> tuple[Broken, ...]:
    """Check the newest records of one chain: hashes, links and, for this is the own log, that none is missing."""
    newest, _ = head(connection, office, device)
    return tuple(_broken(connection, office, device, max(1, newest - last + 1), whole=True))


def check_chain(
    connection: Connection, office: str, device: str, progress: Progress | None = None
) -> tuple[Broken, ...]:
    """Check every record of every chain; ``office`` and ``device`` name the own log, which may have no gap."""
    total = size(connection)
    done = 0
    found: list[Broken] = list(_broken_off_chain(connection))
    for one in devices(connection):
        found += _broken(connection, *one, 1, whole=one == (office, device))
        done += head(connection, *one)[0]
        if progress:
            progress(min(done, total), total)
    return tuple(found)


def _broken_off_chain(connection: Connection) -> Iterator[Broken]:
    """Check the records of histories that do not stand, one by one: they are nobody's chain, and kept all the same."""
    query = select(log.c.office, log.c.device, log.c.seq, log.c.line).where(~on_chain(log)).order_by(log.c.at)
    for row in connection.execute(query):
        try:
            read_record(row.line.encode())
        except Refused as problem:
            yield Broken(row.office, row.device, row.seq, problem.text)


def _broken(connection: Connection, office: str, device: str, first_seq: int, *, whole: bool) -> Iterator[Broken]:
    """Go through a chain. Extracts of other offices' logs may have gaps; neighbours must fit all the same."""
    before: Record | None = None
    expected = first_seq
    for row in _chain(connection, office, device, first_seq, None):
        try:
            record = read_record(row.line.encode())
        except Refused as problem:
            yield Broken(office, device, row.seq, problem.text)
            before, expected = None, row.seq + 1
            continue
        if text := _misfit(row.seq, record, before, row.hash, expected if whole else None):
            yield Broken(office, device, row.seq, text)
        before, expected = record, row.seq + 1


def _misfit(seq: int, record: Record, before: Record | None, kept_hash: str, expected: int | None) -> str:
    if record.seq != seq or record.hash != kept_hash:
        return f"第{seq}条记录与目录不符。"
    if expected is not None and seq != expected:
        return f"第{expected}条记录缺失。"
    if seq == 1 and record.prev != FIRST_PREV:
        return "第1条记录不是日志的开头。"
    if before is not None and before.seq + 1 == seq and record.prev != before.hash:
        return f"第{seq}条记录与前一条不衔接。"
    return ""


def _chain(connection: Connection, office: str, device: str, first_seq: int, last_seq: int | None) -> Iterator[_Link]:
    seq = first_seq
    end = 2**62 if last_seq is None else last_seq
    while True:
        parts = [_part(table, office, device, seq, end) for table in (log, aside)]
        rows = connection.execute(union_all(*parts).order_by("seq").limit(_BATCH)).all()
        yield from (_Link(row.seq, row.hash, row.line) for row in rows)
        if len(rows) < _BATCH:
            return
        seq = rows[-1].seq + 1


@dataclass(frozen=True, slots=True)
class _Link:
    seq: int
    hash: str
    line: str


def _part(table: Table, office: str, device: str, first: int, last: int) -> Select[tuple[int, str, str]]:
    return select(table.c.seq, table.c.hash, table.c.line).where(
        table.c.office == office, table.c.device == device, table.c.seq.between(first, last), on_chain(table)
    )
