"""The window's own fonts, so that a machine without any Chinese font shows Chinese.

The files come from ``resources/fonts``; every file whose name contains ``Sans`` is loaded and the family of the first
one leads. Without such a file the system's own Chinese families are asked for by name, and Qt falls back from there.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from yb_desktop.base.files import shipped

_SYSTEM = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


def load_fonts(folder: Path | None = None) -> tuple[str, ...]:
    """Load the shipped sans fonts (once per process) and give the families to ask for, the best first."""
    folder = folder or shipped("resources", "fonts")
    families: list[str] = []
    for file in _sans_files(folder):
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            families.extend(f for f in QFontDatabase.applicationFontFamilies(number) if f not in families)
    return (*families, *_SYSTEM)


def _sans_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (f for f in folder.iterdir() if f.suffix.lower() in {".ttf", ".otf"} and "Sans" in f.stem)
    return sorted(found, key=lambda f: ("Regular" not in f.stem, f.name))
