"""How far an export or a take-in is: told while nothing is written yet that could not be taken back.

A ``Progress`` may raise to stop the work. It is asked only where stopping leaves nothing behind: while records are
packed, before the bundle's file is made; while they are applied, inside the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from yb_desktop.store.log import Progress

__all__ = ["Progress", "counted"]

_EVERY = 100

T = TypeVar("T")


def counted(items: Iterable[T], total: int, progress: Progress | None) -> Iterator[T]:
    """Hand the items on, and tell how many of ``total`` went by."""
    for number, item in enumerate(items):
        if progress is not None and number % _EVERY == 0:
            progress(number, total)
        yield item
