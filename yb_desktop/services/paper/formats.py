"""Papers in formats other than PDF, from the very same blocks: letters for Word, lists for Excel, web pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import Composed, Style

PDF = ".pdf"


def _word(composed: Composed) -> bytes:
    from yb_desktop.paper.word import word_file

    return word_file(composed)


def _workbook(composed: Composed) -> bytes:
    from yb_desktop.paper.workbook import workbook  # openpyxl takes its time to import

    return workbook(composed)


def _page(composed: Composed) -> bytes:
    from yb_desktop.paper.web import web_page

    return web_page(composed)


_WRITERS: Mapping[str, Callable[[Composed], bytes]] = {".docx": _word, ".xlsx": _workbook, ".html": _page}
FORMATS = (PDF, *_WRITERS)
"""The endings of the files a paper may be written to."""

_OF_STYLE: Mapping[Style, tuple[str, ...]] = {Style.LETTER: (".docx",), Style.LEDGER: (".xlsx",)}
_OF_DOCUMENT: Mapping[str, tuple[str, ...]] = {"publicity_list": (".docx", ".xlsx", ".html")}


def formats_of(composed: Composed) -> tuple[str, ...]:
    """Give the formats a document may be written in besides PDF."""
    return _OF_DOCUMENT.get(composed.document.kind, _OF_STYLE.get(composed.style, ()))


def written_as(made: bytes | Composed, suffix: str) -> bytes:
    """Write a composed document in a format. Raises ``BadInput`` (``format``) where it is for paper only."""
    possible = () if isinstance(made, bytes) else formats_of(made)
    if isinstance(made, bytes) or suffix not in possible:
        said = f"只能输出为{'、'.join((PDF, *possible))}"
        raise BadInput("format", f"这份文书{said}，不能输出为“{suffix}”。请换一个文件后缀。")
    return _WRITERS[suffix](made)
