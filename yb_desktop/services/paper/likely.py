"""Where a page whose code cannot be read most likely belongs, so that a person sees it beside that page and decides.

Judged by three things: how its look compares with the pages that are missing, as they were printed; which pages lie
before and behind it; and whether a copy lacks just one page. Nothing follows from it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from yb_desktop.paper.paper_files import opened_pdf
from yb_desktop.paper.scans import drawn, far, likeness, look, small_picture
from yb_desktop.services.agreements import document_of
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.belonging import matters_of, wanted_of
from yb_desktop.services.paper.formats import PDF
from yb_desktop.services.paper.scanning import CopyKey, Heap, Place, Reading
from yb_desktop.services.papers import agreement_copy, paper_as
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader

_DPI = 75
_ALIKE = 0.85  # from here on a look is a reason to name
_STRANGE = 0.5  # below it, and with strange neighbours, a page belongs nowhere
_UNLIKE = 0.35  # below it, whatever its neighbours
_TURNS = (0, 180, 90, 270)
_ASKEW = (-5, -4, -2, 2, 4, 5)  # degrees

Printed = Mapping[CopyKey, tuple[bytes, ...]]
"""The pages of copies as they were printed, as small pictures."""


@dataclass(frozen=True, slots=True)
class Likely:
    """The page that a sheet seems to be, how far it is to be turned clockwise, and why it seems so."""

    sheet: int
    place: Place
    turn: int
    why: str
    score: float


def printed_pages(desk: Desk, heap: Heap) -> Printed:
    """Draw the copies of this office that pages are missing of; nothing where no page looks for its place."""
    if not heap.loose:
        return {}
    found: dict[CopyKey, tuple[bytes, ...]] = {}
    for pile in heap.piles:
        if pile.missing and not pile.older and (data := _as_printed(desk, pile.copy)):
            found[pile.copy] = tuple(_drawn(data))
    return found


def _as_printed(desk: Desk, copy: CopyKey) -> bytes:
    """Print a copy once more, unsigned; nothing where this office has none."""
    with desk.store.read() as reader:
        agreement = agreement_of(desk, reader, copy)
        others = () if agreement else matters_of(desk, reader, copy.document, copy.number)
    if agreement:
        return agreement_copy(desk, agreement, copy=copy.copy, signer=None)
    if not others:
        return b""
    matter, ref = others[0]
    return paper_as(desk, ref.document, PDF, wanted_of(matter, ref.number))


def agreement_of(desk: Desk, reader: Reader, copy: CopyKey) -> str:
    """Give the id of this office's agreement that a registered copy is of, or nothing."""
    for row in lists.agreements(reader, find=copy.number).rows:
        if row.number != copy.number:
            continue
        one = reader.agreement(row.id)
        own = one.office == desk.info.office and document_of(one) == copy.document
        if own and any(held.copy == copy.copy for held in one.copies):
            return one.id
    return ""


def _drawn(data: bytes) -> Iterator[bytes]:
    with opened_pdf(data) as pdf:
        for at in range(len(pdf)):
            page = pdf[at]
            yield small_picture(drawn(page, _DPI))
            page.close()


def likely_places(reading: Reading, heap: Heap, printed: Printed) -> Mapping[int, Likely]:
    """Name for each loose sheet the missing page that it most likely is; no page is named for two sheets."""
    open_places = [Place(pile.copy, page) for pile in heap.piles if not pile.older for page in pile.missing]
    looks = {place: _look_of(place, printed) for place in open_places}
    sheets = [at for at in heap.loose if reading.sheets[at].may_be_placed]
    neighbours = _places(heap)
    every = [
        one
        for at in sheets
        for one in _judged(at, _turned_looks(reading.sheets[at].small), looks, neighbours, len(open_places))
    ]
    named: dict[int, Likely] = {}
    taken: set[Place] = set()
    for one in sorted(every, key=lambda one: -one.score):
        if one.sheet not in named and one.place not in taken:
            named[one.sheet] = one
            taken.add(one.place)
    return named


def _places(heap: Heap) -> dict[int, Place]:
    return {at: Place(pile.copy, page) for pile in heap.piles for page, sheets in pile.found for at in sheets}


def _look_of(place: Place, printed: Printed) -> Image.Image | None:
    pages = printed.get(place.copy, ())
    return look(far(pages[place.page - 1])) if place.page <= len(pages) else None


def _turned_looks(small: bytes) -> tuple[tuple[int, Image.Image], ...]:
    page = far(small)
    straight = [(turn, look(page, turn)) for turn in _TURNS]
    return (*straight, *((t, look(page, t, a, grown=g)) for t in _TURNS for a in _ASKEW for g in (False, True)))


def _judged(
    sheet: int,
    own: Sequence[tuple[int, Image.Image]],
    looks: Mapping[Place, Image.Image | None],
    placed: Mapping[int, Place],
    open_places: int,
) -> Iterator[Likely]:
    for place, expected in looks.items():
        alike, turn = max((likeness(one, expected), turn) for turn, one in own) if expected else (0.0, 0)
        beside = _beside(place, placed.get(sheet - 1), placed.get(sheet + 1))
        if expected and alike < (_UNLIKE if beside else _STRANGE):
            continue
        if not (expected or beside or open_places == 1):
            continue
        why = [f"与打印的第{place.page}页版面相近"] if alike >= _ALIKE else []
        if beside:
            why.append(f"相邻的是第{'、'.join(str(page) for page in beside)}页")
        if open_places == 1:
            why.append("只缺这一页")
        yield Likely(sheet, place, turn, "，".join(why) or "把握不大，请仔细核对", alike + 0.05 * len(beside))


def _beside(place: Place, before: Place | None, behind: Place | None) -> tuple[int, ...]:
    """Give the pages of the same copy that lie next to a sheet and next to a page, whichever way the heap lies."""
    near = {place.page - 1, place.page + 1}
    return tuple(sorted({one.page for one in (before, behind) if one and one.copy == place.copy and one.page in near}))
