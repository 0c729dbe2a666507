"""Files scans: every copy that came back becomes one PDF, its pages in order and upright, with the matter it is of.

Rules kept here: of an agreement (G3) only a copy in this office's print register, of the newest text, in force; any
other paper with every matter of this office that has it; a copy with pages missing only when a person says so; the same
scan is kept once. The files are read again when they are filed, and must be what they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import Refused
from yb_desktop.domain.agreement import Agreement, ScanAttached
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.on_paper import PaperScanned
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.paper.scans import Leaf, bound
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.belonging import matters_of
from yb_desktop.services.paper.differing import differs
from yb_desktop.services.paper.kinds import Matter, PaperRef
from yb_desktop.services.paper.likely import agreement_of
from yb_desktop.services.paper.scanning import CopyKey, Decisions, Heap, Pile, Reading, Report, bytes_of, heap_of
from yb_desktop.services.papers import TITLES
from yb_desktop.services.registering_papers import COPIES, keep_agreement_scan, keep_paper_scan
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Target:
    """What a pile is of, and why it cannot be filed, if so.

    An original of an agreement names it; any other paper names the matters that have it.
    """

    agreement: str = ""
    institution: str = ""
    obstacle: str = ""
    title: str = ""
    differs: str = ""
    """How the records of today differ from what was signed, where they do."""
    matters: tuple[tuple[Matter, PaperRef], ...] = ()

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids of what the scan is filed with."""
        return (self.agreement,) if self.agreement else tuple(matter.id for matter, _ in self.matters)


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a pile: filed with these pages, or not, and why."""

    copy: CopyKey
    institution: str
    pages: tuple[int, ...] = ()
    reason: str = ""

    @property
    def done(self) -> bool:
        """Whether it was filed now."""
        return not self.reason


def targets_of(desk: Desk, heap: Heap) -> Mapping[CopyKey, Target]:
    """Say of every pile what it is of, and whether it may be filed."""
    with desk.store.read() as reader:
        return {pile.copy: _target(desk, reader, pile) for pile in heap.piles}


def _target(desk: Desk, reader: Reader, pile: Pile) -> Target:
    title = TITLES.get(pile.copy.document, "")
    if pile.copy.document not in COPIES:
        return _paper_target(desk, reader, pile, title)
    agreement = agreement_of(desk, reader, pile.copy)
    if not agreement:
        return Target(obstacle="本机构的打印登记里没有这一份", title=title)
    found = reader.agreement(agreement)
    name = reader.institution(found.institution).registration.name
    return Target(agreement, name, _obstacle(found, pile), title, differs(reader, found))


def _paper_target(desk: Desk, reader: Reader, pile: Pile, title: str) -> Target:
    found = matters_of(desk, reader, pile.copy.document, pile.copy.number)
    if not found:
        return Target(obstacle="本机构的登记里没有这份文书，或者它的步骤已经撤销", title=title)
    names = [_name_of(reader, matter) for matter, _ in found]
    name = names[0] + (f"等{len(names)}家" if len(names) > 1 else "")
    gone = any(isinstance(one, Case) and one.handed_to not in {"", desk.info.office} for one, _ in found)
    obstacle = "该申请已移交其他经办机构，由其归档" if gone else ""
    return Target(institution=name, obstacle=obstacle, title=title, matters=found)


def _name_of(reader: Reader, matter: Matter) -> str:
    institution = matter if isinstance(matter, Institution) else reader.institution(matter.institution)
    return institution.registration.name


def _obstacle(found: Agreement, pile: Pile) -> str:
    if pile.older:
        return "是旧版文本，请使用最新打印的协议"
    held = next(one for one in found.copies if one.copy == pile.copy.copy)
    if held.text_hash != found.text_hash:
        return "这一份的文本与签订的文本不一致"
    if found.state is not AgreementState.IN_FORCE:
        return f"协议“{found.state.label}”，签订生效后才能归档"
    return ""


def file_scans(
    desk: Desk,
    reading: Reading,
    decisions: Decisions | None = None,
    *,
    on: date,
    incomplete: bool = False,
    only: CopyKey | None = None,
    report: Report | None = None,
) -> tuple[Filed, ...]:
    """File every complete copy (or ``only`` one) with what it is of; those with pages missing if ``incomplete``.

    Raises ``Refused`` (``scan-changed``) when a file is no longer what was read, ``NotAllowed`` and ``WorldError``.
    """
    decided = decisions or Decisions()
    heap = heap_of(reading, decided)
    targets = targets_of(desk, heap)
    piles = [pile for pile in heap.piles if only in {None, pile.copy}]
    done: list[Filed] = []
    for pile in piles:
        done.append(_file(desk, reading, decided, pile, targets[pile.copy], on=on, incomplete=incomplete))
        if report is not None:
            report(len(done), len(piles))
    return tuple(done)


def _file(
    desk: Desk, reading: Reading, decided: Decisions, pile: Pile, target: Target, *, on: date, incomplete: bool
) -> Filed:
    if target.obstacle:
        return Filed(pile.copy, target.institution, reason=target.obstacle)
    if pile.missing and not incomplete:
        return Filed(pile.copy, target.institution, reason=f"缺第{_named(pile.missing)}页")
    data = bound(tuple(_leaves(reading, decided, [sheets[0] for _, sheets in pile.found])))
    pages = tuple(page for page, _ in pile.found)
    name = hashlib.sha256(data).hexdigest()
    with desk.store.read() as reader:
        waiting = [entity for entity in target.entities if not _has(reader, entity, name)]
    if not waiting:
        return Filed(pile.copy, target.institution, reason="已经归档过，没有重复归档")
    desk.need_business()
    with desk.store.write() as tx:
        tx.add_blob(data, "application/pdf")
    if target.agreement:
        keep_agreement_scan(desk, on=on, agreement=target.agreement, file=name, pages=pages)
    for matter, ref in target.matters:
        if matter.id in waiting:
            keep_paper_scan(desk, on=on, matter=matter, ref=ref, file=name, pages=pages)
    return Filed(pile.copy, target.institution, pages)


def _has(reader: Reader, entity: str, sha256: str) -> bool:
    facts = (read_fact(record) for record in reader.records_of(entity))
    return any(isinstance(fact, (ScanAttached, PaperScanned)) and fact.sha256 == sha256 for fact in facts)


def _named(pages: Sequence[int]) -> str:
    return "、".join(str(page) for page in pages)


def _leaves(reading: Reading, decided: Decisions, sheets: Sequence[int]) -> Iterator[Leaf]:
    read: dict[str, bytes] = {}
    for at in sheets:
        sheet = reading.sheets[at]
        if sheet.sha256 not in read:
            data = bytes_of(sheet.file)
            if hashlib.sha256(data).hexdigest() != sheet.sha256:
                raise Refused("scan-changed", f"文件“{sheet.file.name}”在读取之后被改动，没有归档。请重新读取。")
            read[sheet.sha256] = data
        confirmed = decided.placed.get(at)
        yield Leaf(read[sheet.sha256], sheet.page, confirmed.turn if confirmed else sheet.turn)
