"""Many papers at once: as one PDF, or each in a file of its own named after its number; and copies for a whole round.

A paper that cannot be made does not stop the others: it is named in the outcome with the reason. Work can be stopped
between two papers; what is written by then stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.base.errors import YbError
from yb_desktop.base.files import write_whole
from yb_desktop.base.signing import Signer
from yb_desktop.paper.pictures import joined
from yb_desktop.services.agreements import document_of, print_
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.formats import PDF
from yb_desktop.services.papers import Wanted, paper_as

Progress = Callable[[int, int], None]
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
    """Write many papers into one PDF, in their order. Raises ``WorldError`` where it cannot be written."""
    papers: list[bytes] = []
    left = _each(desk, items, signer, progress, lambda _item, data: papers.append(data))
    if papers:
        write_whole(file, joined(tuple(papers)))
    return BatchOutcome(len(papers), (file,) if papers else (), left)


def write_many(
    desk: Desk, items: Sequence[BatchItem], folder: Path, *, signer: Signer | None = None, progress: Progress
) -> BatchOutcome:
    """Write each paper into a file of its own. Raises ``WorldError`` where one cannot be written."""
    files: list[Path] = []

    def write(item: BatchItem, data: bytes) -> None:
        file = folder / f"{_UNFIT.sub('_', item.name)[:_LONGEST]}.pdf"
        if file in files:
            file = file.with_stem(f"{file.stem}_{len(files) + 1}")
        write_whole(file, data)
        files.append(file)

    left = _each(desk, items, signer, progress, write)
    return BatchOutcome(len(files), tuple(files), left)


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


def _each(
    desk: Desk,
    items: Sequence[BatchItem],
    signer: Signer | None,
    progress: Progress,
    take: Callable[[BatchItem, bytes], None],
) -> tuple[tuple[str, str], ...]:
    left: list[tuple[str, str]] = []
    for number, item in enumerate(items, start=1):
        try:
            data = paper_as(desk, item.document, PDF, item.wanted, signer=signer)
        except YbError as problem:
            left.append((item.name, problem.text))
        else:
            take(item, data)
        progress(number, len(items))
    return tuple(left)
