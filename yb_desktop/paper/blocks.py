"""What a document is made of: frozen values that say what is printed, not where.

A text is a ``str`` or a tuple of ``str`` and ``Span`` (a piece in another face). A line feed in it begins a new line,
U+3000 is kept. Lengths named ``lines`` are in lines of the style's grid, ``mm`` in millimetres, ``size`` in points,
``weight`` in shares of the width. Blocks may be nested only in ``KeepTogether``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.breaking import Align
from yb_desktop.paper.fonts import Face


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in a face of its own."""

    text: str
    face: Face


Text = str | tuple[str | Span, ...]


class Style(enum.Enum):
    """The page: GB/T 9704 with or without the red head, letter, minutes, form, agreement, landscape ledger."""

    OFFICIAL = "official"
    LETTER = "letter"
    MINUTES = "minutes"
    FORM = "form"
    AGREEMENT = "agreement"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Document:
    """What a document is, apart from its text.

    ``kind`` is an ASCII name (``acceptance_notice``), ``number`` the 文号, ``copy`` which copy of how many.
    ``issuer`` is the office in the red head of ``OFFICIAL``, ``LETTER`` and ``MINUTES`` (no head when empty), and
    the author the file names; ``author`` is the same for papers without a head. Raises ``BadInput``.
    """

    kind: str
    number: str
    title: str
    made: date
    version: int = 1
    copy: tuple[int, int] = (1, 1)
    issuer: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        if not (self.kind.isascii() and self.kind.isidentifier()) or len(self.kind) > 40:
            raise BadInput("paper-kind", f"文书种类“{self.kind}”不合规。")
        if not self.number.strip() or len(self.number.encode("utf-8")) > 72:
            raise BadInput("paper-number", "文书编号不能为空，也不能超过24个汉字。请检查文号。")
        if self.version < 1 or not 1 <= self.copy[0] <= self.copy[1] <= 999:
            raise BadInput("paper-copy", "文书的版本或份数不对。请检查要打印第几份、共几份。")


@dataclass(frozen=True, slots=True)
class Title:
    """The document's title: Song bold 22 pt, centred; a line feed divides it by meaning. ``size`` for a smaller one."""

    text: Text
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、Hei), 2 （（一）Kai）, 3 (1.) or 4 （（1））; the number is part of the text."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``indent`` is the first line's, ``left`` every line's, in characters (-1 indent hangs)."""

    text: Text
    indent: float = 2
    left: float = 0
    align: Align = Align.JUSTIFY
    face: Face | None = None
    size: float | None = None
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and a text that hangs behind it (附件：1. …; 出席：…; 第一条 … with ``hang=False``, indented two)."""

    label: str
    text: Text
    face: Face = Face.HEI
    hang: bool = True
    indent: float = 2
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """Blank lines; they vanish at the head of a page."""

    lines: float = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its share of the width, how its cells lie, and its head (none when every head is empty).

    ``figures``: what stands in it is a number, and is one in a workbook too.
    """

    weight: float
    head: str = ""
    align: Align = Align.LEFT
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, how many columns and rows it takes, and where it differs from its column."""

    text: Text = ""
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    face: Face | None = None
    lines: float = 0  # at least so high, in lines of the table: room to write by hand


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of the full width; its head is repeated on every page.

    A row's cells are strings or ``Cell``; a place covered by a cell from above is left out of the row. ``size`` is the
    type size (10.5 in forms), ``row_mm`` the least height of a row, ``groups`` a second head above the columns' own.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    groups: tuple[str | Cell, ...] = ()
    size: float | None = None
    row_mm: float = 8.0


@dataclass(frozen=True, slots=True)
class Field:
    """One place to fill in: a label and a line, with what is known already printed on it."""

    label: str
    value: Text = ""
    weight: float = 1


@dataclass(frozen=True, slots=True)
class FillLine:
    """A row of places to fill in by hand."""

    fields: tuple[Field, ...]
    size: float | None = None


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Office and date at the right, with room for a seal of 45 mm marked faintly; stays with the text above."""

    office: str
    day: str
    mark: str = "（盖章处）"


@dataclass(frozen=True, slots=True)
class Party:
    """One side that signs: its name, lines to sign on, and the words that mark the seal's place."""

    name: str
    fields: tuple[Field, ...] = ()
    mark: str = "盖章处"


@dataclass(frozen=True, slots=True)
class Signatures:
    """The parties side by side, each with room for a seal of 45 mm and lines to sign on; never divided."""

    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class CutLine:
    """A dashed line across the page between two halves of a form, with its words (骑缝) in the middle."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The 版记 of GB/T 9704 (7.4): who gets a copy, who issued it and when, between rules at the foot of the last page.

    ``copies_to`` is empty where nobody gets one. A letter has no rules and no issuer there (10.1): it prints only who
    gets a copy.
    """

    office: str
    day: str
    copies_to: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG, already upright (a PDF knows nothing of a camera's turn), and the words below it."""

    jpeg: bytes
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos side by side, as large as ``height_mm`` and the column allow (two columns of 95 mm: four to a page)."""

    photos: tuple[Photo, ...]
    columns: int = 2
    height_mm: float = 95.0


@dataclass(frozen=True, slots=True)
class Code:
    """A text as a QR to be read by a machine, and the words below it; what it says stands in words beside it too."""

    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """QRs side by side, each ``side_mm`` wide; those that find no room go into the next row."""

    codes: tuple[Code, ...]
    side_mm: float = 28.0


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """Blocks that stay on one page (where they fit on one); ``hold`` lines or rows above stay with them."""

    blocks: tuple[Block, ...]
    hold: int = 0


Block = (
    Title
    | Heading
    | Para
    | Labelled
    | Space
    | PageBreak
    | Table
    | FillLine
    | SignatureBlock
    | Signatures
    | CutLine
    | Imprint
    | Photos
    | Codes
    | KeepTogether
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A document ready to be set: printed as PDF, or written for Word or a browser with the very same text."""

    document: Document
    blocks: tuple[Block, ...]
    style: Style


__all__ = [
    "Align",
    "Block",
    "Cell",
    "Code",
    "Codes",
    "Column",
    "Composed",
    "CutLine",
    "Document",
    "Face",
    "Field",
    "FillLine",
    "Heading",
    "Imprint",
    "KeepTogether",
    "Labelled",
    "PageBreak",
    "Para",
    "Party",
    "Photo",
    "Photos",
    "SignatureBlock",
    "Signatures",
    "Space",
    "Span",
    "Style",
    "Table",
    "Text",
    "Title",
]
