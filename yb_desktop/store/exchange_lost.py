"""What the other has not got, or not any more: bundles that count as never acknowledged and are sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, false, or_, update

from yb_desktop.store.exchange_state import RecordState, sent_by
from yb_desktop.store.tables.exchange import outbox
from yb_desktop.store.writing import Tx


def ask_again(tx: Tx, device: str, channel: str, epoch: int, numbers: Sequence[int]) -> None:
    """Note that the other has not got these bundles of a device of ours."""
    c = outbox.c
    these = (c.epoch == epoch, c.seq.in_(numbers), c.verdict != RecordState.TAKEN.value)
    _never_acknowledged(tx, sent_by(tx, device), c.channel == channel, *these)


def lost_beyond(tx: Tx, device: str, channel: str, epoch: int, seq: int) -> None:
    """Note that the other put a backup back and has of a channel of a device of ours nothing after a place."""
    c = outbox.c
    later = (c.epoch > epoch) | ((c.epoch == epoch) & (c.seq > seq))
    _never_acknowledged(tx, sent_by(tx, device), c.channel == channel, later)


def lost_but(tx: Tx, device: str, channel: str, kept: Mapping[int, int]) -> None:
    """Note the same of a channel without order: of each epoch the other has what ``kept`` says, and no more."""
    c = outbox.c
    here = or_(*((c.epoch == epoch) & (c.seq <= seq) for epoch, seq in kept.items()), false())
    _never_acknowledged(tx, sent_by(tx, device), c.channel == channel, ~here)


def _never_acknowledged(tx: Tx, *which: ColumnElement[bool]) -> None:
    tx.connection.execute(update(outbox).where(*which).values(acknowledged_at="", verdict=""))
