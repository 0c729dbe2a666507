"""What is known of a thing, line by line: the name at the left, the words at the right, to be selected and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.text import label


def facts(lines: Sequence[tuple[str, str]]) -> QGridLayout:
    """Lay out names and words; what is not known shows as a dash."""
    grid = QGridLayout()
    space(grid, gap=6)
    grid.setHorizontalSpacing(px(16))
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for number, (name, words) in enumerate(lines):
        grid.addWidget(label(name, "muted"), number, 0, top)
        grid.addWidget(label(words or "—", wrap=True, selectable=True), number, 1, top)
    return grid
