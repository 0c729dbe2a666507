"""The records of a bundle that are new here, and what was made of them, without holding them all in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

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
BlobsOf = Callable[[Record], Collection[str]]
"""Names the attachments of a record."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """The new records of a bundle: those after a number of the sender's log, or all (``None``).

    They may be more than memory holds, so they are read from the bundle each time somebody goes through them. Kept are
    only the attachments that are neither here nor in the bundle, by the rid of the record that waits for them; and the
    rulings, by number, on records of the sender's own that were not taken.
    """

    bundle: VerifiedBundle
    after: int | None
    count: int
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rulings: Mapping[int, Ruling] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.count

    def records(self, record_type: str = "") -> Iterator[Record]:
        """Give the records; with ``record_type`` those of one type."""
        if self.count:
            found = self.bundle.records(record_type)
            yield from (record for record in found if self.after is None or record.seq > self.after)

    def own_numbers(self) -> Iterable[int]:
        """Give the numbers of the sender's own records: without a gap in its log, and some of them in an extract."""
        if self.after is not None:
            return range(self.after + 1, self.after + 1 + self.count)
        return (record.seq for record in self.records() if self.is_own(record))

    def is_own(self, record: Record) -> bool:
        """Say whether a record is of the log of the device that sent the bundle; only of these a receipt speaks."""
        sender = self.bundle.manifest.sender
        return (record.office, record.device) == (sender.office, sender.device)


class Sorting:
    """Goes through the new records of a bundle once and keeps what ``Arriving`` keeps of them."""

    def __init__(self, bundle: VerifiedBundle, after: int | None, here: Collection[str], blobs_of: BlobsOf) -> None:
        """Begin with none; ``here`` are the attachments that are here already."""
        self._bundle = bundle
        self._after = after
        self._blobs_of = blobs_of
        self._here = {*here, *(entry.sha256 for entry in bundle.blobs())}
        self._count = 0
        self._waiting: dict[str, tuple[str, ...]] = {}

    def add(self, record: Record) -> None:
        """Take the next record."""
        self._count += 1
        if waits := tuple(blob for blob in self._blobs_of(record) if blob not in self._here):
            self._waiting[record.rid] = waits

    def done(self) -> Arriving:
        """Give all of them."""
        return Arriving(self._bundle, self._after, self._count, self._waiting)
