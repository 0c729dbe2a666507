"""Bundles that brought a second history of a device to light, kept until two persons have settled which one stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select, update

from yb_desktop.domain.records import Record, read_again, record_bytes
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.exchange import forks
from yb_desktop.store.writing import Tx

NOT_KNOWN = -1
"""``common`` of a bundle that does not reach back to where the histories part."""


@dataclass(frozen=True, slots=True)
class Forked:
    """A bundle of another history than the one that is here; both are the same up to record ``common``."""

    sha256: str
    bundle: str
    office: str
    device: str
    channel: str
    epoch: int
    common: int
    text: str
    found_at: str
    lines: str = ""
    settled_by: str = ""

    @property
    def records(self) -> tuple[Record, ...]:
        """The bundle's records after the common part, in their order."""
        return tuple(read_again(line) for line in self.lines.splitlines())


def lines_of(records: Iterable[Record]) -> str:
    """Write records one a line."""
    return "\n".join(record_bytes(record).decode() for record in records)


def put_fork(tx: Tx, fork: Forked) -> None:
    """Keep a bundle that forked, in place of what was known of it."""
    tx.connection.execute(dialect_of(tx.connection).upsert(forks, "sha256"), asdict(fork))


def all_forks(reader: Reader) -> tuple[Forked, ...]:
    """Give every bundle that forked, the settled ones too, the newest first."""
    found = reader.connection.execute(select(forks).order_by(forks.c.found_at.desc(), forks.c.sha256))
    return tuple(Forked(**row) for row in found.mappings())


def settle(tx: Tx, fork: Forked, rid: str) -> None:
    """Note that a record of ours settled all that was open about a device."""
    c = forks.c
    here = (c.office == fork.office, c.device == fork.device, c.settled_by == "")
    tx.connection.execute(update(forks).where(*here).values(settled_by=rid))
