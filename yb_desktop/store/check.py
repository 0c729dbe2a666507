"""Look a data folder over: file, chain, attachments, tables, disk. Nothing is changed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, func, select

from yb_desktop.domain.entities import kind_of
from yb_desktop.law.law import Law
from yb_desktop.store import log as records_log
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.project.shapes import TABLES
from yb_desktop.store.rebuild import rebuild
from yb_desktop.store.tables import PROJECTIONS
from yb_desktop.store.tables.log import blobs, log

LOW_DISK = 1024**3
"""Less free disk than this, in bytes, is reported."""


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of a check: ``name`` for programs, ``text`` for people."""

    name: str
    ok: bool
    text: str


def check_database(connection: Connection) -> CheckItem:
    """Check the structure of the database file."""
    dialect = dialect_of(connection)
    problem = dialect.quick_check(connection)
    what, fine = ("数据库", "数据库完好。") if dialect.shared else ("数据文件", "数据文件完好。")
    return CheckItem("database", not problem, f"{what}损坏：{problem}。请从备份恢复。" if problem else fine)


def check_chain(connection: Connection, info: OfficeInfo, *, full: bool) -> CheckItem:
    """Check the end of the own chain, or with ``full`` every record of every chain."""
    if full:
        broken = records_log.check_chain(connection, info.office, info.device)
    else:
        broken = records_log.check_tail(connection, info.office, info.device)
    if broken:
        first = broken[0]
        where = f"{first.office}的{first.device}日志{first.text}"
        return CheckItem(
            "chain", False, f"记录链有{len(broken)}处不符，第一处：{where}请从备份恢复，并保留现有文件备查。"
        )
    count = records_log.size(connection)
    return CheckItem("chain", True, f"记录链完好（{count}条，{'全部核对' if full else '已核对末尾'}）。")


def check_blobs(connection: Connection, *, full: bool) -> CheckItem:
    """Count the attachments, or with ``full`` read every one and compare its hash."""
    if not full:
        count = connection.scalar(select(func.count()).select_from(blobs)) or 0
        return CheckItem("blobs", True, f"附件{count}个（内容未逐一核对）。")
    bad = [name for name, data in _blobs(connection) if hashlib.sha256(data).hexdigest() != name]
    if bad:
        return CheckItem("blobs", False, f"{len(bad)}个附件的内容与其编号不符（{bad[0][:12]}…）。请从备份恢复。")
    return CheckItem("blobs", True, "附件内容全部核对无误。")


def check_projections(connection: Connection, law: Law, *, full: bool) -> CheckItem:
    """Compare the tables with the log: each entity has its row; with ``full`` every row is made again and compared.

    The full comparison needs a connection that writes, and takes back what it did.
    """
    if full:
        same = _same_after_rebuild(connection, law)
    else:
        entities = connection.execute(select(log.c.entity).where(records_log.in_books()).distinct()).scalars()
        wanted = dict.fromkeys(TABLES, 0)
        for entity in entities:
            wanted[kind_of(entity)] += 1
        same = all(
            connection.scalar(select(func.count()).select_from(table)) == wanted[kind] for kind, table in TABLES.items()
        )
    text = "业务表与记录一致。" if same else "业务表与记录不一致，请用“重建业务表”修复；记录本身不受影响。"
    return CheckItem("projections", same, text)


def check_disk(connection: Connection, folder: Path) -> CheckItem:
    """Look whether there is room for the data to grow and for one more copy."""
    where = "本机" if dialect_of(connection).shared else "数据所在"
    free = shutil.disk_usage(folder).free
    needed = max(LOW_DISK, 2 * dialect_of(connection).size(connection))
    text = f"{where}磁盘剩余{free // 1024**2} MB"
    return CheckItem("disk", free >= needed, f"{text}。" if free >= needed else f"{text}，不足以备份，请清理磁盘。")


def table_digest(connection: Connection, table: Table) -> str:
    """Give a hash over every value of every row of a table, in the order of its key."""
    digest = hashlib.sha256()
    for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def _same_after_rebuild(connection: Connection, law: Law) -> bool:
    before = [table_digest(connection, table) for table in PROJECTIONS]
    trial = connection.begin_nested()
    try:
        rebuild(connection, law)
        return before == [table_digest(connection, table) for table in PROJECTIONS]
    finally:
        trial.rollback()


def _blobs(connection: Connection) -> Iterator[tuple[str, bytes]]:
    names = connection.execute(select(blobs.c.sha256).order_by(blobs.c.sha256)).scalars().all()
    for name in names:
        yield name, connection.scalar(select(blobs.c.data).where(blobs.c.sha256 == name)) or b""
