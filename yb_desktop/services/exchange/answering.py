"""Receipts that we write (回执): signed inside the transaction they speak of, released when that is safe, handed over.

A receipt lies in ``unsent`` until then. It is handed over with all others for the same office that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yb_desktop.base.files import discard
from yb_desktop.base.signing import Signer
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.exchange.receipt import BundleReceipt, write_receipt
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import Armourer
from yb_desktop.services.exchange.bundle_files import OUTBOX, UNSENT, deliver, inner_folder, move
from yb_desktop.services.exchange.envelopes import envelope_for, own_head, sent_on
from yb_desktop.store.exchange_state import sent
from yb_desktop.store.writing import Tx


def answer(desk: Desk, tx: Tx, office: str, said: Sequence[BundleReceipt], signers: Sequence[Signer]) -> WrittenBundle:
    """Write a receipt for an office into ``unsent`` and note it; it is released when the transaction is safe."""
    folder = inner_folder(desk.store.folder, UNSENT)
    envelope = envelope_for(desk, tx, office, "receipt")
    written = write_receipt(folder, envelope, said, head=own_head(tx), signers=signers)
    sent_on(tx, written)
    return written


def release(desk: Desk, written: WrittenBundle) -> Path:
    """Put a receipt whose transaction is safe into the outbox."""
    target = inner_folder(desk.store.folder, OUTBOX) / written.path.name
    move(written.path, target)
    return target


def clear_unsent(desk: Desk) -> None:
    """See to receipts that a crash left: one whose transaction is safe is released, others nobody has seen."""
    with desk.store.read() as reader:
        noted = {one.file for one in sent(reader)}
    outbox = inner_folder(desk.store.folder, OUTBOX)
    for left in inner_folder(desk.store.folder, UNSENT).iterdir():
        if left.name in noted:
            move(left, outbox / left.name)
        else:
            discard(left)


def hand_over(desk: Desk, office: str, folder: Path, receipt: Path, armourer: Armourer) -> Path:
    """Put a receipt into ``folder``, and with it every other one for that office that it has not acknowledged.

    Those from before a restore count no more: their key is no longer good for that epoch.
    """
    channel, epoch = f"{office}.receipt", desk.info.epoch
    with desk.store.read() as reader:
        ours = {one.file: one for one in sent(reader) if (one.channel, one.epoch) == (channel, epoch)}
    unseen = [name for name, one in ours.items() if not one.acknowledged_at and name != receipt.name]
    for name in (*unseen, receipt.name):
        kept = receipt.parent / name
        if kept.exists():
            worn, outside = armourer.put_on(kept, ours[name].sha256)
            handed = deliver(worn, folder, outside)
    return handed
