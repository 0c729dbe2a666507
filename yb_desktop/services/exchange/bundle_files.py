"""Where bundles lie in a data folder, and how one gets onto a stick.

``outbox`` keeps what was written for others until a receipt says that it is in their books, and ``sent`` the heads of
what went there; ``staged`` keeps what came too early; ``quarantine`` is gone when the work is done, and a crash's
leftovers with it. A bundle on a stick is written once, read back, and never replaced.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yb_desktop.base.errors import WorldError
from yb_desktop.base.files import discard, sync_folder, world_error
from yb_desktop.exchange.bundle import SUFFIX
from yb_desktop.exchange.refusals import refused

KEYS, OUTBOX, STAGED, QUARANTINE, UNSENT, HEADS = "keys", "outbox", "staged", "quarantine", "unsent", "sent"
"""Folders inside a data folder; ``unsent`` holds a receipt until the transaction that it speaks of is safe."""

_SPARE = 16 << 20
_PIECE = 1 << 20
_PART = ".part"
_GONE = frozenset({errno.ENOENT, errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ESTALE, errno.ENOTDIR})
"""What the system says when a device was there a moment ago."""


def inner_folder(data: Path, name: str) -> Path:
    """Give (and make) one of the folders inside a data folder."""
    folder = data / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise world_error(problem, folder) from problem
    return folder


def outer_folder(folder: Path) -> Path:
    """Give (and make) a folder to hand bundles over in; the disk it lies on must be there."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise world_error(problem, folder) from problem
    return folder


def bundle_file(folder: Path, bundle: str) -> Path:
    """Give the path of the bundle with an id in a folder."""
    return folder / f"{bundle}{SUFFIX}"


@contextmanager
def quarantine(data: Path) -> Iterator[Path]:
    """Give a folder for the payload of bundles being read; nothing of it stays, nor of one that a crash left."""
    folder = inner_folder(data, QUARANTINE)
    _empty(folder)
    try:
        yield folder
    finally:
        _empty(folder)


class MaybeOutside(WorldError):
    """The device failed when a bundle had its name there already: it may lie there whole, and so must stay as it is."""


def deliver(source: Path, folder: Path, name: str = "") -> Path:
    """Put a bundle into ``folder``, as ``name`` or under its own: copied whole, synced and read back.

    One of the same bytes there is left alone. Raises ``Refused`` (``bundle-exists``) for other bytes under that name;
    ``WorldError`` when the disk is full, write-protected or gone, then no bundle is there; ``MaybeOutside`` when it
    failed so late that one may be.
    """
    target = folder / (name or source.name)
    part = _part_of(target)
    try:
        if target.exists():
            if _digest(target) != _digest(source):
                raise refused("bundle-exists", target.name)
            return target
        _check_space(folder, source.stat().st_size)
        _write_part(source, part)
    except OSError as problem:
        if problem.errno in _GONE:
            text = f"写入“{target}”时U盘或文件夹不见了，或出了故障，没有写成。请插好U盘（或换一个）后重做，记录不会丢。"
            raise WorldError("device-gone", text) from problem
        raise world_error(problem, target) from problem
    _name_and_read_back(part, target, source)
    return target


def clear_unfinished(folder: Path, office: str, device: str) -> int:
    """Remove what an earlier export of this device left half written, when a stick was pulled; say how many files."""
    try:
        left = [path for path in folder.glob(f"{office}-{device}-*{_PART}") if SUFFIX in path.name]
        for path in left:
            path.unlink()
    except OSError as problem:
        raise world_error(problem, folder) from problem
    return len(left)


def _name_and_read_back(part: Path, target: Path, source: Path) -> None:
    try:
        part.rename(target)
        sync_folder(target.parent)
        if _digest(target) == _digest(source):
            return
        target.unlink()
    except OSError as problem:
        text = (
            f"写入“{target}”快完时U盘或文件夹不见了，或出了故障，不算已写成。"
            "请插好U盘（或换一个）后重做：写出的是同一个数据包，多出一份也不要紧。"
        )
        raise MaybeOutside("device-gone", text) from problem
    text = f"写入“{target}”后读回的内容不对，存储设备可能有故障。请换一个U盘重新导出。"
    raise MaybeOutside("read-back", text)


def spooled(path: Path, data: bytes) -> None:
    """Put an attachment into a file for the time it is packed. Raises ``WorldError``."""
    try:
        path.write_bytes(data)
    except OSError as problem:
        raise world_error(problem, path) from problem


def keep(source: Path, target: Path) -> None:
    """Keep a copy of a bundle that waits, under a name of our own."""
    try:
        if not target.exists():
            _check_space(target.parent, source.stat().st_size)
            part = _part_of(target)
            _write_part(source, part)
            part.rename(target)
            sync_folder(target.parent)
    except OSError as problem:
        raise world_error(problem, source if problem.errno in _GONE else target) from problem


def remove_sent(path: Path) -> None:
    """Remove a bundle of the outbox, and what armour was made of it."""
    discard(path)
    for worn in path.parent.glob(f"{path.name}.*"):
        discard(worn)


def move(source: Path, target: Path) -> None:
    """Move a file within the data folder so that it lasts through a power cut."""
    try:
        source.replace(target)
        sync_folder(target.parent)
    except OSError as problem:
        raise world_error(problem, target) from problem


def _part_of(target: Path) -> Path:
    return target.with_name(target.name + _PART)


def _write_part(source: Path, part: Path) -> None:
    try:
        with source.open("rb") as given, part.open("wb") as out:
            shutil.copyfileobj(given, out, _PIECE)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        discard(part)
        raise


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):  # from the stick, not from memory
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(stream, "sha256").digest()


def _check_space(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + _SPARE:
        need = (size + _SPARE) >> 20
        text = f"“{folder}”的剩余空间不足（需要{need} MB），没有写入。请清理后重试，或换一个存储设备。"
        raise WorldError("disk-full", text)


def _empty(folder: Path) -> None:
    for inside in folder.iterdir():
        if inside.is_dir():
            shutil.rmtree(inside, ignore_errors=True)
        else:
            discard(inside)


@contextmanager
def as_file(data: bytes) -> Iterator[Path]:
    """Give bytes as a file that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yb-") as folder:
        path = Path(folder) / "file"
        try:
            path.write_bytes(data)
        except OSError as problem:
            raise world_error(problem, path) from problem
        yield path
