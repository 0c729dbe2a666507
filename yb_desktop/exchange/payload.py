"""Payload files: into quarantine under their hash, blobs checked for what they claim to be, records inflated safely.

Names from an archive are never used for writing. Sizes are those of the signed manifest, as hard limits.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SM3, Hash

from yb_desktop.base.files import world_error
from yb_desktop.domain.records import Record, read_again, read_record, record_bytes
from yb_desktop.exchange.manifest import DEVICE_LOGS, FIRST_PREV, FileEntry, Manifest
from yb_desktop.exchange.refusals import refused

LINE_LIMIT = 4 << 20
RECORDS_PER_FILE = 50_000

_MAGIC = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
_INFLATE_STEP = 1 << 18


def receive(entry: FileEntry, pieces: Iterable[bytes], folder: Path | None) -> None:
    """Take one payload file in: hash it, check its first bytes, keep it as ``folder/<sha256>`` (or only check it).

    Raises ``Refused`` (``bundle-hash``, ``bundle-blob``) and ``WorldError``.
    """
    digests = Digests(sm3=entry.sm3 is not None)
    head = b""
    if folder is None:
        for piece in pieces:
            digests.update(piece)
            head = head or piece[:16]
    else:
        path = folder / entry.sha256
        try:
            with path.open("wb") as out:
                for piece in pieces:
                    digests.update(piece)
                    head = head or piece[:16]
                    out.write(piece)
        except OSError as problem:
            raise world_error(problem, path) from problem
    if digests.result() != (entry.sha256, entry.sm3):
        raise refused("bundle-hash")
    check_magic(entry.media, head)


class Digests:
    """SHA-256 of a stream, and its SM3 where the SM profile asks for it."""

    def __init__(self, *, sm3: bool) -> None:
        """Begin with nothing."""
        self._sha256 = hashlib.sha256()
        self._sm3 = Hash(SM3()) if sm3 else None

    def update(self, piece: bytes) -> None:
        """Take the next piece in."""
        self._sha256.update(piece)
        if self._sm3 is not None:
            self._sm3.update(piece)

    def result(self) -> tuple[str, str | None]:
        """Give both in hexadecimal; called once, at the end."""
        return self._sha256.hexdigest(), self._sm3.finalize().hex() if self._sm3 is not None else None


def check_magic(media: str, head: bytes) -> None:
    """Check that a file begins as its media type says. Raises ``Refused`` (``bundle-blob``)."""
    if not head.startswith(_MAGIC.get(media, b"")):
        raise refused("bundle-blob", media)


@dataclass(frozen=True, slots=True)
class Packed:
    """Records as they travel: gzip bytes (mtime 0, no name), and size, SHA-256 and number of the lines in them."""

    data: bytes
    usize: int
    usha256: str
    count: int


def deflate(records: Iterable[Record]) -> Packed:
    """Pack records one a line. Raises ``Refused`` (``record-form``, ``record-hash``) for one that no reader takes."""
    packed = io.BytesIO()
    digest = hashlib.sha256()
    size = count = 0
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as out:
        for record in records:
            line = record_bytes(record)
            read_record(line)
            line += b"\n"
            digest.update(line)
            size += len(line)
            count += 1
            out.write(line)
    return Packed(packed.getvalue(), size, digest.hexdigest(), count)


def inflate(path: Path, entry: FileEntry) -> Iterator[bytes]:
    """Give the lines of one records file; stop at the signed size, whatever the file would inflate to."""
    digest = hashlib.sha256()
    left = entry.usize or 0
    rest = b""
    for piece in _inflated(path, left):
        left -= len(piece)
        digest.update(piece)
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > LINE_LIMIT:
            raise refused("bundle-too-big", "单条记录")
        yield from lines
    if left or rest or digest.hexdigest() != entry.usha256:
        raise refused("bundle-hash", "记录文件")


def _inflated(path: Path, limit: int) -> Iterator[bytes]:
    machine = zlib.decompressobj(wbits=31)
    left = limit
    try:
        with path.open("rb") as source:
            while not machine.eof:
                fed = machine.unconsumed_tail or source.read(_INFLATE_STEP)
                piece = machine.decompress(fed, min(_INFLATE_STEP, left + 1))
                left -= len(piece)
                if left < 0:
                    raise refused("bundle-too-big", "记录展开后超出清单写明的大小")
                if not fed and not piece:
                    raise refused("bundle-hash", "记录文件不完整")
                yield piece
            if machine.unused_data or source.read(1):
                raise refused("bundle-hash", "记录文件之后还有内容")
    except zlib.error as problem:
        raise refused("bundle-hash", "记录文件") from problem
    except OSError as problem:
        raise world_error(problem, path) from problem


def read_records(manifest: Manifest, folder: Path) -> Iterator[Record]:
    """Decode every record of a bundle in order, each checked against its hash."""
    return map(read_record, _lines(manifest, folder))


def read_records_again(manifest: Manifest, folder: Path, record_type: str = "") -> Iterator[Record]:
    """Decode the records of a bundle that was verified; with ``record_type`` only those of one type.

    Each file as a whole is checked against its signed hash once more, its lines are not.
    """
    mark = record_type.encode()
    for line in _lines(manifest, folder):
        if mark in line:
            record = read_again(line)
            if record_type in ("", record.type):
                yield record


def _lines(manifest: Manifest, folder: Path) -> Iterator[bytes]:
    for entry in manifest.files:
        if entry.usize is not None:
            yield from inflate(folder / entry.sha256, entry)


def check_records(manifest: Manifest, records: Iterable[Record]) -> None:
    """Check the records of a bundle against its manifest: how many, and for a device's log that they are a chain."""
    span = manifest.records
    count = 0
    if manifest.kind not in DEVICE_LOGS:
        count = sum(1 for _ in records)
    else:
        head = None
        for record in records:
            _check_link(manifest, record, span.first_seq + count, head)
            head = record.hash
            count += 1
        if head is not None and head != span.head:
            raise refused("bundle-records", "最后一条")
    if count != span.count:
        raise refused("bundle-records", "条数")


def _check_link(manifest: Manifest, record: Record, seq: int, before: str | None) -> None:
    sender = manifest.sender
    if (record.office, record.device, record.seq) != (sender.office, sender.device, seq):
        raise refused("bundle-records", f"第{seq}条")
    if before is None:
        before = FIRST_PREV if seq == 1 else record.prev
    if record.prev != before:
        raise refused("bundle-records", f"第{seq}条")
