"""A note beside the database while long work goes on, so that the next start can say what a crash cut short.

The note changes nothing: what the work wrote is in one transaction or is not there at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from yb_desktop.base.files import write_whole

NOTE_NAME = "work.json"


class Note(msgspec.Struct, frozen=True):
    """What was going on, since when, and at which place of the log it began to write."""

    what: str
    since: str
    place: int


@contextmanager
def noted(folder: Path, note: Note) -> Iterator[None]:
    """Keep a note while the block runs. It goes away with the block, also when that raises; not when the PC dies."""
    path = folder / NOTE_NAME
    write_whole(path, msgspec.json.encode(note))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def left_over(folder: Path) -> Note | None:
    """Give the note that a crash left, and take it away."""
    path = folder / NOTE_NAME
    if not path.exists():
        return None
    try:
        note = msgspec.json.decode(path.read_bytes(), type=Note)
    except msgspec.MsgspecError:
        note = Note("上次的操作", "", 0)
    path.unlink()
    return note
