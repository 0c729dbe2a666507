"""Make the shipped fonts from their sources: ``python installer/make_fonts.py SOURCES resources/fonts [NAME]``.

``SOURCES`` is a folder with the five files named in ``RECIPES``, as Debian 12 ships them (``fonts-noto-cjk``,
``fonts-lxgw-wenkai``, ``texlive-lang-chinese``; ``apt-get download`` and ``dpkg -x`` are enough). Their SHA-256 is
checked, so the result is the same bytes everywhere with the same ``fonttools``.

What is done to each: one glyph per code point, in the order of the code points (the paper engine then finds a glyph in
a table of few ranges); curves become quadratic within one unit of 1000 (the PDF engine embeds ``glyf`` only); hinting,
layout features, Hangul and the glyphs of no code point are left out. All of the basic Han block, extension A, the
compatibility Han and what the source has of the extensions B and later stay in. The time stamps are the sources'.

What is mended: Chinese punctuation is as wide as a character (some sources draw quotes, dash or middle dot for Latin),
☐ ☑ ☒ are put together from □ ✓ ×, and Fandol's ￥, which shows a dollar sign, becomes its ¥.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

KEPT = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x45F), (0x1E00, 0x1EFF), (0x2000, 0x200A), (0x2010, 0x2027),
    (0x2030, 0x205E), (0x2070, 0x27BF), (0x2900, 0x2BFF), (0x2E80, 0x312F), (0x3190, 0x9FFF), (0xF900, 0xFAFF),
    (0xFB00, 0xFB06), (0xFE10, 0xFE4F), (0xFF00, 0xFF9F), (0xFFE0, 0xFFEE), (0x1F100, 0x1F2FF), (0x20000, 0x3FFFF),
)  # fmt: skip
MAX_ERROR = 1.0  # font units of 1000
EM = 1000
Affine = tuple[float, float, float, float, float, float]
SAME: Affine = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One shipped font: its source, the face inside a collection, and the names it gets."""

    out: str
    family: str
    style: str
    source: str
    sha256: str
    face: int = -1
    licence: str = "SIL Open Font License 1.1"
    draws_yen_as_dollar: bool = False


