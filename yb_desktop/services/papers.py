"""The papers of a case, an agreement, a matter of breach or an institution, made from the records whenever asked for.

The door to ``services/paper``: each subject there has its table of papers, and this module joins them. A paper whose
step has not happened yet is refused (``paper``); one of another office's matter by J1; an agreement whose text is no
more the one that was registered when it was printed, by G3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.institution import Institution
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.page import printed
from yb_desktop.services.agreements import document_of
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper import agreements, applications, assessments, breaches, changes, evaluation
from yb_desktop.services.paper.formats import PDF, formats_of, written_as
from yb_desktop.services.paper.kinds import Asked, Matter, MatterKind, PaperKind, PaperRef
from yb_desktop.store.reading import Reader

KINDS: tuple[PaperKind, ...] = (
    *applications.PAPERS,
    *evaluation.PAPERS,
    *agreements.PAPERS,
    *assessments.PAPERS,
    *changes.PAPERS,
    *breaches.PAPERS,
)
"""Every paper, in the order of the procedure."""

TITLES: Mapping[str, str] = {kind.document: kind.title for kind in KINDS}
"""The documents that can be printed, with their Chinese names."""

T = TypeVar("T")

_WHICH: Mapping[MatterKind, str] = {
    Case: "哪一件申请",
    Agreement: "哪一份协议",
    Audit: "哪一件违约事项",
    Institution: "哪一家机构",
}
_DONE_BY: Mapping[MatterKind, str] = {
    Case: "该申请由{}的经办机构办理，文书应由该机构打印",
    Agreement: "该协议由{}的经办机构签订，应由该机构打印",
    Audit: "该违约事项由{}的经办机构办理，文书应由该机构打印",
    Institution: "该机构由{}的经办机构登记，文书应由该机构打印",
}


def paper(
    desk: Desk,
    document: str,
    *,
    case: str = "",
    agreement: str = "",
    audit: str = "",
    institution: str = "",
    copy: int = 1,
    number: str = "",
    signer: Signer | None = None,
) -> bytes:
    """Print a document of a matter; the newest of its kind, or the one with a ``number``.

    A case's agreement may be named by the case. ``copy`` is the number of a registered copy (agreements only). Without
    a signer the pages carry no QR. Raises ``BadInput`` (``paper``) when there is no such document, or its step has not
    happened yet, and ``NotAllowed``.
    """
    wanted = Wanted(case, agreement, audit, institution, copy, number)
    return _made(desk, document, wanted, signer, lambda made: _printed(made, signer))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper: the matter it is of, the registered copy, the number where there are several."""

    case: str = ""
    agreement: str = ""
    audit: str = ""
    institution: str = ""
    copy: int = 1
    number: str = ""

    @property
    def matter(self) -> str:
        """The matter that was named, empty where none was."""
        return self.case or self.agreement or self.audit or self.institution


def paper_as(desk: Desk, document: str, suffix: str, wanted: Wanted, *, signer: Signer | None = None) -> bytes:
    """Give a document as a file that ends in ``suffix``: ``.pdf``, or the same text for Word, Excel, the web.

    Raises what ``paper`` raises, and ``BadInput`` (``format``) for a document that is for paper only.
    """
    if suffix == PDF:
        return _made(desk, document, wanted, signer, lambda made: _printed(made, signer))
    return _made(desk, document, wanted, None, lambda made: written_as(made, suffix))


def formats_of_paper(desk: Desk, document: str, wanted: Wanted) -> tuple[str, ...]:
    """Give the endings a document may be written to besides PDF. Raises what ``paper`` raises."""
    found: list[str] = []

    def look(made: bytes | Composed) -> bytes:
        found.extend(() if isinstance(made, bytes) else formats_of(made))
        return b""

    _made(desk, document, wanted, None, look)
    return tuple(found)


def _printed(made: bytes | Composed, signer: Signer | None) -> bytes:
    return made if isinstance(made, bytes) else printed(made, signer=signer)


def composed(
    desk: Desk, reader: Reader, document: str, wanted: Wanted, *, signer: Signer | None = None
) -> bytes | Composed:
    """Give a document that is not written yet, for a batch that reads many at once; some come printed.

    Raises what ``paper`` raises.
    """
    kind, matter, ref = _meant(desk, reader, document, wanted)
    return kind.make(Asked(desk, reader, matter, ref, signer, wanted.copy))


def _made(
    desk: Desk, document: str, wanted: Wanted, signer: Signer | None, write: Callable[[bytes | Composed], T]
) -> T:
    desk.need_business()
    with desk.store.read() as reader:
        return write(composed(desk, reader, document, wanted, signer=signer))


def differs_of(desk: Desk, document: str, wanted: Wanted) -> str:
    """Say how the records of today differ from a paper as it was printed; empty where they do not."""
    with desk.store.read() as reader:
        kind, matter, _ = _meant(desk, reader, document, wanted)
        return kind.differs(reader, matter)


