"""Making bundles from values: a submission of the device's log, and what every kind of bundle has in common.

The caller says where the channel stands (``Place``); nothing here asks a clock, a database or the system's randomness
(``nonce`` is given), so the same values give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from yb_desktop.base.files import world_error
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import Source, WrittenBundle, pieces, write_bundle
from yb_desktop.exchange.manifest import (
    FIRST_PREV,
    FORMAT,
    JSON_MEDIA,
    MEDIA,
    READER,
    RECORDS_MEDIA,
    FileEntry,
    Kind,
    Manifest,
    Parts,
    Refs,
    Seen,
    Sender,
    SignerName,
    Span,
    bundle_id,
)
from yb_desktop.exchange.payload import RECORDS_PER_FILE, Digests, check_magic, deflate
from yb_desktop.exchange.refusals import refused


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new bundle stands in its channel: ``prev`` is the hash of the bundle before it (64 zeros for none)."""

    epoch: int
    seq: int
    prev: str


FIRST_PLACE = Place(1, 1, FIRST_PREV)


@dataclass(frozen=True, slots=True)
class LogHead:
    """Where a device's log stands: the last record's number and hash (0 and 64 zeros for an empty log)."""

    seq: int
    hash: str


EMPTY_LOG = LogHead(0, FIRST_PREV)


NO_REFS = Refs()


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a bundle says besides its content. ``created`` has a time zone; ``nonce`` is 32 random hex digits."""

    office: str
    device: str
    to: tuple[str, ...]
    place: Place
    created: datetime
    nonce: str
    refs: Refs = NO_REFS
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class BlobSource:
    """An attachment to send: its bytes or its file, its media type (``pdf jpg png bin``), the name people gave it.

    ``label`` says in words what it is when it cannot be sent; it does not travel.
    """

    content: bytes | Path
    media: str
    name: str | None = None
    label: str = ""


def write_submission(
    folder: Path,
    envelope: Envelope,
    *,
    head: LogHead,
    records: Iterable[Record],
    blobs: Sequence[BlobSource] = (),
    signers: Sequence[Signer],
    kind: Kind = "submission",
) -> WrittenBundle:
    """Write the device's log from some record up to its ``head``, in order, with the attachments.

    ``records`` may be empty when only attachments are sent again. Raises ``Refused`` (``bundle-records``) when the
    records are not a chain of this device's that ends at ``head``.
    """
    packed, count = pack_records(linked(records, envelope, head))
    span = Span(count, head.seq - count + 1, head.seq, head.hash)
    unique = {source.entry.p: source for source in blob_sources(blobs)}
    sources = [*packed, *unique.values()]
    return write_payload(folder, envelope, kind=kind, span=span, sources=sources, signers=signers)


def write_json_bundle(
    folder: Path, envelope: Envelope, *, kind: Kind, data: bytes, head: LogHead, signers: Sequence[Signer]
) -> WrittenBundle:
    """Write a bundle whose only payload is ``data/<kind>.json``."""
    sources = [json_source(kind, data)]
    return write_payload(folder, envelope, kind=kind, span=position(head), sources=sources, signers=signers)


def write_payload(
    folder: Path, envelope: Envelope, *, kind: Kind, span: Span, sources: Sequence[Source], signers: Sequence[Signer]
) -> WrittenBundle:
    """Write a bundle of any kind from ready payload files."""
    names = [signer_name(signer.alg, signer.public_key) for signer in signers]
    if any(alg == "sm2-sm3" for alg, _ in names):
        sources = [with_sm3(source) for source in sources]
    manifest = make_manifest(envelope, kind, span, sources, names)
    return write_bundle(folder, manifest, sources, signers)


def with_sm3(source: Source) -> Source:
    """Add its SM3 to a payload file."""
    digests = Digests(sm3=True)
    for piece in pieces(source.content):
        digests.update(piece)
    return Source(msgspec.structs.replace(source.entry, sm3=digests.result()[1]), source.content)


def make_manifest(
    envelope: Envelope,
    kind: Kind,
    span: Span,
    sources: Sequence[Source],
    signers: Sequence[SignerName],
    *,
    need: Sequence[str] = (),
) -> Manifest:
    """Fill in a manifest; the first of ``signers`` (algorithm, key id) is the sender's key.

    The bundle is a whole of its own; one that is to be part 1 of a set names in ``need`` what travels in the others.
    """
    place = envelope.place
    channel = f"{envelope.to[0]}.{kind}"
    sender = Sender(envelope.office, envelope.device, signers[0][1])
    name = bundle_id(sender, channel, place.epoch, place.seq)
    return Manifest(
        format=FORMAT,
        id=name,
        kind=kind,
        sender=sender,
        to=envelope.to,
        channel=channel,
        epoch=place.epoch,
        seq=place.seq,
        prev=place.prev,
        created=envelope.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        refs=envelope.refs,
        seen=envelope.seen,
        set=Parts(name, 1, 1),
        records=span,
        signers=tuple(signers),
        min_reader=READER,
        crit=(),
        nonce=envelope.nonce,
        files=tuple(source.entry for source in sources),
        need=tuple(need),
    )


def signer_name(alg: str, public_key: bytes) -> SignerName:
    """Give a key's entry in ``signers``. Raises ``Refused`` (``bundle-alg``) for an algorithm not in use."""
    match alg:
        case "ed25519" | "sm2-sm3":
            return (alg, key_id(public_key))
        case _:
            raise refused("bundle-alg", alg)


