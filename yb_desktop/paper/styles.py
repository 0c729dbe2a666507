"""The measures of each page style, in points, from GB/T 9704-2012.

The type area of an official document is 156 mm × 225 mm: 22 lines of 28 characters. Below it is the footer (page number
7 mm under the type area, document number and QR), so every style leaves at least 35 mm there; no text comes nearer than
15 mm to an edge.
"""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.paper.blocks import Style
from yb_desktop.paper.fonts import Face

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
FOOTER = 15 * MM  # lower edge of the footer's QR
QR_SIDE = 18 * MM
SEAL = 45 * MM
LETTER_RULE = 170 * MM  # length of the letter form's lines
RED = (0.85, 0.0, 0.0)
FAINT = (0.72, 0.72, 0.72)
BLACK = (0.0, 0.0, 0.0)

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One style's page: paper, margins, grid and body type."""

    paper: tuple[float, float]
    top: float
    bottom: float
    left: float
    right: float
    columns: int
    lines: int
    size: float
    face: Face
    title: float
    table: float
    footer: float = FOOTER
    counted: bool = False  # 第 x 页 共 y 页 instead of — x —
    seam: bool = False
    plain_imprint: bool = False

    @property
    def width(self) -> float:
        """Width of the type area."""
        return self.paper[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the type area."""
        return self.paper[1] - self.top - self.bottom

    @property
    def pitch(self) -> float:
        """Advance of a character on the grid."""
        return self.width / self.columns

    @property
    def leading(self) -> float:
        """Height of a line on the grid."""
        return self.height / self.lines


def _official() -> Sheet:
    return Sheet(A4, 37 * MM, 35 * MM, 28 * MM, 26 * MM, 28, 22, 16, Face.FANG, 22, 12)


SHEETS = {
    Style.OFFICIAL: _official(),
    Style.MINUTES: _official(),
    # The lower red line lies 20 mm above the edge; the footer stands on it.
    Style.LETTER: Sheet(
        A4, 37 * MM, 42 * MM, 28 * MM, 26 * MM, 28, 21, 16, Face.FANG, 22, 12, footer=22 * MM, plain_imprint=True
    ),
    Style.FORM: Sheet(A4, 20 * MM, 36 * MM, 20 * MM, 20 * MM, 40, 36, 12, Face.SONG, 18, 10.5, counted=True),
    Style.AGREEMENT: Sheet(
        A4, 30 * MM, 36 * MM, 28 * MM, 26 * MM, 31, 27, 14, Face.FANG, 22, 10.5, counted=True, seam=True
    ),
    Style.LEDGER: Sheet(
        (A4[1], A4[0]), 20 * MM, 36 * MM, 20 * MM, 20 * MM, 70, 24, 10.5, Face.SONG, 18, 9, counted=True
    ),
}  # fmt: skip
