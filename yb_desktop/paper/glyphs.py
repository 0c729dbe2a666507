"""A character as a drawing: for marks that must be no text (骑缝), as curves in thousandths of the type size."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache

from yb_desktop.paper.fonts import Face, FontFile, font_file

_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
Point = tuple[float, float, bool]  # with whether it lies on the curve


@cache
def path(char: str, face: Face) -> str:
    """Give the PDF operators that outline a character (without filling it), in thousandths of the type size."""
    font = font_file(face)
    return " ".join(_contour(points) for points in _contours(font, font.glyph(char)))


def _contours(font: FontFile, glyph: int) -> list[list[Point]]:
    data = font.outline(glyph)
    if not data:
        return []
    (count,) = struct.unpack_from(">h", data)
    ends = struct.unpack_from(f">{count}H", data, 10)
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", data, at)[0]
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag, at = data[at], at + 1
        times = 1
        if flag & _REPEAT:
            times, at = 1 + data[at], at + 1
        flags += [flag] * times
    xs, at = _coordinates(data, at, flags, _X_SHORT, _X_SAME)
    ys, at = _coordinates(data, at, flags, _Y_SHORT, _Y_SAME)
    points = [(x, y, bool(flag & _ON_CURVE)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=True)]


def _coordinates(data: bytes, at: int, flags: Sequence[int], short: int, same: int) -> tuple[list[float], int]:
    out: list[float] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        out.append(value)
    return out, at


def _contour(points: Sequence[Point]) -> str:
    # TrueType leaves out the points on the curve that lie midway between two controls.
    full: list[Point] = []
    for (x, y, on), (next_x, next_y, next_on) in zip(points, [*points[1:], points[0]], strict=True):
        full.append((x, y, on))
        if not on and not next_on:
            full.append(((x + next_x) / 2, (y + next_y) / 2, True))
    first = next(number for number, point in enumerate(full) if point[2])
    full = [*full[first:], *full[: first + 1]]
    x, y, _ = full[0]
    out = [f"{x:g} {y:g} m"]
    at = 1
    while at < len(full):
        end_x, end_y, on = full[at]
        if on:
            out.append(f"{end_x:g} {end_y:g} l")
        else:
            control_x, control_y = end_x, end_y
            at += 1
            end_x, end_y, _ = full[at]
            controls = (x + 2 * control_x, y + 2 * control_y, end_x + 2 * control_x, end_y + 2 * control_y)
            out.append(" ".join(f"{part / 3:.1f}" for part in controls) + f" {end_x:g} {end_y:g} c")
        x, y = end_x, end_y
        at += 1
    return " ".join([*out, "h"])
