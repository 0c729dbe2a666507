"""What is too big for the way it travels: a set of bundles (分卷), each complete and signed, with consecutive numbers.

Part 1 carries the records and names (``need``) the attachments that travel in parts 2 to N. What fits into one bundle
is written as one, to the byte as ever. The last part is written first: where part 1 lies, all the others do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import Source, WrittenBundle, write_bundle
from yb_desktop.exchange.manifest import PARTS_LIMIT, Kind, Manifest, Parts, Span, encode_manifest
from yb_desktop.exchange.pack import (
    BlobSource,
    Envelope,
    LogHead,
    Place,
    blob_sources,
    linked,
    make_manifest,
    pack_records,
    position,
    signer_name,
    with_sm3,
)
from yb_desktop.exchange.tarball import BLOCK

_ENTRY = 4 * BLOCK
"""Room for what one attachment adds beside its bytes: header, padding, its entry in both lists."""
_FIXED = 64 << 10
FILES_IN_PART = 10_000


def room_in(cap: int) -> int:
    """Give how many bytes of payload a bundle of at most ``cap`` bytes has room for, armour included."""
    return cap - cap // 2048 - _FIXED


def write_log(
    folder: Path,
    envelope: Envelope,
    *,
    head: LogHead,
    records: Iterable[Record],
    blobs: Sequence[BlobSource] = (),
    signers: Sequence[Signer],
    cap: int,
    kind: Kind = "submission",
) -> tuple[WrittenBundle, ...]:
    """Write the device's log up to ``head`` as one bundle, or as a set of bundles of at most ``cap`` bytes each.

    Raises ``BadInput`` (``export-too-big``) when the records alone, or one attachment, are bigger than that;
    ``Refused`` (``bundle-records``) like ``write_submission``.
    """
    packed, count = pack_records(linked(records, envelope, head))
    span = Span(count, head.seq - count + 1, head.seq, head.hash)
    return _write_set(folder, envelope, kind, span=span, groups=_groups(packed, blobs, cap), signers=signers)


def write_extract(
    folder: Path,
    envelope: Envelope,
    *,
    kind: Kind,
    head: LogHead,
    records: Iterable[Record],
    blobs: Sequence[BlobSource] = (),
    signers: Sequence[Signer],
    cap: int,
) -> tuple[WrittenBundle, ...]:
    """Write the records of some matters, whoever made them, in the order they are known here; in parts like a log.

    ``head`` is the place in the sender's log up to which they are told. Raises ``BadInput`` (``export-too-big``).
    """
    packed, count = pack_records(records)
    span = structs.replace(position(head), count=count)
    return _write_set(folder, envelope, kind, span=span, groups=_groups(packed, blobs, cap), signers=signers)


def _groups(packed: Sequence[Source], blobs: Sequence[BlobSource], cap: int) -> list[list[Source]]:
    labels = {source.entry.p: (source, blob) for source, blob in zip(blob_sources(blobs), blobs, strict=True)}
    room = room_in(cap)
    for source, blob in labels.values():
        if source.entry.n + _ENTRY > room:
            raise _too_big(blob.label or f"附件{source.entry.sha256[:8]}", source.entry.n, cap)
    if sum(source.entry.n for source in packed) > room:
        raise _too_big("记录", sum(source.entry.n for source in packed), cap)
    return _split(packed, [source for source, _ in labels.values()], room)


def _write_set(
    folder: Path,
    envelope: Envelope,
    kind: Kind,
    *,
    span: Span,
    groups: list[list[Source]],
    signers: Sequence[Signer],
) -> tuple[WrittenBundle, ...]:
    if any(signer.alg == "sm2-sm3" for signer in signers):
        groups = [[with_sm3(source) for source in group] for group in groups]
    manifests = _manifests(envelope, kind, span, groups, signers)
    written = [
        write_bundle(folder, manifest, group, signers)
        for manifest, group in reversed(list(zip(manifests, groups, strict=True)))
    ]
    return tuple(reversed(written))


def _split(packed: Sequence[Source], blobs: Sequence[Source], room: int) -> list[list[Source]]:
    """Put the records into the first group, and every attachment into the first group that has room for it.

    All groups but the first have attachments only; every attachment that is left out of the first is named there.
    """
    groups = [list(packed)]
    left = [room - sum(source.entry.n for source in packed)]
    for source in blobs:
        size = source.entry.n + _ENTRY
        at = next((n for n, free in enumerate(left) if free >= size and len(groups[n]) < FILES_IN_PART), None)
        if at is None:
            at = len(groups)
            groups.append([])
            left.append(room)
        groups[at].append(source)
        left[at] -= size
    if not groups[0]:  # attachments sent again without records: nothing may be empty
        groups[0].append(groups[1].pop(0))
        groups = [group for group in groups if group]
    return groups


def _manifests(
    envelope: Envelope, kind: Kind, span: Span, groups: Sequence[Sequence[Source]], signers: Sequence[Signer]
) -> list[Manifest]:
    names = [signer_name(signer.alg, signer.public_key) for signer in signers]
    if len(groups) > PARTS_LIMIT:
        raise BadInput("export-too-big", f"要分成{len(groups)}卷，超过上限（{PARTS_LIMIT}卷）。请改用U盘导出。")
    need = sorted({source.entry.sha256 for group in groups[1:] for source in group})
    made: list[Manifest] = []
    for number, group in enumerate(groups):
        one = envelope if number == 0 else _following(envelope, made[-1], number)
        inside = span if number == 0 else position(LogHead(span.last_seq, span.head))
        manifest = make_manifest(one, kind, inside, group, names, need=() if number else need)
        part = Parts(made[0].id if made else manifest.id, number + 1, len(groups))
        made.append(structs.replace(manifest, set=part))
    return made


def _following(envelope: Envelope, before: Manifest, number: int) -> Envelope:
    prev = hashlib.sha256(encode_manifest(before)).hexdigest()
    nonce = hashlib.sha256(f"{envelope.nonce} {number}".encode("ascii")).hexdigest()[:32]
    return replace(envelope, place=Place(envelope.place.epoch, before.seq + 1, prev), nonce=nonce)


def _too_big(what: str, size: int, cap: int) -> BadInput:
    text = f"{what}有{size >> 20} MB，超过这种传送方式的上限（{cap >> 20} MB），没有导出。请改用U盘（stick）导出。"
    return BadInput("export-too-big", text)
