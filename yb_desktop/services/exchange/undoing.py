"""Undo a take-in (撤回接收): what nothing stands on leaves the books again, and the sender is told so in a receipt.

The log keeps everything; a record of ours says what does not count. A copy of the database is kept first. The sender's
channel and chain stay as they are: the same bundle, or the same records exported again, can be taken in once more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from yb_desktop.base.errors import BadInput, NotAllowed, UserError, WorldError
from yb_desktop.base.signing import Signer
from yb_desktop.domain.judging_again import UNDONE, TakeInUndone, spans_of
from yb_desktop.domain.office import office_id
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.services.desk import Desk, write_down
from yb_desktop.services.exchange.answering import answer, clear_unsent, hand_over, release
from yb_desktop.services.exchange.armouring import Armourer
from yb_desktop.services.exchange.bundle_files import outer_folder
from yb_desktop.services.exchange.device_keys import signers_for
from yb_desktop.services.exchange.fitting import said_of
from yb_desktop.services.exchange.keys_care import current_trust
from yb_desktop.services.exchange.reviving import day_of
from yb_desktop.services.exchange.undo_plan import Undoing, UndoPlan, plan_undo
from yb_desktop.store.exchange_state import Received, put_received
from yb_desktop.store.writing import Tx

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did, one line a record, and the receipt that tells the sender."""

    plan: UndoPlan
    receipt: Path


def undo_preview(desk: Desk, bundle: str) -> UndoPlan:
    """Say what undoing the take-in of a bundle would do; nothing is written. Raises like ``plan_undo``."""
    with desk.store.read() as reader:
        return plan_undo(reader, bundle)


def undo(desk: Desk, bundle: str, *, reason: str, signer: Signer, out: Path | None = None) -> Undone:
    """Undo the take-in of a bundle; the receipt is in ``outbox``, and in ``out`` with all others not yet seen.

    Raises ``BadInput``: ``not-found``, ``reason``; ``NotAllowed`` (``undo-refused``) where nothing can be reversed;
    ``Refused`` for keys. Then nothing is changed.
    """
    desk.need_business()
    if not 0 < len(reason.strip()) <= _LONGEST:
        raise BadInput("reason", f"请写明撤回的原因（不超过{_LONGEST}字）；对方会在回执里看到。")
    office = _reversible(undo_preview(desk, bundle)).received.office
    trust = current_trust(desk)
    signers = signers_for(desk, trust, signer)
    armourer = Armourer(desk, trust, office) if out is not None else None
    clear_unsent(desk)
    desk.store.keep_copy(desk.clock.today(), "undo")
    with desk.store.work(f"撤回数据包“{bundle}”的接收", desk.clock.now().isoformat(timespec="minutes")):
        try:
            with desk.store.write() as tx:
                plan = _reversible(plan_undo(tx, bundle))
                _take_out(desk, tx, plan, reason.strip())
                written = answer(desk, tx, office, [said_of(tx, plan.received)], signers)
                put_received(tx, _after(plan, written))
        except (UserError, WorldError):
            clear_unsent(desk)
            raise
        receipt = release(desk, written)
    if out is not None and armourer is not None:
        receipt = hand_over(desk, office, outer_folder(out), receipt, armourer)
    return Undone(plan, receipt)


def _reversible(plan: UndoPlan) -> UndoPlan:
    if not plan.of(Undoing.REVERSED):
        text = f"数据包{plan.received.bundle}没有可以撤回的记录：{plan.lines[0].reason}"
        raise NotAllowed.by("undo", text)
    return plan


def _take_out(desk: Desk, tx: Tx, plan: UndoPlan, reason: str) -> None:
    records = spans_of(one.record for one in plan.of(Undoing.REVERSED))
    news = TakeInUndone(bundle=plan.received.bundle, records=records, reason=f"撤回接收：{reason}")
    write_down(desk, tx, office_id(desk.info.office), news, day_of(desk, tx))


def _after(plan: UndoPlan, written: WrittenBundle) -> Received:
    return replace(plan.received, verdict=UNDONE, receipt=written.manifest.id)
