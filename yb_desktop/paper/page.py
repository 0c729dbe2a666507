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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper import qr
from yb_desktop.paper.blocks import Block, Composed, Document, Style
from yb_desktop.paper.drawing import Drawing
from yb_desktop.paper.embedding import Subset
from yb_desktop.paper.flow import Modules, Picture, Placed, Shape, Stroke, Words, paginate
from yb_desktop.paper.fonts import Face, UnknownGlyph
from yb_desktop.paper.heads import Foot, foot, head
from yb_desktop.paper.pdf import PdfFile, Ref, day_string, text_string
from yb_desktop.paper.photos import jpeg_size
from yb_desktop.paper.setting import pieces_of
from yb_desktop.paper.stamp import Mark, Stamp, key_bytes, text_hash, written
from yb_desktop.paper.styles import QR_SIDE, SHEETS, Sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as printed. ``text_hash`` (hex) is SHA-256 over the text hashes of its pages, one after the other."""

    data: bytes
    pages: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class _Page:
    words: tuple[tuple[Words, float, float], ...]  # with the left edge and the baseline, from the lower left corner
    strokes: tuple[tuple[Stroke, float, float, bool], ...]
    pictures: tuple[tuple[Picture, float, float], ...]  # with the lower left corner
    codes: tuple[tuple[Modules, float, float], ...]  # the same
    foot: Foot


def render(document: Document, blocks: Iterable[Block], *, style: Style, signer: Signer | None = None) -> bytes:
    """Print a document. Raises ``UnknownGlyph`` and ``BadInput``."""
    return typeset(document, blocks, style=style, signer=signer).data


def printed(composed: Composed, *, signer: Signer | None = None) -> bytes:
    """Print a composed document. Raises ``UnknownGlyph`` and ``BadInput``."""
    return render(composed.document, composed.blocks, style=composed.style, signer=signer)


def typeset(document: Document, blocks: Iterable[Block], *, style: Style, signer: Signer | None = None) -> Printed:
    """Print a document and say how many pages it has and what its text hashes to (for the print register)."""
    sheet = SHEETS[style]
    signed = signer is not None
    try:
        flowing = paginate([*head(document, style, sheet), *pieces_of(blocks, sheet)], sheet.height)
        pages = [
            _page(placed, sheet, foot(document, style, sheet, (number, len(flowing)), signed=signed))
            for number, placed in enumerate(flowing, 1)
        ]
    except UnknownGlyph as problem:
        raise UnknownGlyph(problem.characters, near=problem.near, paper=document.title) from None
    hashes = [text_hash(_marks(page)) for page in pages]
    codes = [
        None if signer is None else _code(document, digest, number, len(pages), signer)
        for number, digest in enumerate(hashes, 1)
    ]
    data = _write(document, sheet, pages, codes)
    return Printed(data, len(pages), hashlib.sha256(b"".join(hashes)).hexdigest())


def _code(document: Document, digest: bytes, page: int, pages: int, signer: Signer) -> str:
    key = key_bytes(signer.public_key)
    return written(
        Stamp(document.kind, document.number, document.version, digest, document.copy, (page, pages), key), signer
    )


def _page(placed: Sequence[Placed], sheet: Sheet, below: Foot) -> _Page:
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
    return _Page(tuple(words), tuple(strokes), tuple(pictures), tuple(codes), below)


def _marks(page: _Page) -> Iterator[Mark]:
    for words, x, y in page.words:
        for run in words.line.runs:
            yield y, x + run.x, run.text


def _subsets(pages: Iterable[_Page]) -> dict[Face, Subset]:
    used: dict[Face, set[str]] = {}
    for page in pages:
        for words, _, _ in page.words:
            for run in words.line.runs:
                used.setdefault(run.face, set()).update(run.text)
    return {face: Subset(face, used[face]) for face in Face if face in used}


def _write(document: Document, sheet: Sheet, pages: Sequence[_Page], codes: Sequence[str | None]) -> bytes:
    file = PdfFile()
    catalog, tree = file.reserve(), file.reserve()
    shared = _share(file, sheet, pages)
    leaves = []
    for page, code in zip(pages, codes, strict=True):
        content = file.stream("", _content(page, code, shared))
        leaves.append(
            file.add(
                f"<</Type/Page/Parent {tree}/MediaBox[0 0 {sheet.paper[0]:.2f} {sheet.paper[1]:.2f}]"
                f"/Resources {shared.resources}/Contents {content}>>"
            )
        )
    file.set(tree, f"<</Type/Pages/Count {len(leaves)}/Kids[{' '.join(str(leaf) for leaf in leaves)}]>>")
    file.set(catalog, f"<</Type/Catalog/Pages {tree}/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>")
    made = day_string(document.made)
    info = file.add(
        f"<</Title {text_string(document.title)}/Subject {text_string(document.number)}"
        f"/Producer(YB Desktop)/CreationDate{made}/ModDate{made}>>"
    )
    return file.finish(catalog=catalog, info=info)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What pages have in common, written once: fonts, pictures and drawn characters with their names."""

    subsets: dict[Face, Subset]
    pictures: dict[bytes, str]
    shapes: dict[tuple[Shape, ...], str]
    resources: Ref


def _share(file: PdfFile, sheet: Sheet, pages: Sequence[_Page]) -> _Shared:
    subsets = _subsets(pages)
    fonts = "".join(f"/{face.name} {subset.write(file)}" for face, subset in subsets.items())
    objects = []
    pictures: dict[bytes, str] = {}
    for jpeg in dict.fromkeys(picture.jpeg for page in pages for picture, _, _ in page.pictures):
        size = jpeg_size(jpeg)
        entries = (
            f"/Type/XObject/Subtype/Image/Width {size.width}/Height {size.height}/ColorSpace{size.colours}"
            "/BitsPerComponent 8/Filter/DCTDecode"
        )
        pictures[jpeg] = f"P{len(pictures)}"
        objects.append(f"/{pictures[jpeg]} {file.stream(entries, jpeg, packed=True)}")
    shapes: dict[tuple[Shape, ...], str] = {}
    for some in dict.fromkeys(page.foot.shapes for page in pages if page.foot.shapes):
        drawing = Drawing({})
        for shape in some:
            drawing.shape(shape)
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {sheet.paper[0]:.2f} {sheet.paper[1]:.2f}]"
        shapes[some] = f"S{len(shapes)}"
        objects.append(f"/{shapes[some]} {file.stream(box, drawing.operators())}")
    resources = file.add(f"<</Font<<{fonts}>>/XObject<<{''.join(objects)}>>>>")
    return _Shared(subsets, pictures, shapes, resources)


def _content(page: _Page, code: str | None, shared: _Shared) -> bytes:
    drawing = Drawing(shared.subsets)
    for picture, x, y in page.pictures:
        drawing.picture(shared.pictures[picture.jpeg], picture, x, y)
    for item, x, y in page.codes:
        drawing.qr(item.rows, x=x, y=y, side=item.side)
    for stroke, x, y, up in page.strokes:
        drawing.stroke(stroke, x=x, y=y, up=up)
    for words, x, y in page.words:
        drawing.words(words, x, y)
    if page.foot.shapes:
        drawing.shared(shared.shapes[page.foot.shapes])
    if code is not None:
        drawing.qr(qr.modules(code), x=page.foot.qr[0], y=page.foot.qr[1], side=QR_SIDE)
    return drawing.operators()
