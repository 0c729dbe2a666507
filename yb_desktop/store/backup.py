"""Copies of the database: made whole or not at all, kept 7 daily, 4 weekly and 12 monthly, and put back with care.

A copy holds everything, attachments too, but no keys and no passphrases. Putting one back starts a new epoch: what was
done after the copy is unknown here and known elsewhere, so the device must be enrolled again.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from yb_desktop.base.errors import BadInput, Refused, WorldError
from yb_desktop.base.files import sync_folder
from yb_desktop.store import meta, migrate
from yb_desktop.store.carry import into_file
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.dialect.sqlite_backup import copy_into, file_problem, leave_wal, remove
from yb_desktop.store.dialect.sqlite_connect import sqlite_engine
from yb_desktop.store.errors import disk_in_words, in_words
from yb_desktop.store.lock import FolderLock
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.server import Address, address_of, server_engine
from yb_desktop.store.server_restore import put_on_server

FOLDER_NAME = "backups"
KEEP_DAILY, KEEP_WEEKLY, KEEP_MONTHLY = 7, 4, 12
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\w+)\.db")


def write_copy(engine: Engine, target: Path, info: OfficeInfo | None = None) -> Path:
    """Write a copy, a SQLite file whatever it is a copy of: to a temporary file, fsync, check, rename.

    From a server it is the copy of ``info``'s device. Raises ``WorldError`` in words.
    """
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove(part)
        _copy(engine, part, info)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        if problem := file_problem(part):
            raise WorldError(
                "backup-bad", f"备份“{target}”写完后检查不合格（{problem}），没有保留。请换一个磁盘再备份。"
            )
        part.replace(target)
        sync_folder(target.parent)
    finally:
        remove(part)
    return target


def daily_copy(engine: Engine, folder: Path, day: date, why: str = "daily", info: OfficeInfo | None = None) -> Path:
    """Write a copy into the data folder's ``backups`` and let go of those that are not kept any longer.

    ``why`` is a word of ASCII letters: ``daily``, ``import``. One more of a day and word replaces the first.
    """
    backups = folder / FOLDER_NAME
    made = write_copy(engine, backups / f"{day.isoformat()}-{why}.db", info)
    for old in surplus(sorted(path.name for path in backups.glob("*.db"))):
        if old != made.name:
            (backups / old).unlink()
    return made


def copies(folder: Path) -> tuple[Path, ...]:
    """Give the copies in a data folder, the newest first."""
    return tuple(sorted((folder / FOLDER_NAME).glob("*.db"), reverse=True))


def surplus(names: Iterable[str]) -> tuple[str, ...]:
    """Give the copies that are no longer kept: beyond 7 days, 4 weeks and 12 months with one each, newest first."""
    by_day: dict[date, list[str]] = {}
    for name in names:
        if found := _NAME.fullmatch(name):
            by_day.setdefault(date.fromisoformat(found[1]), []).append(name)
    days = sorted(by_day, reverse=True)
    kept = set(days[:KEEP_DAILY])
    kept |= set(_newest_of_each(days, [day.isocalendar()[:2] for day in days])[:KEEP_WEEKLY])
    kept |= set(_newest_of_each(days, [(day.year, day.month) for day in days])[:KEEP_MONTHLY])
    return tuple(name for day in sorted(by_day) if day not in kept for name in by_day[day])


def restore(file: Path, folder: Path, *, database: str, day: date, holder: str) -> OfficeInfo:
    """Put a copy in the place of a data folder's database; what lay there is kept in a folder beside it.

    Raises ``BadInput`` or ``Refused`` and changes nothing when the copy is missing, damaged or another office's, and
    ``WorldError`` when the folder is in use or the copy is a newer program's.
    """
    if not file.is_file():
        raise BadInput("not-found", f"找不到备份文件“{file}”。请检查路径是否正确。")
    if problem := file_problem(file):
        raise Refused("backup-bad", f"备份文件“{file}”不完整或已损坏（{problem}），没有恢复。请换一个备份。")
    target = folder / database
    with disk_in_words(target):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock.take(folder, holder)
        try:
            address = address_of(folder)
            return _to_server(file, folder, address, target, day) if address else _put_back(file, target, day)
        finally:
            lock.release()


def finish_restore(target: Path) -> bool:
    """Finish a restore that a power cut stopped between its last two steps; say whether there was one."""
    part = _part_of(target)
    if target.exists() or not part.exists():
        part.unlink(missing_ok=True)
        return False
    part.replace(target)
    sync_folder(target.parent)
    return True


def _copy(engine: Engine, part: Path, info: OfficeInfo | None) -> None:
    if not dialect_of(engine).shared:
        copy_into(engine, part)
        return
    with engine.connect() as connection:
        into_file(connection, part, info)


def _to_server(file: Path, folder: Path, address: Address, target: Path, day: date) -> OfficeInfo:
    engine = server_engine(folder, address)
    aside = _aside(target, day)
    try:
        migrate.upgrade(engine, lambda revision: None)
        return put_on_server(file, engine, address.device, aside=aside / target.name, day=day)
    finally:
        engine.dispose()
        if not any(aside.iterdir()):  # refused, or cut off before anything was replaced
            aside.rmdir()


def _put_back(file: Path, target: Path, day: date) -> OfficeInfo:
    part = _part_of(target)
    unfinished = part.with_name(part.name + ".part")
    shutil.copyfile(file, unfinished)
    there = _info_of(target) if target.exists() else None
    info = _next_epoch(unfinished, there, day)
    with unfinished.open("rb+") as written:
        os.fsync(written.fileno())
    unfinished.replace(part)
    if target.exists():
        _keep_aside(target, day)
    part.replace(target)
    sync_folder(target.parent)
    return info


def _part_of(target: Path) -> Path:
    return target.with_name(target.name + ".restore")


def _info_of(file: Path) -> OfficeInfo | None:
    """Say whose database lies there, ``None`` when it cannot be read any more: then it may be replaced by anyone's."""
    engine = sqlite_engine(file)
    try:
        with in_words(file), engine.connect() as connection:
            return meta.read_info(connection)
    except WorldError:
        return None
    finally:
        engine.dispose()


