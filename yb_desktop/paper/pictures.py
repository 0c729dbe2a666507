"""Pages of a PDF as pictures, for the preview on screen and for the printer.

Rules kept here: a document is opened, drawn and closed in one call, so that no handle outlives it or crosses threads;
pictures are plain pixels that any window system takes as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2

from yb_desktop.base.errors import BadInput

POINTS = 72.0
"""Points to an inch: at zoom 1 a pixel is a point."""

_PIXELS_MOST = 80_000_000


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page in points (A4: 595 × 842)."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels, top line first: four bytes a pixel (blue, green, red, unused), ``stride`` bytes a line."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_sizes(data: bytes) -> tuple[PageSize, ...]:
    """Give the size of every page. Raises ``BadInput`` (``pdf``) for bytes that are no readable PDF."""
    with _opened(data) as pdf:
        return tuple(PageSize(*pdf.get_page_size(number)) for number in range(len(pdf)))


def page_picture(data: bytes, page: int, zoom: float) -> Picture:
    """Draw a page (from 0); ``zoom`` is in pixels for each point. Raises ``BadInput`` (``pdf``)."""
    with _opened(data) as pdf:
        if not 0 <= page < len(pdf):
            raise BadInput("pdf", f"这个文件共{len(pdf)}页，没有第{page + 1}页。")
        width, height = pdf.get_page_size(page)
        if width * height * zoom * zoom > _PIXELS_MOST:
            raise BadInput("pdf", f"第{page + 1}页太大，无法按这个比例显示，请缩小后再看。")
        opened = pdf[page]
        bitmap = opened.render(scale=zoom, prefer_bgrx=True, maybe_alpha=False)
        try:
            return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        finally:
            bitmap.close()
            opened.close()


Contents = Sequence[tuple[str, int]]
"""Names with the page each stands on, from 0."""


def joined(papers: Sequence[bytes], contents: Sequence[Contents] = ()) -> bytes:
    """Put several PDFs behind each other, as one file to save; a single one stays as it is, to the byte.

    What the first says of itself and of its colours (``metadata``) holds for all of them; ``contents`` has the names
    that lead to pages of each.
    """
    if len(papers) == 1:
        return papers[0]
    import io  # joining is rare; the preview needs neither

    import pikepdf

    whole = pikepdf.Pdf.open(io.BytesIO(papers[0]))
    begins = [0]
    for paper in papers[1:]:
        begins.append(len(whole.pages))
        with pikepdf.Pdf.open(io.BytesIO(paper)) as one:
            whole.pages.extend(one.pages)
    if contents:
        named = [(name, first + page) for first, some in zip(begins, contents, strict=True) for name, page in some]
        with whole.open_outline() as outline:
            outline.root[:] = [pikepdf.OutlineItem(name, page) for name, page in named]
    out = io.BytesIO()
    whole.save(out, deterministic_id=True, fix_metadata_version=False)
    whole.close()
    return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise BadInput("pdf", "打不开这个PDF文件，它可能已损坏或加了密码。") from problem
    try:
        yield pdf
    finally:
        pdf.close()
