"""What ``shots`` takes besides the catalogue: a rule with its bases and a day counted, one the office sets, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.rules.page import FILES


def scenes(context: Context, screen: Screen) -> Mapping[str, Callable[[], None]]:
    """Give the pictures worth taking, by name."""
    del context
    return {"rule": lambda: screen.open("E1"), "local": lambda: screen.open("G3"), "files": lambda: screen.open(FILES)}
