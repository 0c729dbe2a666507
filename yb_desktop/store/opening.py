"""What is done before a store is used: migrate, check, rebuild or recount, say what was recovered."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, Engine

from yb_desktop.base.errors import BadInput, WorldError
from yb_desktop.law.law import Law
from yb_desktop.store import log as records_log
from yb_desktop.store import meta, migrate
from yb_desktop.store.backup import FOLDER_NAME, write_copy
from yb_desktop.store.check import check_chain, check_database
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.lock import Holder
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.rebuild import own_law, rebuild, recount_clocks
from yb_desktop.store.schema import PROJECTED_BY
from yb_desktop.store.work import left_over

_DEVICE = re.compile(r"[a-z0-9]{1,12}")


def check_info(info: OfficeInfo) -> None:
    """Refuse an office that could not be told from others. Raises ``BadInput`` (``device``, ``office``)."""
    if not _DEVICE.fullmatch(info.device):
        raise BadInput("device", "设备名只能用1至12个小写字母或数字，例如pc1。")
    if not re.fullmatch(r"\d{6,12}", info.office) or not info.name.strip():
        raise BadInput("office", "请填写单位的行政区划代码（6至12位数字）和名称。")


def open_checked(engine: Engine, folder: Path, law: Law, device: str = "") -> tuple[OfficeInfo, Law]:
    """Bring a database up to date and look it over; give whose it is, and the law that office works under.

    ``device`` names this PC among those of a server.
    """
    with engine.connect() as connection:
        looked = check_database(connection)
        if not looked.ok:
            raise WorldError("corrupt", looked.text)
    migrate.upgrade(engine, lambda revision: _copy_before(engine, folder, revision))
    with engine.connect() as connection:
        info = meta.read_info(connection, device)
        _check_tail(connection, info)
        projected_by = meta.get(connection, "projected_by")
    if dialect_of(engine).shared and _number(projected_by) > _number(PROJECTED_BY):
        raise migrate.newer()
    if projected_by != PROJECTED_BY:
        with engine.execution_options(**{WRITING: True}).begin() as connection:
            rebuild(connection, law)
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        own = own_law(connection, law)
        if meta.get(connection, "law") != own.fingerprint():
            recount_clocks(connection, own)
    return info, own


def recovered(engine: Engine, folder: Path, left_by: Holder | None) -> str | None:
    """Say in Chinese what a crash left and what became of it; ``None`` after an orderly end."""
    note = left_over(folder)
    if note is None and left_by is None:
        return None
    with engine.connect() as connection:
        place = records_log.next_place(connection)
    who = f"上次{left_by.name}使用时程序没有正常退出。" if left_by else ""
    if note is None:
        return f"{who}已恢复到最后一次完整保存的内容（共{place - 1}条记录），没有做了一半的操作。"
    since = f"（{note.since}开始）" if note.since else ""
    if note.place == place:
        return f"{who}“{note.what}”{since}中途中断，什么都没有写入，请重做。此前的{place - 1}条记录完好。"
    if dialect_of(engine).shared:  # another PC's records may be what is new
        return f"{who}“{note.what}”{since}中途中断，可能已全部写入，也可能什么都没有写入。请核对后再决定是否重做。"
    return f"{who}“{note.what}”{since}已全部写入后才中断，不必重做。现有{place - 1}条记录完好。"


def _number(projected_by: str) -> int:
    return int(projected_by) if projected_by.isdecimal() else 0


def _check_tail(connection: Connection, info: OfficeInfo) -> None:
    item = check_chain(connection, info, full=False)
    if not item.ok:
        raise WorldError("chain", item.text)


def _copy_before(engine: Engine, folder: Path, revision: str) -> None:
    write_copy(engine, folder / FOLDER_NAME / f"before-{revision}.db")
