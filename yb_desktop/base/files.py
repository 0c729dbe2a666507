"""Where shipped resources lie, and how a file is written so that a power cut leaves the old one or the new one."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
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
        discard(part)
        raise world_error(problem, path) from problem


def discard(path: Path) -> None:
    """Remove a file that is not needed any more; one that cannot be removed (its disk is gone) does no harm."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


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
    code, text = _SENTENCES.get(problem.errno or 0, _OTHER)
    return WorldError(code, text.format(path=path, folder=path.parent, number=problem.errno or 0))


_GONE = ("device-gone", "“{path}”所在的存储设备不见了或出了故障。请插好U盘（或换一个）后重试；已有数据未受影响。")
_NOT_A_FOLDER = ("not-a-folder", "“{path}”的位置上有一个同名的文件，不能当作文件夹使用。请另选一个文件夹。")
_DENIED = ("no-permission", "没有权限写入“{path}”。请联系系统管理员授权，或换一个文件夹。")
_FULL = ("disk-full", "磁盘空间不足，无法写入“{path}”。请清理磁盘后重试；已有数据未受影响。")
_BAD_NAME = ("bad-name", "这个磁盘不接受“{path}”这样的名称（太长，或有冒号等字符）。请换一个名称简短的文件夹。")

_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: (
        "file-too-big",
        "“{path}”超过了这个磁盘允许的文件大小，没有写入。请换一个磁盘（如NTFS或exFAT格式）。",
    ),
    errno.EROFS: ("read-only", "“{folder}”是只读的，无法写入。请关掉U盘的写保护开关，或换一个可写的文件夹。"),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOENT: ("not-found", "找不到“{path}”。请检查路径是否正确；在U盘上的，请插好U盘后重试。"),
    errno.ENAMETOOLONG: _BAD_NAME,
    errno.EINVAL: _BAD_NAME,
    errno.EEXIST: _NOT_A_FOLDER,
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EIO: _GONE,
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.ENOTCONN: _GONE,
    errno.ESTALE: _GONE,
}
_OTHER = ("file", "读写“{path}”时出错（系统错误号{number}）。请检查磁盘或存储设备后重试。")
