"""Taking in, the thinking part: where a verified bundle fits, and what becomes of each of its records.

Pure: the services say what they know and apply the plan in one transaction. Order comes from epoch, sequence and
hashes, never from a clock. A record that is well formed but not acceptable is set aside with its reason; the rest goes
on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import msgspec

from yb_desktop.exchange.arriving import TAKEN, Arriving, BlobsOf, Ruling, Sorting
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.manifest import DEVICE_LOGS, EXTRACTS, FIRST_PREV, Manifest, first_of_set, is_for
from yb_desktop.exchange.pack import LogHead
from yb_desktop.exchange.receipt import BundleReceipt, Fate, LogPosition, QuestionedRecord, RefusedRecord, ranges
from yb_desktop.exchange.refusals import refused

HANDLED = frozenset({"submission", "receipt", "result", "assignment", "reference"})
"""Kinds that ``plan`` decides upon; trust lists and requests have their own readers."""

_NAMED = 1000  # numbers named as missing, at most; who has more to send will be asked again


@dataclass(frozen=True, slots=True)
class ChannelState:
    """The last bundle applied from one device on one channel."""

    epoch: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record of the sender's log that is here already, and what was made of it."""

    hash: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Known:
    """What the receiver knows when a bundle comes in.

    ``bundle_hash(epoch, seq)`` gives the hash of any bundle received before from this device on this channel,
    ``record_at(seq)`` any record of its log; both give ``None`` for what is not known. ``log`` is the sender's log as
    held here (of a sender of receipts: the last head it told). ``blobs`` are the attachments here, ``waiting`` the
    places of the bundles that were kept for later. ``told()`` gives up to which number bundles of that log told it:
    extracts may have brought what lies further on (``None``: nothing but ``log``).
    """

    office: str
    channel: ChannelState | None
    log: LogHead
    bundle_hash: Callable[[int, int], str | None]
    record_at: Callable[[int], KnownRecord | None]
    blobs: Collection[str] = frozenset()
    waiting: Collection[tuple[int, int]] = frozenset()
    told: Callable[[], int | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Apply:
    """The bundle fits: append ``records`` (all, with their rulings) to the sender's log and move the channel on.

    ``known`` are records that were in the log already (exported again), with their old rulings; ``state`` and ``head``
    are what channel and log become. A receipt has no records: ``receipt.read_receipt`` gives what it says.
    """

    manifest: Manifest
    sha256: str
    records: Arriving
    known: tuple[tuple[int, Ruling], ...]
    state: ChannelState
    head: LogHead


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Received before, to the byte: harmless; answer with the receipt again."""

    manifest: Manifest
    sha256: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Bundles (by number in the channel) are missing before this one, or parts of its set: keep it, ask for them.

    Nothing missing: it waits only for those that are kept already, and all of them can be taken in now.
    """

    manifest: Manifest
    sha256: str
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """Two histories of one device (restored backup, cloned PC): the channel stops until two persons settle it."""

    manifest: Manifest
    sha256: str
    text: str


Plan = Apply | Duplicate | Gap | Fork


def plan(
    bundle: VerifiedBundle,
    known: Known,
    blobs_of: BlobsOf = lambda _: (),
) -> Plan:
    """Decide where a verified bundle fits and what becomes of each of its records; change nothing.

    ``blobs_of`` names the attachments of a record. Raises ``Refused``: ``bundle-wrong-receiver``, and ``bundle-kind``
    for a kind that is not taken in this way.
    """
    manifest = bundle.manifest
    if not is_for(manifest, known.office):
        raise refused("bundle-wrong-receiver", "、".join(manifest.to))
    if manifest.kind not in HANDLED:
        raise refused("bundle-kind", manifest.kind)
    if _stands_alone(manifest, known):
        return _alone(bundle, known, blobs_of)
    return _place(bundle, known) or _fit_log(bundle, known, blobs_of)


def _stands_alone(manifest: Manifest, known: Known) -> bool:
    """Say whether a bundle needs none before it: extracts, and what goes between the devices of one office.

    The laptops of an office share its channels, and no one of them sees all that goes through these.
    """
    between = manifest.kind == "receipt" and manifest.sender.office == known.office
    return manifest.kind in EXTRACTS or between


def _alone(bundle: VerifiedBundle, known: Known, blobs_of: BlobsOf) -> Plan:
    manifest = bundle.manifest
    state = known.channel or ChannelState(manifest.epoch, 0, FIRST_PREV)
    last = (manifest.epoch, manifest.seq) == (state.epoch, state.seq)
    before = state.hash if last else known.bundle_hash(manifest.epoch, manifest.seq)
    if before == bundle.sha256 and (manifest.epoch, manifest.seq) not in known.waiting:
        return Duplicate(manifest, bundle.sha256)
    if before not in {None, bundle.sha256}:
        return Fork(manifest, bundle.sha256, "同一序号收到过另一份数据包")
    newer = (manifest.epoch, manifest.seq) > (state.epoch, state.seq)
    if manifest.kind == "reference" and not newer:
        raise refused("reference-older")
    if rest := _rest_of_set(bundle, known):
        return rest
    arriving = Sorting(bundle, None, known.blobs, blobs_of)
    for record in bundle.records():
        arriving.add(record)
    after = ChannelState(manifest.epoch, manifest.seq, bundle.sha256) if newer else state
    head = LogHead(manifest.records.last_seq, manifest.records.head)
    return Apply(manifest, bundle.sha256, arriving.done(), (), after, head)


def _rest_of_set(bundle: VerifiedBundle, known: Known) -> Gap | None:
    """Wait for the other parts of a set: all of them go in together, in their order."""
    manifest = bundle.manifest
    first = first_of_set(manifest)
    others = [seq for seq in range(first, first + manifest.set.of) if seq != manifest.seq]
    missing = tuple(seq for seq in others if known.bundle_hash(manifest.epoch, seq) is None)
    earlier = any((manifest.epoch, seq) in known.waiting for seq in others if seq < manifest.seq)
    return Gap(manifest, bundle.sha256, missing) if missing or earlier else None


def receipt_of(decided: Plan, known: Known, earlier: BundleReceipt | None = None) -> BundleReceipt:
    """Say in a receipt what was decided; for a duplicate, what was said of it before (``earlier``) is said again."""
    manifest = decided.manifest
    if isinstance(decided, Duplicate) and earlier is not None:
        return msgspec.structs.replace(earlier, verdict="duplicate", head=LogPosition(known.log.seq, known.log.hash))
    head = decided.head if isinstance(decided, Apply) else known.log
    waiting = decided.records.waiting.values() if isinstance(decided, Apply) else ()
    told = _told(decided)
    return BundleReceipt(
        id=manifest.id,
        sha256=decided.sha256,
        office=manifest.sender.office,
        device=manifest.sender.device,
        verdict=_verdict(decided),
        taken=told.taken,
        refused=told.refused,
        questioned=told.questioned,
        missing=decided.missing if isinstance(decided, Gap) else (),
        blobs_missing=tuple(sorted({blob for some in waiting for blob in some})),
        head=LogPosition(head.seq, head.hash),
    )


def _place(bundle: VerifiedBundle, known: Known) -> Plan | None:
    """Decide by the channel's sequence; ``None`` when the bundle is the next one."""
    manifest, state = bundle.manifest, known.channel
    if state is None or manifest.epoch > state.epoch:
        state = ChannelState(manifest.epoch, 0, FIRST_PREV)
    if (manifest.epoch, manifest.seq) <= (state.epoch, state.seq):
        return _again(bundle, known, state)
    # Before a bundle come all the earlier ones, and with a part of a set all its other parts.
    wanted = range(state.seq + 1, first_of_set(manifest) + manifest.set.of)
    missing = (seq for seq in wanted if seq != manifest.seq and known.bundle_hash(manifest.epoch, seq) is None)
    named = tuple(islice(missing, _NAMED))
    if named or manifest.seq > state.seq + 1:
        return Gap(manifest, bundle.sha256, named)
    if manifest.prev != state.hash:
        return Fork(manifest, bundle.sha256, "与上一个收到的数据包接不上")
    return None


def _again(bundle: VerifiedBundle, known: Known, state: ChannelState) -> Plan:
    manifest = bundle.manifest
    last = (manifest.epoch, manifest.seq) == (state.epoch, state.seq)
    before = state.hash if last else known.bundle_hash(manifest.epoch, manifest.seq)
    if before == bundle.sha256:
        return Duplicate(manifest, bundle.sha256)
    return Fork(manifest, bundle.sha256, "同一序号收到过另一份数据包")


def _fit_log(bundle: VerifiedBundle, known: Known, blobs_of: BlobsOf) -> Plan:
    manifest, log = bundle.manifest, known.log
    misfit = _misfit(manifest, log)
    if misfit and _told_before(manifest, known):
        misfit = ""
    old: list[tuple[int, Ruling]] = []
    new = Sorting(bundle, log.seq, known.blobs, blobs_of)
    head = log
    for record in () if misfit else bundle.records():
        if record.seq <= log.seq:
            before = known.record_at(record.seq)
            if before is None or before.hash != record.hash:
                misfit = f"第{record.seq}条记录与以前收到的不同"
                break
            old.append((record.seq, before.ruling))
        else:
            if record.prev != head.hash:
                misfit = f"第{record.seq}条记录与以前收到的接不上"
                break
            new.add(record)
            head = LogHead(record.seq, record.hash)
    if misfit:
        return Fork(manifest, bundle.sha256, misfit)
    if manifest.kind not in DEVICE_LOGS:
        head = LogHead(manifest.records.last_seq, manifest.records.head)
    state = ChannelState(manifest.epoch, manifest.seq, bundle.sha256)
    return Apply(manifest, bundle.sha256, new.done(), tuple(old), state, head)


def _told_before(manifest: Manifest, known: Known) -> bool:
    """Say whether a log ends at a place that is here, and goes on here only because extracts came before it."""
    span, told = manifest.records, known.told()
    here = known.record_at(span.last_seq) if told is not None and told <= span.last_seq else None
    return here is not None and here.hash == span.head


def _misfit(manifest: Manifest, log: LogHead) -> str:
    span = manifest.records
    if span.last_seq < log.seq:
        return f"对方的记录只到第{span.last_seq}条，而以前已收到第{log.seq}条"
    if span.last_seq == log.seq and span.head != log.hash:
        return f"第{log.seq}条记录与以前收到的不同"
    if span.count and span.first_seq > log.seq + 1:
        return f"缺少第{log.seq + 1}至第{span.first_seq - 1}条记录"
    return ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a receipt says of the records of its bundle's sender."""

    taken: tuple[tuple[int, int], ...] = ()
    refused: tuple[RefusedRecord, ...] = ()
    questioned: tuple[QuestionedRecord, ...] = ()


def _told(decided: Plan) -> _Told:
    if not isinstance(decided, Apply):
        return _Told()
    refusals: list[RefusedRecord] = []
    questions: list[QuestionedRecord] = []

    def taken() -> Iterator[int]:
        for seq, ruling in _rulings(decided):
            match ruling.fate:
                case Fate.TAKEN:
                    yield seq
                case Fate.REFUSED:
                    refusals.append(RefusedRecord(seq, ruling.code, ruling.text))
                case Fate.QUESTIONED:
                    questions.append(QuestionedRecord(seq, ruling.text))

    return _Told(ranges(taken()), tuple(refusals), tuple(questions))


def _rulings(decided: Apply) -> Iterator[tuple[int, Ruling]]:
    yield from decided.known
    ruled = decided.records.rulings
    yield from ((seq, ruled.get(seq, TAKEN)) for seq in decided.records.own_numbers())


def _verdict(decided: Plan) -> Literal["applied", "duplicate", "gap", "fork"]:
    match decided:
        case Apply():
            return "applied"
        case Duplicate():
            return "duplicate"
        case Gap():
            return "gap"
        case Fork():
            return "fork"
