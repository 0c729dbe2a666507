"""Fonts inside a PDF: only the characters that are printed, and a table that gives them back.

Each printed character gets a number (CID) of its own, even where two share an outline, so that what is copied or
searched is what was printed, code point by code point; those beyond U+FFFF are written as UTF-16 surrogate pairs.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable

from yb_desktop.paper.fonts import Face, font_file
from yb_desktop.paper.pdf import PdfFile, Ref

_FLAG_SYMBOLIC = 4


class Subset:
    """The characters of one face that a document prints, in the order of their code points."""

    def __init__(self, face: Face, characters: Iterable[str]) -> None:
        self.font = font_file(face)
        self.characters = sorted(set(characters))
        self._glyphs = [0, *(self.font.glyph(char) for char in self.characters)]
        self.codes = {char: f"{cid:04X}" for cid, char in enumerate(self.characters, 1)}
        digest = hashlib.sha256("".join(self.characters).encode("utf-8")).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        self.name = f"{tag}+{self.font.name}"

    def write(self, file: PdfFile) -> Ref:
        """Write the font's objects and give the reference for the pages' resources."""
        program = self.program()
        data = file.stream(f"/Length1 {len(program)}", program)
        box = " ".join(str(edge) for edge in self.font.box)
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName/{self.name}/Flags {_FLAG_SYMBOLIC}/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {self.font.ascent}/Descent {self.font.descent}/CapHeight 733/StemV 80/FontFile2 {data}>>"
        )
        widths = " ".join(str(self.font.width(glyph)) for glyph in self._glyphs)
        descendant = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{self.name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor}/CIDToGIDMap/Identity/DW 1000/W[0[{widths}]]>>"
        )
        to_unicode = file.stream("", self._to_unicode().encode("ascii"))
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{self.name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant}]/ToUnicode {to_unicode}>>"
        )

    def program(self) -> bytes:
        """Build the TrueType file with these glyphs alone."""
        outlines = [self.font.outline(glyph) for glyph in self._glyphs]
        padded = [entry + b"\0" * (-len(entry) % 4) for entry in outlines]
        offsets = [0]
        for entry in padded:
            offsets.append(offsets[-1] + len(entry))
        count = len(outlines)
        metrics = bytearray()
        for glyph, entry in zip(self._glyphs, outlines, strict=True):
            left = struct.unpack_from(">h", entry, 2)[0] if entry else 0
            metrics += struct.pack(">Hh", self.font.width(glyph) * self.font.units // 1000, left)
        head, hhea, maxp = (bytearray(self.font.table(tag)) for tag in ("head", "hhea", "maxp"))
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        return _font(
            {
                "glyf": b"".join(padded),
                "head": bytes(head),
                "hhea": bytes(hhea),
                "hmtx": bytes(metrics),
                "loca": struct.pack(f">{count + 1}L", *offsets),
                "maxp": bytes(maxp),
            }
        )

    def _to_unicode(self) -> str:
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        pairs = [f"<{self.codes[char]}> <{char.encode('utf-16-be').hex().upper()}>" for char in self.characters]
        for start in range(0, len(pairs), 100):
            some = pairs[start : start + 100]
            lines += [f"{len(some)} beginbfchar", *some, "endbfchar"]
        lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(lines)


def _font(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    out = bytearray(struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power)))
    body = bytearray()
    start = 12 + 16 * count
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        out += struct.pack(">4sLLL", tag.encode("ascii"), total, start + len(body), len(data))
        body += padded
    return bytes(out + body)
