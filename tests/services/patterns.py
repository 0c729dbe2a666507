"""Offices that are made once in a process and copied from then on, down to the ids that are given next."""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from tests import databases
from yb_desktop.base.clock import Clock
from yb_desktop.base.ids import make_ids
from yb_desktop.services.desk import Desk
from yb_desktop.services.offices import open_office

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[Made]):
    """An office that was made and closed, to be copied; ``ids`` is where its ids go on."""

    folder: Path
    made: Made
    ids: tuple[object, ...]


class Patterns(Generic[Made]):
    """Patterns by their kind, each with what is known of the office that was made."""

    def __init__(self) -> None:
        self._known: dict[Hashable, _Pattern[Made]] = {}

    def copied(
        self,
        kind: Hashable,
        folder: Path,
        *,
        clock: Clock,
        rng: random.Random,
        build: Callable[[Path], tuple[Desk, Made]],
    ) -> tuple[Desk, Made]:
        """Open a copy of an office of this kind; the first time ``build`` makes it in a file, with ids from ``rng``."""
        if kind not in self._known:
            home = Path(tempfile.mkdtemp(dir=_shelf()))
            desk, made = build(home)
            desk.store.close()
            self._known[kind] = _Pattern(home, made, rng.getstate())
        pattern = self._known[kind]
        rng.setstate(pattern.ids)
        shutil.copytree(pattern.folder, folder, ignore=shutil.ignore_patterns("lock"), dirs_exist_ok=True)
        databases.settle(folder)
        return open_office(folder, clock=clock, ids=make_ids(rng)), pattern.made


@cache
def _shelf() -> Path:
    """Give a folder for the patterns, which goes when the process ends."""
    folder = tempfile.mkdtemp(prefix="yb-offices-")
    atexit.register(shutil.rmtree, folder)
    return Path(folder)
