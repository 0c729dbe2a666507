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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Document, Style
from yb_desktop.paper.bodies import body_of
from yb_desktop.paper.feet import feet
from yb_desktop.paper.flow import paginate
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.heads import head
from yb_desktop.paper.metadata import About
from yb_desktop.paper.setting import pieces_of
from yb_desktop.paper.stamp import Stamp, hash_of, key_bytes, written
from yb_desktop.paper.styles import SHEETS
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
    try:
        flowing = paginate([*head(document, style, sheet), *pieces_of(blocks, sheet)], sheet.height)
        bodies = [body_of(placed, sheet) for placed in flowing]
        below = feet(document, style, len(bodies), signed=signer is not None)
    except UnknownGlyph as problem:
        raise UnknownGlyph(problem.characters, near=problem.near, paper=document.title) from None
    pages = tuple(LaidPage(body, foot) for body, foot in zip(bodies, below, strict=True))
    hashes = [hash_of(page.text) for page in pages]
    codes = _codes(document, hashes, signer) if signer is not None else (None,) * len(pages)
    return Laid(sheet, pages, codes, hashlib.sha256(b"".join(hashes)).hexdigest())


def _codes(document: Document, hashes: Sequence[bytes], signer: Signer) -> tuple[str, ...]:
    key, pages = key_bytes(signer.public_key), len(hashes)
    stamps = (
        Stamp(document.kind, document.number, document.version, digest, document.copy, (page, pages), key)
        for page, digest in enumerate(hashes, 1)
    )
    return tuple(written(stamp, signer) for stamp in stamps)
