"""A QR as rectangles: no picture, so it stays sharp at any resolution."""

from __future__ import annotations

import segno

from yb_desktop.base.errors import BadInput

LARGEST = 10
_MASK = 3  # hashes and signatures are noise: no mask serves them better, and trying all takes five times as long


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Make the modules of a QR (without the quiet zone), of version 10 at most, with error correction M or else L.

    Raises ``BadInput`` (``qr-size``) when the text is too long for that.
    """
    for level in ("m", "l"):
        try:
            code = segno.make_qr(text, error=level, mode="alphanumeric", mask=_MASK, boost_error=False)
        except segno.DataOverflowError:
            continue
        if int(code.version) <= LARGEST:
            return tuple(tuple(bool(module) for module in row) for row in code.matrix)
    raise BadInput("qr-size", "文书编号太长，页脚二维码放不下。请缩短文号。")


def rectangles(code: tuple[tuple[bool, ...], ...]) -> list[tuple[int, int, int]]:
    """Give the dark runs of each row: column, row, length."""
    runs = []
    for row, line in enumerate(code):
        start = -1
        for column, dark in enumerate((*line, False)):
            if dark and start < 0:
                start = column
            elif not dark and start >= 0:
                runs.append((start, row, column - start))
                start = -1
    return runs
