"""What our office says later of records that are in its log: taken out of the books, or brought back into them.

The log is only added to, and the chain of whoever sent a record stays whole. What changes is our judgement, and that
is a record of ours as well: so a table made again from the log leaves out the very same records.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from yb_desktop.domain.facts import Fact, fact
from yb_desktop.domain.records import Record
from yb_desktop.domain.vocabulary import Labelled

UNDONE, FORKED = "undone", "fork"
"""Codes of records that are out of the books: their take-in was undone; they are of a history that does not stand."""
RESTS_ON_UNDONE = "record-undone"
"""The code of a record that is set aside until what it rests on is taken in again."""
WAITS = "record-waits"
"""The code of a record that is set aside until what it rests on is taken in at all."""


class History(Labelled):
    """Which of two histories of a device stands."""

    RECEIVED = "received", "以先收到的为准"
    PRESENT = "present", "以对方现在的为准"


class LogSpan(msgspec.Struct, frozen=True, omit_defaults=True):
    """Records of one device, by their numbers, both ends included.

    Where a device has two histories, ``tip`` is the hash of the span's last record and tells which one is meant.
    """

    office: str
    device: str
    first: int
    last: int
    tip: str = ""


@fact("exchange.undo_take_in")
class TakeInUndone(Fact, frozen=True):
    """Records that a bundle brought are in the log and no longer in the books."""

    bundle: str
    records: tuple[LogSpan, ...]
    reason: str


@fact("exchange.take_in_again")
class TakenInAgain(Fact, frozen=True):
    """Records that had been taken out came again with a bundle: they count again, at their old places."""

    bundle: str
    records: tuple[LogSpan, ...]


@fact("exchange.settle_fork")
class ForkSettled(Fact, frozen=True):
    """Of two histories of a device, which a ``bundle`` brought to light, one stands; ``records`` are the other's.

    They stay in the log, off the device's chain: their numbers belong to the history that stands.
    """

    bundle: str
    stands: History
    records: tuple[LogSpan, ...]
    reason: str
    prepared_by: str


JUDGEMENTS = (TakeInUndone.TYPE, TakenInAgain.TYPE, ForkSettled.TYPE)
"""The types of records that say what else is in the books."""


def spans_of(records: Iterable[Record]) -> tuple[LogSpan, ...]:
    """Name records as few spans as will do."""
    found: list[LogSpan] = []
    for record in sorted(records, key=lambda one: (one.office, one.device, one.seq)):
        last = found[-1] if found else None
        if last and (last.office, last.device, last.last + 1) == (record.office, record.device, record.seq):
            found[-1] = msgspec.structs.replace(last, last=record.seq)
        else:
            found.append(LogSpan(record.office, record.device, record.seq, record.seq))
    return tuple(found)
