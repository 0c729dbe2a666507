"""Put a copy in the place of what lies on a server: for all PCs of the office, in one transaction.

Every device begins a new epoch: what was done after the copy is unknown here and known elsewhere.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from yb_desktop.base.errors import Refused
from yb_desktop.store import meta, migrate
from yb_desktop.store.carry import carry, into_file
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.dialect.sqlite_backup import remove
from yb_desktop.store.dialect.sqlite_connect import sqlite_engine
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.schema import create_all
from yb_desktop.store.tables import metadata


def put_on_server(file: Path, engine: Engine, device: str, *, aside: Path, day: date) -> OfficeInfo:
    """Replace what the server holds by a sound copy; what it held is written to ``aside`` first.

    Raises ``Refused`` (``other-office``) and changes nothing when the copy is another office's.
    """
    work = aside.with_name(aside.name + ".restore")
    copied = sqlite_engine(work)
    try:
        shutil.copyfile(file, work)
        migrate.upgrade(copied, lambda revision: None)
        with (
            copied.connect() as source,
            engine.execution_options(**{WRITING: True}).begin() as target,
        ):
            return _replaced(source, target, device, aside, day)
    finally:
        copied.dispose()
        remove(work)


def _replaced(source: Connection, target: Connection, device: str, aside: Path, day: date) -> OfficeInfo:
    there = meta.read_info(target, device)
    info = meta.read_info(source)
    if there.office != info.office:
        raise Refused("other-office", f"备份是{info.name}的，数据库是{there.name}的，没有恢复。")
    epochs = dict(meta.devices(target))
    into_file(target, aside, there)
    metadata.drop_all(target)
    for statement in dialect_of(target).tear_down():
        target.exec_driver_sql(statement)
    create_all(target)
    carry(source, target, metadata.sorted_tables)
    for name, epoch in meta.devices(source).items():
        epochs[name] = max(epoch, epochs.get(name, 0))
    for name, epoch in epochs.items():
        meta.add_device(target, replace(info, device=name, epoch=epoch + 1))
        meta.owe_epoch(target, name, day.isoformat())
    return meta.read_info(target, device)