def meant(desk: Desk, reader: Reader, document: str, wanted: Wanted) -> tuple[Matter, PaperRef]:
    """Give the paper that is asked for and the matter it is of. Raises what ``paper`` raises."""
    _, matter, ref = _meant(desk, reader, document, wanted)
    return matter, ref


def _meant(desk: Desk, reader: Reader, document: str, wanted: Wanted) -> tuple[PaperKind, Matter, PaperRef]:
    kinds = _kinds(document)
    matters = _matters(
        reader, case=wanted.case, agreement=wanted.agreement, audit=wanted.audit, institution=wanted.institution
    )
    fitting = [(kind, matter) for kind in kinds for matter in matters if isinstance(matter, kind.of)]
    if not fitting:
        raise BadInput("paper", _not_of(kinds, wanted.case))
    own = [(kind, matter) for kind, matter in fitting if matter.office == desk.info.office]
    if not own:
        kind, matter = fitting[0]
        raise NotAllowed.by("J1", _DONE_BY[kind.of].format(matter.office))
    found = [
        (kind, matter, ref)
        for kind, matter in own
        for ref in kind.refs(reader, matter)
        if wanted.number in {"", ref.number}
    ]
    if not found:
        raise BadInput("paper", _none_yet(own[0][0], wanted.number))
    return max(reversed(found), key=lambda one: one[2].on)


def documents_of(
    desk: Desk, *, case: str = "", agreement: str = "", audit: str = "", institution: str = ""
) -> tuple[PaperRef, ...]:
    """Give the papers that exist now for the matters named (a case's agreement too), each in the order of their steps.

    Another office's matters have none here: their papers are that office's to print.
    """
    with desk.store.read() as reader:
        matters = _matters(reader, case=case, agreement=agreement, audit=audit, institution=institution)
        own = [matter for matter in matters if matter.office == desk.info.office]
        return tuple(ref for matter in own for ref in papers_of(reader, matter))


def agreement_copy(desk: Desk, agreement: str, *, copy: int, signer: Signer | None) -> bytes:
    """Print a registered copy of an agreement, supplementary ones too. Raises what ``paper`` raises."""
    with desk.store.read() as reader:
        document = document_of(reader.agreement(agreement))
    return paper(desk, document, agreement=agreement, copy=copy, signer=signer)


def filing_of(desk: Desk, agreements_: tuple[str, ...], *, signer: Signer | None = None) -> bytes:
    """Print one 备案表 (G4) for a batch of this office's signed agreements. Raises ``BadInput`` and ``NotAllowed``."""
    desk.need_business()
    with desk.store.read() as reader:
        batch = tuple(reader.agreement(one) for one in dict.fromkeys(agreements_))
        for one in batch:
            if one.office != desk.info.office:
                raise NotAllowed.by("J1", _DONE_BY[Agreement].format(one.office))
        return agreements.filing_of(desk, reader, batch, signer)


def preview_agreement(desk: Desk, agreement: str) -> bytes:
    """Print an agreement's text as it would stand, unsigned and marked as no original; nothing is registered."""
    desk.need_business()
    with desk.store.read() as reader:
        found = reader.agreement(agreement)
        if found.office != desk.info.office:
            raise NotAllowed.by("J1", _DONE_BY[Agreement].format(found.office))
        return agreements.preview(reader, found)


def _kinds(document: str) -> tuple[PaperKind, ...]:
    found = tuple(kind for kind in KINDS if kind.document == document)
    if not found:
        known = "、".join(f"{name}（{title}）" for name, title in TITLES.items())
        raise BadInput("paper", f"没有名为“{document[:40]}”的文书，可以打印：{known}。")
    return found


def _matters(reader: Reader, *, case: str, agreement: str, audit: str, institution: str) -> tuple[Matter, ...]:
    """Give the matters that were named; a case brings its agreement along, unless another one is named."""
    found: list[Matter] = []
    if case:
        held = reader.case(case)
        agreement = agreement or held.agreement
        found.append(held)
    if agreement:
        found.append(reader.agreement(agreement))
    if audit:
        found.append(reader.audit(audit))
    if institution:
        found.append(reader.institution(institution))
    return tuple(found)


def _not_of(kinds: Iterable[PaperKind], case: str) -> str:
    sorts = list(dict.fromkeys(kind.of for kind in kinds))
    if case and Agreement in sorts:
        return "请指明要打印哪一份协议；该申请可能还没有拟制协议。"
    title = next(kind.title for kind in kinds)
    return f"请指明要打印{'或者'.join(_WHICH[sort] for sort in sorts)}的{title}。"


def _none_yet(kind: PaperKind, number: str) -> str:
    return kind.none_yet or f"还没有{kind.title}{number}：相应的步骤尚未办理，办理后才能打印。"


def papers_of(reader: Reader, matter: Matter) -> Iterator[PaperRef]:
    """Give the papers that exist now for a matter, in the order of their steps."""
    refs = [
        replace(ref, differs=kind.differs(reader, matter))
        for kind in KINDS
        if isinstance(matter, kind.of)
        for ref in kind.refs(reader, matter)
    ]
    yield from sorted(refs, key=lambda ref: ref.on)
