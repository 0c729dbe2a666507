"""Disk and processor at work at once: the next piece of a file is read while the last one is hashed.

Reading and hashing let other threads run; what is read, and in which order, stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
_PROCESSORS = 2


def ahead(pieces: Iterator[bytes], reader: ThreadPoolExecutor) -> Iterator[bytes]:
    """Give the same pieces, the next one being read by ``reader`` meanwhile; what reading raises is raised here."""
    coming = reader.submit(next, pieces, b"")
    while piece := coming.result():
        coming = reader.submit(next, pieces, b"")
        yield piece


def each(work: Callable[[T], R], things: Iterable[T]) -> list[R]:
    """Do the same with several files at once; give what came of each, in order, or raise what the first one raised."""
    with ThreadPoolExecutor(_PROCESSORS) as workers:
        return list(workers.map(work, things))
