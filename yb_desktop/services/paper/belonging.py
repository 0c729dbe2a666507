"""Which matters of this office a printed paper belongs to, told by its document and number alone.

A number in the register leads to its matters; a paper without one of its own carries its matter's number and a suffix
(大医保收〔2026〕5号-评估表), so the part before the suffix leads there. One paper may be of several matters: a
publicity list is of every case on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.institution import Institution
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.kinds import Matter, PaperRef
from yb_desktop.services.papers import Wanted, papers_of
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader

_AGREEMENT = re.compile(r"\d{6}-\d{4}-\d{4,}")
_PAGE = 200


def matters_of(desk: Desk, reader: Reader, document: str, number: str) -> tuple[tuple[Matter, PaperRef], ...]:
    """Give this office's matters that have such a paper, in the order of the register; none where nobody knows it."""
    found: dict[str, tuple[Matter, PaperRef]] = {}
    for entity in _entities(reader, _own_number(number)):
        matter = reader.entity(entity)
        if isinstance(matter, (Case, Agreement, Audit, Institution)) and matter.office == desk.info.office:
            for ref in papers_of(reader, matter):
                if (ref.document, ref.number) == (document, number):
                    found[matter.id] = (matter, ref)
    return tuple(found.values())


def wanted_of(matter: Matter, number: str) -> Wanted:
    """Name a paper of a matter."""
    match matter:
        case Case():
            return Wanted(case=matter.id, number=number)
        case Agreement():
            return Wanted(agreement=matter.id, number=number)
        case Audit():
            return Wanted(audit=matter.id, number=number)
        case Institution():
            return Wanted(institution=matter.id, number=number)


def _own_number(number: str) -> str:
    agreement = _AGREEMENT.match(number)
    return agreement.group() if agreement else number.partition("-")[0]


def _entities(reader: Reader, number: str) -> Iterator[str]:
    after: str | None = None
    while True:
        page = lists.documents(reader, find=number, after=after, limit=_PAGE)
        yield from (row.entity for row in page.rows if row.number == number)
        after = page.after
        if after is None:
            return
