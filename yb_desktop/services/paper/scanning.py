"""Scans that come back: a heap of files read page by page, and every page put to the copy it belongs to.

Rules kept here: a page belongs to a copy because its code says so and the signature holds; a page whose code cannot be
read belongs to none until a person says so (``Decisions``). Pages missing and pages that came twice are named. What a
heap comes to follows from what was read and what was decided, and from nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error
from yb_desktop.paper.paper_files import ENDINGS, page_count
from yb_desktop.paper.scans import sheets_in
from yb_desktop.paper.verify import PageVerdict, Verdict, judged

_LARGEST = 500 << 20  # bytes of a file that is read
_FILES = 5_000
_REASONS: Mapping[Verdict, str] = {
    Verdict.NO_CODE: "没有读到二维码",
    Verdict.ALTERED: "二维码与签名不符，可能已被改动",
    Verdict.UNKNOWN_KEY: "签名密钥不在信任清单内，无法核实",
}
_SEVERAL = "一张图上有几页的二维码，请分开扫描"

Report = Callable[[int, int], None]
"""Told how many pages of how many have been read; may raise to stop."""


@dataclass(frozen=True, slots=True, order=True)
class CopyKey:
    """One copy of one version of a document, and how many pages it has."""

    number: str
    version: int
    copy: int
    copies: int
    document: str
    pages: int


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a copy."""

    copy: CopyKey
    page: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page that was read: where from, what its code says, and a small upright picture of it."""

    file: Path
    sha256: str
    page: int
    turn: int
    verdicts: tuple[PageVerdict, ...]
    small: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Where the page comes from, in words."""
        return f"{self.file.name} 第{self.page}页"

    @property
    def place(self) -> Place | None:
        """The page of a copy that a genuine code names."""
        one, *more = self.verdicts
        if more or one.verdict not in {Verdict.GENUINE, Verdict.OLDER_VERSION}:
            return None
        return _claimed(one)

    @property
    def reason(self) -> str:
        """Why the page belongs to no copy by itself."""
        return _SEVERAL if len(self.verdicts) > 1 else _REASONS.get(self.verdicts[0].verdict, "")

    @property
    def may_be_placed(self) -> bool:
        """Whether a person may say where it belongs: only where no code says anything else."""
        return [one.verdict for one in self.verdicts] == [Verdict.NO_CODE]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a heap of files holds: pages in the order of the files, and the files that could not be read."""

    sheets: tuple[Scanned, ...]
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A person says: this page is that one; it stands upright when turned clockwise so far."""

    place: Place
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about pages (by their place in ``Reading.sheets``)."""

    placed: Mapping[int, Confirmed] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()

    def place(self, sheet: int, confirmed: Confirmed) -> Decisions:
        """Add that a page belongs somewhere."""
        return Decisions({**self.placed, sheet: confirmed}, self.left_out - {sheet})

    def leave_out(self, sheet: int) -> Decisions:
        """Add that a page is not to be used."""
        placed = {at: one for at, one in self.placed.items() if at != sheet}
        return Decisions(placed, self.left_out | {sheet})


@dataclass(frozen=True, slots=True)
class Pile:
    """The pages found of one copy: page number, and the sheets that are it, the first to come first."""

    copy: CopyKey
    older: bool
    found: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The pages that did not come."""
        here = {page for page, _ in self.found}
        return tuple(page for page in range(1, self.copy.pages + 1) if page not in here)

    @property
    def doubled(self) -> tuple[int, ...]:
        """The pages that came more than once; the first of each is used."""
        return tuple(page for page, sheets in self.found if len(sheets) > 1)


@dataclass(frozen=True, slots=True)
class Heap:
    """Where every page of a reading belongs, as it stands."""

    piles: tuple[Pile, ...]
    loose: tuple[int, ...]


