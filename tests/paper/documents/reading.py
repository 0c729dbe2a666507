"""Papers read back as a person would: the text of each page without its blanks."""

from __future__ import annotations

import io
from functools import lru_cache

import pypdfium2

from tests.paper.archival import assert_archival


@lru_cache(maxsize=64)
def _judge(data: bytes) -> None:
    assert_archival(data)


def pages_of(data: bytes) -> list[str]:
    """Give the text of each page, without blanks; whatever a test reads must be fit for an archive (PDF/A-2b)."""
    _judge(data)
    return foreign_pages_of(data)


def foreign_pages_of(data: bytes) -> list[str]:
    """Give the text of each page of a PDF that another program made, without blanks."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    finally:
        pdf.close()


def text_of(data: bytes) -> str:
    """Give the text of all pages, one after the other."""
    return "".join(pages_of(data))


def scan_of(data: bytes, page: int = 0, dpi: int = 300) -> bytes:
    """Give a page as a scanner would: a PNG of grey pixels."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        out = io.BytesIO()
        pdf[page].render(scale=dpi / 72, grayscale=True).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        pdf.close()
