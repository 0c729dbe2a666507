"""Many papers at once: as one PDF, or each in a file of its own named after its number; and copies for a whole round.

A paper that cannot be made does not stop the others: it is named in the outcome with the reason. Work can be stopped
between two papers; what is written by then stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.base.errors import YbError
from yb_desktop.base.files import write_whole
from yb_desktop.base.signing import Signer
from yb_desktop.paper.pictures import joined
from yb_desktop.services.agreements import document_of, print_
from yb_desktop.services.batch_printing import COPIES, Printed, Progress, Wish, print_apart, print_together
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.formats import PDF
from yb_desktop.services.papers import Wanted, paper_as
from yb_desktop.services.registering_papers import note_print, printed_before

_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
_LONGEST = 80  # characters of a file's name


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One paper of a batch: its name for people and its file, its document, and which one."""

    name: str
    document: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What a batch made: so many papers, into which files, and what could not be made, with the reason."""

    made: int
    files: tuple[Path, ...]
    left: tuple[tuple[str, str], ...]


def write_one(
    desk: Desk, items: Sequence[BatchItem], file: Path, *, signer: Signer | None = None, progress: Progress
) -> BatchOutcome:
    """Write many papers into one PDF, in their order: agreements as one document, other papers joined.

    Raises ``WorldError`` where it cannot be written, ``BadInput`` (``paper``) where no agreement could be printed.
    """
    if all(item.document in COPIES for item in items):
        return _outcome(print_together(desk, _wishes(items), file, title=file.stem, signer=signer, progress=progress))
    papers: list[bytes] = []
    left: list[tuple[str, str]] = []
    for number, item in enumerate(items, start=1):
        try:
            papers.append(paper_as(desk, item.document, PDF, item.wanted, signer=signer))
        except YbError as problem:
            left.append((item.name, problem.text))
        progress(number, len(items))
    if papers:
        write_whole(file, joined(tuple(papers)))
    return BatchOutcome(len(papers), (file,) if papers else (), tuple(left))


def write_many(
    desk: Desk, items: Sequence[BatchItem], folder: Path, *, signer: Signer | None = None, progress: Progress
) -> BatchOutcome:
    """Write each paper into a numbered file of its own. Raises ``WorldError`` where one cannot be written."""
    return _outcome(print_apart(desk, _wishes(items), folder, signer=signer, progress=progress))


def printed_again(desk: Desk, items: Sequence[BatchItem]) -> int:
    """Count the papers of a batch that were printed before and are registered each time: they need a reason."""
    found = (printed_before(desk, item.document, item.wanted) for item in items)
    return sum(bool(before and before.days) for before in found)


def note_prints(desk: Desk, items: Sequence[BatchItem], outcome: BatchOutcome, reason: str) -> None:
    """Register the papers of a batch that were made. Raises what ``note_print`` raises."""
    left = {name for name, _ in outcome.left}
    for item in items:
        if item.name not in left:
            note_print(desk, item.document, item.wanted, reason)


def _wishes(items: Sequence[BatchItem]) -> tuple[Wish, ...]:
    return tuple(Wish(one.document, one.wanted, _UNFIT.sub("_", one.name)[:_LONGEST]) for one in items)


def _outcome(made: Printed) -> BatchOutcome:
    return BatchOutcome(made.papers, made.files, tuple((one.name, one.reason) for one in made.left))


def register_copies(desk: Desk, agreements: Sequence[str], *, copies: int, progress: Progress) -> BatchOutcome:
    """G3: register the first copies of many agreements; one that has copies already keeps them and is not counted."""
    left: list[tuple[str, str]] = []
    made = 0
    for number, agreement in enumerate(agreements, start=1):
        with desk.store.read() as reader:
            found = reader.agreement(agreement)
        if not found.standing_copies:
            try:
                print_(desk, on=desk.clock.today(), agreement=agreement, copies=copies, reason=_again(found.copies))
                made += 1
            except YbError as problem:
                left.append((found.number, problem.text))
        progress(number, len(agreements))
    return BatchOutcome(made, (), tuple(left))


def copies_of(desk: Desk, agreements: Sequence[str]) -> tuple[BatchItem, ...]:
    """Give every standing copy of agreements, as papers of a batch."""
    items: list[BatchItem] = []
    with desk.store.read() as reader:
        for agreement in agreements:
            found = reader.agreement(agreement)
            for one in found.standing_copies:
                name = f"{found.number}_{found.blanks.get('party_b_name', '')}_第{one.copy}份"
                items.append(BatchItem(name, document_of(found), Wanted(agreement=agreement, copy=one.copy)))
    return tuple(items)


def _again(copies: Sequence[object]) -> str:
    return "原登记的各份均已作废" if copies else ""
