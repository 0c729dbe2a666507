"""参考数据 as the screens show it: which version is in use here, which each office has, which files are in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.reference import FileSort, KeptFile, newest
from yb_desktop.domain.versions import version_words
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.exchange.everyone import CHANNEL, Place, awaited, there, versions
from yb_desktop.services.exchange.keys_care import kept_trust
from yb_desktop.services.reference_files import ReferenceFile, files_here, keep_file, load_reference
from yb_desktop.store import exchange_state
from yb_desktop.store.exchange_state import Direction
from yb_desktop.store.reading import Reader

NEVER, OLD, NEW, OURS = "未回执", "旧版", "已入库", "本机所用"
"""How an office stands to the newest reference data; ``OURS`` of the one whose data are in use here."""


@dataclass(frozen=True, slots=True)
class HasLine:
    """An office below, and which version of our reference data it has."""

    office: str
    name: str
    version: str
    state: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """The newest version that was handed out or has come here (empty: none), from whom, and who has it."""

    version: str = ""
    office: str = ""
    source: str = ""
    made: str = ""
    lines: tuple[HasLine, ...] = ()

    @property
    def lacking(self) -> int:
        """How many offices have not got the newest."""
        return sum(one.state != NEW for one in self.lines)


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of reference data: what it is, which version, whose, from when on, and whether it is in use."""

    sort: str
    title: str
    version: str
    office: str
    on: date
    starts: date | None
    source: str
    current: bool


def reference_view(reader: Reader, name: Callable[[str], str]) -> ReferenceView:
    """Give the state of the reference data: of what we hand out, else of what has come."""
    made = versions(reader)
    if made:
        parts = made[0]
        place, have = (parts[-1].epoch, parts[-1].seq), there(reader)
        lines = tuple(_has(office, name(office), have.get(office), place) for office in awaited(reader))
        own = reader.info.office
        return ReferenceView(_version(place), own, name(own), parts[0].created, lines)
    for one in exchange_state.all_channels(reader):
        if one.direction is Direction.IN and one.channel == CHANNEL and one.seq:
            came = next((got for got in exchange_state.received(reader) if got.sha256 == one.hash), None)
            at = came.received_at if came else ""
            return ReferenceView(_version((one.epoch, one.seq)), one.office, name(one.office), at)
    return ReferenceView()


def file_lines(desk: Desk) -> tuple[FileLine, ...]:
    """Give every file that was loaded here or came from above, those of this office first."""
    with desk.store.read() as reader:
        found = list(files_here(reader))
        now = {(office.office, one.sha256) for office, _ in found for one in newest(office.files)}
        trust = kept_trust(reader)

    def name(office: str) -> str:
        if office == desk.info.office:
            return desk.info.name
        listed = trust.office_name(office) if trust is not None else None
        return listed or f"{desk.law.areas.get(office).name}医保经办机构"

    return tuple(
        FileLine(
            sort=one.sort.label,
            title=one.title,
            version=_words(one, desk.info.office),
            office=name(office.office),
            on=one.on,
            starts=one.starts,
            source=one.source,
            current=(office.office, one.sha256) in now,
        )
        for office, one in found
    )


def load(desk: Desk, found: ReferenceFile, on: date, starts: date | None = None) -> Step:
    """Load a checked file; the step names the clocks that it moved."""
    file = keep_file(desk, found)
    name = found.name if found.sort is FileSort.TEXT else ""
    return load_reference(desk, on=on, sort=found.sort, file=file, name=name, source=found.source, starts=starts)


def documents_here(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Give the documents whose text can be loaded: code, and number with title."""
    return tuple((one.code, f"{one.number}　{one.title}") for one in desk.law.catalogue.documents)


def _has(office: str, name: str, have: Place | None, newest_place: Place) -> HasLine:
    if have is None:
        return HasLine(office, name, "", NEVER)
    return HasLine(office, name, _version(have), NEW if have >= newest_place else OLD)


def _version(place: Place) -> str:
    epoch, seq = place
    return f"第 {seq} 版" if epoch == 1 else f"第 {epoch}-{seq} 版"


def _words(one: KeptFile, office: str) -> str:
    return version_words(one.version, office) if one.sort is FileSort.FORM else f"第 {one.version} 版"
