"""The notices of an application: the papers whose number, day and delivery a fact of the case keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yb_desktop.domain.case import Case, Notice
from yb_desktop.paper.blocks import Composed
from yb_desktop.services.paper.kinds import Asked, PaperKind, PaperRef, paper_kind
from yb_desktop.store.reading import Reader


def notice_kind(
    document: str, title: str, make: Callable[[Asked[Case], Notice], bytes | Composed], *, after_acceptance: str = ""
) -> PaperKind:
    """Write the line of a notice; T7: one asked for after acceptance has another name."""

    def refs(reader: Reader, case: Case) -> Iterator[PaperRef]:
        del reader
        for one in case.notices:
            if one.document == document:
                later = after_acceptance if one.carries == "A16" else ""
                yield PaperRef(document, later or title, one.number, one.on)

    def made(asked: Asked[Case]) -> bytes | Composed:
        return make(asked, next(one for one in asked.matter.notices if one.number == asked.ref.number))

    return paper_kind(document, title, Case, refs=refs, make=made)
