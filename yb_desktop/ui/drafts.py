"""What was typed and not yet saved: one small JSON file for each form, written whole at every pause in typing.

After a crash the program asks ``all()`` and says which work it recovered, from when. A draft that cannot be read any
more is left out and its file stays where it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.clock import Clock
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error, write_whole


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form held at its last pause: ``key`` names the form and its subject, ``title`` says so in words."""

    key: str
    title: str
    at: datetime
    values: Mapping[str, Json]


class Drafts:
    """The drafts of one data folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def keep(self, key: str, title: str, values: Mapping[str, Json]) -> None:
        """Write the draft of ``key``. Raises ``WorldError`` when the disk is full or read-only."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise world_error(problem, self._folder) from problem
        at = self._clock.now().isoformat(timespec="seconds")
        write_whole(self._file(key), canonical({"key": key, "title": title, "at": at, "values": values}))

    def get(self, key: str) -> Draft | None:
        """Give the draft of ``key``, if there is a readable one."""
        return _read(self._file(key))

    def drop(self, key: str) -> None:
        """Forget the draft of ``key``: its work was saved, or given up."""
        self._file(key).unlink(missing_ok=True)

    def all(self) -> tuple[Draft, ...]:
        """Give every readable draft, the newest first."""
        found = (_read(file) for file in self._folder.glob("*.json"))
        return tuple(sorted((d for d in found if d is not None), key=lambda d: d.at, reverse=True))

    def _file(self, key: str) -> Path:
        return self._folder / (hashlib.sha256(key.encode("utf-8")).hexdigest()[:24] + ".json")


def _read(file: Path) -> Draft | None:
    try:
        plain = parse(file.read_bytes())
    except (OSError, BadInput):
        return None
    match plain:
        case {"key": str(key), "title": str(title), "at": str(at), "values": dict(values)}:
            return Draft(key, title, datetime.fromisoformat(at), values)
        case _:
            return None
