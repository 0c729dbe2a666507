"""The files that papers come back in: PDF, and pictures (JPEG, PNG, TIFF of many pages), opened with care.

Rules kept here: whatever is no such file, is broken, locked or too large is refused with ``BadInput``
(``paper-file``); a picture is decoded only when its turn comes, so that a long file never stands in memory whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from yb_desktop.base.errors import BadInput

PDF_BEGINS = b"%PDF-"
ENDINGS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff")
"""How the names of such files end."""

_FORMATS = ("PNG", "JPEG", "TIFF")
_PIXELS = 120_000_000  # no picture larger than this is opened
_PAGES = 2_000


@contextmanager
def opened_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF, and close it afterwards."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise BadInput("paper-file", "打不开这个PDF文件，它可能已损坏或加了密码。请重新导出或扫描。") from problem
    try:
        if len(pdf) > _PAGES:
            raise BadInput("paper-file", f"这个PDF超过{_PAGES}页。请分开核验。")
        yield pdf
    finally:
        pdf.close()


def page_count(data: bytes) -> int:
    """Give the number of pages of a file."""
    if data.startswith(PDF_BEGINS):
        with opened_pdf(data) as pdf:
            return len(pdf)
    with _opened(data) as picture:
        return _frames(picture)


def pictures_in(data: bytes) -> Iterator[Image.Image]:
    """Give the pictures of a file that is no PDF, as the camera meant them to be held."""
    with _opened(data) as picture:
        for at in range(_frames(picture)):
            yield _frame(picture, at)


def _frames(picture: Image.Image) -> int:
    frames = int(getattr(picture, "n_frames", 1))
    if frames > _PAGES:
        raise BadInput("paper-file", f"这个文件超过{_PAGES}页。请分开核验。")
    return frames


def _frame(picture: Image.Image, at: int) -> Image.Image:
    try:
        picture.seek(at)
        if picture.width * picture.height > _PIXELS:
            raise BadInput("paper-file", "图片太大，无法读取。请以300 dpi扫描A4纸后重试。")
        frame = ImageOps.exif_transpose(picture)
        return frame.convert("L" if frame.mode in {"1", "L", "I;16", "I"} else "RGB")
    except (OSError, SyntaxError, EOFError, Image.DecompressionBombError) as problem:
        raise _unreadable() from problem


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as problem:
        raise _unreadable() from problem
    with picture:
        yield picture


def _unreadable() -> BadInput:
    return BadInput("paper-file", "打不开这个文件。请提供 PDF、PNG、JPEG 或 TIFF 格式的文书或扫描件。")
