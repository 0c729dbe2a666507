"""A small table of a page: a few lines with headings, all of them seen at once; cells are words or widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.text import label

Cell = str | QWidget | None


def small_table(
    titles: Sequence[str], lines: Sequence[Sequence[Cell]], *, wide: int = 0, right: Sequence[int] = ()
) -> QWidget:
    """Lay out lines below their titles; the column ``wide`` takes the room, those in ``right`` hold figures."""
    place = QWidget()
    grid = QGridLayout(place)
    space(grid, gap=6)
    grid.setHorizontalSpacing(px(16))
    grid.setColumnStretch(wide, 1)
    top = Qt.AlignmentFlag.AlignTop
    for at, title in enumerate(titles):
        side = Qt.AlignmentFlag.AlignRight if at in right else Qt.AlignmentFlag.AlignLeft
        grid.addWidget(label(title, "small"), 0, at, side)
    for number, line in enumerate(lines, 1):
        middle = any(isinstance(cell, QWidget) for cell in line)
        high = Qt.AlignmentFlag.AlignVCenter if middle else top  # words stand level with the buttons beside them
        for at, cell in enumerate(line):
            if isinstance(cell, str):
                words = label(cell, wrap=at == wide, selectable=True)
                side = Qt.AlignmentFlag.AlignRight if at in right else Qt.AlignmentFlag(0)
                grid.addWidget(words, number, at, high | side)
            elif cell is not None:
                grid.addWidget(cell, number, at, high | Qt.AlignmentFlag.AlignLeft)
    return place
