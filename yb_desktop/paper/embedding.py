"""Fonts inside a PDF: only the characters that are printed, and a table that gives them back.

A character's number in the file (CID) is its place in the shipped font, where every code point has a place of its own.
So what is copied or searched is what was printed, code point by code point (those beyond U+FFFF are written as UTF-16
surrogate pairs), and a line of text is written with the same bytes in every document: lines that come again in the next
agreement need not be written anew.
"""

from __future__ import annotations

import hashlib
import struct
from array import array
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate

from yb_desktop.paper.fonts import Face, font_file
from yb_desktop.paper.pdf import PdfFile, Ref, pack

_FLAG_SYMBOLIC = 4
_MASK = 0xFFFFFFFF


class _Codes(dict[str, str]):
    """The numbers of a face's characters as four hexadecimal digits, looked up once each."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._font = font_file(face)

    def __missing__(self, char: str) -> str:
        code = self[char] = f"{self._font.glyph(char):04X}"
        return code


@cache
def codes(face: Face) -> dict[str, str]:
    """Give the numbers of the characters of a face's own file."""
    return _Codes(face)


@lru_cache(maxsize=8192)
def _glyph(face: Face, glyph: int) -> tuple[bytes, int, bytes]:
    """Give a glyph's outline padded to words, the sum of its words, and its entry in the table of widths."""
    font = font_file(face)
    entry = font.outline(glyph)
    entry += b"\0" * (-len(entry) % 4)
    left = struct.unpack_from(">h", entry, 2)[0] if entry else 0
    return entry, _total(entry), struct.pack(">Hh", font.width(glyph) * font.units // 1000, left)


class Subset:
    """The characters of one face that documents print, in the order of their code points; never changed, so shared."""

    def __init__(self, face: Face, characters: Iterable[str]) -> None:
        self.face = face
        self.font = font_file(face)
        self.characters = sorted(set(characters))
        self.known = frozenset(self.characters)
        self._glyphs = [self.font.glyph(char) for char in self.characters]
        digest = hashlib.sha256("".join(self.characters).encode("utf-8")).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        self.name = f"{tag}+{self.font.name}"
        program = self.program()
        self._program = pack(f"/Length1 {len(program)}", program)
        self._places = pack("", self._places_of())
        self._to_unicode = pack("", self._unicodes().encode("ascii"))
        # Nearly every character is as wide as the type is high: only the others are listed.
        narrow = {glyph: width for glyph in sorted(self._glyphs) if (width := self.font.width(glyph)) != 1000}
        self._widths = " ".join(f"{glyph}[{width}]" for glyph, width in narrow.items())

    def write(self, file: PdfFile) -> Ref:
        """Write the font's objects and give the reference for the pages' resources."""
        data = file.shared(self._program)
        box = " ".join(str(edge) for edge in self.font.box)
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName/{self.name}/Flags {_FLAG_SYMBOLIC}/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {self.font.ascent}/Descent {self.font.descent}/CapHeight 733/StemV 80/FontFile2 {data}>>"
        )
        descendant = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{self.name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor}/CIDToGIDMap {file.shared(self._places)}/DW 1000/W[{self._widths}]>>"
        )
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{self.name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant}]/ToUnicode {file.shared(self._to_unicode)}>>"
        )

    def program(self) -> bytes:
        """Build the TrueType file with these glyphs alone, and that of no character before them."""
        entries = [_glyph(self.face, glyph) for glyph in (0, *self._glyphs)]
        count = len(entries)
        offsets = list(accumulate((len(entry) for entry, _, _ in entries), initial=0))
        head, hhea, maxp = (bytearray(self.font.table(tag)) for tag in ("head", "hhea", "maxp"))
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        tables = {
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": b"".join(metrics for _, _, metrics in entries),
            "loca": struct.pack(f">{count + 1}L", *offsets),
            "maxp": bytes(maxp),
        }
        sums = {tag: _total(data) for tag, data in tables.items()}
        tables["glyf"] = b"".join(entry for entry, _, _ in entries)
        sums["glyf"] = sum(total for _, total, _ in entries) & _MASK
        return _font(tables, sums)

    def _places_of(self) -> bytes:
        """Tell where each number's glyph lies in the file that is embedded."""
        places = array("H", bytes(2 * (max(self._glyphs, default=0) + 1)))
        for place, glyph in enumerate(self._glyphs, 1):
            places[glyph] = place
        return _big_endian(places)

    def _unicodes(self) -> str:
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        pairs = [
            f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>"
            for glyph, char in sorted(zip(self._glyphs, self.characters, strict=True))
        ]
        for start in range(0, len(pairs), 100):
            some = pairs[start : start + 100]
            lines += [f"{len(some)} beginbfchar", *some, "endbfchar"]
        lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(lines)


def _big_endian(words: array[int]) -> bytes:
    if struct.pack("=H", 1) != struct.pack(">H", 1):
        words.byteswap()
    return words.tobytes()


def _total(data: bytes) -> int:
    """Sum a table's words as its entry in the font's directory wants it."""
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & _MASK


def _font(tables: dict[str, bytes], sums: dict[str, int]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    out = bytearray(struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power)))
    body = bytearray()
    start = 12 + 16 * count
    for tag, data in sorted(tables.items()):
        out += struct.pack(">4sLLL", tag.encode("ascii"), sums[tag], start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return bytes(out + body)
