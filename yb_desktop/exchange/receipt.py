"""The receipt (回执): what became of a bundle, record by record, and where the receiver's copy of the log stands.

A bundle of kind ``receipt`` carries it as ``data/receipt.json``. Records taken are given as ranges of sequence numbers,
the others one by one with a reason or a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer
from yb_desktop.exchange.bundle import VerifiedBundle, WrittenBundle
from yb_desktop.exchange.manifest import Count, Device, Hash, Number, Office
from yb_desktop.exchange.pack import Envelope, LogHead, write_json_bundle
from yb_desktop.exchange.refusals import refused

Sentence = Annotated[str, Meta(min_length=1, max_length=500)]


class Fate(Enum):
    """What became of one record on the other side."""

    TAKEN = "taken"
    REFUSED = "refused"
    QUESTIONED = "questioned"


class RefusedRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that was set aside: a code for programs and a sentence for people."""

    seq: Number
    code: Annotated[str, Meta(pattern=r"\A[A-Za-z0-9-]{1,40}\Z")]
    reason: Sentence


class QuestionedRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that the receiver asks about."""

    seq: Number
    question: Sentence


class LogPosition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last record of the sender's log that the receiver holds."""

    seq: Count
    hash: Hash


class BundleReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of one bundle. ``missing`` are numbers of bundles, ``blobs_missing`` attachments still awaited."""

    id: Annotated[str, Meta(max_length=128)]
    sha256: Hash
    office: Office
    device: Device
    verdict: Literal["applied", "duplicate", "gap", "fork"]
    taken: tuple[tuple[Number, Number], ...]
    refused: tuple[RefusedRecord, ...]
    questioned: tuple[QuestionedRecord, ...]
    missing: tuple[Number, ...]
    blobs_missing: tuple[Hash, ...]
    head: LogPosition

    def fates(self) -> Iterator[tuple[int, Fate]]:
        """Give every record's number in the sender's log and what became of it."""
        for first, last in self.taken:
            for seq in range(first, last + 1):
                yield seq, Fate.TAKEN
        for record in self.refused:
            yield record.seq, Fate.REFUSED
        for asked in self.questioned:
            yield asked.seq, Fate.QUESTIONED


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``data/receipt.json``."""

    format: Literal["ybb-receipt/1"]
    bundles: Annotated[tuple[BundleReceipt, ...], Meta(min_length=1, max_length=10_000)]


def ranges(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Write ascending numbers as ranges: 1 2 3 7 as (1, 3), (7, 7)."""
    out: list[tuple[int, int]] = []
    for number in numbers:
        if out and out[-1][1] == number - 1:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return tuple(out)


def write_receipt(
    folder: Path, envelope: Envelope, bundles: Sequence[BundleReceipt], *, head: LogHead, signers: Sequence[Signer]
) -> WrittenBundle:
    """Write a receipt for these bundles; ``head`` is where the log of the receipt's own writer stands."""
    plain: Json = msgspec.to_builtins(Receipt("ybb-receipt/1", tuple(bundles)))
    data = canonical(plain)
    _decode(data)
    return write_json_bundle(folder, envelope, kind="receipt", data=data, head=head, signers=signers)


def read_receipt(bundle: VerifiedBundle) -> Receipt:
    """Read the receipt in a verified bundle. Raises ``Refused`` (``bundle-kind``, ``bundle-form``)."""
    if bundle.manifest.kind != "receipt":
        raise refused("bundle-kind", bundle.manifest.kind)
    return _decode(bundle.own_file())


def _decode(data: bytes) -> Receipt:
    try:
        receipt = msgspec.convert(parse(data), Receipt)
    except (BadInput, msgspec.ValidationError) as problem:
        raise refused("bundle-form", f"回执：{problem}") from problem
    for bundle in receipt.bundles:
        _check(bundle)
    return receipt


def _check(bundle: BundleReceipt) -> None:
    last = 0
    for first, end in bundle.taken:
        if not last < first <= end <= bundle.head.seq:
            raise refused("bundle-form", "回执：序号")
        last = end
    others = [record.seq for record in bundle.refused] + [asked.seq for asked in bundle.questioned]
    taken = bundle.taken
    twice = len(set(others)) != len(others) or any(first <= seq <= end for seq in others for first, end in taken)
    if twice or max(others, default=0) > bundle.head.seq:
        raise refused("bundle-form", "回执：序号重复")
