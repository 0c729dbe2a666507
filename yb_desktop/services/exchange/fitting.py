"""Fit a verified submission into the books, inside the caller's transaction: plan, take, judge, note the channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial

from msgspec import structs

from yb_desktop.domain.judging_again import LogSpan
from yb_desktop.exchange.arriving import TAKEN, Arriving, Ruling
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.manifest import DEVICE_LOGS, EXTRACTS, Manifest
from yb_desktop.exchange.pack import LogHead
from yb_desktop.exchange.receipt import BundleReceipt, Fate, LogPosition, RefusedRecord, ranges
from yb_desktop.exchange.take_in import (
    Apply,
    ChannelState,
    Duplicate,
    Fork,
    Gap,
    Known,
    KnownRecord,
    Plan,
    plan,
    receipt_of,
)
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.forking import stop
from yb_desktop.services.exchange.how_far import Progress, counted
from yb_desktop.services.exchange.incoming import (
    NotTaken,
    Outcome,
    bundle_hash,
    channel_state,
    note_seen,
    open_channel,
    received_now,
    stage,
    waiting_in_channel,
)
from yb_desktop.services.exchange.judging import judge_again, judge_for
from yb_desktop.services.exchange.record_blobs import blobs_of
from yb_desktop.services.exchange.reviving import bring_back
from yb_desktop.store.exchange_state import (
    Channel,
    Received,
    drop_staged,
    put_channel,
    put_received,
    received,
    set_aside,
)
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a bundle fits, and what was known when that was decided."""

    decided: Plan
    known: Known
    channel: Channel


def fit(desk: Desk, tx: Tx, bundle: VerifiedBundle, at: str, progress: Progress | None = None) -> Outcome:
    """Decide where a submission fits and do what follows. Raises ``Refused`` like ``decide`` and ``follow``."""
    return follow(desk, tx, bundle, decide(tx, bundle), at=at, progress=progress)


def decide(reader: Reader, bundle: VerifiedBundle) -> Decision:
    """Decide where a submission fits; write nothing. Raises ``Refused`` (``bundle-fork``) for a stopped channel."""
    manifest = bundle.manifest
    channel = open_channel(reader, manifest)
    known = _known(reader, manifest, channel)
    decided = plan(bundle, known, lambda record: [blob.sha256 for blob in blobs_of(record)])
    return Decision(decided, known, channel)


def follow(
    desk: Desk, tx: Tx, bundle: VerifiedBundle, decision: Decision, *, at: str, progress: Progress | None = None
) -> Outcome:
    """Do what was decided: apply the bundle, stage it, or stop the channel; ``at`` is the instant to note.

    Records of the bundle whose take-in was undone count again. A record about what another office is in charge of is
    set aside (``record-owner``), and the rest goes on. Raises ``Refused`` (``log-rolled-back``) when the sender has
    received from us what we do not know of.
    """
    decided, known = decision.decided, decision.known
    if isinstance(decided, Apply | Gap):
        note_seen(tx, bundle.manifest, at)
    match decided:
        case Apply():
            revived = bring_back(desk, tx, bundle)
            again = judge_again(tx) if revived else ()  # before what is new: it may rest on these
            if revived:
                decided = replace(decided, known=_rulings(tx, bundle.manifest, [seq for seq, _ in decided.known]))
            first = tx.place()
            decided, aside = _apply(tx, bundle, decided, progress)
            put_channel(tx, moved_on(decision.channel, decided.state))
            put_received(tx, received_now(bundle.manifest, bundle.sha256, at))  # the other parts of a set look for it
            drop_staged(tx, bundle.sha256)
            _drop_overtaken(tx, bundle.manifest)
            return Outcome(
                decided,
                taken=len(decided.records) - len(aside) + len(revived),
                refused=aside,
                said=receipt_of(decided, known),
                first_at=first,
                last_at=tx.place() - 1,
                revived=revived,
                again=again,
            )
        case Gap():
            stage(tx, bundle)
        case Fork():
            stop(tx, bundle, decided, decision.channel, at)
        case Duplicate():
            drop_staged(tx, bundle.sha256)
            revived = bring_back(desk, tx, bundle)
            said = _said_again(tx, bundle, decided, known)
            return Outcome(decided, taken=len(revived), said=said, revived=revived)
    return Outcome(decided, said=receipt_of(decided, known))


def _drop_overtaken(tx: Tx, manifest: Manifest) -> None:
    """Let go of what waits on a log's channel from before the sender's present epoch: it all goes again with that."""
    if manifest.kind in DEVICE_LOGS:
        for one in waiting_in_channel(tx, manifest):
            if one.epoch < manifest.epoch:
                drop_staged(tx, one.sha256)


def moved_on(channel: Channel, state: ChannelState) -> Channel:
    """Give a channel after a bundle was applied."""
    return replace(channel, epoch=state.epoch, seq=state.seq, hash=state.hash, stopped="")


def _known(reader: Reader, manifest: Manifest, channel: Channel) -> Known:
    sender = manifest.sender
    return Known(
        office=reader.info.office,
        channel=channel_state(channel),
        log=LogHead(*reader.chain_head(sender.office, sender.device)),
        bundle_hash=bundle_hash(reader, manifest),
        record_at=_Before(reader, _span_of(manifest)).record_at,
        blobs=frozenset(manifest.need),  # a set is taken in only when it is whole
        waiting=frozenset((one.epoch, one.seq) for one in waiting_in_channel(reader, manifest)),
        told=partial(_told, reader, sender.office, sender.device),
    )


def _told(reader: Reader, office: str, device: str) -> int:
    """Give up to which number the bundles of a device's log have told it."""
    logs = (one for one in received(reader) if (one.office, one.device) == (office, device))
    return max((one.last_seq for one in logs if one.channel.rpartition(".")[2] in DEVICE_LOGS), default=0)


