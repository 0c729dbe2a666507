"""What goes to everyone (参考数据), and who has it: an office has a version when a bundle of its own says so.

Every bundle names the last one of each channel that its sender has received; so a receipt that was lost does no harm,
and one county's word is never taken for another's.
"""

from __future__ import annotations

from dataclasses import replace

from yb_desktop.exchange.manifest import EVERYONE, Manifest
from yb_desktop.services.exchange.keys_care import kept_trust
from yb_desktop.store.exchange_lost import lost_beyond
from yb_desktop.store.exchange_state import (
    Channel,
    Direction,
    RecordState,
    Sent,
    acknowledge,
    all_channels,
    channel_of,
    put_channel,
    sent,
)
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx

CHANNEL = f"{EVERYONE}.reference"
Place = tuple[int, int]
"""Epoch and number in a channel."""


def note_everyone(tx: Tx, manifest: Manifest, at: str) -> None:
    """Note which of our reference data the sender of a bundle has; what all have is acknowledged."""
    sender, ours = manifest.sender, (tx.info.office, tx.info.device, CHANNEL)
    for seen in manifest.seen:
        if (seen.office, seen.device, seen.channel) == ours:
            place = (seen.epoch, seen.seq, seen.hash)
            put_channel(tx, Channel(Direction.SEEN, sender.office, sender.device, _named(tx), *place))
            for one in sent(tx, unacknowledged=True):
                if one.channel == CHANNEL and not lacking(tx, one):
                    acknowledge(tx, one.sha256, at=at, verdict=RecordState.TAKEN.value)


def forget_everyone(tx: Tx, manifest: Manifest) -> None:
    """Note that a device that put a backup back has of our reference data what its bundle says, and nothing later."""
    place = max(reached_of(tx, manifest, CHANNEL, tx.info.device), default=(0, 0))
    before = channel_of(tx, Direction.SEEN, manifest.sender.office, manifest.sender.device, _named(tx))
    if (before.epoch, before.seq) > place:
        put_channel(tx, replace(before, epoch=place[0], seq=place[1], hash=""))
        lost_beyond(tx, tx.info.device, CHANNEL, *place)


def reached_of(reader: Reader, manifest: Manifest, channel: str, device: str) -> list[Place]:
    """Give the places of a channel of a device of ours that the sender of a bundle says it has received."""
    ours = (reader.info.office, device, channel)
    return [(one.epoch, one.seq) for one in manifest.seen if (one.office, one.device, one.channel) == ours]


def versions(reader: Reader) -> list[tuple[Sent, ...]]:
    """Give the versions that were handed out, each part by part, the newest first."""
    found: dict[Place, list[Sent]] = {}
    for one in sorted(sent(reader), key=lambda one: (one.epoch, one.seq)):
        if one.channel == CHANNEL:
            found.setdefault((one.epoch, one.seq - one.part), []).append(one)
    return [tuple(parts) for _, parts in sorted(found.items(), reverse=True)]


def awaited(reader: Reader) -> tuple[str, ...]:
    """Name the offices that reference data is for: all on the trust list but our own."""
    kept = kept_trust(reader)
    keys = kept.content.keys if kept is not None else ()
    offices = {key.office for key in keys if "submission" in key.scope and not key.ended}
    return tuple(sorted(offices - {reader.info.office}))


def there(reader: Reader) -> dict[str, Place]:
    """Give for each office the place of the newest of our reference data that any device of it has received."""
    found: dict[str, Place] = {}
    for one in all_channels(reader):
        if one.direction is Direction.SEEN and one.channel == _named(reader) and one.seq:
            found[one.office] = max(found.get(one.office, (0, 0)), (one.epoch, one.seq))
    return found


def lacking(reader: Reader, one: Sent) -> tuple[str, ...]:
    """Name the offices that have not said yet that they have a bundle for everyone."""
    have = there(reader)
    return tuple(office for office in awaited(reader) if have.get(office, (0, 0)) < (one.epoch, one.seq))


def _named(reader: Reader) -> str:
    return f"{reader.info.device}.{CHANNEL}"