def _next_epoch(file: Path, there: OfficeInfo | None, day: date) -> OfficeInfo:
    engine = sqlite_engine(file)
    try:
        with in_words(file), engine.execution_options(**{WRITING: True}).begin() as connection:
            migrate.pending(connection)
            info = meta.read_info(connection)
            if there is not None and (there.office, there.device) != (info.office, info.device):
                text = (
                    f"备份是{info.name}（{info.device}）的，文件夹里是{there.name}（{there.device}）的数据，没有恢复。"
                )
                raise Refused("other-office", text)
            info = replace(info, epoch=max(info.epoch, there.epoch if there else 0) + 1)
            meta.write_info(connection, info)
            meta.owe_epoch(connection, info.device, day.isoformat())
    finally:
        engine.dispose()
    leave_wal(file)
    return info


def _aside(target: Path, day: date) -> Path:
    """Make a new folder for what a restore replaces."""
    number = 1
    while (aside := target.parent / f"replaced-{day.isoformat()}-{number}").exists():
        number += 1
    aside.mkdir()
    return aside


def _keep_aside(target: Path, day: date) -> None:
    aside = _aside(target, day)
    for suffix in ("-wal", "-shm", ""):
        file = target.with_name(target.name + suffix)
        if file.exists():
            file.replace(aside / file.name)
    sync_folder(aside)


def _newest_of_each(days: Sequence[date], groups: Sequence[tuple[int, int]]) -> list[date]:
    newest: dict[tuple[int, int], date] = {}
    for day, group in zip(days, groups, strict=True):
        newest.setdefault(group, day)
    return list(newest.values())
