"""``bundle.json``: what a bundle says of itself, typed and strict (docs/bundle-format.md).

The bytes are signed as they are; they are decoded only after their signatures hold. Unknown fields, unknown critical
fields and parts that make no set are refused, each with its own code.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput
from yb_desktop.exchange.refusals import refused

FORMAT: Final = "ybb/1"
READER = 1
MANIFEST_LIMIT = 4 << 20
FILES_LIMIT = 20_000
MEMBER_LIMIT = 2 << 30
TOTAL_LIMIT = 8 << 30
FIRST_PREV = "0" * 64
EVERYONE = "all"
PARTS_LIMIT = 1000
ID_LIMIT = 100

Kind = Literal["submission", "receipt", "reference", "assignment", "result", "trust", "enrol"]
Alg = Literal["ed25519", "sm2-sm3"]
Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
KeyId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{16}\Z")]
SignerName = tuple[Alg, KeyId]
Office = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z]{1,12}\Z")]
Device = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z][0-9A-Za-z-]{0,31}\Z")]
Address = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z]{1,12}(\.[0-9A-Za-z][0-9A-Za-z-]{0,31})?\Z")]
"""An office, or with a dot one device of it: ``532326.nb1``."""
Channel = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z]{1,12}(\.[0-9A-Za-z][0-9A-Za-z-]{0,31})?\.[a-z]{1,12}\Z")]
Number = Annotated[int, Meta(ge=1, le=10**12)]
Count = Annotated[int, Meta(ge=0, le=10**12)]
Instant = Annotated[str, Meta(pattern=r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")]
Version = Annotated[str, Meta(max_length=64)]

MEDIA = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "bin": "application/octet-stream",
}
RECORDS_MEDIA = "application/vnd.ybb.records+jsonl"
JSON_MEDIA = "application/json"
DEVICE_LOGS = frozenset({"submission", "result"})
"""Kinds that carry a device's own log, whole and in order; the others carry extracts or no records."""
EXTRACTS = frozenset({"assignment", "reference"})
"""Kinds that carry the records of some matters and no others: each bundle stands by itself, in whatever order."""