RECIPES = (
    Recipe(
        out="NotoSansSC-Regular.ttf",
        family="Noto Sans SC",
        style="Regular",
        source="NotoSansCJK-Regular.ttc",
        sha256="b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
        face=2,
    ),
    Recipe(
        out="NotoSerifSC-Regular.ttf",
        family="Noto Serif SC",
        style="Regular",
        source="NotoSerifCJK-Regular.ttc",
        sha256="a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
        face=2,
    ),
    Recipe(
        out="NotoSerifSC-Bold.ttf",
        family="Noto Serif SC",
        style="Bold",
        source="NotoSerifCJK-Bold.ttc",
        sha256="a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac",
        face=2,
    ),
    # The licence reserves the source's own name for unmodified fonts.
    Recipe(
        out="YBKai-Regular.ttf",
        family="YB Kai",
        style="Regular",
        source="LXGWWenKai-Regular.ttf",
        sha256="bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    ),
    Recipe(
        out="YBFangSong-Regular.ttf",
        family="YB FangSong",
        style="Regular",
        source="FandolFang-Regular.otf",
        sha256="d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
        licence="GNU General Public License 3 with font exception",
        draws_yen_as_dollar=True,
    ),
)


def main(arguments: list[str]) -> int:
    """Make all fonts, or the one named."""
    sources, out = Path(arguments[0]), Path(arguments[1])
    for recipe in RECIPES:
        if len(arguments) < 3 or arguments[2] == recipe.out:
            make(recipe, sources, out / recipe.out)
    return 0


def make(recipe: Recipe, sources: Path, out: Path) -> None:
    """Make one font. Raises ``SystemExit`` when the source is not the very file the recipe names."""
    path = sources / recipe.source
    if hashlib.sha256(path.read_bytes()).hexdigest() != recipe.sha256:
        raise SystemExit(f"{path} is not the file this recipe was written for")
    source = TTFont(path, fontNumber=recipe.face)
    cmap = _chosen(source, recipe)
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    names = {code: f"u{code:05X}" for code in cmap}
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    _add_full_character_map(builder, names)
    drawing = Drawing(source)
    drawn = {names[code]: drawing.glyph(parts) for code, parts in cmap.items()}
    builder.setupGlyf({".notdef": drawing.glyph(((".notdef", SAME),))} | drawn)
    table = builder.font["glyf"]
    widths = {names[code]: drawing.width(code, parts) for code, parts in cmap.items()} | {".notdef": EM}
    builder.setupHorizontalMetrics({name: (width, getattr(table[name], "xMin", 0)) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=source["hhea"].ascent, descent=source["hhea"].descent)
    builder.setupNameTable(_names(recipe, source["name"].getDebugName(0)), mac=False)
    _set_os2(builder, source, bold=recipe.style == "Bold")
    builder.setupPost(keepGlyphNames=False, underlinePosition=-125, underlineThickness=50)
    head = builder.font["head"]
    head.created = head.modified = source["head"].modified
    head.macStyle = int(recipe.style == "Bold")
    builder.font.recalcTimestamp = False
    out.parent.mkdir(parents=True, exist_ok=True)
    builder.save(out)
    sys.stdout.write(f"{out.name}: {len(cmap)} characters, {out.stat().st_size:,} bytes\n")


def _add_full_character_map(builder: FontBuilder, names: dict[int, str]) -> None:
    # The engine reads the table of format 12 only; a font with nothing beyond U+FFFF would come without.
    tables = builder.font["cmap"].tables
    if all(table.format != 12 for table in tables):
        full = CmapSubtable.newSubtable(12)
        full.platformID, full.platEncID, full.language, full.cmap = 3, 10, 0, {**names}
        tables.append(full)


Parts = tuple[tuple[str, Affine], ...]


class Drawing:
    """Draws glyphs of a source, alone or put together, as quadratic outlines."""

    def __init__(self, source: TTFont) -> None:
        self._glyphs = source.getGlyphSet()
        self._cubic = "CFF " in source
        self._cmap: Mapping[int, str] = source.getBestCmap()

    def glyph(self, parts: Parts) -> object:
        """Draw the named glyphs, each with its transformation, as one."""
        pen = TTGlyphPen(None)
        for name, affine in parts:
            plain = DecomposingRecordingPen(self._glyphs)
            self._glyphs[name].draw(plain)
            plain.replay(TransformPen(Cu2QuPen(pen, MAX_ERROR, reverse_direction=self._cubic), affine))
        return pen.glyph()

    def width(self, code: int, parts: Parts) -> int:
        """Give the advance width: that of the first glyph, or a whole em where the character was mended."""
        name, affine = parts[0]
        return EM if affine != SAME or code in WIDE else round(self._glyphs[name].width)

    def bounds(self, code: int) -> tuple[float, float, float, float]:
        """Give the box of the ink of a character."""
        pen = BoundsPen(self._glyphs)
        self._glyphs[self._cmap[code]].draw(pen)
        left, bottom, right, top = pen.bounds
        return left, bottom, right, top


# What Chinese sets on a whole em: how far the ink lies from the left (0: opening mark, at the right half).
WIDE = {0x2018: 0.5, 0x201C: 0.5, 0x2019: 0.0, 0x201D: 0.0, 0x00B7: 0.25, 0x2014: 0.0}
DASH = 0x2014
BOXES = {0x2610: None, 0x2611: 0x2713, 0x2612: 0x00D7}


def _chosen(source: TTFont, recipe: Recipe) -> dict[int, Parts]:
    # Code point -> glyphs of the source, in the order of the code points.
    cmap: dict[int, str] = source.getBestCmap()
    drawing = Drawing(source)
    kept = {code: name for code, name in cmap.items() if any(low <= code <= high for low, high in KEPT)}
    chosen: dict[int, Parts] = {code: ((name, SAME),) for code, name in kept.items()}
    for code in WIDE:
        if source["hmtx"][cmap[code]][0] < EM:
            chosen[code] = ((cmap[code], _widened(drawing, code)),)
    for code, mark in BOXES.items():
        if mark is None or mark in cmap:
            chosen[code] = _box(drawing, cmap, mark)
    if recipe.draws_yen_as_dollar:
        yen = cmap[0xA5]
        chosen[0xFFE5] = ((yen, (1, 0, 0, 1, (EM - source["hmtx"][yen][0]) / 2, 0)),)
    return dict(sorted(chosen.items()))


def _widened(drawing: Drawing, code: int) -> Affine:
    left, _, right, _ = drawing.bounds(code)
    if code == DASH:  # from edge to edge, so that two make one stroke
        scale = EM / (right - left)
        return (scale, 0, 0, 1, -left * scale, 0)
    space = EM / 2 - (right - left)
    return (1, 0, 0, 1, WIDE[code] * EM + space / 2 - left, 0)


def _box(drawing: Drawing, cmap: Mapping[int, str], mark: int | None) -> Parts:
    box = (cmap[0x25A1], SAME)
    if mark is None:
        return (box,)
    outer, inner = drawing.bounds(0x25A1), drawing.bounds(mark)
    size = outer[2] - outer[0]
    scale = 0.7 * size / max(inner[2] - inner[0], inner[3] - inner[1])
    across, up = ((outer[i] + outer[i + 2] - scale * (inner[i] + inner[i + 2])) / 2 for i in (0, 1))
    return (box, (cmap[mark], (scale, 0, 0, scale, across, up)))


def _names(recipe: Recipe, copyright_: str) -> dict[str, str]:
    plain = recipe.out.removesuffix(".ttf")
    return {
        "copyright": copyright_,
        "familyName": recipe.family,
        "styleName": recipe.style,
        "uniqueFontIdentifier": f"YB Desktop: {plain}",
        "fullName": f"{recipe.family} {recipe.style}",
        "version": "Version 1.000",
        "psName": plain,
        "licenseDescription": recipe.licence,
    }


def _set_os2(builder: FontBuilder, source: TTFont, *, bold: bool) -> None:
    old = source["OS/2"]
    builder.setupOS2(
        usWeightClass=700 if bold else 400,
        fsSelection=0x20 if bold else 0x40,
        fsType=0,
        sTypoAscender=old.sTypoAscender,
        sTypoDescender=old.sTypoDescender,
        sTypoLineGap=old.sTypoLineGap,
        usWinAscent=old.usWinAscent,
        usWinDescent=old.usWinDescent,
        ulCodePageRange1=1 << 18 | 1,  # simplified Chinese, Latin 1
        achVendID="YBDT",
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
