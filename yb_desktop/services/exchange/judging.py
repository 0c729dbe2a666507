"""Who may say what: every matter has one owner, and a laptop's word counts for what was assigned to it.

There are two exceptions to "a record about a matter is its owner's": an inspector's answers on a visit that was
assigned to the laptop they come from, however late, whether it brings them or its office hands them on; and the change
of an owner, which both offices write down. Whoever says it, a record that rests on what our office took out of its
books again waits for that, and a step on a visit for the answers that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from yb_desktop.base.errors import Refused
from yb_desktop.domain.case import Case, Visit
from yb_desktop.domain.case_facts import ItemAnswered, ItemResolved
from yb_desktop.domain.case_outside import OwnerChanged
from yb_desktop.domain.entities import touched
from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.manifest import EXTRACTS, Manifest, device_of, office_of
from yb_desktop.exchange.refusals import refused
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.ground import Causes, Ground
from yb_desktop.services.exchange.keys_care import kept_trust
from yb_desktop.store.writing import Judge, Tx


def judge_for(tx: Tx, manifest: Manifest, passing: Iterator[int]) -> Judge:
    """Give what looks at each record of a bundle before it goes into the books; ``passing`` counts them."""
    foreign = manifest.kind in EXTRACTS and manifest.sender.office != tx.info.office
    rule: Callable[[Record], None] = _Others(tx, foreign=foreign).check
    if manifest.kind == "result":
        rule = _Laptop(tx).check

    ground = Ground(tx)

    def judge(record: Record) -> None:
        next(passing, None)
        ground.check(record)
        rule(record)

    return judge


def judge_again(tx: Tx) -> tuple[str, ...]:
    """Look once more at what was set aside: a newer program, or the record of an owner, may have taken the cause away.

    Gives the ids of the records that are in the books now.
    """
    others, own_laptops, ground = _Others(tx, foreign=False), _Laptop(tx), Ground(tx)

    def judge(record: Record) -> None:
        ground.check(record)
        if record.office == tx.info.office:
            own_laptops.check(record)
        else:
            others.check(record)

    found: list[str] = []
    while more := tx.judge_again(judge):  # one may have waited for another
        found += more
    return tuple(found)


def check_addressed(desk: Desk, bundle: VerifiedBundle) -> None:
    """Check that a laptop takes in what names it, and that an office's results and assignments go where they belong.

    Its office's receipts are none of a laptop's: it would keep one that waits for others, and wait for ever.

    Raises ``Refused`` (``bundle-wrong-receiver``).
    """
    info, manifest = desk.info, bundle.manifest
    inside = manifest.sender.office == info.office
    devices = [device_of(one) for one in manifest.to if office_of(one) == info.office]
    if devices and info.device not in devices and "" not in devices:
        raise refused("bundle-wrong-receiver", "、".join(manifest.to))
    match manifest.kind:
        case "reference":
            return
        case "receipt":
            right = not info.laptop or info.device in devices
        case "result":
            right = inside and not info.laptop
        case "assignment":
            right = info.device in devices if info.laptop else not inside
        case _:
            right = not info.laptop
    if not right:
        raise refused("bundle-wrong-receiver", f"{info.office}的{info.device}")


class _Others:
    """What another office says: its devices' steps, and what its laptops answered."""

    def __init__(self, tx: Tx, *, foreign: bool) -> None:
        self._tx = tx
        self._owner = _Owner(tx, foreign=foreign)
        self._laptop = _Laptop(tx)
        self._causes = Causes(tx)

    def check(self, record: Record) -> None:
        """Raise ``Refused`` (``record-owner``, ``record-late``, ``record-waits``) for what cannot go into the books."""
        if record.office != self._tx.info.office and (record.office, record.device) in self._laptops:
            self._laptop.check(record)
        else:
            self._owner.check(record)
        self._causes.check(record)

    @cached_property
    def _laptops(self) -> frozenset[tuple[str, str]]:
        trust = kept_trust(self._tx)
        return frozenset(trust.laptops() if trust is not None else ())


class _Owner:
    """Each record must be by the office in charge of everything it changes."""

    def __init__(self, tx: Tx, *, foreign: bool) -> None:
        self._tx = tx
        self._foreign = foreign
        self._touching: dict[str, bool] = {}  # which types change more than their own entity

    def check(self, record: Record) -> None:
        """Raise ``Refused`` (``record-owner``) where it is not."""
        if self._foreign and record.office == self._tx.info.office:
            raise _not_theirs(record, record.office)
        if record.type not in self._touching:
            self._touching[record.type] = type(read_fact(record)).touches is not Fact.touches
        concerned = touched(record, read_fact(record)) if self._touching[record.type] else (record.entity,)
        for entity in concerned:
            found = self._tx.entity(entity)
            if found is None or found.office == record.office:
                continue
            if not (isinstance(found, Case) and _handed(found, record)):
                raise _not_theirs(record, found.office)


def _handed(case: Case, record: Record) -> bool:
    """Say whether a record only writes down that a case has changed its owner."""
    if record.type != OwnerChanged.TYPE:
        return False
    news = read_fact(record)
    to = news.to_office if isinstance(news, OwnerChanged) else ""
    return to == case.office or record.office == to == case.handed_to


class _Laptop:
    """Answers, and the lead's word, on visits that its office assigned to the laptop, whoever has the case by now."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._opened_by: dict[str, str] = {}

    def check(self, record: Record) -> None:
        """Raise ``Refused`` (``record-owner``, ``record-late``) for anything else."""
        fact = read_fact(record)
        case = self._tx.entity(record.entity)
        if not isinstance(fact, (ItemAnswered, ItemResolved)) or not isinstance(case, Case):
            raise Refused("record-owner", f"{record.device}是核查电脑，只接收分派给它的核查的填写结果，没有入库。")
        visit = _visit_of(case, fact)
        if visit is None or record.device not in visit.laptops or self._office_of(visit) != record.office:
            raise Refused("record-owner", f"这次核查没有分派给{record.device}，其填写结果没有入库。")
        if isinstance(fact, ItemResolved) and not visit.is_open:
            raise Refused("record-late", "这次核查已经结束，组长的裁定来得太晚，没有入库。")

    def _office_of(self, visit: Visit) -> str:
        if visit.rid not in self._opened_by:
            self._opened_by[visit.rid] = self._tx.record(visit.rid).office
        return self._opened_by[visit.rid]


def _visit_of(case: Case, fact: ItemAnswered | ItemResolved) -> Visit | None:
    if isinstance(fact, ItemResolved) or not fact.visit:
        return case.visit
    return next((one for one in case.visits if one.rid == fact.visit), None)


def _not_theirs(record: Record, owner: str) -> Refused:
    return Refused("record-owner", f"这一事项由{owner}负责，{record.office}无权办理，没有入库。")
