"""What this PC's window remembers between two starts: column widths, font size, the last folder. Never business data.

One JSON file, written whole. A file that cannot be read counts as empty: nothing of worth is lost with it.
"""

from __future__ import annotations

from pathlib import Path

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import write_whole


class Preferences:
    """The remembered values of one data folder, by key."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values = _read(file)

    def get(self, key: str) -> Json:
        """Give the remembered value, ``None`` if there is none."""
        return self._values.get(key)

    def number(self, key: str, otherwise: int) -> int:
        """Give a remembered whole number."""
        value = self._values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else otherwise

    def set(self, key: str, value: Json) -> None:
        """Remember ``value``; a value that is the same already is not written again."""
        if self._values.get(key) != value:
            self._values[key] = value
            write_whole(self._file, canonical(self._values))


def _read(file: Path) -> dict[str, Json]:
    try:
        plain = parse(file.read_bytes())
    except (OSError, BadInput):
        return {}
    return dict(plain) if isinstance(plain, dict) else {}
