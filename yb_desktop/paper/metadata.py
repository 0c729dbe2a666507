"""What a PDF says of itself, so that an archive may keep it (PDF/A-2b, ISO 19005-2): title, office, day and colours.

The same words stand in the file's own entries and in its XMP packet. The colours of the pages are sRGB; the profile
that says so is worked out here from the figures of IEC 61966-2-1, so that none has to be shipped.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

from yb_desktop.paper.pdf import Packed, PdfFile, Ref, day_string, pack, text_string

PRODUCER = "YB Desktop"
_CONDITION = "sRGB IEC61966-2.1"
_CURVE = 1024
# The colours of sRGB as seen under D50, as ICC profiles want them.
_WHITE = (0.9642, 1.0, 0.8249)
_RED = (0.43607, 0.22249, 0.01392)
_GREEN = (0.38515, 0.71687, 0.09708)
_BLUE = (0.14307, 0.06061, 0.7141)


@dataclass(frozen=True, slots=True)
class About:
    """What a file is: title, number (文号), the office it comes from (may be empty), the paper's own day."""

    title: str
    number: str
    author: str
    made: date


def write_metadata(file: PdfFile, about: About) -> tuple[Ref, str]:
    """Write what the file says of itself: the reference of its own entries, and the catalog's entries."""
    made = day_string(about.made)
    author = f"/Author {text_string(about.author)}" if about.author else ""
    info = file.add(
        f"<</Title {text_string(about.title)}{author}/Subject {text_string(about.number)}"
        f"/Producer({PRODUCER})/CreationDate{made}/ModDate{made}>>"
    )
    packet = file.stream("/Type/Metadata/Subtype/XML", _xmp(about).encode("utf-8"), packed=True)
    profile = file.shared(_profile_stream())
    intent = (
        f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({_CONDITION})/Info({_CONDITION})"
        f"/RegistryName(http://www.color.org)/DestOutputProfile {profile}>>"
    )
    return info, f"/Metadata {packet}/OutputIntents[{intent}]"


def _xmp(about: About) -> str:
    day = f"{about.made:%Y-%m-%d}T12:00:00+08:00"
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(about.author)}</rdf:li></rdf:Seq></dc:creator>\n"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        "<dc:format>application/pdf</dc:format>\n"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title)}</rdf:li></rdf:Alt></dc:title>\n'
        + (creator if about.author else "")
        + "<dc:description><rdf:Alt>"
        f'<rdf:li xml:lang="x-default">{escape(about.number)}</rdf:li></rdf:Alt></dc:description>\n'
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>\n"
        f"<xmp:CreateDate>{day}</xmp:CreateDate>\n<xmp:ModifyDate>{day}</xmp:ModifyDate>\n"
        "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"
        '</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    )


@cache
def _profile_stream() -> Packed:
    return pack("/N 3", srgb_profile())


def srgb_profile() -> bytes:
    """Work out the ICC profile (version 2, a display with a matrix) of sRGB."""
    curve = _tag("curv", struct.pack(">L", _CURVE) + b"".join(struct.pack(">H", _linear(at)) for at in range(_CURVE)))
    name = _CONDITION.encode("ascii") + b"\0"
    parts = {
        "desc": _tag("desc", struct.pack(">L", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)),
        "cprt": _tag("text", b"No copyright, use freely\0"),
        "wtpt": _xyz(_WHITE),
        "rXYZ": _xyz(_RED),
        "gXYZ": _xyz(_GREEN),
        "bXYZ": _xyz(_BLUE),
        "rTRC": curve,
    }
    start = 128 + 4 + 12 * (len(parts) + 2)
    table, body, places = b"", b"", {}
    for tag, data in parts.items():
        places[tag] = (start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    places["gTRC"] = places["bTRC"] = places["rTRC"]
    for tag, (offset, size) in places.items():
        table += struct.pack(">4sLL", tag.encode("ascii"), offset, size)
    white = struct.pack(">3l", *(round(part * 65536) for part in _WHITE))
    head = struct.pack(
        ">L4sL4s4s4s6H4s4sLLLQL12s4s44x",
        start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp", bytes(4),
        0, 0, 0, 0, 0, white, bytes(4),
    )  # fmt: skip
    return head + struct.pack(">L", len(places)) + table + body


def _linear(at: int) -> int:
    value = at / (_CURVE - 1)
    light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return round(light * 65535)


def _tag(kind: str, data: bytes) -> bytes:
    return kind.encode("ascii") + bytes(4) + data


def _xyz(values: tuple[float, float, float]) -> bytes:
    return _tag("XYZ ", struct.pack(">3l", *(round(value * 65536) for value in values)))
