"""Accidents at a chosen moment: just before a call of the operating system that leaves something on a disk.

Counted are opening, writing, syncing, renaming and removing files, and a database's commit. Either the process, one of
its own, is killed without a last word, or something happens to the world outside and the work goes on.
"""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from types import FrameType

CALLS = frozenset({io.open, os.open, os.fsync, os.rename, os.replace, os.unlink, os.mkdir, os.rmdir})
METHODS = {"commit": sqlite3.Connection, "write": io.BufferedWriter}
MOMENTS = 75
"""A step of a small bundle has about so many of them."""


class End(Enum):
    """How a step in a process of its own ended."""

    DONE = 0
    REFUSED = 3
    KILLED = 9


def in_child(step: Callable[[], object], moment: int, refusal: type[Exception]) -> End:
    """Do a step in a child that is killed at its ``moment``-th such call; say whether it got to an end before.

    ``refusal`` is how the step may end besides; anything else that is raised fails the test that asked.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _watch(moment)
            step()
            status = End.DONE.value
        except refusal:
            status = End.REFUSED.value
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return End.KILLED
    return End(os.WEXITSTATUS(status))


@contextmanager
def at_moment(moment: int, happens: Callable[[], object], begun: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """Let something happen just before the ``moment``-th such call, counted from when ``begun`` says yes."""
    _watch(moment, happens, begun)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _watch(moment: int, happens: Callable[[], object] = _die, begun: Callable[[], bool] = lambda: True) -> None:
    left = moment

    def seen(_frame: FrameType, event: str, called: object) -> None:
        nonlocal left
        if event == "c_call" and left and _lasting(called) and begun():
            left -= 1
            if not left:
                happens()

    sys.setprofile(seen)
    threading.setprofile(seen)  # those that begin from here on: a copy is written beside the work


def _lasting(called: object) -> bool:
    if called in CALLS:
        return True
    name = getattr(called, "__name__", "")
    return name in METHODS and isinstance(getattr(called, "__self__", None), METHODS[name])
