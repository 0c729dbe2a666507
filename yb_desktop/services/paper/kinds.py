"""What a paper is to the register of papers: of what matter, whether its step has happened, and how it is made.

Each subject has a module beside this one with its ``PAPERS``; ``papers`` joins them. A paper is one line there:

    paper_kind("acceptance_notice", "受理通知书", Case, refs=_acceptances, make=_acceptance)

``refs`` tells which papers of the kind exist now (none before the step), ``make`` gives the one that was asked for:
printed, or composed, so that it can be written for Word as well (``formats``).
One document may be kept of two sorts of matter (a letter of enquiry of an application or of an agreement): two lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.institution import Institution
from yb_desktop.paper.blocks import Composed
from yb_desktop.services.desk import Desk
from yb_desktop.store.reading import Reader

Matter: TypeAlias = Case | Agreement | Audit | Institution
"""What a paper is of."""

MatterKind: TypeAlias = type[Case] | type[Agreement] | type[Audit] | type[Institution]

_Of = TypeVar("_Of", Case, Agreement, Audit, Institution)
_Held_co = TypeVar("_Held_co", bound=Matter, covariant=True)


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper that can be printed now: its document id, its Chinese name, its number and day.

    ``differs`` says how the records of today differ from the copies that were printed, where they do.
    """

    document: str
    title: str
    number: str
    on: date
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Asked(Generic[_Held_co]):
    """One paper asked for: whose, which of its kind, which registered copy, and who signs its pages."""

    desk: Desk
    reader: Reader
    matter: _Held_co
    ref: PaperRef
    signer: Signer | None
    copy: int = 1


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One line of the register. ``none_yet`` is the sentence while there is none, where the usual one will not do.

    ``differs`` says how the records of today differ from what was printed (it takes longer than printing).
    """

    document: str
    title: str
    of: MatterKind
    refs: Callable[[Reader, Matter], Iterable[PaperRef]]
    make: Callable[[Asked[Matter]], bytes | Composed]
    differs: Callable[[Reader, Matter], str]
    none_yet: str = ""


def _never(reader: Reader, matter: Matter) -> str:
    del reader, matter
    return ""


def paper_kind(
    document: str,
    title: str,
    of: type[_Of],
    *,
    refs: Callable[[Reader, _Of], Iterable[PaperRef]],
    make: Callable[[Asked[_Of]], bytes | Composed],
    differs: Callable[[Reader, _Of], str] = _never,
    none_yet: str = "",
) -> PaperKind:
    """Write one line of the register; its functions are only called with matters of their sort."""

    def own(matter: Matter) -> _Of:
        if not isinstance(matter, of):
            raise TypeError(f"{document} is a paper of {of.__name__}, not of {type(matter).__name__}")
        return matter

    def refs_of(reader: Reader, matter: Matter) -> Iterable[PaperRef]:
        return refs(reader, own(matter))

    def made(asked: Asked[Matter]) -> bytes | Composed:
        matter = own(asked.matter)
        return make(Asked(asked.desk, asked.reader, matter, asked.ref, asked.signer, asked.copy))

    def differs_of(reader: Reader, matter: Matter) -> str:
        return differs(reader, own(matter))

    return PaperKind(document, title, of, refs_of, made, differs_of, none_yet)
