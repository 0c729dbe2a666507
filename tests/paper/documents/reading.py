"""Papers read back as a person would: the text of each page without its blanks."""

from __future__ import annotations

import pypdfium2


def pages_of(data: bytes) -> list[str]:
    """Give the text of each page, without blanks."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    finally:
        pdf.close()


def text_of(data: bytes) -> str:
    """Give the text of all pages, one after the other."""
    return "".join(pages_of(data))
