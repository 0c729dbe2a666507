"""Triggers that forbid to change or delete what is only ever added to.

They need ``PRAGMA recursive_triggers=ON`` (see ``sqlite_connect``), or ``INSERT OR REPLACE`` gets past them.
"""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.store.dialect.interface import GUARDED


def guard_statements() -> Iterator[str]:
    """Give the statements that set the triggers up."""
    for table in GUARDED:
        for change in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
