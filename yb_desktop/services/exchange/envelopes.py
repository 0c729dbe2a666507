"""What every bundle that leaves this office says of itself: sender, place in its channel, versions, what came in."""

from __future__ import annotations

import secrets
from dataclasses import replace

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
    newest_trust,
    put_channel,
    put_sent,
)
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx

OWED: tuple[Kind, ...] = ("assignment", "submission", "result", "reference")
"""Kinds for which a receipt is owed."""


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
        seen=tuple(_seen(one) for one in all_channels(reader) if one.direction is Direction.IN and one.seq),
    )


def sent_on(tx: Tx, written: WrittenBundle, *, last_at: int = 0) -> Sent:
    """Keep a bundle of ours in the outbox, and move its channel on; ``last_at`` as in ``Sent``."""
    manifest = written.manifest
    kept = replace(_sent(manifest, written), last_at=last_at)
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


def _seen(channel: Channel) -> Seen:
    return Seen(channel.office, channel.device, channel.channel, channel.epoch, channel.seq, channel.hash)
