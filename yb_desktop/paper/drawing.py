"""The operators of a page: words, lines and QR modules, in points from the lower left corner."""

from __future__ import annotations

from functools import cache

from yb_desktop.paper.flow import Picture, Shape, Stroke, Words
from yb_desktop.paper.glyphs import path
from yb_desktop.paper.qr import rectangles
from yb_desktop.paper.styles import BLACK, Colour
from yb_desktop.paper.typecase import Typecase

_CELLS = 6  # modules of a QR that are looked up together


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
        for run in words.line.runs:
            self._parts.append(f"BT 1 0 0 1 {x + run.x:.2f} {y:.2f} Tm")
            for font, operand in self._typecase.shown(run):
                self._parts.append(f"/{font} {words.size:g} Tf [{operand}]TJ")
            self._parts.append("ET")

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
        runs = " ".join(
            [
                cells
                for row, line in enumerate(code)
                for at in range(0, len(line), _CELLS)
                if (cells := _cells(row, at, line[at : at + _CELLS]))
            ]
        )
        self._parts.append(f"q 0 0 0 rg {module:.5f} 0 0 {module:.5f} {x:.2f} {y + side:.2f} cm {runs} f Q")

    def operators(self) -> bytes:
        """Give the page's content."""
        return "\n".join(self._parts).encode("ascii")


@cache
def _cells(row: int, at: int, cells: bytes) -> str:
    """Write the dark runs of some modules of a row: few enough that every pattern is written once in a process."""
    return " ".join(f"{at + column} {-row - 1} {length} 1 re" for column, _, length in rectangles((cells,)))


@cache
def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
