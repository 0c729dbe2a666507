"""扫描件: scans as the inbox shows them, a line for each copy, each page that belongs to none, each bad file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from pathlib import Path

from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.check import keys_of, latest_versions
from yb_desktop.services.paper.likely import Likely, Printed, likely_places, printed_pages
from yb_desktop.services.paper.scan_filing import Filed, Target, file_scans, targets_of
from yb_desktop.services.paper.scanning import (
    Confirmed,
    CopyKey,
    Decisions,
    Heap,
    Pile,
    Reading,
    Report,
    heap_of,
    read_scans,
)
from yb_desktop.services.registering_papers import COPIES


class ScanState(Enum):
    """How a line stands."""

    READY = "齐全，可以归档"
    FILED = "已归档"
    MISSING = "缺页"
    STOPPED = "不能归档"
    LOOSE = "未能归入"
    FAULT = "打不开"


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line of the inbox: a copy with its ``sheets``, or a page that belongs to none, or a file."""

    id: str
    state: ScanState
    title: str
    institution: str = ""
    found: str = ""
    missing: str = ""
    doubled: str = ""
    said: str = ""
    copy: CopyKey | None = None
    sheets: tuple[int, ...] = ()
    likely: Likely | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What was read and decided, and how it stands."""

    reading: Reading
    decisions: Decisions
    printed: Printed
    heap: Heap
    lines: tuple[ScanLine, ...]
    filed: Mapping[CopyKey, Filed] = field(default_factory=dict)

    @property
    def ready(self) -> int:
        """How many copies may be filed as they are."""
        return sum(line.state is ScanState.READY for line in self.lines)

    def expected(self, likely: Likely) -> bytes:
        """Give the picture of the page that a sheet seems to be, as it was printed; empty where it is not known."""
        pages = self.printed.get(likely.place.copy, ())
        return pages[likely.place.page - 1] if likely.place.page <= len(pages) else b""


def read_inbox(desk: Desk, paths: Iterable[Path], report: Report | None = None) -> Inbox:
    """Read files and folders and match them. Raises ``BadInput`` and ``WorldError``."""
    keys = keys_of(desk).keys
    reading = read_scans(paths, keys=keys, latest=lambda found: latest_versions(desk, found), report=report)
    return _standing(desk, Inbox(reading, Decisions(), printed_pages(desk, heap_of(reading)), Heap((), ()), ()))


def confirm_likely(desk: Desk, inbox: Inbox, likely: Likely) -> Inbox:
    """Keep that a person compared a sheet with the page it seems to be, and it is that page."""
    decided = inbox.decisions.place(likely.sheet, Confirmed(likely.place, likely.turn))
    return _standing(desk, replace(inbox, decisions=decided))


def leave_out(desk: Desk, inbox: Inbox, sheet: int) -> Inbox:
    """Keep that a sheet is not to be used."""
    return _standing(desk, replace(inbox, decisions=inbox.decisions.leave_out(sheet)))


def file_inbox(
    desk: Desk, inbox: Inbox, *, on: date, only: CopyKey | None = None, report: Report | None = None
) -> Inbox:
    """File every complete copy; ``only`` one also with pages missing. Raises what ``file_scans`` raises."""
    filed = file_scans(
        desk, inbox.reading, inbox.decisions, on=on, only=only, incomplete=only is not None, report=report
    )
    done = {one.copy: one for one in filed if one.done}
    return _standing(desk, replace(inbox, filed={**inbox.filed, **done}))


def _standing(desk: Desk, inbox: Inbox) -> Inbox:
    heap = heap_of(inbox.reading, inbox.decisions)
    targets = targets_of(desk, heap)
    likely = likely_places(inbox.reading, heap, inbox.printed)
    lines = (*_pile_lines(heap, targets, inbox.filed), *_loose_lines(inbox.reading, heap, likely))
    faults = (
        ScanLine(f"fault-{at}", ScanState.FAULT, name, said=text)
        for at, (name, text) in enumerate(inbox.reading.faults)
    )
    return replace(inbox, heap=heap, lines=(*lines, *faults))


def _pile_lines(heap: Heap, targets: Mapping[CopyKey, Target], filed: Mapping[CopyKey, Filed]) -> Iterator[ScanLine]:
    for pile in heap.piles:
        copy, target = pile.copy, targets[pile.copy]
        state, said = _state(pile, target, filed.get(copy))
        yield ScanLine(
            id=f"{copy.document}/{copy.number}/{copy.version}/{copy.copy}",
            state=state,
            title=_title(copy, target),
            institution=target.institution,
            found=f"{len(pile.found)} / {copy.pages}",
            missing=numbers(pile.missing),
            doubled=numbers(pile.doubled),
            said="；".join(part for part in (said, target.differs) if part),
            copy=copy,
            sheets=tuple(sheet for _, sheets in pile.found for sheet in sheets),
        )


def _title(copy: CopyKey, target: Target) -> str:
    which = f"第{copy.copy}份" if copy.document in COPIES else target.title
    return f"{copy.number} {which}"


def _state(pile: Pile, target: Target, filed: Filed | None) -> tuple[ScanState, str]:
    if filed is not None:
        return ScanState.FILED, f"共归档{len(filed.pages)}页"
    if target.obstacle:
        return ScanState.STOPPED, target.obstacle
    if pile.missing:
        return ScanState.MISSING, f"缺第{numbers(pile.missing)}页"
    return ScanState.READY, f"第{numbers(pile.doubled)}页重复，采用先读到的" if pile.doubled else ""


def _loose_lines(reading: Reading, heap: Heap, likely: Mapping[int, Likely]) -> Iterator[ScanLine]:
    for at in heap.loose:
        sheet, guess = reading.sheets[at], likely.get(at)
        may_be = f"；可能是{guess.place.copy.number}的第{guess.place.page}页" if guess else ""
        yield ScanLine(
            f"loose-{at}", ScanState.LOOSE, sheet.name, said=f"{sheet.reason}{may_be}", sheets=(at,), likely=guess
        )


def numbers(pages: Sequence[int]) -> str:
    """Write page numbers."""
    return "、".join(str(page) for page in pages)
