"""Scanned sheets: a file of them taken apart page by page, and pages put together again as one PDF, upright.

Rules kept here: a page goes into the PDF as it came (a JPEG's own bytes, a PDF's own page); it is turned by whole
quarter turns, by its code, and never drawn anew. What is kept of a page while people look at it is a small picture.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image, ImageStat

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.codes import Code, found_codes, lightest, plain_codes
from yb_desktop.paper.paper_files import PDF_BEGINS, opened_pdf, pictures_in
from yb_desktop.paper.verify import digest_of

_DPI, _FINE_DPI = 200, 300
_SMALL = 1_100  # pixels of the longer side of the picture people look at
_QUALITY = 70
_KEPT_QUALITY = 85
_FAR = 200  # pixels of the longer side of a page seen from afar
_LOOK = (30, 42)  # a page's look: how dark it is, on so coarse a grid
_A4 = (595.276, 841.89)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a file (from 1): its codes, how far it is to be turned clockwise, and a small upright JPEG.

    ``digest`` is the hash of its text where it is no scan at all but a page as it was printed.
    """

    page: int
    codes: tuple[str, ...]
    turn: int
    digest: bytes | None
    small: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page (from 1) of a file's bytes, to be put into a PDF and turned clockwise."""

    data: bytes
    page: int
    turn: int


def sheets_in(data: bytes) -> Iterator[Sheet]:
    """Read a file page by page. Raises ``BadInput`` (``paper-file``) for what is no PDF, JPEG, PNG or TIFF."""
    if not data.startswith(PDF_BEGINS):
        for at, picture in enumerate(pictures_in(data), 1):
            yield _sheet(at, picture, found_codes(picture), None)
        return
    with opened_pdf(data) as pdf:
        for at in range(len(pdf)):
            page = pdf[at]
            picture = drawn(page, _DPI)
            codes = plain_codes(picture) or plain_codes(drawn(page, _FINE_DPI)) or found_codes(picture)
            yield _sheet(at + 1, picture, codes, digest_of(page))
            page.close()


def _sheet(at: int, picture: Image.Image, codes: Sequence[Code], digest: bytes | None) -> Sheet:
    turn = codes[0].turn if codes else 0
    return Sheet(at, tuple(code.text for code in codes), turn, digest, small_picture(turned(picture, turn)))


def drawn(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    """Draw a page of a PDF in colour."""
    bitmap = page.render(scale=dpi / 72)
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        return picture
    finally:
        bitmap.close()


def turned(picture: Image.Image, clockwise: int) -> Image.Image:
    """Turn a picture by quarter turns."""
    quarters = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    how = quarters.get(clockwise % 360)
    return picture if how is None else picture.transpose(how)


def turned_small(small: bytes, clockwise: int) -> bytes:
    """Turn a small picture by quarter turns."""
    return small_picture(turned(Image.open(io.BytesIO(small)), clockwise)) if clockwise % 360 else small


def small_picture(picture: Image.Image) -> bytes:
    """Give a JPEG of a picture, small enough to keep hundreds of them."""
    less = picture.copy()
    less.thumbnail((_SMALL, _SMALL))
    out = io.BytesIO()
    less.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def far(small: bytes) -> Image.Image:
    """Give a page from afar, for ``look``; seals in colour make no difference."""
    grey = lightest(Image.open(io.BytesIO(small)))
    grey.thumbnail((_FAR, _FAR))
    return grey


def look(page: Image.Image, turn: int = 0, askew: int = 0, *, grown: bool = False) -> Image.Image:
    """Give what a page seen from ``far`` looks like, turned clockwise by ``turn`` and back by ``askew`` degrees.

    ``grown``: the scanner made the picture larger when the page lay askew, so the page is its middle part only.
    """
    grey = turned(page, turn)
    if askew:
        grey = grey.rotate(askew, resample=Image.Resampling.BILINEAR, fillcolor=255)
    if grown:
        cos, sin = math.cos(math.radians(askew)), abs(math.sin(math.radians(askew)))
        wide = (grey.width * cos - grey.height * sin) / (cos * cos - sin * sin)
        high = (grey.height * cos - grey.width * sin) / (cos * cos - sin * sin)
        left, top = int((grey.width - wide) / 2), int((grey.height - high) / 2)
        grey = grey.crop((left, top, left + int(wide), top + int(high)))
    return grey.resize(_LOOK, Image.Resampling.BOX)


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Say how alike two looks are, from -1 to 1: the correlation of their points."""
    first, second = one.tobytes(), other.tobytes()
    mean, means = ImageStat.Stat(one).mean[0], ImageStat.Stat(other).mean[0]
    together = sum((a - mean) * (b - means) for a, b in zip(first, second, strict=True))
    spread = sum((a - mean) ** 2 for a in first) * sum((b - means) ** 2 for b in second)
    return float(together / spread**0.5) if spread else 0.0


def bound(leaves: Sequence[Leaf]) -> bytes:
    """Put pages together as one PDF, each turned upright; the same bytes for the same pages."""
    whole = pikepdf.Pdf.new()
    for leaf in leaves:
        if leaf.data.startswith(PDF_BEGINS):
            with pikepdf.Pdf.open(io.BytesIO(leaf.data)) as source:
                whole.pages.append(source.pages[leaf.page - 1])
        else:
            _append_picture(whole, leaf)
        if leaf.turn:
            whole.pages[-1].rotate(leaf.turn, relative=True)
    out = io.BytesIO()
    whole.save(out, deterministic_id=True)
    whole.close()
    return out.getvalue()


def _append_picture(whole: pikepdf.Pdf, leaf: Leaf) -> None:
    data, width, height, grey = _as_jpeg(leaf)
    landscape = width > height
    paper = _A4[::-1] if landscape else _A4
    scale = min(paper[0] / width, paper[1] / height)
    wide, high = round(width * scale, 2), round(height * scale, 2)
    image = pikepdf.Stream(
        whole,
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    whole.add_blank_page(page_size=(wide, high))
    page = whole.pages[-1]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(whole, f"{wide} 0 0 {high} 0 0 cm /Im0 Do".encode())


def _as_jpeg(leaf: Leaf) -> tuple[bytes, int, int, bool]:
    """Give a picture as a JPEG with its size: its own bytes where it is a plain one, held as it is meant to be."""
    with Image.open(io.BytesIO(leaf.data), formats=("JPEG", "PNG", "TIFF")) as own:
        if own.format == "JPEG" and own.mode in {"L", "RGB"} and own.getexif().get(0x0112, 1) == 1:
            return leaf.data, own.width, own.height, own.mode == "L"
    for at, picture in enumerate(pictures_in(leaf.data), 1):
        if at == leaf.page:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=_KEPT_QUALITY)
            return out.getvalue(), picture.width, picture.height, picture.mode == "L"
    raise BadInput("paper-file", f"文件里没有第{leaf.page}页，它可能已被改动。请重新读取。")
