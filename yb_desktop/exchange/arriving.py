"""The records of a bundle that are new here, and what is made of each, without holding them all in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.receipt import Fate


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the receiver makes of one record: its fate, and a code and a sentence when it is not taken."""

    fate: Fate
    code: str = ""
    text: str = ""


TAKEN = Ruling(Fate.TAKEN)
Judge = Callable[[Record], Ruling]
"""Rules on one record; called once for each new record, in the order of the log."""
BlobsOf = Callable[[Record], Collection[str]]
"""Names the attachments of a record."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A new record with its ruling and the attachments it names that are neither here nor in the bundle."""

    record: Record
    ruling: Ruling
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arriving:
    """The new records of a bundle: those after a number of the sender's log, or all (``None``).

    They may be more than memory holds, so they are read from the bundle each time somebody goes through them; kept are
    only the rulings, and the attachments waited for, of those that have any, by rid.
    """

    bundle: VerifiedBundle
    after: int | None
    count: int
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Judged]:
        for record in self.records():
            yield Judged(record, self.rulings.get(record.rid, TAKEN), self.waiting.get(record.rid, ()))

    def records(self, record_type: str = "") -> Iterator[Record]:
        """Give the records alone; with ``record_type`` those of one type."""
        if self.count:
            found = self.bundle.records(record_type)
            yield from (record for record in found if self.after is None or record.seq > self.after)

    def ruled(self, rulings: Mapping[str, Ruling]) -> Arriving:
        """Give the same records with more rulings."""
        return replace(self, rulings={**self.rulings, **rulings})


class Sorting:
    """Goes through the new records of a bundle once and keeps what ``Arriving`` keeps of them."""

    def __init__(
        self,
        bundle: VerifiedBundle,
        after: int | None,
        here: Collection[str],
        judge: Judge,
        blobs_of: BlobsOf,
    ) -> None:
        """Begin with none; ``here`` are the attachments that are here already."""
        self._bundle = bundle
        self._after = after
        self._judge = judge
        self._blobs_of = blobs_of
        self._here = {*here, *(entry.sha256 for entry in bundle.blobs())}
        self._count = 0
        self._rulings: dict[str, Ruling] = {}
        self._waiting: dict[str, tuple[str, ...]] = {}

    def add(self, record: Record) -> None:
        """Take the next record."""
        self._count += 1
        ruling = self._judge(record)
        if ruling != TAKEN:
            self._rulings[record.rid] = ruling
        if waits := tuple(blob for blob in self._blobs_of(record) if blob not in self._here):
            self._waiting[record.rid] = waits

    def done(self) -> Arriving:
        """Give all of them."""
        return Arriving(self._bundle, self._after, self._count, self._rulings, self._waiting)
