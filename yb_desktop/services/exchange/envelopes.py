"""What every bundle that leaves this office says of itself: sender, place in its channel, versions, what came in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace

from yb_desktop.base.errors import Refused
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.exchange.manifest import FIRST_PREV, Kind, Manifest, Refs, Seen, Sender, address
from yb_desktop.exchange.pack import Envelope, LogHead, Place
from yb_desktop.exchange.refusals import refused
from yb_desktop.services.desk import Desk
from yb_desktop.store.exchange_state import (
    Channel,
    Direction,
    Sent,
    all_channels,
    channel_of,
    last_sent_seq,
    newest_trust,
    put_channel,
    put_sent,
    received_whole,
    sent,
    taken_out_there,
)
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx

OWED: tuple[Kind, ...] = ("assignment", "submission", "result", "reference")
"""Kinds for which a receipt is owed."""


LOST_THERE = "log-lost-there"
"""The code of ``check_fits``."""


def log_kind(info: OfficeInfo) -> Kind:
    """Give the kind of bundle that carries this device's own log: a laptop's are results."""
    return "result" if info.laptop else "submission"


def reply_to(info: OfficeInfo, sender: Sender) -> str:
    """Give where an answer to a bundle goes: to its office, and within our own to the very laptop."""
    laptop = sender.office == info.office and not info.laptop
    return address(sender.office, sender.device if laptop else "")


def own_channel(reader: Reader, to: str, kind: Kind) -> Channel:
    """Give where this device's channel to an office stands."""
    return channel_of(reader, Direction.OUT, reader.info.office, reader.info.device, f"{to}.{kind}")


def own_head(reader: Reader) -> LogHead:
    """Give where this device's log stands."""
    return LogHead(*reader.log_head(reader.info.office, reader.info.device))


def first_to_send(reader: Reader, to: str, *, again: bool = False) -> int:
    """Give the first record to send; after a restore, all that is not known to be in the other's books goes again.

    That is the last record at least: the first bundle of an epoch tells the other what this device has lost. With
    ``again`` also what the other took out of its books: in order, up to the end of the log.
    """
    kind = log_kind(reader.info)
    channel = f"{to}.{kind}"
    if again and (out := taken_out_there(reader, channel)):
        return out[0]
    if own_channel(reader, to, kind).epoch == reader.info.epoch:
        return last_sent_seq(reader, channel) + 1
    return max(min(last_sent_seq(reader, channel, taken=True) + 1, own_head(reader).seq), 1)


def check_fits(reader: Reader, to: str) -> None:
    """Check that the log bundles of this epoch follow on what an office has.

    It may have put a backup back and lost what an earlier epoch of ours told it: that goes under a new number only.
    Raises ``Refused`` (``log-lost-there``).
    """
    channel = f"{to}.{log_kind(reader.info)}"
    now = (one.first_seq for one in sent(reader) if (one.channel, one.epoch) == (channel, reader.info.epoch))
    if min(now, default=0) > last_sent_seq(reader, channel, taken=True) + 1:
        text = (
            "对方恢复过较早的备份，本机这次登记以前报送的记录在对方已经没有了，现在导出的接不上。"
            "请在“密钥和信任”里换新编号重新登记本机，再导出：对方缺少的都会重新发出，记录不会丢失。"
        )
        raise Refused(LOST_THERE, text)


def envelope_for(desk: Desk, reader: Reader, to: str, kind: Kind) -> Envelope:
    """Make the envelope of the next bundle to an office. Raises ``Refused`` (``bundle-fork``) for a stopped channel."""
    info, trust = desk.info, newest_trust(reader)
    return Envelope(
        office=info.office,
        device=info.device,
        to=(to,),
        place=_next_place(own_channel(reader, to, kind), info.epoch),
        created=desk.clock.now(),
        nonce=secrets.token_hex(16),
        refs=Refs(trust=trust.version if trust else 0, rules=desk.law.fingerprint()[:64]),
        seen=tuple(_seen(reader)),
    )


def sent_on(tx: Tx, written: WrittenBundle, *, first_at: int = 0, last_at: int = 0) -> Sent:
    """Keep a bundle of ours in the outbox, and move its channel on; ``first_at`` and ``last_at`` as in ``Sent``."""
    manifest = written.manifest
    kept = replace(_sent(manifest, written), first_at=first_at, last_at=last_at)
    put_sent(tx, kept)
    sender = manifest.sender
    moved = Channel(
        Direction.OUT,
        sender.office,
        sender.device,
        manifest.channel,
        epoch=manifest.epoch,
        seq=manifest.seq,
        hash=written.sha256,
    )
    put_channel(tx, moved)
    return kept


def _sent(manifest: Manifest, written: WrittenBundle) -> Sent:
    return Sent(
        bundle=manifest.id,
        sha256=written.sha256,
        file=written.path.name,
        receiver=manifest.to[0],
        channel=manifest.channel,
        epoch=manifest.epoch,
        seq=manifest.seq,
        first_seq=manifest.records.first_seq,
        last_seq=manifest.records.last_seq,
        records=manifest.records.count,
        created=manifest.created,
        part=manifest.set.part,
        parts=manifest.set.of,
    )


def _next_place(channel: Channel, epoch: int) -> Place:
    if channel.seq == 0 or channel.epoch < epoch:
        return Place(epoch, 1, FIRST_PREV)
    if channel.stopped:
        raise refused("bundle-fork", channel.stopped)
    return Place(channel.epoch, channel.seq + 1, channel.hash)


def _seen(reader: Reader) -> Iterator[Seen]:
    """Say what has come on each channel: the last bundle; of assignments the last before which none is missing."""
    for channel in all_channels(reader):
        if channel.direction is Direction.IN and channel.seq:
            unordered = channel.channel.endswith(".assignment")
            for one in received_whole(reader, channel) if unordered else (channel,):
                yield Seen(one.office, one.device, one.channel, one.epoch, one.seq, one.hash)
