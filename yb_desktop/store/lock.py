"""One program at a time for each data folder: a lock on a file that also says who holds it.

The operating system lets the lock go when the process ends, however it ends; the file itself stays.
"""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from yb_desktop.base.errors import WorldError
from yb_desktop.base.files import world_error

LOCK_NAME = "lock"
_NAME_AT = 1
"""The first byte is what is locked; who holds it stands after it, readable on Windows too."""


class Holder(msgspec.Struct, frozen=True):
    """Who has a folder open."""

    name: str
    pc: str
    pid: int


@dataclass(frozen=True, slots=True)
class FolderLock:
    """A lock that is held until ``release``; ``left_by`` is who had it and did not let go in an orderly way."""

    file: IO[bytes]
    left_by: Holder | None

    @classmethod
    def take(cls, folder: Path, name: str) -> FolderLock:
        """Lock ``folder`` for ``name``. Raises ``WorldError`` (``locked``) that names the holder."""
        path = folder / LOCK_NAME
        try:
            file = path.open("r+b") if path.exists() else path.open("w+b")
        except OSError as problem:
            raise world_error(problem, path) from problem
        if not _try_lock(file):
            held = _holder(file)
            file.close()
            who = f"“{held.name}”在电脑{held.pc}上（进程{held.pid}）" if held else "另一个程序"
            raise WorldError("locked", f"这个数据文件夹正由{who}使用，同一时间只能打开一个。请先关闭那一个再重试。")
        left_by = _holder(file)
        said = msgspec.json.encode(Holder(name, socket.gethostname(), os.getpid()))
        file.seek(_NAME_AT)
        file.truncate()
        file.write(said)
        file.flush()
        return cls(file, left_by)

    def release(self) -> None:
        """Let go, and leave no name behind. Twice does no harm."""
        if not self.file.closed:
            self.file.seek(0)
            self.file.truncate()
            self.file.close()


def _holder(file: IO[bytes]) -> Holder | None:
    try:
        file.seek(_NAME_AT)
        return msgspec.json.decode(file.read(), type=Holder)
    except (OSError, msgspec.MsgspecError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
