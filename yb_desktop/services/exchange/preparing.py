"""Bundles in the outbox that have not been handed over yet: made just now, or left there by an export cut short.

A bundle that may lie on a stick already is never made a second time: another of its number would be a fork. So what is
left is finished first, part by part, and only what nobody can have seen is made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.base.files import discard
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import SUFFIX, WrittenBundle, opened_bundle
from yb_desktop.exchange.manifest import Kind, Manifest, Sender, bundle_id
from yb_desktop.exchange.pack import Envelope, LogHead
from yb_desktop.exchange.parts import write_extract
from yb_desktop.exchange.signatures import SignatureLine
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import OUTBOX, bundle_file, inner_folder, quarantine
from yb_desktop.services.exchange.device_keys import check_reach
from yb_desktop.services.exchange.incoming import rolled_back
from yb_desktop.services.exchange.record_blobs import attached
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bundle in the outbox that has not been handed over yet; ``fresh`` where it was made just now."""

    path: Path
    written: WrittenBundle
    fresh: bool


def place_of(desk: Desk, envelope: Envelope, kind: Kind, signers: Sequence[Signer]) -> Path:
    """Give where in the outbox the bundle of an envelope lies, whether it is there or not."""
    sender = Sender(desk.info.office, desk.info.device, key_id(signers[0].public_key))
    name = bundle_id(sender, f"{envelope.to[0]}.{kind}", envelope.place.epoch, envelope.place.seq)
    return bundle_file(inner_folder(desk.store.folder, OUTBOX), name)


def write_new(
    desk: Desk,
    reader: Reader,
    envelope: Envelope,
    *,
    kind: Kind,
    head: LogHead,
    records: Sequence[Record],
    signers: Sequence[Signer],
    cap: int,
) -> Prepared:
    """Write an extract with the attachments that its records name, in parts of at most ``cap`` bytes; give the first.

    Raises ``BadInput`` (``export-too-big``).
    """
    path = place_of(desk, envelope, kind, signers)
    with quarantine(desk.store.folder) as spool:
        written, *_later = write_extract(
            path.parent,
            envelope,
            kind=kind,
            head=head,
            records=records,
            blobs=list(attached(reader, records, spool)),
            signers=signers,
            cap=cap,
        )
    return Prepared(path, written, fresh=True)


def left_over(reader: Reader, path: Path, trust: TrustList, envelope: Envelope) -> Prepared | None:
    """Give the bundle that an interrupted export left, perhaps on a stick already.

    Where there is none, later parts of a set that was never begun are cleared away: nobody has seen any of them.
    Raises ``Refused``: ``log-rolled-back`` when it is not the one that comes next, ``bundle-key-revoked`` when its key
    does not count for it any more.
    """
    if not path.exists():
        _clear_unbegun(path)
        return None
    with opened_bundle(path, _Own(trust)) as bundle:
        manifest, sha256 = bundle.manifest, bundle.sha256
    info, span = reader.info, manifest.records
    last = next(reader.records(office=info.office, device=info.device, first_seq=span.last_seq), None)
    if manifest.prev != envelope.place.prev or last is None or last.hash != span.head:
        raise rolled_back()
    return Prepared(path, WrittenBundle(path, manifest, sha256), fresh=False)


class _Own:
    """The trust list, for bundles of our own: says what to do where their key does not count any more."""

    def __init__(self, trust: TrustList) -> None:
        self._trust = trust

    def verify(self, lines: Sequence[SignatureLine], body: bytes) -> None:
        self._trust.verify(lines, body)

    def admit(self, manifest: Manifest) -> None:
        check_reach(self._trust, manifest)


def _clear_unbegun(first: Path) -> None:
    head, _, number = first.name.removesuffix(SUFFIX).rpartition("-")
    for left in first.parent.glob(f"{head}-*{SUFFIX}"):
        seq = left.name.removesuffix(SUFFIX).rpartition("-")[2]
        if seq.isdecimal() and int(seq) > int(number):
            discard(left)
