"""Which records of the log are in the books: all but those that a later record of our own took out of them.

``undone`` is a projection of these records of ours, so the same function fills it when one is written and when all
tables are made again. It reads only what lies in the log before the record that speaks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, or_, select

from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.judging_again import (
    FORKED,
    JUDGEMENTS,
    RESTS_ON_UNDONE,
    UNDONE,
    WAITS,
    ForkSettled,
    LogSpan,
    TakeInUndone,
    TakenInAgain,
    spans_of,
)
from yb_desktop.domain.records import Record, read_again
from yb_desktop.store import meta
from yb_desktop.store.log import in_books, on_chain
from yb_desktop.store.project.projector import Projector
from yb_desktop.store.tables.agreements import agreements
from yb_desktop.store.tables.applications import applications
from yb_desktop.store.tables.breaches import audits
from yb_desktop.store.tables.log import aside, log, undone

Place = tuple[int, Record]
_MANY = 500


def is_ours(connection: Connection, record: Record) -> bool:
    """Say whether a record says what is in our books: those of other offices speak of theirs."""
    if record.type not in JUDGEMENTS:
        return False
    return record.office == meta.get(connection, "office") and record.device in meta.devices(connection)


def find_all(connection: Connection) -> None:
    """Fill ``undone``, which is empty, from the log alone."""
    rows = connection.execute(select(log.c.line).where(log.c.type.in_(JUDGEMENTS)).order_by(log.c.at))
    for row in rows.all():
        record = read_again(row.line)
        if is_ours(connection, record):
            _mark(connection, record)


def follow(connection: Connection, projector: Projector, record: Record) -> None:
    """Do what a record of ours says, which is in the log by now: the tables lose these records, or have them again."""
    places = _mark(connection, record)
    if record.type == TakenInAgain.TYPE:
        projector.bring_back(places)
    else:
        projector.leave_out(places)


def out_of_books(connection: Connection, rids: Sequence[str]) -> tuple[Place, ...]:
    """Give those of some records whose take-in was undone, in the order of the log."""
    found: list[Place] = []
    for first in range(0, len(rids), _MANY):
        query = select(log.c.at, log.c.line).join(undone, undone.c.at == log.c.at)
        here = log.c.rid.in_(rids[first : first + _MANY]), undone.c.code == UNDONE
        found += [(row.at, read_again(row.line)) for row in connection.execute(query.where(*here))]
    return tuple(sorted(found, key=lambda one: one[0]))


def waiting_aside(connection: Connection, rids: Sequence[str]) -> bool:
    """Say whether one of some records is set aside because it rests on what was taken out."""
    query = select(aside.c.rid).where(aside.c.rid.in_(rids), aside.c.code == RESTS_ON_UNDONE).limit(1)
    return bool(rids) and connection.execute(query).first() is not None


def not_come(connection: Connection, rids: Sequence[str]) -> bool:
    """Say whether one of some records is not here, or waits itself for what is not."""
    logged = connection.execute(select(log.c.rid).where(log.c.rid.in_(rids))).scalars()
    by_the_side = connection.execute(select(aside.c.rid).where(aside.c.rid.in_(rids), aside.c.code != WAITS)).scalars()
    return not set(rids) <= {*logged, *by_the_side}


def spans_out(connection: Connection) -> tuple[LogSpan, ...]:
    """Give every record whose take-in was undone and that did not come again."""
    query = select(log.c.line).join(undone, undone.c.at == log.c.at).where(undone.c.code == UNDONE)
    return spans_of(read_again(line) for line in connection.execute(query).scalars())


def any_undone(connection: Connection) -> bool:
    """Say whether anything was ever taken out and not brought back."""
    return connection.execute(select(undone.c.at).limit(1)).first() is not None


def was_here(connection: Connection, entity: str) -> bool:
    """Say whether there are records of an entity's own that were taken out of the books."""
    query = select(log.c.at).join(undone, undone.c.at == log.c.at).where(log.c.entity == entity).limit(1)
    return connection.execute(query).first() is not None


