"""Whether a PDF may be kept for good: the clauses of ISO 19005-2 (PDF/A-2b) that touch what our files are made of.

- 6.1.2, 6.1.3, 6.1.6 and 6.1.9 the file's head, trailer, objects and streams; no encryption, an id, no file outside;
- 6.1.7 no LZW; 6.2.2 every page has its resources;
- 6.2.3 an output intent with a profile of three colours, and 6.2.4 no colours but grey and those of it;
- 6.2.5 and 6.2.10 no transparency, no transfer functions;
- 6.2.11 fonts embedded, complete for every character printed, as wide as they say, with a way back to the text;
- 6.3, 6.5.1 no annotations but links, no scripts, no actions, no forms;
- 6.6 XMP that names part and level and agrees with the file's own entries.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
from fontTools.ttLib import TTFont

_NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
_FORBIDDEN = frozenset(
    [
        "/JS",
        "/JavaScript",
        "/AA",
        "/OpenAction",
        "/AcroForm",
        "/XFA",
        "/EmbeddedFiles",
        "/SMask",
        "/Group",
        "/TR",
        "/HTP",
        "/Alternates",
        "/OPI",
        "/PS",
        "/F",
        "/FFilter",
        "/Perms",
        "/Annots",
        "/ca",
        "/CA",
        "/BM",
        "/CIDSet",  # where there is one it must be full: we write none
    ]
)
_OBJECT = re.compile(rb"(?<=\n)\d+ 0 obj\n.*?\nendobj\n", re.DOTALL)
_STRINGS = re.compile(rb"<[^<>]*>|/\S+")
_NAMES = re.compile(rb"(?<![^\s\[\]])[A-Za-z*'\"]+(?![^\s\[])")
_SHOWN = re.compile(rb"(/\S+) [\d.]+ Tf|\[([^\]]*)\]TJ")
_HEXES = re.compile(rb"<([0-9A-F]*)>")
_COLOURS = {"/DeviceRGB", "/DeviceGray"}
_OPERATORS = frozenset(
    ["q", "Q", "cm", "w", "d", "m", "l", "re", "S", "f", "BT", "ET", "Tf", "Tm", "TJ", "Do", "rg", "RG", "c", "h"]
)


def assert_archival(data: bytes) -> None:
    """Fail with every clause that a file breaks."""
    found = faults(data)
    assert not found, found


def faults(data: bytes) -> list[str]:
    """Give what is wrong with a file, in words."""
    with pikepdf.Pdf.open(io.BytesIO(data), inherit_page_attributes=False) as pdf:
        return [*_of_file(data, pdf), *_of_objects(pdf), *_of_colours(pdf), *_of_words(pdf), *_of_fonts(pdf)]


def _of_file(data: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4,}", data):
        yield "6.1.2 the head is not %PDF-1.n and four bytes above 127"
    if not data.endswith(b"%%EOF\n"):
        yield "6.1.3 something follows the end"
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield "6.1.3 encrypted"
    if len(pdf.trailer.get("/ID", [])) != 2:
        yield "6.1.3 no id"
    if len(_OBJECT.findall(data)) < len(pdf.objects):
        yield "6.1.9 an object does not begin and end on lines of its own"
    if problems := pdf.get_warnings():
        yield f"qpdf finds faults: {problems[:3]}"


def _of_objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, thing in enumerate(pdf.objects):
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        yield from (f"object {number} has {key}" for key in _keys(thing) if key in _FORBIDDEN)
        if isinstance(thing, pikepdf.Stream):
            if int(thing.stream_dict.Length) != len(thing.read_raw_bytes()):
                yield f"6.1.7.1 stream {number} is not as long as it says"
            if str(thing.get("/Filter", "/FlateDecode")) not in {"/FlateDecode", "/DCTDecode"}:
                yield f"6.1.7.2 stream {number} has another filter"
            if str(thing.get("/ColorSpace", "/DeviceGray")) not in _COLOURS:
                yield f"6.2.4 picture {number} has other colours"


def _keys(thing: pikepdf.Object) -> Iterator[str]:
    inner = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    for key, value in inner.items():
        yield key
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
            yield from _keys(value)


def _of_colours(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    if [str(one.S) for one in intents] != ["/GTS_PDFA1"]:
        yield "6.2.3 no output intent"
        return
    profile = intents[0].DestOutputProfile
    icc = profile.read_bytes()
    if int(profile.N) != 3 or icc[12:20] != b"mntrRGB " or icc[36:40] != b"acsp" or icc[8] not in {2, 4}:
        yield "6.2.3 the profile is not one of a screen with three colours"
    if int.from_bytes(icc[:4], "big") != len(icc):
        yield "6.2.3 the profile is not as long as it says"


def _of_words(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/Metadata" not in pdf.Root or "/Filter" in pdf.Root.Metadata:
        yield "6.6.2.1 no XMP, or packed"
        return
    packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
    if not packet.startswith('<?xpacket begin="\ufeff" id=') or not packet.endswith('<?xpacket end="w"?>'):
        yield "6.6.2.1 no packet"
    if re.search(r"<\?xpacket begin[^>]*(bytes|encoding)=", packet):
        yield "6.6.2.1 the packet names bytes or an encoding"
    yield from _of_packet(packet, pdf.docinfo)


def _of_packet(packet: str, info: pikepdf.Dictionary) -> Iterator[str]:
    tree = ET.fromstring(packet)

    def said(path: str) -> str:
        found = tree.find(f".//{path}", _NS)
        return "" if found is None else found.text or ""

    if (said("pdfaid:part"), said("pdfaid:conformance")) != ("2", "B"):
        yield "6.6.4 not named PDF/A-2b"
    pairs = {
        "/Title": said("dc:title//rdf:li"),
        "/Subject": said("dc:description//rdf:li"),
        "/Author": said("dc:creator//rdf:li"),
        "/Producer": said("pdf:Producer"),
        "/CreationDate": _day(said("xmp:CreateDate")),
        "/ModDate": _day(said("xmp:ModifyDate")),
    }
    for key, value in pairs.items():
        if str(info.get(key, "")) != value:
            yield f"6.6.3 {key} and XMP differ: {info.get(key, '')!s} {value}"
    if not pairs["/Title"]:
        yield "6.6.3 no title"


def _day(iso: str) -> str:
    return "D:" + re.sub(r"[-:T]", "", iso.partition("+")[0]) + "+08'00'" if iso else ""


def _of_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    used: dict[tuple[int, int], set[int]] = {}
    fonts: dict[tuple[int, int], Any] = {}
    for number, page in enumerate(pdf.pages, 1):
        if "/Resources" not in page or "/MediaBox" not in page:
            yield f"6.2.2 page {number} has no resources of its own"
            continue
        parts = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
        content = b"\n".join(part.read_bytes() for part in parts)
        drawn = [one.read_bytes() for one in page.Resources.XObject.values() if str(one.Subtype) == "/Form"]
        bare = _STRINGS.sub(b"", b"\n".join([content, *drawn]))
        for name in sorted({word.decode("ascii") for word in _NAMES.findall(bare)} - _OPERATORS):
            yield f"6.2.2 page {number} has the operator {name}"
        _collect(content, page.Resources.Font, used, fonts)
    for key, font in fonts.items():
        yield from _of_font(font, used.get(key, set()))


def _collect(
    content: bytes, named: pikepdf.Object, used: dict[tuple[int, int], set[int]], fonts: dict[tuple[int, int], Any]
) -> None:
    """Take down which characters of which font a page prints."""
    font = None
    for name, shown in _SHOWN.findall(content):
        if name:
            font = named[name.decode("ascii")]
            fonts[font.objgen] = font
        elif font is not None:
            codes = used.setdefault(font.objgen, set())
            for part in _HEXES.findall(shown):
                codes.update(int(part[at : at + 4], 16) for at in range(0, len(part), 4))


def _of_font(font: pikepdf.Object, codes: set[int]) -> Iterator[str]:
    name = str(font.BaseFont)
    (inner,) = font.DescendantFonts
    if (str(font.Subtype), str(inner.Subtype), str(font.Encoding)) != ("/Type0", "/CIDFontType2", "/Identity-H"):
        yield f"6.2.11.3 {name} is of another sort"
        return
    if not re.fullmatch(r"/[A-Z]{6}\+\S+", name) or str(inner.BaseFont) != name:
        yield f"6.2.11.4 {name} is not named as a subset"
    program = TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
    places = inner.CIDToGIDMap.read_bytes()
    widths = _widths(inner)
    texts = _unicodes(font)
    starts, metrics = program["loca"], program["hmtx"]
    order = program.getGlyphOrder()
    for code in sorted(codes):
        place = int.from_bytes(places[2 * code : 2 * code + 2], "big")
        if not 0 < place < len(order):
            yield f"6.2.11.4.1 {name} has no glyph for {code}"
            continue
        if code in texts and starts[place] == starts[place + 1] and not texts[code].isspace():
            yield f"6.2.11.4.1 {name} draws nothing for {code}"
        told = widths.get(code, int(inner.get("/DW", 1000)))
        if abs(told - metrics[order[place]][0] * 1000 / program["head"].unitsPerEm) > 1:
            yield f"6.2.11.5 {name} says {told} of {code}"
    if not codes <= texts.keys():
        yield f"6.2.11.7 {name} gives no text for {sorted(codes - texts.keys())[:5]}"


def _widths(font: pikepdf.Object) -> dict[int, int]:
    out: dict[int, int] = {}
    parts = list(font.get("/W", []))
    for start, some in zip(parts[::2], parts[1::2], strict=True):
        out |= {int(start) + at: int(width) for at, width in enumerate(some)}
    return out


def _unicodes(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
