"""The shipped fonts: which file a character comes from, how wide it is, and its outline.

The files (``resources/fonts``, made by ``installer/make_fonts.py``) have one glyph per code point in the order of the
code points and no composite glyphs. So a font opens in about a millisecond: the file is mapped, not read, and the
character table is some hundred ranges. A file is opened when the first character needs it.

Each face is a stack of files. A character the first one lacks is taken from the next; a character that none has is
refused by name (``UnknownGlyph``), before anything is drawn.
"""

from __future__ import annotations

import enum
import mmap
import struct
import unicodedata
from bisect import bisect_right
from functools import cache

from yb_desktop.base.errors import BadInput, WorldError
from yb_desktop.base.files import shipped


class Face(enum.Enum):
    """What the office calls a font: 仿宋, 楷体, 宋体, 宋体加粗 (for 小标宋), 黑体."""

    FANG = "fang"
    KAI = "kai"
    SONG = "song"
    SONG_BOLD = "song-bold"
    HEI = "hei"


_FILES = {
    Face.FANG: "YBFangSong-Regular.ttf",
    Face.KAI: "YBKai-Regular.ttf",
    Face.SONG: "NotoSerifSC-Regular.ttf",
    Face.SONG_BOLD: "NotoSerifSC-Bold.ttf",
    Face.HEI: "NotoSansSC-Regular.ttf",
}
_FALLBACK = {
    Face.FANG: (Face.SONG, Face.HEI, Face.KAI),
    Face.KAI: (Face.SONG, Face.HEI),
    Face.SONG: (Face.HEI, Face.KAI),
    Face.SONG_BOLD: (Face.HEI, Face.SONG, Face.KAI),
    Face.HEI: (Face.SONG, Face.KAI),
}


NEAR = 8
"""Characters on both sides of a refused one that are shown, to find it by."""


class UnknownGlyph(BadInput):
    """No shipped font can draw a character; it is named, with the words it stands in, and nothing was printed."""

    def __init__(self, characters: str, *, near: str = "", paper: str = "") -> None:
        self.characters = characters
        self.near = near
        said = "、".join(_described(char) for char in characters)
        where = "".join(char if char.isprintable() else "□" for char in near)
        of = f"《{paper}》" if paper else ""
        at = f"“{where}”处有" if where else "随附的字体里没有"
        rest = "，随附的字体里没有这样的字" if where else ""
        super().__init__("glyph", f"不能打印{of}：{at}{said}{rest}。请更正这些字符，或换一种写法后再打印。")


def _described(char: str) -> str:
    name = unicodedata.name(char, "无名字符")
    shown = f"“{char}”" if char.isprintable() else ""
    return f"{shown}（U+{ord(char):04X} {name}）"


class FontFile:
    """One TrueType file, mapped into memory. Widths are in thousandths of the type size."""

    def __init__(self, name: str) -> None:
        path = shipped("resources", "fonts", name)
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as problem:
            raise WorldError("font-missing", f"程序自带的字体“{name}”打不开。请重新安装本程序。") from problem
        self.name = name.removesuffix(".ttf")
        (count,) = struct.unpack_from(">H", self._data, 4)
        records = struct.iter_unpack(">4sLLL", self._data[12 : 12 + 16 * count])
        self._tables = {tag.decode("ascii"): (offset, length) for tag, _, offset, length in records}
        head = self._tables["head"][0]
        self.units: int = struct.unpack_from(">H", self._data, head + 18)[0]
        self.box: tuple[int, int, int, int] = struct.unpack_from(">4h", self._data, head + 36)
        self._long_loca: bool = struct.unpack_from(">h", self._data, head + 50)[0] == 1
        self.ascent, self.descent = struct.unpack_from(">2h", self._data, self._tables["hhea"][0] + 4)
        self._metrics: int = struct.unpack_from(">H", self._data, self._tables["hhea"][0] + 34)[0]
        self._starts, self._ranges = self._read_characters()

    def _read_characters(self) -> tuple[list[int], list[tuple[int, int, int]]]:
        at = self._tables["cmap"][0]
        (count,) = struct.unpack_from(">H", self._data, at + 2)
        for platform, encoding, offset in struct.iter_unpack(">HHL", self._data[at + 4 : at + 4 + 8 * count]):
            if (platform, encoding) == (3, 10):
                (groups,) = struct.unpack_from(">L", self._data, at + offset + 12)
                first = at + offset + 16
                ranges = list(struct.iter_unpack(">LLL", self._data[first : first + 12 * groups]))
                return [group[0] for group in ranges], ranges
        raise WorldError("font-broken", f"程序自带的字体“{self.name}”已损坏。请重新安装本程序。")

    def glyph(self, char: str) -> int:
        """Give the glyph of a character, 0 when the font has none."""
        code = ord(char)
        index = bisect_right(self._starts, code) - 1
        if index < 0:
            return 0
        start, end, first = self._ranges[index]
        return first + code - start if code <= end else 0

    def width(self, glyph: int) -> int:
        """Give the advance width of a glyph."""
        at = self._tables["hmtx"][0] + 4 * min(glyph, self._metrics - 1)
        advance: int = struct.unpack_from(">H", self._data, at)[0]
        return advance * 1000 // self.units

    def outline(self, glyph: int) -> bytes:
        """Give the ``glyf`` entry of a glyph (empty for a blank)."""
        loca = self._tables["loca"][0]
        if self._long_loca:
            start, end = struct.unpack_from(">2L", self._data, loca + 4 * glyph)
        else:
            start, end = (2 * half for half in struct.unpack_from(">2H", self._data, loca + 2 * glyph))
        glyf = self._tables["glyf"][0]
        return self._data[glyf + start : glyf + end]

    def ink(self, glyph: int) -> tuple[int, int, int, int] | None:
        """Give the box of the ink (left, bottom, right, top) in thousandths, nothing for a blank."""
        entry = self.outline(glyph)
        if not entry:
            return None
        left, bottom, right, top = struct.unpack_from(">4h", entry, 2)
        return left, bottom, right, top

    def table(self, tag: str) -> bytes:
        """Give a whole table."""
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]


@cache
def font_file(face: Face) -> FontFile:
    """Open the first file of a face (once in a process)."""
    return FontFile(_FILES[face])


@cache
def found(char: str, face: Face) -> tuple[Face, int] | None:
    """Find a character: the face whose own file has it, and its width; nothing when no font has it."""
    for candidate in (face, *_FALLBACK[face]):
        font = font_file(candidate)
        glyph = font.glyph(char)
        if glyph:
            return candidate, font.width(glyph)
    return None


def refuse_unknown(text: str, face: Face, *, paper: str = "") -> None:
    """Raise ``UnknownGlyph`` naming every character of ``text`` that no font has (line feeds are not drawn)."""
    missing = [char for char in dict.fromkeys(text) if char != "\n" and found(char, face) is None]
    if missing:
        at = text.index(missing[0])
        raise UnknownGlyph("".join(missing), near=text[max(at - NEAR, 0) : at + NEAR + 1], paper=paper)
