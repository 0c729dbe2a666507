"""Files scans: every copy that came back becomes one PDF, its pages in order and upright, attached to its agreement.

Rules kept here (G3): only a copy in this office's print register, of the newest text, of an agreement in force; a copy
with pages missing only when a person says so; the same scan is attached once. The files are read again when they are
filed, and must be what they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import Refused
from yb_desktop.domain.agreement import Agreement, ScanAttached
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.paper.scans import Leaf, bound
from yb_desktop.services.agreements import attach_scan
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.likely import agreement_of
from yb_desktop.services.paper.scanning import CopyKey, Decisions, Heap, Pile, Reading, Report, bytes_of, heap_of
from yb_desktop.store.reading import Reader

_AGREEMENTS = {"agreement", "supplementary_agreement"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a pile is of, and why it cannot be filed, if so."""

    agreement: str = ""
    institution: str = ""
    obstacle: str = ""


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
    """Say of every pile which agreement it is of, and whether it may be filed."""
    with desk.store.read() as reader:
        return {pile.copy: _target(desk, reader, pile) for pile in heap.piles}


def _target(desk: Desk, reader: Reader, pile: Pile) -> Target:
    if pile.copy.document not in _AGREEMENTS:
        return Target(obstacle="只核对，不归档：目前只有协议的扫描件可以归档")
    agreement = agreement_of(desk, reader, pile.copy)
    if not agreement:
        return Target(obstacle="本机构的打印登记里没有这一份")
    found = reader.agreement(agreement)
    name = reader.institution(found.institution).registration.name
    return Target(agreement, name, _obstacle(found, pile))


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
    """Attach every complete copy (or ``only`` one) to its agreement; those with pages missing if ``incomplete``.

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
        facts = (read_fact(record) for record in reader.records_of(target.agreement))
        if any(isinstance(fact, ScanAttached) and fact.sha256 == name for fact in facts):
            return Filed(pile.copy, target.institution, reason="已经归档过，没有重复归档")
    desk.need_business()
    with desk.store.write() as tx:
        tx.add_blob(data, "application/pdf")
    attach_scan(desk, on=on, agreement=target.agreement, file=name, pages=pages)
    return Filed(pile.copy, target.institution, pages)


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