def read_scans(
    paths: Iterable[Path],
    *,
    keys: Mapping[str, bytes],
    latest: Callable[[set[str]], Mapping[str, int]] | None = None,
    report: Report | None = None,
) -> Reading:
    """Read files and folders. ``latest`` gives the newest versions of numbers, where somebody knows them.

    A file that cannot be read is named among the faults, and the others are read. Raises ``WorldError``.
    """
    files = [one for path in paths for one in files_in(path)]
    if len(files) > _FILES:
        raise BadInput("scans", f"一次最多读取{_FILES}个文件，请分批读取。")
    faults: list[tuple[str, str]] = []
    opened = [(file, count) for file in files if (count := _pages(file, faults))]
    whole = sum(count for _, count in opened)
    sheets: list[Scanned] = []
    for file, _ in opened:
        for sheet in _read_one(file, keys, faults):
            sheets.append(sheet)
            if report is not None:
                report(len(sheets), max(whole, len(sheets)))
    return Reading(_with_versions(tuple(sheets), latest), tuple(faults))


def files_in(path: Path) -> tuple[Path, ...]:
    """Give a file, or the scans in a folder and below it, in the order people count in (2 before 10)."""
    if not path.is_dir():
        return (path,)
    found = (one for one in path.rglob("*") if one.suffix.lower().removeprefix(".") in ENDINGS and one.is_file())
    return tuple(sorted(found, key=lambda one: [_counted(part) for part in one.relative_to(path).parts]))


def _counted(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", name.lower())]


def bytes_of(file: Path) -> bytes:
    """Read a file whole. Raises ``BadInput`` (``paper-file``) and ``WorldError``."""
    try:
        if file.stat().st_size > _LARGEST:
            raise BadInput("paper-file", f"“{file.name}”太大（超过{_LARGEST >> 20} MB），请分成几个文件。")
        return file.read_bytes()
    except OSError as problem:
        raise world_error(problem, file) from problem


def _pages(file: Path, faults: list[tuple[str, str]]) -> int:
    try:
        return page_count(bytes_of(file))
    except BadInput as problem:
        faults.append((file.name, problem.text))
        return 0


def _read_one(file: Path, keys: Mapping[str, bytes], faults: list[tuple[str, str]]) -> Iterator[Scanned]:
    data = bytes_of(file)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        for one in sheets_in(data):
            verdicts = tuple(judged(one.page, one.codes, one.digest, keys=keys, latest={}))
            yield Scanned(file, sha256, one.page, one.turn, verdicts, one.small)
    except BadInput as problem:
        faults.append((file.name, problem.text))


def _with_versions(
    sheets: tuple[Scanned, ...], latest: Callable[[set[str]], Mapping[str, int]] | None
) -> tuple[Scanned, ...]:
    if latest is None:
        return sheets
    newest = latest({place.copy.number for one in sheets if (place := one.place)})
    return tuple(_older(one, newest) for one in sheets)


def _older(one: Scanned, newest: Mapping[str, int]) -> Scanned:
    place = one.place
    if place is None or place.copy.version >= newest.get(place.copy.number, 0):
        return one
    return replace(one, verdicts=(replace(one.verdicts[0], verdict=Verdict.OLDER_VERSION),))


def _claimed(one: PageVerdict) -> Place | None:
    match one:
        case PageVerdict(document=str(document), number=str(number), version=int(version), copy=(copy, copies),
                         printed_page=(page, pages)) if 1 <= page <= pages:  # fmt: skip
            return Place(CopyKey(number, version, copy, copies, document, pages), page)
        case _:
            return None


def heap_of(reading: Reading, decisions: Decisions | None = None) -> Heap:
    """Put every page where it belongs by its code, or by what a person decided."""
    decided = decisions or Decisions()
    found: dict[CopyKey, dict[int, list[int]]] = {}
    older: set[CopyKey] = set()
    loose: list[int] = []
    for at, sheet in enumerate(reading.sheets):
        confirmed = decided.placed.get(at) if sheet.may_be_placed else None
        place = confirmed.place if confirmed else sheet.place
        if at in decided.left_out:
            continue
        if place is None:
            loose.append(at)
            continue
        found.setdefault(place.copy, {}).setdefault(place.page, []).append(at)
        if sheet.verdicts[0].verdict is Verdict.OLDER_VERSION:
            older.add(place.copy)
    piles = (
        Pile(copy, copy in older, tuple((page, tuple(found[copy][page])) for page in sorted(found[copy])))
        for copy in sorted(found)
    )
    return Heap(tuple(piles), tuple(loose))
