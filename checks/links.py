"""A checkout is whole in itself: no symbolic link is tracked, neither to a file of one machine nor to a .venv."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checks.findings import Finding


def check(root: Path, files: Iterable[Path]) -> Iterator[Finding]:
    """Find the links, whatever they lead to."""
    for path in files:
        if path.is_symlink():
            yield Finding(path.relative_to(root).as_posix(), "is a link; keep the file itself, or let git ignore it")
