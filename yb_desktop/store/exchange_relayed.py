"""Which bundles of the outbox hand our laptops' answers on, and up to which place of our log the other has been told.

Each of them tells all that no receipt had settled when it was written, so what a receiver has of one it has of all
before; a bundle that hands on none tells up to place 0.
"""

from __future__ import annotations

from sqlalchemy import case, func, select, update

from yb_desktop.store.exchange_state import RecordState, Sent, sent_by
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.exchange import outbox
from yb_desktop.store.writing import Tx

_FIRST = 1
"""The place of the office's own first record: up to there nothing of a laptop is told."""


def handed_on(reader: Reader, channel: str) -> tuple[Sent, ...]:
    """Give the bundles of a channel that hand answers on, whichever PC of this office wrote them."""
    query = select(outbox).where(outbox.c.channel == channel, outbox.c.last_at > 0)
    return tuple(Sent(**row) for row in reader.connection.execute(query).mappings())


def told_no_further(tx: Tx, device: str, channel: str, epoch: int, seq: int) -> None:
    """Note that the other put a backup back and has nothing that a device of ours handed on after a place.

    The bundles themselves are not sent again: what they told goes with the next.
    """
    c = outbox.c
    mine = (sent_by(tx, device), c.channel == channel, c.last_at > 0)
    beyond = (c.epoch > epoch) | ((c.epoch == epoch) & (c.seq > seq))
    last = tx.connection.scalar(select(func.max(c.last_at)).where(*mine, ~beyond)) or _FIRST
    not_there = case((c.verdict == RecordState.TAKEN.value, RecordState.ARRIVED.value), else_=c.verdict)
    tx.connection.execute(update(outbox).where(*mine, beyond).values(last_at=last, verdict=not_there))
