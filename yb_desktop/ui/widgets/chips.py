"""Filters as a row of chips, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from yb_desktop.ui.widgets.text import row


def chip(words: str) -> QPushButton:
    """Make a chip that can be switched on and off."""
    made = QPushButton(words)
    made.setCheckable(True)
    made.setAutoDefault(False)
    made.setProperty("role", "chip")
    return made


class Chips(QButtonGroup):
    """The chips by their number; the first is chosen. ``idClicked`` tells which one was pressed."""

    def __init__(self, words: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        for number, one in enumerate(words):
            self.addButton(chip(one), number)
        self.button(0).setChecked(True)

    def bar(self, *beside: QWidget | None) -> QHBoxLayout:
        """Put the chips, and what belongs beside them, on one line; ``None`` is a spring."""
        return row(*self.buttons(), *beside, gap=6)
