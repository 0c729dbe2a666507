"""Texts inside XML and HTML: escaped always, and refused where XML has no place for a character."""

from __future__ import annotations

import re
from html import escape

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import Span, Text
from yb_desktop.paper.fonts import Face

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Escape a text for an element or a quoted attribute. Raises ``BadInput`` (``glyph``) for a control character."""
    if wrong := _NO_XML.search(text):
        raise BadInput(
            "glyph", f"“{text[:20]}”里有不能写入文件的控制字符（U+{ord(wrong.group()):04X}），请更正后再输出。"
        )
    return escape(text, quote=True)


def parts_of(text: Text, face: Face) -> list[tuple[str, Face]]:
    """Give a text as pieces with their faces."""
    if isinstance(text, str):
        return [(text, face)]
    return [(part, face) if isinstance(part, str) else (part.text, part.face) for part in text if _full(part)]


def plain(text: Text) -> str:
    """Give a text without its faces."""
    return "".join(part for part, _ in parts_of(text, Face.SONG))


def _full(part: str | Span) -> bool:
    return bool(part if isinstance(part, str) else part.text)
