"""The same paper for many matters, as one PDF or one each: a renewal round (C4), the institutions of a publicity list.

Papers are written to disk as they come. One that cannot be printed holds up no other: it is named with the reason. The
work can be stopped between two papers: one PDF is then not there at all, of many those that were finished are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yb_desktop.base.errors import BadInput, UserError
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement
from yb_desktop.paper.batch import ManyFiles, OneFile
from yb_desktop.paper.blocks import Composed
from yb_desktop.services import papers
from yb_desktop.services.agreements import document_of
from yb_desktop.services.desk import Desk
from yb_desktop.services.renewal_round import round_of

Progress = Callable[[int, int], None]
"""Told how many papers of how many are written; raising stops the work there."""

COPIES = frozenset({"agreement", "supplementary_agreement"})
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_NAME_MOST = 60
_APART = "这种文书不能合并成一个文件，请选择每份一个文件。"


@dataclass(frozen=True, slots=True)
class Wish:
    """One paper of a batch."""

    document: str
    wanted: papers.Wanted
    name: str
    """What its file is called, without ending."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """A paper that a batch could not print, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What a batch wrote."""

    files: tuple[Path, ...]
    papers: int
    left: tuple[NotPrinted, ...]


def of_round(
    desk: Desk, document: str, *, year: int | None = None, ends_before: date | None = None
) -> tuple[Wish, ...]:
    """Give a paper for every agreement of a renewal round: each registered copy of the new one, or one of the old."""
    with desk.store.read() as reader:
        rounds = round_of(reader, year=year, ends_before=ends_before)
        if document not in COPIES:
            return tuple(_wish(document, one, one.renewal.number if one.renewal else "") for one in rounds)
        fresh = [reader.agreement(one.next) for one in rounds if one.next]
        return tuple(
            _wish(document, one, one.number, copy.copy)
            for one in fresh
            for copy in one.copies
            if document_of(one) == document
        )


def _wish(document: str, one: Agreement, number: str, copy: int = 1) -> Wish:
    wanted = papers.Wanted(agreement=one.id, copy=copy)
    return Wish(document, wanted, _named(document, number or one.number, f"第{copy}份" if document in COPIES else ""))


def of_publicity(desk: Desk, number: str, document: str) -> tuple[Wish, ...]:
    """Give a paper for every application on the publicity list of a number. Raises ``BadInput`` (``paper``)."""
    with desk.store.read() as reader:
        cases = [reader.case(one) for one in reader.numbered("publicity_list", number)]
    if not cases:
        raise BadInput("paper", f"没有文号为“{number}”的公示名单，请核对文号。")
    return tuple(Wish(document, papers.Wanted(case=one.id), _named(document, one.receipt)) for one in cases)


def _named(document: str, *parts: str) -> str:
    said = "_".join(part for part in (papers.TITLES.get(document, document), *parts) if part)
    return _NOT_IN_NAMES.sub("-", said)[:_NAME_MOST]


def print_together(
    desk: Desk,
    wishes: Sequence[Wish],
    out: Path,
    *,
    title: str,
    signer: Signer | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Print a batch as one PDF with a contents. Raises ``BadInput`` (``paper``) where nothing could be printed."""
    left: list[NotPrinted] = []
    count = 0
    with OneFile(out, title) as whole:
        for at, wish in enumerate(wishes):
            _tell(progress, at, len(wishes))
            try:
                made = papers.composed(desk, wish.document, wish.wanted)
                if not isinstance(made, Composed):
                    raise BadInput("paper", _APART)
                whole.add(made, signer=signer)
                count += 1
            except UserError as refusal:
                left.append(NotPrinted(wish.name, refusal.text))
    _tell(progress, len(wishes), len(wishes))
    if not count:
        raise BadInput("paper", left[0].reason if left else "没有要打印的文书。")
    return Printed((out,), count, tuple(left))


def print_apart(
    desk: Desk,
    wishes: Sequence[Wish],
    folder: Path,
    *,
    signer: Signer | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Print a batch as one PDF each into a folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise world_error(problem, folder) from problem
    batch = ManyFiles(folder)
    files: list[Path] = []
    left: list[NotPrinted] = []
    for at, wish in enumerate(wishes, 1):
        _tell(progress, at - 1, len(wishes))
        name = f"{at:04d}_{wish.name}"
        try:
            made = papers.composed(desk, wish.document, wish.wanted, signer=signer)
            if isinstance(made, Composed):
                files.append(batch.add(made, name, signer=signer))
            else:
                files.append(folder / f"{name}.pdf")
                write_whole(files[-1], made)
        except UserError as refusal:
            left.append(NotPrinted(wish.name, refusal.text))
    _tell(progress, len(wishes), len(wishes))
    return Printed(tuple(files), len(files), tuple(left))


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
