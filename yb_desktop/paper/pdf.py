"""A PDF file, object by object, written as it goes: the same bytes for the same values.

Written here, and not by a library, because a page engine that sets its own lines and embeds its own fonts needs nothing
else of one, and the import of a PDF library alone takes a good part of the half second a document may take in a fresh
process. Nothing in the file depends on the clock: the date is the caller's, the file's id is a hash of its objects.
Objects leave memory as soon as they are given, so a file of ten thousand pages takes no more of it than one page.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Protocol

_LEVEL = 1
_MEMORY = 5  # of zlib's levels: a page takes two thirds of the time it takes with the usual 8, and no more room


class Sink(Protocol):
    """Where the bytes of a file go: a file, or a buffer."""

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The number of an object; as text, a reference to it."""

    number: int

    def __str__(self) -> str:
        return f"{self.number} 0 R"


@dataclass(frozen=True, slots=True)
class Packed:
    """A deflated stream that several files share: the entries of its dictionary and its bytes."""

    entries: str
    data: bytes


def pack(entries: str, data: bytes) -> Packed:
    """Deflate a stream once, for all the files it goes into."""
    deflater = zlib.compressobj(_LEVEL, memLevel=_MEMORY)
    return Packed(entries + "/Filter/FlateDecode", deflater.compress(data) + deflater.flush())


class PdfFile:
    """Writes objects and closes the file. A reserved object must be set before the file is finished."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._hash = hashlib.sha256()
        self._at = 0
        self._offsets: list[int] = []
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _put(self, data: bytes) -> None:
        self._sink.write(data)
        self._hash.update(data)
        self._at += len(data)

    def reserve(self) -> Ref:
        """Give a reference to an object that is set later."""
        self._offsets.append(0)
        return Ref(len(self._offsets))

    def set(self, ref: Ref, body: str) -> None:
        """Write a reserved object."""
        self._object(ref, body.encode("latin-1"))

    def _object(self, ref: Ref, body: bytes) -> None:
        self._offsets[ref.number - 1] = self._at
        self._put(b"%d 0 obj\n%b\nendobj\n" % (ref.number, body))

    def add(self, body: str) -> Ref:
        """Write an object."""
        ref = self.reserve()
        self.set(ref, body)
        return ref

    def stream(self, entries: str, data: bytes, *, packed: bool = False) -> Ref:
        """Write a stream; it is deflated here unless it is ``packed`` (then ``entries`` names its filter, if any)."""
        return self.shared(Packed(entries, data) if packed else pack(entries, data))

    def shared(self, stream: Packed) -> Ref:
        """Write a stream that was deflated before."""
        ref = self.reserve()
        head = f"<<{stream.entries}/Length {len(stream.data)}>>\nstream\n".encode("latin-1")
        self._object(ref, head + stream.data + b"\nendstream")
        return ref

    def finish(self, *, catalog: Ref, info: Ref) -> None:
        """Write the table of objects and the end of the file."""
        digest = self._hash.hexdigest()[:32].upper()
        start, count = self._at, len(self._offsets) + 1
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        self._put(b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets))
        trailer = f"trailer\n<</Size {count}/Root {catalog}/Info {info}/ID[<{digest}><{digest}>]>>\n"
        self._put(f"{trailer}startxref\n{start}\n%%EOF\n".encode("ascii"))


def text_string(text: str) -> str:
    """Write a text of the file's own entries (title, author)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def day_string(day: date) -> str:
    """Write a day as noon, China time."""
    return f"(D:{day:%Y%m%d}120000+08'00')"
