"""A bundle at the door: where its channel stands, what was received before it, what waits behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yb_desktop.base.errors import Refused
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import SUFFIX, VerifiedBundle
from yb_desktop.exchange.manifest import DEVICE_LOGS, EXTRACTS, Manifest, first_of_set
from yb_desktop.exchange.receipt import BundleReceipt
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.take_in import ChannelState, Plan
from yb_desktop.services.exchange.envelopes import reply_to
from yb_desktop.services.exchange.everyone import forget_everyone, note_everyone, reached_of
from yb_desktop.store.exchange_lost import lost_beyond, lost_but
from yb_desktop.store.exchange_state import (
    Channel,
    Direction,
    Received,
    RecordState,
    Staged,
    acknowledge,
    all_staged,
    channel_of,
    devices_here,
    put_staged,
    received_at,
    sent,
)
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A record that was set aside or asked about, and the sentence that says why."""

    rid: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided of one bundle and what became of its records.

    ``said`` is what our receipt says of a submission; ``finished`` are files of the outbox that a receipt settled. What
    the bundle brought lies at the places ``first_at`` to ``last_at`` of the log; ``revived`` are records whose take-in
    had been undone and that count again, ``again`` the ids of those that had waited aside for them.
    """

    decided: Plan
    taken: int = 0
    refused: tuple[NotTaken, ...] = ()
    questioned: tuple[NotTaken, ...] = ()
    said: BundleReceipt | None = None
    finished: tuple[str, ...] = ()
    first_at: int = 0
    last_at: int = 0
    revived: tuple[Record, ...] = ()
    again: tuple[str, ...] = ()


ROLLED_BACK = "log-rolled-back"
"""The code of ``rolled_back``."""


def rolled_back() -> Refused:
    """Make the refusal for a log that is older than what this device has already sent."""
    text = (
        "本机的记录比已经发出的旧或不同，数据可能被旧备份替换过，已停止办理。有更新的备份的，请先用“恢复备份”恢复；"
        "没有的，请在“密钥和信任”里换新编号重新登记本机。"
    )
    return Refused(ROLLED_BACK, text)


def in_channel(reader: Reader, manifest: Manifest) -> Channel:
    """Give the channel a bundle came by."""
    sender = manifest.sender
    return channel_of(reader, Direction.IN, sender.office, sender.device, manifest.channel)


def open_channel(reader: Reader, manifest: Manifest) -> Channel:
    """Give the channel a bundle came by. Raises ``Refused`` (``bundle-fork``) while it is stopped.

    A new epoch opens it again: then the keepers of the root keys, two at least, have enrolled the device anew. What
    only the other history has stays shown until two persons have settled the fork (``forking.left_over``).
    """
    channel = in_channel(reader, manifest)
    if channel.stopped and manifest.epoch <= channel.epoch:
        raise refused("bundle-fork", channel.stopped)
    return channel


def channel_state(channel: Channel) -> ChannelState | None:
    """Give the place of the last bundle applied, ``None`` before the first."""
    return ChannelState(channel.epoch, channel.seq, channel.hash) if channel.seq else None


def bundle_hash(reader: Reader, manifest: Manifest) -> Callable[[int, int], str | None]:
    """Give what looks up the identity of a bundle received before on the same channel, staged ones too."""
    sender = manifest.sender
    waiting = {(one.epoch, one.seq): one.sha256 for one in waiting_in_channel(reader, manifest)}

    def find(epoch: int, seq: int) -> str | None:
        found = received_at(
            reader, office=sender.office, device=sender.device, channel=manifest.channel, epoch=epoch, seq=seq
        )
        return found.sha256 if found else waiting.get((epoch, seq))

    return find


def next_staged(reader: Reader, manifest: Manifest) -> Staged | None:
    """Give the bundle that waited for exactly the place where this bundle's channel stands now.

    An extract stands by itself: what follows is the next part of its own set.
    """
    if manifest.kind in EXTRACTS:
        first = first_of_set(manifest)
        parts = (one for one in waiting_in_channel(reader, manifest) if one.epoch == manifest.epoch)
        rest = (one for one in parts if first <= one.seq < first + manifest.set.of)
        return min(rest, key=lambda one: one.seq, default=None)
    channel = in_channel(reader, manifest)
    place = (channel.epoch, channel.seq + 1)
    return next((one for one in waiting_in_channel(reader, manifest) if (one.epoch, one.seq) == place), None)


def note_seen(tx: Tx, manifest: Manifest, at: str) -> None:
    """Note which of our receipts the sender of a bundle has; ``at`` is the instant to note.

    Raises ``Refused`` (``log-rolled-back``) when it has received a bundle of ours that we do not know of.
    """
    info = tx.info
    note_everyone(tx, manifest, at)
    if manifest.epoch > in_channel(tx, manifest).epoch:
        _lost_by_a_restore(tx, manifest)
    for seen in manifest.seen:
        if (seen.office, seen.device, seen.epoch) != (info.office, info.device, info.epoch):
            continue
        ours = channel_of(tx, Direction.OUT, info.office, info.device, seen.channel)
        if (ours.epoch, ours.seq) < (seen.epoch, seen.seq):
            raise rolled_back()
        for one in sent(tx, unacknowledged=True):
            reached = one.channel == seen.channel and (one.epoch, one.seq) <= (seen.epoch, seen.seq)
            if reached and one.sha256 != seen.hash and (one.epoch, one.seq) == (seen.epoch, seen.seq):
                raise rolled_back()
            if reached and seen.channel.endswith(".receipt"):
                acknowledge(tx, one.sha256, at=at, verdict=RecordState.ARRIVED.value)


def received_now(manifest: Manifest, sha256: str, at: str) -> Received:
    """Give the line of the inbox for a bundle that is applied; of its records and our receipt it says nothing yet."""
    return Received(
        sha256=sha256,
        bundle=manifest.id,
        office=manifest.sender.office,
        device=manifest.sender.device,
        channel=manifest.channel,
        epoch=manifest.epoch,
        seq=manifest.seq,
        first_seq=manifest.records.first_seq,
        last_seq=manifest.records.last_seq,
        records=0,
        verdict="applied",
        receipt="",
        received_at=at,
    )


def _lost_by_a_restore(tx: Tx, manifest: Manifest) -> None:
    """Note what a device that begins a new epoch has lost: receipts, assignments, our log beyond a place, versions.

    At a server that is said to all our PCs at once, whichever of them takes the bundle in.
    """
    back = reply_to(tx.info, manifest.sender)
    for device in sorted(devices_here(tx)):
        for kind in ("receipt", *DEVICE_LOGS):
            channel = f"{back}.{kind}"
            lost_beyond(tx, device, channel, *max(reached_of(tx, manifest, channel, device), default=(0, 0)))
        assignments = f"{back}.assignment"
        lost_but(tx, device, assignments, dict(reached_of(tx, manifest, assignments, device)))
    forget_everyone(tx, manifest)


def stage(tx: Tx, bundle: VerifiedBundle) -> None:
    """Note a bundle that came before an earlier one."""
    manifest = bundle.manifest
    sender = manifest.sender
    waiting = Staged(
        sha256=bundle.sha256,
        bundle=manifest.id,
        office=sender.office,
        device=sender.device,
        channel=manifest.channel,
        epoch=manifest.epoch,
        seq=manifest.seq,
        file=staged_name(bundle.sha256),
        part=manifest.set.part,
        parts=manifest.set.of,
    )
    put_staged(tx, waiting)


def staged_name(sha256: str) -> str:
    """Name the file of a staged bundle."""
    return f"{sha256}{SUFFIX}"


def bundle_ids(manifest: Manifest, numbers: Iterable[int]) -> tuple[str, ...]:
    """Give the ids of the bundles of a channel with these numbers."""
    sender = manifest.sender
    head = f"{sender.office}-{sender.device}-{manifest.channel}-{manifest.epoch}"
    return tuple(f"{head}-{number}" for number in numbers)


def waiting_in_channel(reader: Reader, manifest: Manifest) -> list[Staged]:
    """Give the bundles that wait on the channel a bundle came by."""
    sender = manifest.sender
    key = (sender.office, sender.device, manifest.channel)
    return [one for one in all_staged(reader) if (one.office, one.device, one.channel) == key]
