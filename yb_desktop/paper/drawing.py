"""The operators of a page: words, lines and QR modules, in points from the lower left corner."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from yb_desktop.paper.flow import Picture, Shape, Stroke, Words
from yb_desktop.paper.glyphs import path
from yb_desktop.paper.qr import LARGEST, rectangles
from yb_desktop.paper.styles import BLACK, Colour
from yb_desktop.paper.typecase import Typecase, operand

_CELLS = 7  # modules of a QR that are looked up together


class Drawing:
    """Collects the operators of one page."""

    def __init__(self, typecase: Typecase) -> None:
        self._typecase = typecase
        self._parts: list[str] = []
        self._fill = self._line = BLACK

    def words(self, words: Words, x: float, y: float) -> None:
        """Draw a line of text with its left edge at ``x`` and its baseline at ``y``."""
        if words.colour != self._fill:
            self._parts.append(f"{_rgb(words.colour)} rg")
            self._fill = words.colour
        if self._typecase.takes(words.line.runs):
            self._parts.append(_whole(words, x, y))
        else:
            for run in words.line.runs:
                self._parts.append(_shown(x + run.x, y, words.size, self._typecase.divided(run)))

    def stroke(self, stroke: Stroke, *, x: float, y: float, up: bool) -> None:
        """Draw a line whose own coordinates begin at ``x``, ``y`` and run upwards or downwards from there."""
        sign = 1 if up else -1
        if stroke.colour != self._line:
            self._parts.append(f"{_rgb(stroke.colour)} RG")
            self._line = stroke.colour
        dash = " ".join(f"{length:g}" for length in stroke.dash)
        self._parts.append(
            f"[{dash}] 0 d {stroke.width:g} w {x + stroke.x1:.2f} {y + sign * stroke.y1:.2f} m "
            f"{x + stroke.x2:.2f} {y + sign * stroke.y2:.2f} l S"
        )

    def shape(self, shape: Shape) -> None:
        """Draw a character as curves."""
        scale = f"{shape.size / 1000:.5f}"
        self._parts.append(
            f"q {_rgb(shape.colour)} rg {scale} 0 0 {scale} {shape.x:.2f} {shape.y:.2f} cm "
            f"{path(shape.char, shape.face)} f Q"
        )

    def picture(self, name: str, picture: Picture, x: float, y: float) -> None:
        """Draw a picture with its lower left corner at ``x``, ``y``."""
        self._parts.append(f"q {picture.width:.2f} 0 0 {picture.height:.2f} {x:.2f} {y:.2f} cm /{name} Do Q")

    def shared(self, name: str) -> None:
        """Draw what several pages share, by its name among the resources."""
        self._parts.append(f"/{name} Do")

    def qr(self, code: tuple[bytes, ...], *, x: float, y: float, side: float) -> None:
        """Draw a QR with its lower left corner at ``x``, ``y``."""
        module = side / len(code)
        cells = [
            known[line[at : at + _CELLS]]
            for row, line in enumerate(code)
            for at, known in zip(range(0, len(line), _CELLS), _cells_of(row), strict=False)
        ]
        runs = "".join(cells)
        self._parts.append(f"q 0 0 0 rg {module:.5f} 0 0 {module:.5f} {x:.2f} {y + side:.2f} cm {runs}f Q")

    def operators(self) -> bytes:
        """Give the page's content."""
        return "\n".join(self._parts).encode("ascii")


class _Cells(dict[bytes, str]):
    """Some modules of a row as rectangles: few enough that every pattern is written once in a process."""

    def __init__(self, row: int, at: int) -> None:
        super().__init__()
        self._place = at, row

    def __missing__(self, cells: bytes) -> str:
        at, row = self._place
        runs = [f"{at + column} {-row - 1} {length} 1 re " for column, _, length in rectangles((cells,))]
        self[cells] = "".join(runs)
        return self[cells]


@cache
def _cells_of(row: int) -> tuple[_Cells, ...]:
    return tuple(_Cells(row, at) for at in range(0, 17 + 4 * LARGEST, _CELLS))


@lru_cache(maxsize=8192)
def _whole(words: Words, x: float, y: float) -> str:
    return "\n".join([_shown(x + run.x, y, words.size, ((run.face.name, operand(run)),)) for run in words.line.runs])


def _shown(x: float, y: float, size: float, parts: Iterable[tuple[str, str]]) -> str:
    shown = " ".join([f"/{font} {size:g} Tf [{codes}]TJ" for font, codes in parts])
    return f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET"


@cache
def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