class _Before:
    """The records of a bundle's span that are here already, read at once when the first is asked for."""

    def __init__(self, reader: Reader, span: LogSpan) -> None:
        self._reader = reader
        self._span = span

    def record_at(self, seq: int) -> KnownRecord | None:
        """Give a record and what was made of it, ``None`` when it is not here."""
        return self.here.get(seq)

    @cached_property
    def here(self) -> dict[int, KnownRecord]:
        """All of them, by their numbers."""
        span = self._span
        out = set_aside(self._reader, span.office, span.device)
        aside = {one.seq: Ruling(Fate.REFUSED, one.code, one.text) for one in out}
        records = self._reader.records(office=span.office, device=span.device, first_seq=span.first, last_seq=span.last)
        return {record.seq: KnownRecord(record.hash, aside.get(record.seq, TAKEN)) for record in records}


def said_of(reader: Reader, received: Received) -> BundleReceipt:
    """Say of a bundle received before what the books say of its records now."""
    span = LogSpan(received.office, received.device, received.first_seq, received.last_seq)
    taken, refused_ones = _fates(reader, [span])
    return BundleReceipt(
        id=received.bundle,
        sha256=received.sha256,
        office=received.office,
        device=received.device,
        verdict="applied",
        taken=taken,
        refused=refused_ones,
        questioned=(),
        missing=(),
        blobs_missing=(),
        head=LogPosition(*reader.log_head(received.office, received.device)),
    )


def said_now(reader: Reader, outcome: Outcome, again: Collection[str] = ()) -> Outcome:
    """Say of a bundle just taken in what the books say after all: what was set aside may have gone in since.

    ``again`` are the ids of what did: of the sender's own records an extract is answered with these too.
    """
    decided, said = outcome.decided, outcome.said
    if said is None or not isinstance(decided, Apply) or decided.manifest.kind == "reference":
        return outcome
    if decided.manifest.kind in DEVICE_LOGS:
        taken, refused_ones = _fates(reader, [_span_of(decided.manifest)])
        return replace(outcome, said=structs.replace(said, taken=taken, refused=refused_ones))
    sender = decided.manifest.sender
    own = [*decided.records.records(), *(reader.record(rid) for rid in again)]
    numbers = {one.seq for one in own if decided.records.is_own(one)}
    spans = [LogSpan(sender.office, sender.device, first, last) for first, last in ranges(sorted(numbers))]
    taken, refused_ones = _fates(reader, spans)
    head = max(said.head, LogPosition(*reader.log_head(sender.office, sender.device)), key=lambda one: one.seq)
    return replace(outcome, said=structs.replace(said, taken=taken, refused=refused_ones, head=head))


def _fates(reader: Reader, spans: Iterable[LogSpan]) -> tuple[tuple[tuple[int, int], ...], tuple[RefusedRecord, ...]]:
    """Say what the books say of spans of a log, given in their order."""
    here = [found for span in spans for found in _Before(reader, span).here.items()]
    refused_ones = [(seq, one.ruling) for seq, one in here if one.ruling.fate is Fate.REFUSED]
    taken = ranges(seq for seq, one in here if one.ruling.fate is Fate.TAKEN)
    return taken, tuple(RefusedRecord(seq, ruling.code, ruling.text) for seq, ruling in refused_ones)


def _span_of(manifest: Manifest) -> LogSpan:
    return LogSpan(
        manifest.sender.office, manifest.sender.device, manifest.records.first_seq, manifest.records.last_seq
    )


def _apply(
    tx: Tx, bundle: VerifiedBundle, decided: Apply, progress: Progress | None
) -> tuple[Apply, tuple[NotTaken, ...]]:
    for blob in bundle.blobs():
        tx.add_blob(bundle.blob(blob.sha256).read_bytes(), blob.media)
    arriving = decided.records
    judge = judge_for(tx, bundle.manifest, counted(range(len(arriving)), len(arriving), progress))
    if bundle.manifest.kind in EXTRACTS:
        tx.look_anew(arriving.records())
        aside = tx.take(arriving.records(), judge=judge, chained=False).refused
    else:
        start = tx.chain_head(bundle.manifest.sender.office, bundle.manifest.sender.device)
        aside = tx.take(arriving.records(), judge=judge, after=start).refused
    if not aside:
        return decided, ()
    why = {one.rid: Ruling(Fate.REFUSED, one.code, one.text) for one in aside}
    named = [record for record in arriving.records() if record.rid in why]
    rows = tuple(NotTaken(record.rid, record.type, why[record.rid].text) for record in named)
    rulings = {record.seq: why[record.rid] for record in named if arriving.is_own(record)}
    return replace(decided, records=replace(arriving, rulings=rulings)), rows


def _said_again(tx: Tx, bundle: VerifiedBundle, decided: Duplicate, known: Known) -> BundleReceipt:
    """Say of a bundle received before what the books say of its records."""
    manifest = decided.manifest
    span = manifest.records
    rulings = _rulings(tx, manifest, range(span.first_seq, span.last_seq + 1))
    state = ChannelState(manifest.epoch, manifest.seq, decided.sha256)
    applied: Plan = Apply(manifest, decided.sha256, Arriving(bundle, span.last_seq, 0), rulings, state, known.log)
    return receipt_of(decided, known, receipt_of(applied, known))


def _rulings(reader: Reader, manifest: Manifest, numbers: Iterable[int]) -> tuple[tuple[int, Ruling], ...]:
    """Say what the books say of records of a bundle that are here."""
    before = _Before(reader, _span_of(manifest))
    here = ((seq, before.record_at(seq)) for seq in numbers)
    return tuple((seq, one.ruling) for seq, one in here if one is not None)
