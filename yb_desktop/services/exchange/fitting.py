"""Fit a verified submission into the books, inside the caller's transaction: plan, take, judge, note the channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.manifest import EXTRACTS, Manifest
from yb_desktop.exchange.pack import LogHead
from yb_desktop.exchange.receipt import BundleReceipt, Fate
from yb_desktop.exchange.take_in import (
    TAKEN,
    Apply,
    ChannelState,
    Duplicate,
    Fork,
    Gap,
    Known,
    KnownRecord,
    Plan,
    Ruling,
    plan,
    receipt_of,
)
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
from yb_desktop.services.exchange.judging import judge_for
from yb_desktop.services.exchange.record_blobs import blobs_of
from yb_desktop.store.exchange_state import Channel, drop_staged, put_channel, put_received, set_aside
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a bundle fits, and what was known when that was decided."""

    decided: Plan
    known: Known
    channel: Channel


def fit(tx: Tx, bundle: VerifiedBundle, at: str, progress: Progress | None = None) -> Outcome:
    """Decide where a submission fits and do what follows. Raises ``Refused`` like ``decide`` and ``follow``."""
    return follow(tx, bundle, decide(tx, bundle), at, progress)


def decide(reader: Reader, bundle: VerifiedBundle) -> Decision:
    """Decide where a submission fits; write nothing. Raises ``Refused`` (``bundle-fork``) for a stopped channel."""
    manifest = bundle.manifest
    channel = open_channel(reader, manifest)
    known = _known(reader, manifest, channel)
    decided = plan(bundle, known, lambda _: TAKEN, lambda record: [blob.sha256 for blob in blobs_of(record)])
    return Decision(decided, known, channel)


def follow(tx: Tx, bundle: VerifiedBundle, decision: Decision, at: str, progress: Progress | None = None) -> Outcome:
    """Do what was decided: apply the bundle, stage it, or stop the channel; ``at`` is the instant to note.

    A record about what another office is in charge of is set aside (``record-owner``), and the rest goes on. Raises
    ``Refused`` (``log-rolled-back``) when the sender has received from us what we do not know of.
    """
    decided, known = decision.decided, decision.known
    if isinstance(decided, Apply | Gap):
        note_seen(tx, bundle.manifest, at)
    match decided:
        case Apply():
            decided, aside = _apply(tx, bundle, decided, progress)
            put_channel(tx, moved_on(decision.channel, decided.state))
            put_received(tx, received_now(bundle, at))  # the other parts of a set look for it
            drop_staged(tx, bundle.sha256)
            taken = len(decided.records) - len(aside)
            return Outcome(decided, taken=taken, refused=aside, said=receipt_of(decided, known))
        case Gap():
            stage(tx, bundle)
        case Fork():
            put_channel(tx, replace(decision.channel, stopped=decided.text))
        case Duplicate():
            drop_staged(tx, bundle.sha256)
            return Outcome(decided, said=_said_again(tx, decided, known))
    return Outcome(decided, said=receipt_of(decided, known))


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
        record_at=_Before(reader, manifest).record_at,
        blobs=frozenset(manifest.need),  # a set is taken in only when it is whole
        waiting=frozenset((one.epoch, one.seq) for one in waiting_in_channel(reader, manifest)),
    )


class _Before:
    """The records of a bundle's span that are here already, read at once when the first is asked for."""

    def __init__(self, reader: Reader, manifest: Manifest) -> None:
        self._reader = reader
        self._manifest = manifest

    def record_at(self, seq: int) -> KnownRecord | None:
        """Give a record and what was made of it, ``None`` when it is not here."""
        return self._here.get(seq)

    @cached_property
    def _here(self) -> dict[int, KnownRecord]:
        sender, span = self._manifest.sender, self._manifest.records
        aside = {
            one.seq: Ruling(Fate.REFUSED, one.code, one.text)
            for one in set_aside(self._reader, sender.office, sender.device)
        }
        records = self._reader.records(
            office=sender.office, device=sender.device, first_seq=span.first_seq, last_seq=span.last_seq
        )
        return {record.seq: KnownRecord(record.hash, aside.get(record.seq, TAKEN)) for record in records}


def _apply(
    tx: Tx, bundle: VerifiedBundle, decided: Apply, progress: Progress | None
) -> tuple[Apply, tuple[NotTaken, ...]]:
    for blob in bundle.blobs():
        tx.add_blob(bundle.blob(blob.sha256).read_bytes(), blob.media)
    records = [judged.record for judged in decided.records]
    judge = judge_for(tx, bundle.manifest, counted(range(len(records)), len(records), progress))
    if bundle.manifest.kind in EXTRACTS:
        refused_ones = tx.take(records, judge=judge, chained=False).refused
    else:
        start = tx.chain_head(bundle.manifest.sender.office, bundle.manifest.sender.device)
        refused_ones = tx.take(records, judge=judge, after=start).refused
    aside = {one.rid: Ruling(Fate.REFUSED, one.code, one.text) for one in refused_ones}
    if not aside:
        return decided, ()
    judged = tuple(replace(one, ruling=aside.get(one.record.rid, one.ruling)) for one in decided.records)
    rows = (NotTaken(record.rid, record.type, aside[record.rid].text) for record in records if record.rid in aside)
    return replace(decided, records=judged), tuple(rows)


def _said_again(tx: Tx, decided: Duplicate, known: Known) -> BundleReceipt:
    """Say of a bundle received before what the books say of its records."""
    manifest = decided.manifest
    span, before = manifest.records, _Before(tx, manifest)
    old = ((seq, before.record_at(seq)) for seq in range(span.first_seq, span.last_seq + 1))
    rulings = tuple((seq, one.ruling) for seq, one in old if one is not None)
    state = ChannelState(manifest.epoch, manifest.seq, decided.sha256)
    applied: Plan = Apply(manifest, decided.sha256, (), rulings, state, known.log)
    return receipt_of(decided, known, receipt_of(applied, known))
