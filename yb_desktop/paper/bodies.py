"""What stands on a page, worked out once for all documents in which it comes again: its text, characters, operators.

In one office's papers most pages come again word for word: all but the few with names, days and sums of their own.
Paragraphs that come again are the same strips (``setting`` keeps them), so a page that comes again is known by its
strips without looking at what they hold. Pages with pictures are not kept: pictures are large and never come again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from yb_desktop.paper.drawing import Drawing
from yb_desktop.paper.flow import Modules, Picture, Placed, Stroke, Words
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.pdf import Packed, pack
from yb_desktop.paper.stamp import reading_text
from yb_desktop.paper.styles import Sheet
from yb_desktop.paper.typecase import Typecase

_KEPT = 256


@dataclass(frozen=True, eq=False)
class Body:
    """What is set on a page, or as the part of its foot that papers share; all places from its lower left corner."""

    words: tuple[tuple[Words, float, float], ...] = ()  # with the left edge and the baseline
    strokes: tuple[tuple[Stroke, float, float, bool], ...] = ()
    pictures: tuple[tuple[Picture, float, float], ...] = ()  # with the lower left corner
    codes: tuple[tuple[Modules, float, float], ...] = ()  # the same

    @cached_property
    def text(self) -> str:
        """The characters that are not blank, in reading order."""
        return reading_text((y, x + run.x, run.text) for words, x, y in self.words for run in words.line.runs)

    @cached_property
    def characters(self) -> tuple[tuple[Face, frozenset[str]], ...]:
        """The characters of each face."""
        found: defaultdict[Face, set[str]] = defaultdict(set)
        for words, _, _ in self.words:
            for run in words.line.runs:
                found[run.face].update(run.text)
        return tuple((face, frozenset(found[face])) for face in Face if face in found)

    @cached_property
    def operators(self) -> str:
        """The operators of all but the pictures, each font named by its face."""
        return self.drawn(None)

    @cached_property
    def packed(self) -> Packed:
        """The operators deflated, as a stream that others may follow."""
        return wrapped(self.operators)

    def drawn(self, typecase: Typecase | None) -> str:
        """Draw all but the pictures, with the fonts of a typecase where not every font is named by its face."""
        drawing = Drawing(typecase)
        for item, x, y in self.codes:
            drawing.qr(item.rows, x=x, y=y, side=item.side)
        for stroke, x, y, up in self.strokes:
            drawing.stroke(stroke, x=x, y=y, up=up)
        for words, x, y in self.words:
            drawing.words(words, x, y)
        return drawing.operators()


def wrapped(operators: str) -> Packed:
    """Deflate operators as a stream whose colours do not last into the next one."""
    return pack("", f"q\n{operators}\nQ".encode("ascii"))


class _Strips:
    """The strips of a page: the same as others when each draws the very same items in the same place."""

    __slots__ = ("_known_by", "placed")

    def __init__(self, placed: Sequence[Placed]) -> None:
        self.placed = placed
        self._known_by = tuple((id(place.piece.items), place.top) for place in placed)

    def __hash__(self) -> int:
        return hash(self._known_by)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Strips) and self._known_by == other._known_by


def body_of(placed: Sequence[Placed], sheet: Sheet) -> Body:
    """Give what is set on a page."""
    strips = _Strips(placed)
    pictured = any(isinstance(item, Picture) for place in placed for item in place.piece.items[:1])  # it comes first
    return _body(strips, sheet) if pictured else _kept(strips, sheet)


@lru_cache(maxsize=_KEPT)
def _kept(strips: _Strips, sheet: Sheet) -> Body:
    return _body(strips, sheet)


def _body(strips: _Strips, sheet: Sheet) -> Body:
    words: list[tuple[Words, float, float]] = []
    strokes: list[tuple[Stroke, float, float, bool]] = []
    pictures: list[tuple[Picture, float, float]] = []
    codes: list[tuple[Modules, float, float]] = []
    for place in strips.placed:
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
    return Body(tuple(words), tuple(strokes), tuple(pictures), tuple(codes))
