"""A fork (分叉): one device, two histories. Where they part, what each says after that, and what settling would do.

The bundle that brought it to light is kept with its records. Nothing of it counts, and the channel stands still, until
two persons have settled which history stands (``services/fork_settling.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.judging_again import History, LogSpan
from yb_desktop.domain.records import FIRST_PREV, Record
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.manifest import DEVICE_LOGS, EXTRACTS
from yb_desktop.exchange.take_in import Fork
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.undo_plan import Undoing, Weighed
from yb_desktop.services.exchange.wording import Laid, record_words
from yb_desktop.store import undoing
from yb_desktop.store.exchange_forks import NOT_KNOWN, Forked, all_forks, lines_of, put_fork
from yb_desktop.store.exchange_state import Channel, Direction, channel_of, put_channel
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx

_LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A record of one of two histories, after they parted."""

    seq: int
    on: str
    text: str
    rid: str


@dataclass(frozen=True, slots=True)
class TwoHistories:
    """What one device said twice over: ``received`` first, ``present`` in the bundle that forked."""

    fork: Forked
    received: tuple[BranchLine, ...]
    present: tuple[BranchLine, ...]


def stop(tx: Tx, bundle: VerifiedBundle, fork: Fork, channel: Channel, at: str) -> None:
    """Stop a channel and keep what the bundle says; ``at`` is the instant to note."""
    sender = fork.manifest.sender
    common, apart = _parting(tx, bundle)
    kept = Forked(
        sha256=fork.sha256,
        bundle=fork.manifest.id,
        office=sender.office,
        device=sender.device,
        channel=fork.manifest.channel,
        epoch=fork.manifest.epoch,
        common=common,
        text=fork.text,
        found_at=at,
        lines=lines_of(apart),
    )
    put_fork(tx, kept)
    put_channel(tx, replace(channel, stopped=fork.text))


def open_fork(reader: Reader, name: str) -> Forked:
    """Give a fork that is not settled, by the id or SHA-256 of its bundle. Raises ``BadInput`` (``not-found``)."""
    found = next((one for one in all_forks(reader) if name in {one.bundle, one.sha256} and not one.settled_by), None)
    if found is None:
        raise BadInput("not-found", f"没有待核实的分叉“{name}”，请检查数据包的编号。")
    return found


def open_forks(desk: Desk) -> tuple[TwoHistories, ...]:
    """Show every fork that two persons are to settle."""
    with desk.store.read() as reader:
        return tuple(two_histories(reader, one) for one in all_forks(reader) if not one.settled_by)


def two_histories(reader: Reader, fork: Forked) -> TwoHistories:
    """Show both histories from where they part."""
    return TwoHistories(fork, _lines(reader, received_after(reader, fork)), _lines(reader, fork.records))


def received_after(reader: Reader, fork: Forked) -> tuple[Record, ...]:
    """Give the records here of the device after the common part, those set aside too."""
    if fork.channel.rpartition(".")[2] not in DEVICE_LOGS or fork.common == NOT_KNOWN:
        return ()
    return tuple(reader.records(office=fork.office, device=fork.device, first_seq=fork.common + 1))


def falling(reader: Reader, fork: Forked, stands: History) -> tuple[Record, ...]:
    """Give the records that do not stand, in their order."""
    return left_over(reader, fork) if stands is History.RECEIVED else received_after(reader, fork)


def goes_on(reader: Reader, fork: Forked) -> bool:
    """Say whether the channel runs again: the device came with a new epoch whose log fits what was received first."""
    return not channel_of(reader, Direction.IN, fork.office, fork.device, fork.channel).stopped


def left_over(reader: Reader, fork: Forked) -> tuple[Record, ...]:
    """Give the records that only the other history has: they came in no bundle that was taken in."""
    apart = fork.records
    if not apart:
        return ()
    here = {one.hash for one in reader.records(office=fork.office, device=fork.device, first_seq=apart[0].seq)}
    return tuple(one for one in apart if one.hash not in here)


def in_the_way(reader: Reader, fork: Forked, stands: History) -> str:
    """Say what forbids that a history stands, empty where nothing does."""
    if stands is History.RECEIVED:
        return ""
    if goes_on(reader, fork):
        return "对方已以新编号重新登记，并接着先收到的这一份办理，只能以先收到的为准。"
    if fork.channel.rpartition(".")[2] in EXTRACTS:
        return ""  # nothing of the log falls
    if fork.common == NOT_KNOWN:
        return "这个数据包没有带到两份历史分开的地方。请对方以新编号重新登记后再导出一次，再来核实。"
    span = LogSpan(fork.office, fork.device, fork.common + 1, _LAST)
    places = undoing.counted_of(reader.connection, span, since=0)
    kind = fork.channel.rpartition(".")[2]
    first = places[0][0] if places else 0
    weighed = Weighed(reader, places, span=span, since=first, kind=kind)
    held = [one for one in weighed.lines() if one.fate is not Undoing.REVERSED]
    if not held:
        return ""
    return f"先收到的记录中有{len(held)}条已有后续办理，第一条：{held[0].text}，{held[0].reason}"


def _lines(reader: Reader, records: Sequence[Record]) -> tuple[BranchLine, ...]:
    laid = Laid(reader, records)
    return tuple(BranchLine(one.seq, one.on, record_words(laid, one), one.rid) for one in records)


def _parting(reader: Reader, bundle: VerifiedBundle) -> tuple[int, Sequence[Record]]:
    """Give up to which number a bundle says what is here, and its records after that."""
    manifest = bundle.manifest
    span = manifest.records
    if manifest.kind not in DEVICE_LOGS:
        return NOT_KNOWN, ()
    first = max(1, span.first_seq - 1)
    mine = reader.records(
        office=manifest.sender.office, device=manifest.sender.device, first_seq=first, last_seq=span.last_seq
    )
    here = {0: FIRST_PREV} | {record.seq: record.hash for record in mine}
    records = list(bundle.records())
    apart = [record for record in records if here.get(record.seq) != record.hash]
    if not apart:
        return (span.last_seq if here.get(span.last_seq) == span.head else NOT_KNOWN), ()
    return (apart[0].seq - 1 if here.get(apart[0].seq - 1) == apart[0].prev else NOT_KNOWN), apart
