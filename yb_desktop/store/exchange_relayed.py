"""Which bundles of the outbox hand our laptops' answers on, and up to which place of our log the other has been told.

Each of them tells all that no receipt had settled when it was written; one that hands on none tells up to place 0.
"""

from __future__ import annotations

from sqlalchemy import select, update

from yb_desktop.store.exchange_state import RecordState, Sent
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.exchange import outbox
from yb_desktop.store.writing import Tx

_FIRST = 1
"""The place of the office's own first record: up to there nothing of a laptop is told."""


def handed_on(reader: Reader, channel: str) -> tuple[Sent, ...]:
    """Give the bundles of a channel that hand answers on, whichever PC of this office wrote them."""
    query = select(outbox).where(outbox.c.channel == channel, outbox.c.last_at > 0)
    return tuple(Sent(**row) for row in reader.connection.execute(query).mappings())


def told_nothing(tx: Tx, channel: str) -> None:
    """Note that the other put a backup back: of what was handed on it is not known any more what it has.

    Of its own order of arrival a bundle says nothing, so what was told is told once more, with the next one.
    """
    mine = outbox.c.channel == channel, outbox.c.last_at > 0
    there = outbox.c.verdict == RecordState.TAKEN.value
    tx.connection.execute(update(outbox).where(*mine, there).values(verdict=RecordState.ARRIVED.value))
    tx.connection.execute(update(outbox).where(*mine).values(last_at=_FIRST))
