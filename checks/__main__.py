"""``python -m checks``: print what breaks a house rule, one line each; exit 1 when anything does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from checks import coverage, links, locks, notices, sizes, words
from checks.findings import Finding, tracked


def find_all(root: Path) -> Iterator[Finding]:
    """Run every house rule over the checkout at ``root``."""
    everything = list(tracked(root))
    yield from links.check(root, everything)
    files = [path for path in everything if not path.is_symlink()]
    yield from sizes.check(root, files)
    yield from words.check(root, files)
    yield from notices.check(root, files)
    yield from locks.check(root)
    yield from coverage.check(root)


if __name__ == "__main__":
    findings = [str(finding) for finding in find_all(Path(__file__).resolve().parent.parent)]
    sys.stdout.write("".join(f"{finding}\n" for finding in findings))
    sys.exit(1 if findings else 0)
