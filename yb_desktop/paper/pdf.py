"""A PDF file, object by object: the same bytes for the same values.

Written here, and not by a library, because a page engine that sets its own lines and embeds its own fonts needs nothing
else of one, and the import of a PDF library alone takes a good part of the half second a document may take in a fresh
process. Nothing in the file depends on the clock: the date is the caller's, the file's id is a hash of its objects.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import date

_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Ref:
    """The number of an object; as text, a reference to it."""

    number: int

    def __str__(self) -> str:
        return f"{self.number} 0 R"


class PdfFile:
    """Collects objects and writes the file. A reserved object must be set before the file is written."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> Ref:
        """Give a reference to an object that is set later."""
        self._objects.append(b"")
        return Ref(len(self._objects))

    def set(self, ref: Ref, body: str) -> None:
        """Set a reserved object."""
        self._objects[ref.number - 1] = body.encode("latin-1")

    def add(self, body: str) -> Ref:
        """Add an object."""
        ref = self.reserve()
        self.set(ref, body)
        return ref

    def stream(self, entries: str, data: bytes, *, packed: bool = False) -> Ref:
        """Add a stream; it is deflated here unless it is ``packed`` (then ``entries`` names its filter)."""
        ref = self.reserve()
        if not packed:
            data = zlib.compress(data, _LEVEL)
            entries += "/Filter/FlateDecode"
        head = f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1")
        self._objects[ref.number - 1] = head + data + b"\nendstream"
        return ref

    def finish(self, *, catalog: Ref, info: Ref) -> bytes:
        """Write the whole file."""
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self._objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        digest = hashlib.sha256(out).hexdigest()[:32].upper()
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += (
            f"trailer\n<</Size {len(offsets) + 1}/Root {catalog}/Info {info}/ID[<{digest}><{digest}>]>>\n"
            f"startxref\n{start}\n%%EOF\n"
        ).encode("ascii")
        return bytes(out)


def text_string(text: str) -> str:
    """Write a text of the file's own entries (title, author)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def day_string(day: date) -> str:
    """Write a day as noon, China time."""
    return f"(D:{day:%Y%m%d}120000+08'00')"
