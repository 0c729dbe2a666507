"""Copies of the office's data as people keep them: made now, looked at, restored into a folder of their own.

A copy is never put over the data that is open: it goes into an empty folder, so that nothing can be lost by a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error
from yb_desktop.services.desk import Desk
from yb_desktop.services.offices import put_back
from yb_desktop.services.rights import KEEPERS, in_order
from yb_desktop.store.database import Store
from yb_desktop.store.meta import OfficeInfo

_WHY = {"daily": "每日自动", "import": "导入名单前", "manual": "手工"}


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy in the data folder: its day, why it was made, how large it is (bytes)."""

    file: Path
    day: date
    why: str
    size: int


def copies_of(desk: Desk) -> tuple[CopyLine, ...]:
    """Give the copies in the data folder, the newest first."""
    return tuple(line for file in desk.store.backups() if (line := _line(file)) is not None)


def copy_now(desk: Desk) -> Path:
    """Make a copy in the data folder now; one more of the day replaces the first."""
    return desk.store.keep_copy(desk.clock.today(), "manual")


def copy_to(desk: Desk, folder: Path) -> Path:
    """Make a copy in another folder (a stick, a server), named after office and day."""
    return desk.store.backup(folder / f"{desk.info.office}-{desk.clock.today().isoformat()}.db")


def verify_copy(file: Path) -> str:
    """Read a whole copy and give what is wrong with it, empty when it is sound."""
    return Store.copy_problem(file)


def restore_into(desk: Desk, file: Path, folder: Path) -> OfficeInfo:
    """Put a copy into an empty folder; the data that is open is not touched. Who keeps people and settings may.

    Raises ``BadInput`` (``folder``) for a folder in which something lies, and what ``put_back`` raises.
    """
    desk.need(*in_order(KEEPERS))
    try:
        full = folder.exists() and any(folder.iterdir())
    except OSError as problem:
        raise world_error(problem, folder) from problem
    if full:
        raise BadInput("folder", f"文件夹“{folder}”不是空的。请新建一个空文件夹，再恢复到那里。")
    return put_back(file, folder, day=desk.clock.today())


def _line(file: Path) -> CopyLine | None:
    day, _, why = file.stem.rpartition("-")
    try:
        return CopyLine(file, date.fromisoformat(day), _WHY.get(why, why), file.stat().st_size)
    except (ValueError, OSError):  # no copy of ours, or just let go
        return None