def position(head: LogHead) -> Span:
    """Give the span of a bundle that carries no records: only where the sender's log stands."""
    return Span(0, head.seq + 1, head.seq, head.hash)


def json_source(kind: Kind, data: bytes) -> Source:
    """Make the payload file ``data/<kind>.json``."""
    return Source(FileEntry(f"data/{kind}.json", len(data), hashlib.sha256(data).hexdigest(), JSON_MEDIA), data)


def linked(records: Iterable[Record], envelope: Envelope, head: LogHead) -> Iterator[Record]:
    """Hand records on that are a chain of the sender's own and end at ``head``. Raises ``Refused`` otherwise."""
    last: Record | None = None
    for record in records:
        seq, prev = (record.seq, record.prev) if last is None else (last.seq + 1, last.hash)
        if (record.office, record.device, record.seq, record.prev) != (envelope.office, envelope.device, seq, prev):
            raise refused("bundle-records", f"第{record.seq}条")
        last = record
        yield record
    if last is not None and (last.seq, last.hash) != (head.seq, head.hash):
        raise refused("bundle-records", "最后一条")


def pack_records(records: Iterable[Record]) -> tuple[list[Source], int]:
    """Pack records into files; give these and how many records they hold."""
    sources: list[Source] = []
    count = 0
    stream = iter(records)
    while (packed := deflate(islice(stream, RECORDS_PER_FILE))).count:
        count += packed.count
        path = f"data/records/{len(sources) + 1:06d}.jsonl.gz"
        digest = hashlib.sha256(packed.data).hexdigest()
        entry = FileEntry(path, len(packed.data), digest, RECORDS_MEDIA, usize=packed.usize, usha256=packed.usha256)
        sources.append(Source(entry, packed.data))
    return sources, count


def blob_sources(blobs: Iterable[BlobSource]) -> list[Source]:
    """Make the payload files of attachments, in their order; two are hashed at once. Raises like ``blob_source``."""
    with ThreadPoolExecutor(2) as hashing:
        return list(hashing.map(blob_source, blobs))


def blob_source(blob: BlobSource) -> Source:
    """Make the payload file of an attachment. Raises ``Refused`` (``bundle-blob``), ``WorldError``."""
    digest = hashlib.sha256()
    size = 0
    extension = next((ext for ext, media in MEDIA.items() if media == blob.media), None)
    if extension is None:
        raise refused("bundle-blob", blob.media)
    head = b""
    try:
        for piece in pieces(blob.content):
            head = head or piece[:16]
            digest.update(piece)
            size += len(piece)
    except OSError as problem:
        raise world_error(problem, Path(str(blob.content))) from problem
    check_magic(blob.media, head)
    sha256 = digest.hexdigest()
    path = f"data/blobs/{sha256}.{extension}"
    return Source(FileEntry(path, size, sha256, blob.media, name=blob.name), blob.content)
