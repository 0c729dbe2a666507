"""Many papers at once: which belong together (copies of agreements; a publicity list), as one PDF or one each.

Papers are written to disk as they come. One that cannot be printed holds up no other: it is named with the reason. The
work can be stopped between two papers: one PDF is then not there at all, of many those that were finished are. The
records of a batch are read a part at a time, which takes a third of the time of reading them paper by paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from yb_desktop.base.errors import BadInput, UserError
from yb_desktop.base.files import world_error
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.paper.batch import ManyFiles, OneFile
from yb_desktop.paper.blocks import Composed
from yb_desktop.services import papers, publicity
from yb_desktop.services.agreements import document_of, print_
from yb_desktop.services.desk import Desk
from yb_desktop.services.registering_papers import COPIES, note_print, printed_before
from yb_desktop.store.reading import Reader

Progress = Callable[[int, int], None]
"""Told how many papers of how many are written; raising stops the work there."""

_PART = 50  # papers whose records are read at once
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_NAME_MOST = 80  # characters of a file's name


@dataclass(frozen=True, slots=True)
class Wish:
    """One paper of a batch."""

    document: str
    wanted: papers.Wanted
    name: str
    """What people call it, and its file."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """A paper that a batch could not print, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch did: the files it wrote, how many papers it made, and those it left."""

    files: tuple[Path, ...]
    papers: int
    left: tuple[NotPrinted, ...]


def register_copies(desk: Desk, agreements: Sequence[str], *, copies: int, progress: Progress) -> Outcome:
    """G3: register the first copies of many agreements; one that has copies already keeps them and is not counted."""
    left: list[NotPrinted] = []
    made = 0
    for number, agreement in enumerate(agreements, start=1):
        with desk.store.read() as reader:
            found = reader.agreement(agreement)
        if not found.standing_copies:
            try:
                reason = "原登记的各份均已作废" if found.copies else ""
                print_(desk, on=desk.clock.today(), agreement=agreement, copies=copies, reason=reason)
                made += 1
            except UserError as problem:
                left.append(NotPrinted(found.number, problem.text))
        progress(number, len(agreements))
    return Outcome((), made, tuple(left))


def printed_again(desk: Desk, wishes: Sequence[Wish]) -> int:
    """Count the papers of a batch that were printed before and are registered each time: they need a reason."""
    found = (printed_before(desk, wish.document, wish.wanted) for wish in wishes)
    return sum(bool(before and before.days) for before in found)


def note_prints(desk: Desk, wishes: Sequence[Wish], outcome: Outcome, reason: str) -> None:
    """Register the papers of a batch that were made. Raises what ``note_print`` raises."""
    left = {one.name for one in outcome.left}
    for wish in wishes:
        if wish.name not in left:
            note_print(desk, wish.document, wish.wanted, reason)


def copies_of(desk: Desk, agreements: Sequence[str]) -> tuple[Wish, ...]:
    """Give a paper for every standing copy of agreements."""
    with desk.store.read() as reader:
        reader.load(agreements)
        held = [reader.agreement(one) for one in agreements]
    return tuple(_copy(one, copy.copy) for one in held for copy in one.standing_copies)


def _copy(found: Agreement, copy: int) -> Wish:
    name = f"{found.number}_{found.blanks.get('party_b_name', '')}_第{copy}份"
    return Wish(document_of(found), papers.Wanted(agreement=found.id, copy=copy), name)


def shared_documents(desk: Desk, number: str) -> tuple[str, ...]:
    """Give the documents that every application on a publicity list has, in the order of the procedure.

    The list itself, the same for all, is none of them, and copies of agreements are registered one by one (G3). An
    application that another office goes on with has its papers there. Raises ``BadInput`` (``paper``).
    """
    held = [{ref.document for ref in papers.documents_of(desk, case=one.id)} for one in _listed(desk, number)]
    shared = frozenset(papers.TITLES).intersection(*filter(None, held)) if any(held) else frozenset[str]()
    return tuple(one for one in papers.TITLES if one in shared - COPIES - {publicity.LIST})


def of_publicity(desk: Desk, number: str, document: str) -> tuple[Wish, ...]:
    """Give a paper for every application on the publicity list of a number. Raises ``BadInput`` (``paper``)."""
    return tuple(
        Wish(document, papers.Wanted(case=one.id), f"{papers.TITLES.get(document, document)}_{one.receipt}")
        for one in _listed(desk, number)
    )


def _listed(desk: Desk, number: str) -> tuple[Case, ...]:
    with desk.store.read() as reader:
        cases = publicity.listed(reader, number)
    if not cases:
        raise BadInput("paper", f"没有文号为“{number}”的公示名单，请核对文号。")
    return cases


def print_together(
    desk: Desk,
    wishes: Sequence[Wish],
    out: Path,
    *,
    title: str,
    signer: Signer | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Print a batch as one PDF with a contents; there is no file where nothing could be printed."""
    with OneFile(out, title) as whole:

        def add(at: int, made: bytes | Composed) -> None:
            if isinstance(made, Composed):
                whole.add(made, signer=signer)
            else:
                whole.join(made, name=wishes[at].name)

        count, left = _each(desk, wishes, signer, progress, add)
    return Outcome((out,) if count else (), count, left)


def print_apart(
    desk: Desk,
    wishes: Sequence[Wish],
    folder: Path,
    *,
    signer: Signer | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Print a batch as one numbered PDF each into a folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise world_error(problem, folder) from problem
    files: list[Path] = []
    with ManyFiles(folder) as batch:

        def add(at: int, made: bytes | Composed) -> None:
            name = f"{at + 1:04d}_{_NOT_IN_NAMES.sub('_', wishes[at].name)[:_NAME_MOST]}"
            files.append(batch.add(made, name, signer=signer))

        count, left = _each(desk, wishes, signer, progress, add)
    return Outcome(tuple(files), count, left)


def _each(
    desk: Desk,
    wishes: Sequence[Wish],
    signer: Signer | None,
    progress: Progress | None,
    add: Callable[[int, bytes | Composed], None],
) -> tuple[int, tuple[NotPrinted, ...]]:
    """Give every paper that can be had to ``add``, with its place; say how many it took, and which papers are left."""
    done = progress or (lambda _done, _total: None)
    left: list[NotPrinted] = []
    for at, made in enumerate(_made(desk, wishes, signer)):
        done(at, len(wishes))
        try:
            if isinstance(made, UserError):
                raise made
            add(at, made)
        except UserError as refusal:
            left.append(NotPrinted(wishes[at].name, refusal.text))
    done(len(wishes), len(wishes))
    return len(wishes) - len(left), tuple(left)


def _made(desk: Desk, wishes: Sequence[Wish], signer: Signer | None) -> Iterator[bytes | Composed | UserError]:
    """Give each paper before it is set, or why there is none; the records of a part are read at once."""
    desk.need_business()
    rest = iter(wishes)
    while part := list(islice(rest, _PART)):
        with desk.store.read() as reader:
            reader.load(wish.wanted.matter for wish in part)
            made = [_one(desk, reader, wish, signer) for wish in part]
        yield from made


def _one(desk: Desk, reader: Reader, wish: Wish, signer: Signer | None) -> bytes | Composed | UserError:
    try:
        return papers.composed(desk, reader, wish.document, wish.wanted, signer=signer)
    except UserError as refusal:
        return refusal
