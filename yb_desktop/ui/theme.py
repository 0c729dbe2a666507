"""How everything looks: colours and one base size from which every other size derives.

Rule kept here: ``px`` is the only way to a size, so that the font size goes from 100 to 200 % while the program runs.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QStyleFactory, QWidget

from yb_desktop.ui.colours import Ink, Look, Tone
from yb_desktop.ui.fonts import load_fonts
from yb_desktop.ui.stylesheet import stylesheet

__all__ = ["Ink", "Look", "Theme", "Tone", "prepare_environment", "px", "space"]

BASE_PX = 14
SMALLEST, LARGEST, STEP = 100, 200, 10
_SPACING = "yb_spacing"


def px(size: float) -> int:
    """Give ``size``, meant for 100 %, in pixels at the present font size."""
    base = QApplication.font().pixelSize()
    return round(size * base / BASE_PX) if base > 0 else round(size)


def space(layout: QLayout, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8) -> None:
    """Set margins (left, top, right, bottom) and gap of a layout in units of 100 %; they follow the font size."""
    layout.setProperty(_SPACING, [*margins, gap])
    _respace(layout)


def prepare_environment() -> None:
    """Set what Qt reads before the application exists.

    The wheels carry no fcitx plug-in; fcitx5 answers ibus, so Chinese can be typed.
    """
    if os.environ.get("QT_IM_MODULE") == "fcitx":
        os.environ["QT_IM_MODULE"] = "ibus"


class Theme(QObject):
    """Dresses the application and changes its font size while it runs."""

    changed = Signal(int)

    def __init__(self, app: QApplication, percent: int = SMALLEST) -> None:
        super().__init__(app)
        self._app = app
        self._families = load_fonts()
        self._percent = 0
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setPalette(_palette())
        self._speak_chinese()
        self.set_percent(percent)

    @property
    def percent(self) -> int:
        """Give the present font size, 100 to 200."""
        return self._percent

    def set_percent(self, percent: int) -> None:
        """Change the font size of the whole program at once; beyond the limits the limit is taken."""
        wanted = max(SMALLEST, min(LARGEST, percent))
        if wanted == self._percent:
            return
        self._percent = wanted
        font = QFont(list(self._families))
        font.setPixelSize(round(BASE_PX * wanted / 100))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self._app.setFont(font)
        self._app.setStyleSheet(stylesheet(px))
        for window in self._app.topLevelWidgets():
            _respace_all(window)
        self.changed.emit(wanted)

    def larger(self) -> None:
        """Make everything one step larger."""
        self.set_percent(self._percent + STEP)

    def smaller(self) -> None:
        """Make everything one step smaller."""
        self.set_percent(self._percent - STEP)

    def usual(self) -> None:
        """Go back to 100 %."""
        self.set_percent(SMALLEST)

    def _speak_chinese(self) -> None:
        words = QTranslator(self)
        if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._app.installTranslator(words)


def _respace_all(window: QWidget) -> None:
    for layout in window.findChildren(QLayout):
        _respace(layout)


def _respace(layout: QLayout) -> None:
    kept = layout.property(_SPACING)
    if isinstance(kept, list):
        left, top, right, bottom, gap = (px(int(n)) for n in kept)
        layout.setContentsMargins(left, top, right, bottom)
        layout.setSpacing(gap)


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, Ink.GROUND),
        (role.WindowText, Ink.TEXT),
        (role.Base, Ink.PAPER),
        (role.AlternateBase, Ink.STRIPE),
        (role.Text, Ink.TEXT),
        (role.Button, Ink.PAPER),
        (role.ButtonText, Ink.TEXT),
        (role.Highlight, Ink.ACCENT),
        (role.HighlightedText, Ink.PAPER),
        (role.PlaceholderText, Ink.MUTED),
        (role.ToolTipBase, Ink.TEXT),
        (role.ToolTipText, Ink.PAPER),
        (role.Link, Ink.ACCENT),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(Ink.MUTED))
    return palette
