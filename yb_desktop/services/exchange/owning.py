"""A case changes its owner (J1, J2): when it is in the new owner's books, and for the old one when the receipt says so.

Never two owners: from the hand-over on the old one no longer works on it, and it stays the old one's until the other
has it. The clocks run on from their first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from yb_desktop.domain.case import Case
from yb_desktop.domain.case_outside import HandedOver, OwnerChanged
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.receipt import BundleReceipt, read_receipt
from yb_desktop.exchange.take_in import Apply, Plan
from yb_desktop.services.desk import Desk, write_down
from yb_desktop.services.exchange.incoming import Outcome
from yb_desktop.store.writing import Tx


def own_handed_over(desk: Desk, tx: Tx, outcomes: Sequence[Outcome]) -> None:
    """Write down that the cases which these bundles hand over to us are ours now."""
    for outcome in outcomes:
        if isinstance(outcome.decided, Apply):
            records = outcome.decided.records.records(HandedOver.TYPE)
            take_over(desk, tx, records, bundle=outcome.decided.manifest.id, on=desk.clock.today())


def take_over(desk: Desk, tx: Tx, records: Iterable[Record], *, bundle: str, on: date) -> None:
    """Write down that the cases which records in our books hand over to us are ours from a day on."""
    for case in _handed(tx, records, desk.info.office):
        if case.office != desk.info.office:
            news = OwnerChanged(to_office=desk.info.office, bundle=bundle)
            write_down(desk, tx, case.id, news, max(on, case.last_on))


def heard_of_cases(desk: Desk, tx: Tx, bundle: VerifiedBundle, decided: Plan) -> None:
    """Write down what a receipt says of the cases we handed over: they are the other's now, or still ours."""
    if not isinstance(decided, Apply):
        return
    told = read_receipt(bundle).bundles
    office = bundle.manifest.sender.office
    own = [one for one in tx.of_type(HandedOver.TYPE) if (one.office, one.device) == (tx.info.office, tx.info.device)]
    for case in _handed(tx, (one for one in own if _said(told, one.seq) is not None), office):
        if case.office != tx.info.office:
            continue
        seqs = [one.seq for one in own if one.entity == case.id]
        to = office if _said(told, max(seqs)) else tx.info.office
        write_down(desk, tx, case.id, OwnerChanged(to_office=to, bundle=bundle.manifest.id), _day(desk, case))


def _handed(tx: Tx, records: Iterable[Record], to: str) -> list[Case]:
    """Give the cases that some of these records hand over to an office, and that still are on their way."""
    cases: dict[str, Case] = {}
    for record in records:
        if record.type != HandedOver.TYPE:
            continue
        fact, case = read_fact(record), tx.entity(record.entity)
        handed = isinstance(fact, HandedOver) and fact.to_office == to
        if handed and isinstance(case, Case) and case.handed_to == to:
            cases[case.id] = case
    return list(cases.values())


def _said(told: Sequence[BundleReceipt], seq: int) -> bool | None:
    """Say whether a receipt calls a record taken (or not); ``None`` where it does not speak of it."""
    for one in told:
        if any(first <= seq <= last for first, last in one.taken):
            return True
        if any(refused.seq == seq for refused in one.refused):
            return False
    return None


def _day(desk: Desk, case: Case) -> date:
    """Give the day to date it by: today, but not before the matter's last step, whatever this PC's clock says."""
    return max(desk.clock.today(), case.last_on)