def places_between(connection: Connection, first: int, last: int) -> tuple[Place, ...]:
    """Give the records in the books that lie between two places of the log, both included."""
    return _found(connection, log.c.at.between(first, last) & in_books())


def any_between(connection: Connection, first: int, last: int, types: Collection[str]) -> bool:
    """Say whether a record of some types lies there; none is read."""
    there = log.c.at.between(first, last) & in_books() & log.c.type.in_(types)
    return connection.execute(select(log.c.at).where(there).limit(1)).first() is not None


def places_of_others(connection: Connection, office: str, devices: Collection[str], *, after: int) -> tuple[Place, ...]:
    """Give what devices of an office other than these made and is in the books, of what lies beyond a place."""
    named = select(log.c.device).where(log.c.office == office).distinct()
    others = [one for one in connection.execute(named).scalars() if one not in devices]
    if not others:
        return ()
    whose = (log.c.office == office) & log.c.device.in_(others)
    return _found(connection, whose & (log.c.at > after) & in_books())


def places_of(connection: Connection, span: LogSpan, *, since: int = 0, before: int = 2**62) -> tuple[Place, ...]:
    """Give the records of a span that lie in the log from ``since`` on and ``before`` a place, counted or not."""
    return _found(connection, _in_span(span, since, before))


def counted_of(connection: Connection, span: LogSpan, *, since: int) -> tuple[Place, ...]:
    """Give the records of a span that are in the books and stand in the log from ``since`` on."""
    return _found(connection, _in_span(span, since, 2**62) & in_books())


def _in_span(span: LogSpan, since: int, before: int) -> ColumnElement[bool]:
    whose = (log.c.office == span.office) & (log.c.device == span.device)
    return whose & log.c.seq.between(span.first, span.last) & (log.c.at >= since) & (log.c.at < before) & on_chain(log)


def _found(connection: Connection, which: ColumnElement[bool]) -> tuple[Place, ...]:
    query = select(log.c.at, log.c.line).where(which).order_by(log.c.at)
    return tuple((row.at, read_again(row.line)) for row in connection.execute(query))


def _mark(connection: Connection, record: Record) -> Sequence[Place]:
    """Change ``undone`` as a record of ours says; give the records that it concerns."""
    fact = read_fact(record)
    here = connection.scalar(select(log.c.at).where(log.c.rid == record.rid)) or 0
    spans = fact.records if isinstance(fact, TakeInUndone | TakenInAgain | ForkSettled) else ()
    places = sorted(_places(connection, spans, here), key=lambda one: one[0])
    numbers = [at for at, _ in places]
    for first in range(0, len(numbers), _MANY):
        connection.execute(delete(undone).where(undone.c.at.in_(numbers[first : first + _MANY])))
    if isinstance(fact, TakeInUndone | ForkSettled) and places:
        off = isinstance(fact, ForkSettled)
        said = {"said_by": record.rid, "code": FORKED if off else UNDONE, "reason": fact.reason, "off_chain": off}
        connection.execute(insert(undone), [{"at": at, **said} for at in numbers])
    return places


def _places(connection: Connection, spans: Sequence[LogSpan], here: int) -> Iterator[Place]:
    for span in spans:
        yield from _of_history(places_of(connection, span, before=here), span.tip)


def _of_history(places: Sequence[Place], tip: str) -> Sequence[Place]:
    """Leave those of two histories that lead up to ``tip``; without one there is only one."""
    if not tip:
        return places
    by_hash = {record.hash: (at, record) for at, record in places}
    found: list[Place] = []
    while tip in by_hash:
        found.append(by_hash[tip])
        tip = found[-1][1].prev
    return found


def resting_on(connection: Connection, entity: str) -> tuple[str, ...]:
    """Name the applications, agreements and audits that are about an entity: they rest on what it was."""
    found: dict[str, None] = {}
    for table, columns in _ABOUT:
        query = select(table.c.id).where(or_(*(table.c[name] == entity for name in columns))).order_by(table.c.id)
        found |= dict.fromkeys(connection.execute(query).scalars())
    return tuple(found)


_ABOUT: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (applications, ("institution",)),
    (agreements, ("institution", "application")),
    (audits, ("institution", "agreement")),
)
