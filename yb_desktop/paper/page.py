"""The page engine: a document's values and blocks in, PDF bytes out, the same bytes for the same values.

    notice = Document(kind="acceptance_notice", number="姚医保受〔2026〕1号", title="受理通知书", made=date(2026, 3, 2),
                      issuer="大姚县医疗保险中心")
    render(notice, [Title("受理通知书"), Para("大姚县某某诊所：", indent=0), Para("…"), SignatureBlock(office, day)],
           style=Style.LETTER, signer=signer)

Everything is set before anything is drawn, so a character that no font has is refused with nothing printed
(``UnknownGlyph``). Two passes: the first finds how many pages there are, the second writes heads, feet and QRs. Without
a signer pages carry no QR, and say so in its place (未加验证码), so that none passes for a registered copy.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Document, Style
from yb_desktop.paper.flow import Modules, Picture, Placed, Stroke, Words, paginate
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.heads import Foot, foot, head
from yb_desktop.paper.metadata import About
from yb_desktop.paper.setting import pieces_of
from yb_desktop.paper.stamp import Mark, Stamp, key_bytes, text_hash, written
from yb_desktop.paper.styles import SHEETS, Sheet
from yb_desktop.paper.writing import Laid, LaidPage, Writer


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as printed. ``text_hash`` (hex) is SHA-256 over the text hashes of its pages, one after the other."""

    data: bytes
    pages: int
    text_hash: str


def render(document: Document, blocks: Iterable[Block], *, style: Style, signer: Signer | None = None) -> bytes:
    """Print a document. Raises ``UnknownGlyph`` and ``BadInput``."""
    return typeset(document, blocks, style=style, signer=signer).data


def printed(composed: Composed, *, signer: Signer | None = None) -> bytes:
    """Print a composed document. Raises ``UnknownGlyph`` and ``BadInput``."""
    return render(composed.document, composed.blocks, style=composed.style, signer=signer)


def typeset(document: Document, blocks: Iterable[Block], *, style: Style, signer: Signer | None = None) -> Printed:
    """Print a document and say how many pages it has and what its text hashes to (for the print register)."""
    laid = lay(document, blocks, style=style, signer=signer)
    out = io.BytesIO()
    writer = Writer(out)
    writer.add(laid)
    writer.finish(about(document))
    return Printed(out.getvalue(), len(laid.pages), laid.text_hash)


def about(document: Document) -> About:
    """Give what a document's file says of itself."""
    return About(document.title, document.number, document.author or document.issuer, document.made)


def lay(document: Document, blocks: Iterable[Block], *, style: Style, signer: Signer | None = None) -> Laid:
    """Set a document and sign its pages; nothing is written yet."""
    sheet = SHEETS[style]
    signed = signer is not None
    try:
        flowing = paginate([*head(document, style, sheet), *pieces_of(blocks, sheet)], sheet.height)
        pages = tuple(
            _page(placed, sheet, foot(document, style, sheet, (number, len(flowing)), signed=signed))
            for number, placed in enumerate(flowing, 1)
        )
    except UnknownGlyph as problem:
        raise UnknownGlyph(problem.characters, near=problem.near, paper=document.title) from None
    hashes = [text_hash(_marks(page)) for page in pages]
    codes = tuple(
        None if signer is None else _code(document, digest, number, len(pages), signer)
        for number, digest in enumerate(hashes, 1)
    )
    return Laid(sheet, pages, codes, hashlib.sha256(b"".join(hashes)).hexdigest())


def _code(document: Document, digest: bytes, page: int, pages: int, signer: Signer) -> str:
    key = key_bytes(signer.public_key)
    return written(
        Stamp(document.kind, document.number, document.version, digest, document.copy, (page, pages), key), signer
    )


def _page(placed: Sequence[Placed], sheet: Sheet, below: Foot) -> LaidPage:
    words: list[tuple[Words, float, float]] = []
    strokes: list[tuple[Stroke, float, float, bool]] = []
    pictures: list[tuple[Picture, float, float]] = []
    codes: list[tuple[Modules, float, float]] = []
    for place in placed:
        top = sheet.paper[1] - sheet.top - place.top
        for item in place.piece.items:
            match item:
                case Words():
                    words.append((item, sheet.left + item.x, round(top - item.y, 2)))
                case Stroke():
                    strokes.append((item, sheet.left, top, False))
                case Picture():
                    pictures.append((item, sheet.left + item.x, top - item.y - item.height))
                case Modules():
                    codes.append((item, sheet.left + item.x, top - item.y - item.side))
    words += [(item, item.x, round(item.y, 2)) for item in below.words]
    strokes += [(item, 0.0, 0.0, True) for item in below.strokes]
    return LaidPage(tuple(words), tuple(strokes), tuple(pictures), tuple(codes), below)


def _marks(page: LaidPage) -> Iterator[Mark]:
    for words, x, y in page.words:
        for run in words.line.runs:
            yield y, x + run.x, run.text
