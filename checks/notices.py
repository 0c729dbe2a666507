"""What we ship of others is named: every font has a licence text in its folder and a line in NOTICE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checks.findings import Finding
from checks.sizes import FONTS


def check(root: Path, files: Iterable[Path]) -> Iterator[Finding]:
    """Find fonts without a licence text beside them or a line in NOTICE, and a missing licence of our own."""
    for own in ("LICENSE", "NOTICE"):
        if not (root / own).is_file():
            yield Finding(own, "is missing")
    notice = (root / "NOTICE").read_text(encoding="utf-8") if (root / "NOTICE").is_file() else ""
    for font in (path for path in files if path.suffix in FONTS):
        where = font.relative_to(root).as_posix()
        if where not in notice:
            yield Finding(where, "is not named in NOTICE")
        if not any(_licence(path) for path in font.parent.iterdir()):
            yield Finding(where, "has no licence text beside it")


def _licence(path: Path) -> bool:
    name = path.name.upper()
    return path.suffix.lower() in {".txt", ".md", ""} and any(word in name for word in ("LICEN", "COPYING", "OFL"))
