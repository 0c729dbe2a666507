"""What a database can say, in the office's words: the one place where SQLAlchemy's errors become ``WorldError``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from yb_desktop.base.errors import WorldError
from yb_desktop.base.files import world_error

_TEXTS: dict[str, tuple[str, str]] = {
    "SQLITE_FULL": ("disk-full", "磁盘空间不足，“{}”没有写入，已有数据未受影响。请清理磁盘后重做这一步。"),
    "SQLITE_READONLY": ("read-only", "数据文件夹“{}”是只读的，不能写入。请检查文件夹权限，或换一个可写的文件夹。"),
    "SQLITE_BUSY": ("locked", "数据“{}”正被另一个程序占用。请关闭其他正在使用它的程序后重试。"),
    "SQLITE_LOCKED": ("locked", "数据“{}”正被另一个程序占用。请关闭其他正在使用它的程序后重试。"),
    "SQLITE_CANTOPEN": ("no-permission", "打不开数据“{}”。请检查文件夹是否存在、是否有读写权限。"),
    "SQLITE_PERM": ("no-permission", "没有权限读写数据“{}”。请联系系统管理员授权。"),
    "SQLITE_NOTADB": ("not-a-database", "“{}”不是本程序的数据文件。请检查所选的文件夹，或从备份恢复。"),
    "SQLITE_CORRUPT": ("corrupt", "数据文件“{}”已损坏。请不要继续使用，从最近的备份恢复。"),
    "SQLITE_IOERR": ("disk", "读写“{}”时磁盘出错。请检查磁盘；若反复出现，请换一台电脑并从备份恢复。"),
}


@contextmanager
def in_words(place: Path) -> Iterator[None]:
    """Turn what goes wrong with the database at ``place`` into a sentence; our own mistakes pass as they are."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as problem:  # while connecting, the driver's own come through
        said = _worded(problem.orig if isinstance(problem, DatabaseError) else problem, place)
        if said is None:
            raise
        raise said from problem


@contextmanager
def disk_in_words(place: Path) -> Iterator[None]:
    """Do the same for what goes wrong with files at ``place``."""
    try:
        with in_words(place):
            yield
    except OSError as problem:
        raise world_error(problem, place) from problem


def _worded(problem: BaseException | None, place: Path) -> WorldError | None:
    name = getattr(problem, "sqlite_errorname", None)
    if not isinstance(name, str):
        return _from_server(problem)
    found = next((text for prefix, text in _TEXTS.items() if name == prefix or name.startswith(prefix + "_")), None)
    return WorldError(found[0], found[1].format(place)) if found else None


def _from_server(problem: BaseException | None) -> WorldError | None:
    if problem is None or not hasattr(problem, "sqlstate"):
        return None
    from yb_desktop.store.dialect.postgres_errors import said

    found = said(problem)
    return WorldError(*found) if found else None
