"""Every record of others that is here and not in the books, with the reason: what the exchange screen lists as 搁置."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, union_all

from yb_desktop.domain.records import Record, read_again
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.log import aside, log, undone


@dataclass(frozen=True, slots=True)
class Aside:
    """A record that was never accepted, or was taken out of the books again, or is of a history that does not stand."""

    record: Record
    code: str
    reason: str


def every_aside(reader: Reader) -> tuple[Aside, ...]:
    """Give all of them, by office, device and number."""
    never = select(aside.c.office, aside.c.device, aside.c.seq, aside.c.line, aside.c.code, aside.c.reason)
    again = select(log.c.office, log.c.device, log.c.seq, log.c.line, undone.c.code, undone.c.reason)
    both = union_all(never, again.join(undone, undone.c.at == log.c.at)).order_by("office", "device", "seq")
    rows = reader.connection.execute(both)
    return tuple(Aside(read_again(row.line), row.code, row.reason) for row in rows)
