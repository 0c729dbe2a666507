"""One bundle, ``<id>.ybb.tar``: written once and read back; read in one forward pass (docs/bundle-format.md).

Nothing is parsed before the signature holds but two header patterns and the lines of ``bundle.sig``. The reader never
re-serialises what was signed, and never uses a name from the archive for writing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from yb_desktop.base.errors import Refused, WorldError
from yb_desktop.base.files import discard, sync_folder, world_error
from yb_desktop.base.signing import Signer
from yb_desktop.domain.records import Record
from yb_desktop.exchange.manifest import (
    MANIFEST_LIMIT,
    FileEntry,
    Manifest,
    decode_manifest,
    encode_manifest,
    is_for,
)
from yb_desktop.exchange.payload import check_records, read_records, read_records_again, receive
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.signatures import (
    SIGNATURE_LIMIT,
    SignatureLine,
    read_lines,
    sign_body,
    verify_lines,
    write_lines,
)
from yb_desktop.exchange.tarball import CHUNK, END, TarReader, archive_size, write_member

SUFFIX = ".ybb.tar"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_FIRST_NAME = re.compile(rb"([0-9A-Za-z][0-9A-Za-z.-]{0,99})/bundle\.sig")
_SPARE = 16 << 20
_KEPT = 16 << 20
"""Records of at most so many bytes stay in memory once they were checked."""


class Authority(Protocol):
    """Who may sign what: the trust list, or a stand-in for bundles that carry their own keys."""

    def verify(self, lines: Sequence[SignatureLine], body: bytes) -> None:
        """Check every signature line over the unparsed bytes of ``bundle.json``; raise when one does not hold."""
        ...

    def admit(self, manifest: Manifest) -> None:
        """Check that the verified keys may send this bundle; raise when not."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A payload file to be written: its manifest entry and its content (bytes, or the file that holds them)."""

    entry: FileEntry
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that was written, read back and verified."""

    path: Path
    manifest: Manifest
    sha256: str


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """A bundle whose signatures, structure, hashes and records all hold; its payload lies in ``folder`` by hash.

    Few records are ``kept`` in memory; many are read from the folder whenever somebody goes through them.
    """

    path: Path
    manifest: Manifest
    sha256: str
    folder: Path
    kept: tuple[Record, ...] | None = None

    def records(self, record_type: str = "") -> Iterator[Record]:
        """Give the records in order, again and again if need be; with ``record_type`` those of one type."""
        if self.kept is None:
            return read_records_again(self.manifest, self.folder, record_type)
        return (record for record in self.kept if record_type in {"", record.type})

    def blobs(self) -> tuple[FileEntry, ...]:
        """Give the entries of the attachments."""
        return tuple(entry for entry in self.manifest.files if entry.p.startswith("data/blobs/"))

    def blob(self, sha256: str) -> Path:
        """Give the quarantine file of an attachment."""
        return self.folder / sha256

    def own_file(self) -> bytes:
        """Give the one JSON file of a receipt, trust or enrol bundle."""
        return (self.folder / self.manifest.files[0].sha256).read_bytes()

    def discard(self) -> None:
        """Remove the quarantine files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def read_bundle(path: Path, trust: Authority, *, quarantine: Path, receiver: str | None = None) -> VerifiedBundle:
    """Read and verify a bundle; its payload goes to a new folder inside ``quarantine``.

    With ``receiver`` a bundle for another office is refused before its payload is read. Raises ``Refused`` with the
    codes of refusals.py, or ``WorldError``; then nothing of it stays in quarantine.
    """
    try:
        with path.open("rb") as source:
            return _read_into(source, path, trust, quarantine, receiver)
    except OSError as problem:
        raise world_error(problem, path) from problem


@contextmanager
def opened_bundle(path: Path, trust: Authority, *, receiver: str | None = None) -> Iterator[VerifiedBundle]:
    """Read and verify a bundle in a temporary folder that is gone afterwards (verify and preview)."""
    with tempfile.TemporaryDirectory(prefix="ybb-") as folder:
        yield read_bundle(path, trust, quarantine=Path(folder), receiver=receiver)


def write_bundle(
    folder: Path, manifest: Manifest, sources: Sequence[Source], signers: Sequence[Signer]
) -> WrittenBundle:
    """Sign and write ``<id>.ybb.tar`` into ``folder``; the manifest's files are those of ``sources``, in their order.

    Written as ``*.part``, synced, renamed, read back and verified. Never replaces a bundle (``bundle-exists``).
    """
    body = encode_manifest(manifest)
    return write_signed(folder, body, sources, [sign_body(body, signer) for signer in signers], _OwnKeys(signers))


def write_signed(
    folder: Path, body: bytes, sources: Sequence[Source], lines: Sequence[SignatureLine], keys: Authority
) -> WrittenBundle:
    """Write a bundle whose ``bundle.json`` is already signed; ``keys`` verifies it when it is read back."""
    manifest = decode_manifest(body)
    if manifest.files != tuple(source.entry for source in sources):
        raise ValueError("the sources are not the files of the manifest")
    check_signers(lines, manifest)
    path = folder / f"{manifest.id}{SUFFIX}"
    if path.exists():
        raise refused("bundle-exists", path.name)
    parts = _tag_files(manifest, body, write_lines(lines)) + [_member(manifest, source) for source in sources]
    _check_space(folder, archive_size([(name, size) for name, size, _ in parts]))
    _write_whole(path, parts)
    _read_back(path, keys)
    return WrittenBundle(path, manifest, hashlib.sha256(body).hexdigest())


def check_signers(lines: Sequence[SignatureLine], manifest: Manifest) -> None:
    """Check that the signature lines are exactly the manifest's signers, in order."""
    if tuple((line.alg, line.key_id) for line in lines) != manifest.signers:
        raise refused("bundle-signers")


