"""Where shipped resources lie, and how a file is written so that a power cut leaves the old one or the new one."""

from __future__ import annotations

import errno
import os
import tempfile
from datetime import datetime
from pathlib import Path

from yb_desktop.base.errors import WorldError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(*parts: str) -> Path:
    """Give the path of a shipped file or folder: ``shipped("resources", "law")``, ``shipped("forms")``.

    In a checkout they lie beside the package; in an installed wheel inside it, under ``_data``.
    """
    installed = _PACKAGE / "_data"
    root = installed if installed.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)


def write_whole(path: Path, data: bytes, *, one_of_many: bool = False) -> None:
    """Write a file completely or not at all: ``*.part``, fsync, rename, fsync of the folder.

    The last of these is left to who writes ``one_of_many`` (``sync_folder``, at their end): until then a power cut may
    take the whole file away. Raises ``WorldError`` in words when the disk is full or the folder cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        if not one_of_many:
            sync_folder(path.parent)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise world_error(problem, path) from problem


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` last through a power cut (a no-op on Windows, where folders cannot be opened)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def crash_report(text: str, at: datetime) -> Path:
    """Keep the technical text of a mistake of ours in a file of its own and give its path."""
    folder = Path(tempfile.gettempdir()) / "yb-desktop-reports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{at:%Y%m%d-%H%M%S-%f}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def world_error(problem: OSError, path: Path) -> WorldError:
    """Turn an operating system error about ``path`` into a sentence that says what to do."""
    match problem.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return WorldError("disk-full", f"磁盘空间不足，无法写入“{path}”。请清理磁盘后重试；已有数据未受影响。")
        case errno.EFBIG:
            return WorldError(
                "file-too-big", f"“{path}”超过了这个磁盘允许的文件大小，没有写入。请换一个磁盘（如NTFS或exFAT格式）。"
            )
        case errno.EROFS:
            return WorldError("read-only", f"“{path.parent}”是只读的，无法写入。请换一个可写的文件夹。")
        case errno.EACCES | errno.EPERM:
            return WorldError("no-permission", f"没有权限写入“{path}”。请联系系统管理员授权，或换一个文件夹。")
        case errno.ENOENT:
            return WorldError("not-found", f"找不到“{path}”。请检查路径是否正确。")
        case _:
            return WorldError("file", f"读写“{path}”时出错（{problem.strerror}）。请检查磁盘或存储设备后重试。")
