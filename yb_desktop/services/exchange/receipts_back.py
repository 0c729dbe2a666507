"""A receipt that came back: only this moves our records past ``exported``.

The receipt also says where the other's copy of our log stands. If it knows more than we do, our data were rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from yb_desktop.base.errors import Refused
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.manifest import EVERYONE, Manifest
from yb_desktop.exchange.pack import EMPTY_LOG, LogHead
from yb_desktop.exchange.receipt import BundleReceipt, read_receipt
from yb_desktop.exchange.take_in import Apply, Duplicate, Fork, Gap, Known, plan
from yb_desktop.services.exchange.fitting import moved_on
from yb_desktop.services.exchange.forking import stop
from yb_desktop.services.exchange.incoming import (
    NotTaken,
    Outcome,
    bundle_hash,
    channel_state,
    note_seen,
    open_channel,
    received_now,
    rolled_back,
    stage,
)
from yb_desktop.store.exchange_lost import ask_again
from yb_desktop.store.exchange_state import (
    Channel,
    Direction,
    RecordState,
    Verdict,
    acknowledge,
    channel_of,
    devices_here,
    drop_staged,
    put_channel,
    put_received,
    received_at,
    sent_as,
    taken_after_all,
)
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx

_EPOCH = re.compile(r".*-(\d{1,9})-\d{1,9}")
"""The epoch in a bundle's id."""


def hear(tx: Tx, bundle: VerifiedBundle, at: str) -> Outcome:
    """Take a receipt in, inside the caller's transaction; ``at`` is the instant to note.

    Raises ``Refused``: ``receipt-unknown`` for a bundle we never sent, ``log-rolled-back`` when the other holds records
    of ours that we do not have, ``bundle-fork`` for a channel that stands still.
    """
    manifest = bundle.manifest
    channel = open_channel(tx, manifest)
    decided = plan(bundle, _known(tx, manifest, channel))
    if isinstance(decided, Apply | Gap):
        note_seen(tx, manifest, at)
    match decided:
        case Gap():
            stage(tx, bundle)
            return Outcome(decided)
        case Fork():
            stop(tx, bundle, decided, channel, at)
            return Outcome(decided)
        case Duplicate():
            drop_staged(tx, bundle.sha256)
            return Outcome(decided)
        case Apply():
            said = [one for one in read_receipt(bundle).bundles if not _forgotten(tx, one)]
    for one in said:
        _note(tx, one, at)
    put_channel(tx, moved_on(channel, decided.state))
    put_received(tx, received_now(bundle.manifest, bundle.sha256, at))
    drop_staged(tx, bundle.sha256)
    settled = (sent_as(tx, one.sha256) for one in said if one.verdict in {"applied", "duplicate"})
    return Outcome(
        decided,
        taken=sum(last - first + 1 for one in said for first, last in one.taken),
        refused=tuple(row for one in said for row in _refused(tx, one)),
        questioned=tuple(row for one in said for row in _questioned(tx, one)),
        finished=tuple(one.file for one in settled if one is not None and one.receiver != EVERYONE),
    )


def check_said(reader: Reader, said: BundleReceipt) -> None:
    """Check that a receipt answers a bundle of ours and that we still have what it says we sent. Raises ``Refused``."""
    info = reader.info
    if said.office != info.office or said.device not in devices_here(reader):
        raise Refused("receipt-unknown", f"回执答复的是{said.office}的{said.device}，不是本机。请交给该机构。")
    if said.head.seq:
        ours = next(reader.records(office=info.office, device=said.device, first_seq=said.head.seq), None)
        if ours is None or (ours.seq, ours.hash) != (said.head.seq, said.head.hash):
            raise rolled_back()
    if sent_as(reader, said.sha256) is None:
        text = f"回执提到的数据包“{said.id}”不在本机的发件箱里，没有采用。请核对是否拿错了文件。"
        raise Refused("receipt-unknown", text)


def _forgotten(reader: Reader, said: BundleReceipt) -> bool:
    """Say whether a receipt speaks of what this device sent before it was restored and knows nothing of any more."""
    info = reader.info
    if (said.office, said.device) != (info.office, info.device) or sent_as(reader, said.sha256) is not None:
        return False
    found = _EPOCH.fullmatch(said.id)
    return found is not None and int(found[1]) < info.epoch


def _note(tx: Tx, said: BundleReceipt, at: str) -> None:
    check_said(tx, said)
    ours = sent_as(tx, said.sha256)
    if ours is not None and ours.receiver == EVERYONE:
        return  # one office's word is not all the others': ``note_everyone`` sees to it
    codes = [one.code for one in said.refused]
    refused_ones = zip(_refused(tx, said), codes, strict=True)
    verdicts = [Verdict(row.rid, RecordState.REFUSED, row.reason, code) for row, code in refused_ones]
    verdicts += [Verdict(row.rid, RecordState.QUESTIONED, row.reason) for row in _questioned(tx, said)]
    taken_after_all(tx, said.device, said.taken)
    state = RecordState.TAKEN if said.verdict in {"applied", "duplicate"} else RecordState.ARRIVED
    acknowledge(tx, said.sha256, at=at, verdict=state.value, of_records=verdicts)
    sent = sent_as(tx, said.sha256)
    if sent is not None:
        ask_again(tx, said.device, sent.channel, sent.epoch, said.missing)
        if said.verdict == "fork":
            channel = channel_of(tx, Direction.OUT, said.office, said.device, sent.channel)
            put_channel(tx, replace(channel, stopped="对方发现本机的数据包有两个版本"))


def _refused(reader: Reader, said: BundleReceipt) -> Iterator[NotTaken]:
    for one in said.refused:
        yield _row(reader, said.device, one.seq, one.reason)


def _questioned(reader: Reader, said: BundleReceipt) -> Iterator[NotTaken]:
    for one in said.questioned:
        yield _row(reader, said.device, one.seq, one.question)


def _row(reader: Reader, device: str, seq: int, text: str) -> NotTaken:
    ours = next(reader.records(office=reader.info.office, device=device, first_seq=seq, last_seq=seq))
    return NotTaken(ours.rid, ours.type, text)


def _known(tx: Tx, manifest: Manifest, channel: Channel) -> Known:
    return Known(
        office=tx.info.office,
        channel=channel_state(channel),
        log=_told(tx, manifest, channel),
        bundle_hash=bundle_hash(tx, manifest),
        record_at=lambda _: None,
    )


def _told(tx: Tx, manifest: Manifest, channel: Channel) -> LogHead:
    """Give where the sender last said its log stands: at that number now, or further on, but not before it.

    Of that place we kept the number only; its hash is taken to be the one the bundle names.
    """
    sender = manifest.sender
    last = received_at(
        tx,
        office=sender.office,
        device=sender.device,
        channel=manifest.channel,
        epoch=channel.epoch,
        seq=channel.seq,
    )
    return LogHead(last.last_seq, manifest.records.head) if last else EMPTY_LOG