class _OwnKeys:
    """Verifies what was just written with the keys that signed it."""

    def __init__(self, signers: Sequence[Signer]) -> None:
        self._keys = [signer.public_key for signer in signers]

    def verify(self, lines: Sequence[SignatureLine], body: bytes) -> None:
        keys = iter(self._keys)
        verify_lines(lines, body, lambda _: next(keys))

    def admit(self, manifest: Manifest) -> None:
        """Take any manifest: it is our own."""


def _read_into(
    source: BinaryIO, path: Path, trust: Authority, quarantine: Path, receiver: str | None
) -> VerifiedBundle:
    tape = TarReader(source)
    manifest, identity = read_head(tape, trust, receiver)
    _check_space(quarantine, sum(entry.n for entry in manifest.files))
    try:
        folder = Path(tempfile.mkdtemp(dir=quarantine))
    except OSError as problem:
        raise world_error(problem, quarantine) from problem
    try:
        _read_payload(tape, manifest, folder)
        records: Iterable[Record] = read_records(manifest, folder)
        kept = tuple(records) if sum(entry.usize or 0 for entry in manifest.files) <= _KEPT else None
        check_records(manifest, records if kept is None else kept)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return VerifiedBundle(path, manifest, identity, folder, kept)


def read_head(tape: TarReader, trust: Authority, receiver: str | None) -> tuple[Manifest, str]:
    """Do the pass up to the payload: signature lines, manifest bytes, verify, parse, derived files.

    Gives the manifest and the bundle's identity.
    """
    name, lines, body = read_signed(tape)
    trust.verify(lines, body)
    manifest = decode_manifest(body)
    if manifest.id != name:
        raise refused("bundle-form", "编号")
    check_signers(lines, manifest)
    trust.admit(manifest)
    if receiver is not None and not is_for(manifest, receiver):
        raise refused("bundle-wrong-receiver", "、".join(manifest.to))
    for tag, _, content in _tag_files(manifest, body, b"")[2:]:
        tape.expect(tag, len(content))
        if tape.content(len(content), len(content)) != content:
            raise refused("bundle-form", "清单与附带的校验文件不符")
    return manifest, hashlib.sha256(body).hexdigest()


def read_signed(tape: TarReader) -> tuple[str, tuple[SignatureLine, ...], bytes]:
    """Read the first two members, unverified: the name of the folder, the signature lines, the bytes they sign."""
    name, size = tape.first_name(_FIRST_NAME)
    lines = read_lines(tape.content(size, SIGNATURE_LIMIT))
    return name, lines, tape.content(tape.size_of(f"{name}/bundle.json"), MANIFEST_LIMIT)


def read_record_files(tape: TarReader, manifest: Manifest, body: bytes) -> list[Source]:
    """Read on after ``read_signed`` as far as the attachments: the record files of a bundle that we wrote ourselves."""
    for tag, size, _ in _tag_files(manifest, body, b"")[2:]:
        tape.expect(tag, size)
        tape.content(size, size)
    found: list[Source] = []
    for entry in manifest.files:
        if entry.usize is not None:
            tape.expect(f"{manifest.id}/{entry.p}", entry.n)
            found.append(Source(entry, tape.content(entry.n, entry.n)))
    return found


def _read_payload(tape: TarReader, manifest: Manifest, folder: Path | None) -> None:
    for entry in manifest.files:
        tape.expect(f"{manifest.id}/{entry.p}", entry.n)
        receive(entry, tape.chunks(entry.n), folder)
    tape.end()


def _tag_files(manifest: Manifest, body: bytes, signatures: bytes) -> list[tuple[str, int, bytes]]:
    sums = "".join(f"{entry.sha256}  {entry.p}\n" for entry in manifest.files).encode("ascii")
    files = (("bundle.sig", signatures), ("bundle.json", body), ("bagit.txt", BAGIT), ("manifest-sha256.txt", sums))
    return [(f"{manifest.id}/{name}", len(content), content) for name, content in files]


def _member(manifest: Manifest, source: Source) -> tuple[str, int, bytes | Path]:
    return f"{manifest.id}/{source.entry.p}", source.entry.n, source.content


def pieces(content: bytes | Path) -> Iterator[bytes]:
    """Give a payload's content piece by piece."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece


def _write_whole(path: Path, parts: Sequence[tuple[str, int, bytes | Path]]) -> None:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            for name, size, content in parts:
                write_member(out.write, name, size, pieces(content))
            out.write(END)
            out.flush()
            os.fsync(out.fileno())
        part.rename(path)
        sync_folder(path.parent)
    except OSError as problem:
        discard(part)
        raise world_error(problem, path) from problem
    except Refused:
        discard(part)
        raise


def _read_back(path: Path, keys: Authority) -> None:
    try:
        with path.open("rb") as source:
            if hasattr(os, "posix_fadvise"):  # from the stick, not from memory
                os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            tape = TarReader(source)
            manifest, _ = read_head(tape, keys, None)
            _read_payload(tape, manifest, None)
    except OSError as problem:
        raise world_error(problem, path) from problem
    except Refused as problem:
        discard(path)
        text = f"写入“{path}”后读回的内容不对，存储设备可能有故障。请换一个U盘重新导出。"
        raise WorldError("read-back", text) from problem


def _check_space(folder: Path, size: int) -> None:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        raise world_error(problem, folder) from problem
    if free < size + _SPARE:
        text = f"“{folder}”的剩余空间不足（需要{(size + _SPARE) >> 20} MB）。请清理后重试，或换一个存储设备。"
        raise WorldError("disk-full", text)
