"""The pieces of a Word file: runs, paragraphs, cells; and the fixed parts around them, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.paper.breaking import Align
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.markup import escaped

FAINT, RED = "A6A6A6", "D90000"
TWENTIETHS = 20
"""Word's measure: twentieths of a point."""

_NAMES = {Face.FANG: "仿宋", Face.KAI: "楷体", Face.HEI: "黑体", Face.SONG: "宋体", Face.SONG_BOLD: "宋体"}
_ALIGNS = {Align.JUSTIFY: "both", Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face and size (points); a line feed in it begins a new line, a tab is one."""

    text: str
    face: Face
    size: float
    colour: str = ""
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph lies: lengths in points, ``first`` and ``left`` in characters of it; ``tabs`` in points."""

    leading: float
    align: Align = Align.JUSTIFY
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    keep: bool = False
    tabs: tuple[float, ...] = ()
    rule: str = ""
    """A rule above (``top``) or below (``bottom``), as the elements Word wants inside ``pBdr``."""


def run(one: Run) -> str:
    """Write a run."""
    name = _NAMES[one.face]
    bold = "<w:b/>" if one.face is Face.SONG_BOLD else ""
    colour = f'<w:color w:val="{one.colour}"/>' if one.colour else ""
    line = '<w:u w:val="single"/>' if one.underlined else ""
    half = round(one.size * 2)
    look = f'<w:rPr>{_fonts(name)}{bold}{colour}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>{line}</w:rPr>'
    pieces = one.text.replace("\t", "\n\t\n").split("\n") if "\t" in one.text else one.text.split("\n")
    texts = [_piece(piece) for piece in pieces]
    between = "" if "\t" in one.text else "<w:br/>"
    return f"<w:r>{look}{between.join(texts)}</w:r>"


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>' if text else ""


def paragraph(runs: Iterable[Run], shape: Shape, size: float) -> str:
    """Write a paragraph; indents are in characters of ``size`` points."""
    keep = "<w:keepNext/>" if shape.keep else ""
    border = f"<w:pBdr>{shape.rule}</w:pBdr>" if shape.rule else ""
    tabs = "".join(f'<w:tab w:val="left" w:pos="{_tw(at)}"/>' for at in shape.tabs)
    tabs = f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    spacing = (
        f'<w:spacing w:before="{_tw(shape.before)}" w:after="0" w:line="{_tw(shape.leading)}" w:lineRule="atLeast"/>'
    )
    body = "".join(run(one) for one in runs)
    return (
        f'<w:p><w:pPr>{keep}{border}{tabs}{spacing}{_indent(shape, size)}<w:jc w:val="{_ALIGNS[shape.align]}"/></w:pPr>'
        f"{body}</w:p>"
    )


def _indent(shape: Shape, size: float) -> str:
    first = (
        f'w:firstLine="{_tw(shape.first * size)}"' if shape.first >= 0 else f'w:hanging="{_tw(-shape.first * size)}"'
    )
    return f'<w:ind w:left="{_tw(shape.left * size)}" w:right="{_tw(shape.right * size)}" {first}/>'


def cell(width: float, inside: str, *, span: int = 1, merge: str = "") -> str:
    """Write a cell of a table; ``merge`` is ``restart`` or ``continue`` where it covers several rows."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_tw(width)}" w:type="dxa"/>{spanned}{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{inside}</w:tc>"
    )


def row(cells: str, *, head: bool, height: float) -> str:
    """Write a row of a table; a head is repeated on every page, no row is divided."""
    repeated = "<w:tblHeader/>" if head else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_tw(height)}"/>{repeated}</w:trPr>{cells}</w:tr>'


def table(widths: Iterable[float], rows: str, *, ruled: bool) -> str:
    """Write a table of columns so wide (points)."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if ruled else ""
    columns = [_tw(width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def section(paper: tuple[float, float], margins: Mapping[str, float]) -> str:
    """Write the page's size and margins (points), with the foot."""
    width, height = paper
    turned = ' w:orient="landscape"' if width > height else ""
    edges = " ".join(f'w:{name}="{_tw(value)}"' for name, value in margins.items())
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        f'<w:pgSz w:w="{_tw(width)}" w:h="{_tw(height)}"{turned}/><w:pgMar {edges} w:gutter="0"/></w:sectPr>'
    )


def packed(body: str, *, title: str, subject: str, made: date, foot: str) -> bytes:
    """Put the parts into one file; nothing in it depends on the clock but ``made``."""
    day = f"{made.isoformat()}T04:00:00Z"
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escaped(title)}</dc:title>'
            f"<dc:subject>{escaped(subject)}</dc:subject>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
        ),
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{_OFFICE}/styles", "styles.xml"), ("rId2", f"{_OFFICE}/footer", "footer1.xml")
        ),
        "word/document.xml": f'{_HEAD}<w:document {_W} xmlns:r="{_OFFICE}"><w:body>{body}</w:body></w:document>',
        "word/footer1.xml": f"{_HEAD}<w:ftr {_W}>{foot}</w:ftr>",
        "word/styles.xml": _styles(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            file.writestr(entry, text.encode("utf-8"))
    return out.getvalue()


def page_field(size: float) -> str:
    """Write the page's number as Word counts it: — 1 —."""
    name = (
        f'<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="{round(size * 2)}"/></w:rPr>'
    )

    def piece(inside: str) -> str:
        return f"<w:r>{name}{inside}</w:r>"

    return (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        + piece('<w:t xml:space="preserve">— </w:t>')
        + piece('<w:fldChar w:fldCharType="begin"/>')
        + piece('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + piece('<w:fldChar w:fldCharType="separate"/>')
        + piece("<w:t>1</w:t>")
        + piece('<w:fldChar w:fldCharType="end"/>')
        + piece('<w:t xml:space="preserve"> —</w:t>')
        + "</w:p>"
    )


def _tw(points: float) -> int:
    return round(points * TWENTIETHS)


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
        "/word/footer1.xml": f"{_TYPES}.footer+xml",
        "/docProps/core.xml": _CORE,
    }
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in relations)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles() -> str:
    return (
        f'{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts("仿宋")}<w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr>'
        '<w:kinsoku/><w:overflowPunct/><w:topLinePunct w:val="0"/></w:pPr></w:style></w:styles>'
    )
