"""What has no place in a tracked text: work left undone, paths of somebody's machine, hosts of package registries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from checks.findings import Finding

# Written with brackets, so that this file does not find itself.
FORBIDDEN = {
    "work left undone: do it or open an issue": r"\b(?:TO[D]O|FIX[M]E|XX[X])\b",
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]|User[s])/\w",
    "a registry's host; packages are fetched by name": r"pyp[i]\.org|pythonhoste[d]\.org|debia[n]\.org|npmj[s]\.",
    "an exemption without its code": r"type: ignor[e](?!\[)|noq[a](?!:)",
}
_PATTERNS = {reason: re.compile(pattern) for reason, pattern in FORBIDDEN.items()}


def check(root: Path, files: Iterable[Path]) -> Iterator[Finding]:
    """Find forbidden words, line by line, in every file that is UTF-8 text."""
    for path in files:
        data = path.read_bytes()
        if b"\0" in data:
            continue
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            yield Finding(path.relative_to(root).as_posix(), "neither UTF-8 text nor binary")
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for reason, pattern in _PATTERNS.items():
                if pattern.search(line):
                    yield Finding(f"{path.relative_to(root).as_posix()}:{number}", reason)
