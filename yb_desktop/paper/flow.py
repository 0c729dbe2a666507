"""Pieces of a document in their order, and how they fall onto pages.

A piece is a strip of the full width: a line of text, a row of a table, a signature block. What it draws is placed from
its upper left corner, y downwards. The last piece that fits ends the page, unless it must stay with the next. Only a
table's row is ever divided: one that no page could hold, and one that would leave the title above it alone on its page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from yb_desktop.paper.breaking import Line
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.styles import BLACK, Colour

_EPSILON = 0.05


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``y`` is its baseline."""

    line: Line
    x: float
    y: float
    size: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: Colour = BLACK
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A character that is drawn and is no text; ``y`` is its baseline."""

    char: str
    face: Face
    x: float
    y: float
    size: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG; ``y`` is its upper edge."""

    jpeg: bytes
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Modules:
    """A QR, as rows of modules; ``y`` is its upper edge."""

    rows: tuple[bytes, ...]
    x: float
    y: float
    side: float


Item = Words | Stroke | Picture | Modules


@dataclass(frozen=True, slots=True)
class Piece:
    """One strip. ``head`` is set again above it when it begins a page, ``foot`` is drawn when it ends one.

    ``divided`` (rows of tables only) gives it in parts that pages hold, the first no higher than the room it is told.
    """

    height: float
    items: tuple[Item, ...] = ()
    keep_next: bool = False
    hold: int = 0  # so many pieces before it stay with it
    blank: bool = False  # vanishes at the head of a page
    new_page: bool = False
    sinks: bool = False  # lies at the foot of its page, whatever stands above it
    head: tuple[Piece, ...] = ()
    foot: tuple[Item, ...] = ()
    divided: Callable[[float], Sequence[Piece]] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece on its page: where its upper edge lies, from the top of the type area."""

    piece: Piece
    top: float


def paginate(pieces: Sequence[Piece], height: float) -> list[list[Placed]]:
    """Divide pieces into pages of a height."""
    chunks = _chunks(_held(pieces), height)
    pages: list[list[Placed]] = [[]]
    used = 0.0
    for chunk in chunks:
        needed = sum(piece.height for piece in chunk if not piece.blank) if used == 0 else _height(chunk)
        if chunk[0].new_page or (used > 0 and used + needed > height + _EPSILON):
            if pages[-1]:
                _close(pages[-1])
                pages.append([])
            used = 0.0
            used = _put(pages[-1], _begin(chunk), used, height)
        else:
            used = _put(pages[-1], chunk, used, height)
    return [page for page in pages if page] or [[]]


def _put(page: list[Placed], pieces: Sequence[Piece], used: float, height: float) -> float:
    for piece in pieces:
        if piece.blank and not page:
            continue
        if piece.sinks:
            used = max(used, height - piece.height)
        page.append(Placed(piece, used))
        used += piece.height
    return used


def _begin(chunk: Sequence[Piece]) -> list[Piece]:
    if chunk[0].head and chunk[0] not in chunk[0].head:
        return [*chunk[0].head, *chunk]
    return list(chunk)


def _close(page: list[Placed]) -> None:
    last = page[-1]
    if last.piece.foot:
        closed = replace(last.piece, items=last.piece.items + last.piece.foot)
        page[-1] = Placed(closed, last.top)


def _held(pieces: Sequence[Piece]) -> list[Piece]:
    # A piece that holds what comes before it: those before it keep the next.
    held = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.hold:
            for before in range(max(0, at - piece.hold), at):
                held[before] = replace(held[before], keep_next=True)
    return held


def _chunks(pieces: Sequence[Piece], height: float) -> list[list[Piece]]:
    # Runs of pieces that stay together; one that no page could hold is divided as seldom as can be.
    chunks: list[list[Piece]] = [[]]
    for piece in pieces:
        chunks[-1].append(piece)
        # A blank between a piece that keeps the next and that next one keeps it too: no heading ends a page.
        if not piece.keep_next and not (piece.blank and len(chunks[-1]) > 1):
            chunks.append([])
    out: list[list[Piece]] = []
    for chunk in chunks:
        if chunk and _height(chunk) + _height(chunk[0].head) <= height + _EPSILON:
            out.append(chunk)
        else:
            out += _parted(chunk, height)
    return out


def _parted(chunk: Sequence[Piece], height: float) -> list[list[Piece]]:
    # As much as a page holds at a time; a table's head goes with the row below it.
    parts: list[list[Piece]] = [[]]
    for piece in chunk:
        for strip in _strips(piece, parts[-1], height):
            part = parts[-1]
            if part and strip.height > _room(part, strip, height):
                above = len(part)
                while above and part[above - 1] in strip.head:
                    above -= 1
                parts[-1:] = [part[:above], part[above:]]
            parts[-1].append(strip)
    return [part for part in parts if part]


def _strips(piece: Piece, part: Sequence[Piece], height: float) -> Sequence[Piece]:
    # Below a row, a row that a page holds goes on whole; below titles alone it begins where they stand.
    room = _room(part, piece, height)
    if piece.divided is None or piece.height <= room:
        return (piece,)
    if piece.height <= _room((), piece, height) and any(before.divided for before in part):
        return (piece,)
    return [
        replace(piece, height=one.height, items=one.items, head=one.head or piece.head, foot=one.foot)
        for one in piece.divided(room)
    ]


def _room(part: Sequence[Piece], piece: Piece, height: float) -> float:
    # What a page that begins with a part, or with the piece itself, has left for the piece.
    return height - _height(part) - _height((part[0] if part else piece).head) + _EPSILON


def _height(pieces: Sequence[Piece]) -> float:
    return pieces[0].height if len(pieces) == 1 else sum([piece.height for piece in pieces])
