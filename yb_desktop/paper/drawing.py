"""The operators of a page: words, lines and QR modules, in points from the lower left corner."""

from __future__ import annotations

from functools import cache, lru_cache
from operator import getitem

from yb_desktop.paper.breaking import Run
from yb_desktop.paper.flow import Picture, Shape, Stroke, Words
from yb_desktop.paper.glyphs import path
from yb_desktop.paper.styles import BLACK, Colour
from yb_desktop.paper.typecase import Typecase, operand

_BITS = b"1" + b"0" * 255  # a module that is 0 is dark


class Drawing:
    """Collects operators; without a typecase every font is named by its face."""

    def __init__(self, typecase: Typecase | None = None) -> None:
        self._typecase = typecase
        self._parts: list[str] = []
        self._fill = self._line = BLACK
        self._pen: tuple[float, tuple[float, ...]] = (1.0, ())

    def words(self, words: Words, x: float, y: float) -> None:
        """Draw a line of text with its left edge at ``x`` and its baseline at ``y``."""
        if words.colour != self._fill:
            self._parts.append(f"{_rgb(words.colour)} rg")
            self._fill = words.colour
        if self._typecase is None or self._typecase.takes(words.line.runs):
            self._parts.append(_whole(words, x, y))
        else:
            for run in words.line.runs:
                self._parts.append(_shown(run, x, y, words.size, self._typecase.font_of(run)))

    def stroke(self, stroke: Stroke, *, x: float, y: float, up: bool) -> None:
        """Draw a line whose own coordinates begin at ``x``, ``y`` and run upwards or downwards from there."""
        sign = 1 if up else -1
        if stroke.colour != self._line:
            self._parts.append(f"{_rgb(stroke.colour)} RG")
            self._line = stroke.colour
        if (stroke.width, stroke.dash) != self._pen:
            dash = " ".join(f"{length:g}" for length in stroke.dash)
            self._parts.append(f"[{dash}] 0 d {stroke.width:g} w")
            self._pen = (stroke.width, stroke.dash)
        self._parts.append(
            f"{x + stroke.x1:.2f} {y + sign * stroke.y1:.2f} m {x + stroke.x2:.2f} {y + sign * stroke.y2:.2f} l S"
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

    def drawn(self, operators: str) -> None:
        """Take over what was drawn before by itself."""
        self._parts.append(f"q\n{operators}\nQ")

    def qr(self, code: tuple[bytes, ...], *, x: float, y: float, side: float) -> None:
        """Draw a QR with its lower left corner at ``x``, ``y``."""
        module = side / len(code)
        bits = b"1111" + b"".join(code).translate(_BITS) + b"0" * (-(len(code) ** 2) % 4)
        boxes = "".join(map(getitem, _boxes(len(code)), f"{int(bits, 2):x}"[1:]))
        self._parts.append(f"q 0 0 0 rg {module:.5f} 0 0 {-module:.5f} {x:.2f} {y + side:.2f} cm {boxes}f Q")

    def operators(self) -> str:
        """Give what was drawn."""
        return "\n".join(self._parts)


@cache
def _boxes(side: int) -> tuple[dict[str, str], ...]:
    # Four modules at a time, from the hexadecimal digit of their bits to the boxes of the dark ones: looking these up
    # takes less time than finding the runs of a code. More at a time would be tables too large for a processor's cache.
    return tuple({f"{bits:x}": _boxed(first, bits, side) for bits in range(16)} for first in range(0, side * side, 4))


def _boxed(first: int, bits: int, side: int) -> str:
    dark = [first + at for at in range(4) if bits & 8 >> at]
    # One box for those side by side in a row.
    begin = [at for at in dark if at - 1 not in dark or at % side == 0]
    ends = [at for at in dark if at + 1 not in dark or (at + 1) % side == 0]
    return "".join(f"{at % side} {at // side} {end - at + 1} 1 re " for at, end in zip(begin, ends, strict=True))


@lru_cache(maxsize=8192)
def _whole(words: Words, x: float, y: float) -> str:
    return "\n".join([_shown(run, x, y, words.size, run.face.name) for run in words.line.runs])


def _shown(run: Run, x: float, y: float, size: float, font: str) -> str:
    return f"BT /{font} {size:g} Tf 1 0 0 1 {x + run.x:.2f} {y:.2f} Tm [{operand(run)}]TJ ET"


@cache
def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
