"""The strict ustar of ``ybb/1``: every header is generated, and a reader compares instead of interpreting.

Members are plain files, mode 0644, uid, gid and mtime 0, no owner names, no pax or GNU extension. A name of more than
100 bytes is split before its last part, as GNU tar does. Padding is zero; the end is exactly two zero blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from yb_desktop.exchange.refusals import refused

BLOCK = 512
END = bytes(2 * BLOCK)
CHUNK = 1 << 20
_SIZE = re.compile(rb"[0-7]{11}\0")


def header(name: str, size: int) -> bytes:
    """Make the only header block a member of this name and size may have."""
    folder, _, last = name.rpartition("/")
    prefix, short = ("", name) if len(name) <= 100 else (folder, last)
    block = bytearray(BLOCK)
    block[0 : len(short)] = short.encode("ascii")
    block[100:108] = b"0000644\0"
    block[108:116] = block[116:124] = b"0000000\0"
    block[124:136] = b"%011o\0" % size
    block[136:148] = b"00000000000\0"
    block[148:156] = b" " * 8
    block[156:157] = b"0"
    block[257:265] = b"ustar\x0000"
    block[329:337] = block[337:345] = b"0000000\0"
    block[345 : 345 + len(prefix)] = prefix.encode("ascii")
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padding(size: int) -> bytes:
    """Give the zeros that fill a member's last block."""
    return bytes(-size % BLOCK)


def archive_size(members: list[tuple[str, int]]) -> int:
    """Work out how many bytes an archive of these names and sizes has."""
    return sum(BLOCK + size + -size % BLOCK for _, size in members) + len(END)


class TarReader:
    """Reads an archive forward, once; whatever is not as generated is refused."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def first_name(self, pattern: re.Pattern[bytes]) -> tuple[str, int]:
        """Read the first header; give group 1 of ``pattern`` (which its name must match) and its size."""
        block = self._exactly(BLOCK)
        name = block[0:100].rstrip(b"\0")
        if prefix := block[345:500].rstrip(b"\0"):
            name = prefix + b"/" + name
        found = pattern.fullmatch(name)
        if found is None:
            raise refused("bundle-form", "文件头")
        return found[1].decode("ascii"), self._checked(block, found[0].decode("ascii"))

    def size_of(self, name: str) -> int:
        """Read a header that must be ``name``'s and give the size it states."""
        return self._checked(self._exactly(BLOCK), name)

    def expect(self, name: str, size: int) -> None:
        """Read a header that must be exactly that of ``name`` with ``size`` bytes."""
        if self._exactly(BLOCK) != header(name, size):
            raise refused("bundle-form", "文件头与清单不符")

    def content(self, size: int, limit: int) -> bytes:
        """Read a small member whole, with its padding; more than ``limit`` bytes are refused unread."""
        if size > limit:
            raise refused("bundle-too-big")
        data = self._exactly(size)
        self._padding(size)
        return data

    def chunks(self, size: int) -> Iterator[bytes]:
        """Read a member piece by piece, and its padding at the end."""
        left = size
        while left:
            piece = self._exactly(min(left, CHUNK))
            left -= len(piece)
            yield piece
        self._padding(size)

    def end(self) -> None:
        """Check that two zero blocks follow and then nothing."""
        if self._exactly(len(END)) != END:
            raise refused("bundle-form", "结尾")
        if self._source.read(1):
            raise refused("bundle-tail")

    def _padding(self, size: int) -> None:
        if any(self._exactly(-size % BLOCK)):
            raise refused("bundle-form", "填充")

    def _checked(self, block: bytes, name: str) -> int:
        if not _SIZE.fullmatch(block[124:136]):
            raise refused("bundle-form", "文件头")
        size = int(block[124:135], 8)
        if block != header(name, size):
            raise refused("bundle-form", "文件头")
        return size

    def _exactly(self, size: int) -> bytes:
        data = self._source.read(size)
        if len(data) != size:
            raise refused("bundle-cut")
        return data


def write_member(out: Callable[[bytes], object], name: str, size: int, pieces: Iterator[bytes]) -> None:
    """Write one member through ``out``. Raises ``Refused`` when the content is not ``size`` bytes long."""
    out(header(name, size))
    written = 0
    for piece in pieces:
        out(piece)
        written += len(piece)
    if written != size:
        raise refused("bundle-source")
    out(padding(size))
