"""The colours by what they are for, and the tones of badges.

Rules kept here: text has a contrast of at least 4.5 : 1 on its ground; a colour never speaks alone: a ``Tone`` always
brings an icon, and whoever uses it writes a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ink:
    """The colours by what they are for."""

    TEXT = "#1f2a33"
    MUTED = "#566470"
    LINE = "#d3dbe1"
    FIELD_LINE = "#8494a0"
    PAPER = "#ffffff"
    GROUND = "#f3f6f8"
    STRIPE = "#f8fafb"
    ACCENT = "#17607d"
    ACCENT_DARK = "#104a61"
    ACCENT_SOFT = "#dcecf3"
    SIDE = "#1d3747"
    SIDE_TEXT = "#dbe6ec"
    SIDE_NOW = "#2c5066"
    GOOD = "#1d6a3a"
    WARN = "#7f4d00"
    BAD = "#ad231c"


@dataclass(frozen=True, slots=True)
class Look:
    """What a tone looks like: ink on ground with a line around it, and the icon that says the same without colour."""

    ink: str
    ground: str
    line: str
    icon: str


class Tone(Enum):
    """How grave a badge, a notice or a table cell is."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"

    @property
    def look(self) -> Look:
        """Give the colours and the icon."""
        return _LOOKS[self]


_LOOKS = {
    Tone.NEUTRAL: Look("#44525c", "#edf1f4", "#cfd8de", "later"),
    Tone.INFO: Look(Ink.ACCENT_DARK, "#e4f0f5", "#b3d2df", "info"),
    Tone.GOOD: Look(Ink.GOOD, "#e5f3e9", "#b5d9c1", "done"),
    Tone.WARN: Look(Ink.WARN, "#fdf1d8", "#e9cf97", "attention"),
    Tone.BAD: Look(Ink.BAD, "#fbe9e7", "#edbcb8", "overdue"),
}