_RECORDS = re.compile(r"data/records/(\d{6})\.jsonl\.gz")
_BLOB = re.compile(r"data/blobs/([0-9a-f]{64})\.(pdf|jpg|png|bin)")
_FOR_EVERYONE = ("trust", "reference")
_OWN_FILE = {"receipt": "data/receipt.json", "trust": "data/trust.json", "enrol": "data/enrol.json"}


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every structure of the manifest has in common: frozen, closed."""


class Sender(_Part, frozen=True):
    """Who sends: office, device, and the id of the key that must be among the signers."""

    office: Office
    device: Device
    key: KeyId


class Refs(_Part, frozen=True, omit_defaults=False):
    """Versions of what the sender works with, so that a roll-back shows."""

    trust: Count = 0
    rules: Version = ""
    calendar: Version = ""
    forms: Version = ""


class Seen(_Part, frozen=True):
    """The last bundle that the sender has received on one channel."""

    office: Office
    device: Device
    channel: Channel
    epoch: Number
    seq: Number
    hash: Hash


class Parts(_Part, frozen=True):
    """Which part of a set this bundle is; ``id`` is that of part 1. The parts of a set have consecutive numbers."""

    id: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z.-]{1,128}\Z")]
    part: Number
    of: Number


class Span(_Part, frozen=True):
    """The records inside, and where the sender's log stands.

    ``last_seq`` and ``head`` are the sender's log position in every kind; ``first_seq`` is the first record inside, or
    ``last_seq + 1`` when none of the sender's own log is.
    """

    count: Count
    first_seq: Number
    last_seq: Count
    head: Hash


class FileEntry(_Part, frozen=True):
    """One payload file: path, bytes, hash, what it is when inflated, media type, the name people gave it."""

    p: Annotated[str, Meta(pattern=r"\Adata/[0-9a-z./]{1,120}\Z")]
    n: Annotated[int, Meta(ge=1)]
    sha256: Hash
    media: Annotated[str, Meta(max_length=100)]
    usize: Annotated[int, Meta(ge=1)] | None = None
    usha256: Hash | None = None
    name: Annotated[str, Meta(max_length=200, pattern=r"\A[^\x00-\x1f\x7f/\\]+\Z")] | None = None
    sm3: Hash | None = None


class Manifest(_Part, frozen=True, omit_defaults=False):
    """The whole of ``bundle.json``."""

    format: Literal["ybb/1"]
    id: str
    kind: Kind
    sender: Sender = msgspec.field(name="from")
    to: Annotated[tuple[Address, ...], Meta(min_length=1, max_length=64)]
    channel: Channel
    epoch: Number
    seq: Number
    prev: Hash
    created: Instant
    refs: Refs
    seen: Annotated[tuple[Seen, ...], Meta(max_length=10_000)]
    set: Parts
    records: Span
    signers: Annotated[tuple[SignerName, ...], Meta(min_length=1, max_length=8)]
    min_reader: Number
    crit: tuple[str, ...]
    nonce: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    files: Annotated[tuple[FileEntry, ...], Meta(min_length=1, max_length=FILES_LIMIT)]
    need: tuple[Hash, ...]


class _Outline(msgspec.Struct, frozen=True):
    format: str
    min_reader: int
    crit: tuple[str, ...]


def bundle_id(sender: Sender, channel: str, epoch: int, seq: int) -> str:
    """Give the only id a bundle of this place in this channel may have."""
    return f"{sender.office}-{sender.device}-{channel}-{epoch}-{seq}"


def address(office: str, device: str = "") -> str:
    """Give how an office is addressed, or one device of it."""
    return f"{office}.{device}" if device else office


def office_of(to: str) -> str:
    """Give the office of an address."""
    return to.partition(".")[0]


def device_of(to: str) -> str:
    """Give the device that an address names, empty where it names the office."""
    return to.partition(".")[2]


def is_for(manifest: Manifest, office: str) -> bool:
    """Say whether a bundle is addressed to an office, to a device of it, or to everyone."""
    return any(office_of(one) in {office, EVERYONE} for one in manifest.to)


def encode_manifest(manifest: Manifest) -> bytes:
    """Write the bytes that are signed, after the same checks that a reader makes."""
    check_manifest(manifest)
    plain: Json = msgspec.to_builtins(manifest)
    return canonical(plain)


def decode_manifest(body: bytes) -> Manifest:
    """Read the bytes of a ``bundle.json`` whose signature holds. Raises ``Refused`` where it is not as specified."""
    try:
        plain = parse(body)
        outline = msgspec.convert(plain, _Outline)
    except (BadInput, msgspec.ValidationError) as problem:
        raise refused("bundle-form", f"清单：{problem}") from problem
    if outline.format != FORMAT or outline.min_reader > READER:
        raise refused("bundle-newer", outline.format[:20])
    if outline.crit:
        raise refused("bundle-crit", "、".join(outline.crit)[:80])
    try:
        manifest = msgspec.convert(plain, Manifest)
    except msgspec.ValidationError as problem:
        raise refused("bundle-form", f"清单：{problem}") from problem
    check_manifest(manifest)
    return manifest


def check_manifest(manifest: Manifest) -> None:
    """Check what the types cannot say."""
    sender = manifest.sender
    named = bundle_id(sender, manifest.channel, manifest.epoch, manifest.seq)
    _require(manifest.id == named and len(named) <= ID_LIMIT, "编号")
    _require(manifest.channel == f"{manifest.to[0]}.{manifest.kind}", "通道")
    _require(len(set(manifest.to)) == len(manifest.to), "接收方")
    for one in manifest.to:
        everyone = office_of(one) == EVERYONE
        _require(not everyone or (one == EVERYONE and manifest.kind in _FOR_EVERYONE), "接收方")
    _require((manifest.seq == 1) == (manifest.prev == FIRST_PREV), "前一个数据包")
    _require(len({key for _, key in manifest.signers}) == len(manifest.signers), "签名人")
    _require(sender.key in {key for _, key in manifest.signers}, "签名人")
    # A signature of the SM profile rests on SM3 all the way down: then every file has its SM3, else none has.
    profile = any(alg == "sm2-sm3" for alg, _ in manifest.signers)
    _require(all((entry.sm3 is not None) == profile for entry in manifest.files), "SM3")
    _check_span(manifest)
    _check_files(manifest)
    _check_parts(manifest)


def first_of_set(manifest: Manifest) -> int:
    """Give the number in the channel of part 1 of the set that a bundle belongs to."""
    return manifest.seq - manifest.set.part + 1


def _check_parts(manifest: Manifest) -> None:
    """Check that a part says where its set begins and, in part 1, which attachments travel in the others."""
    part, need, first = manifest.set, manifest.need, first_of_set(manifest)
    here = {entry.sha256 for entry in manifest.files}
    sound = (
        part.part <= part.of <= PARTS_LIMIT,
        first >= 1 and part.id == bundle_id(manifest.sender, manifest.channel, manifest.epoch, first),
        bool(need) == (part.of > 1 and part.part == 1),
        list(need) == sorted(set(need)) and here.isdisjoint(need),
        part.part == 1 or all(_BLOB.fullmatch(entry.p) for entry in manifest.files),
    )
    if not all(sound):
        raise refused("bundle-parts")


def _check_span(manifest: Manifest) -> None:
    span = manifest.records
    _require((span.last_seq == 0) == (span.head == FIRST_PREV), "记录的位置")
    own = span.count if manifest.kind in DEVICE_LOGS else 0
    _require(span.first_seq + own == span.last_seq + 1, "记录的序号")
    numbered = [int(found[1]) for entry in manifest.files if (found := _RECORDS.fullmatch(entry.p))]
    _require(numbered == list(range(1, len(numbered) + 1)), "记录文件的次序")
    _require((span.count > 0) == bool(numbered), "记录的数目")


def _check_files(manifest: Manifest) -> None:
    _require(len({entry.p for entry in manifest.files}) == len(manifest.files), "文件重复")
    own = _OWN_FILE.get(manifest.kind)
    _require(own is None or [entry.p for entry in manifest.files] == [own], "文件种类")
    total = 0
    for entry in manifest.files:
        _check_file(entry, own)
        total += max(entry.n, entry.usize or 0)
        if max(entry.n, entry.usize or 0) > MEMBER_LIMIT or total > TOTAL_LIMIT:
            raise refused("bundle-too-big")


def _check_file(entry: FileEntry, own: str | None) -> None:
    packed = entry.usize is not None and entry.usha256 is not None
    plain = entry.usize is None and entry.usha256 is None
    if entry.p == own:
        _require(plain and entry.media == JSON_MEDIA, entry.p)
    elif _RECORDS.fullmatch(entry.p):
        _require(packed and entry.media == RECORDS_MEDIA, entry.p)
    else:
        found = _BLOB.fullmatch(entry.p)
        _require(found is not None and plain, entry.p)
        _require(found is not None and found[1] == entry.sha256 and MEDIA[found[2]] == entry.media, entry.p)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise refused("bundle-form", f"清单：{what}")
