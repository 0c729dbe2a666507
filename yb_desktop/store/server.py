"""A data folder whose records lie on a PostgreSQL server: the address in ``database.json``, the password beside it.

The address holds no password. One that was typed goes into ``database.pgpass``, readable by its owner alone; where
libpq finds one by itself (a service file, its own password file, the server's peer method) there is no such file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from sqlalchemy import URL, Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError

from yb_desktop.base.errors import BadInput, Refused, WorldError
from yb_desktop.base.files import write_whole
from yb_desktop.law.law import Law
from yb_desktop.store import meta, migrate
from yb_desktop.store.errors import in_words
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.schema import PROJECTED_BY, create_all

ADDRESS_NAME = "database.json"
PASSWORD_NAME = "database.pgpass"  # noqa: S105 - the name of a file
_DRIVER = "postgresql+psycopg"
_OLDEST = 120_000
_OLDEST_TEXT = "12"


class Address(msgspec.Struct, frozen=True):
    """Where the records lie, without a password, and which device of the office this folder is."""

    database: str
    device: str


def address_of(folder: Path) -> Address | None:
    """Give the address a folder keeps, ``None`` for a folder with a file of its own. Raises ``WorldError``."""
    path = folder / ADDRESS_NAME
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Address)
    except (OSError, msgspec.MsgspecError) as problem:
        raise WorldError("corrupt", f"连接地址文件“{path}”无法读取。请重新建立本机的数据文件夹。") from problem


def url_of(text: str) -> URL:
    """Read an address as it is typed. Raises ``BadInput`` (``database``)."""
    wrong = BadInput("database", "数据库地址应写成 postgresql://用户@服务器/数据库，例如 postgresql://yb@10.0.0.5/yb。")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as problem:
        raise wrong from problem
    if url.drivername not in {"postgresql", "postgres"}:
        raise wrong
    return url.set(drivername="postgresql")


def address_at(*, host: str, database: str, user: str, password: str) -> str:
    """Make an address of its parts; ``host`` may end in ``:port``, or be the folder of a socket.

    Raises ``BadInput`` (``host``).
    """
    name, colon, port = host.strip().rpartition(":")
    name, port = (name, port) if colon else (port, "")
    if not name or (port and not port.isdecimal()):
        raise BadInput("host", "服务器写名称或地址，例如 10.0.0.5；端口不是5432时写成 10.0.0.5:5433。")
    url = URL.create("postgresql", user.strip() or None, password or None, database=database.strip())
    url = url.update_query_dict({"host": name}) if name.startswith("/") else url.set(host=name)
    return url.set(port=int(port) if port else None).render_as_string(hide_password=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What lies in a database: the books of an office with its devices, or nothing yet (``office`` is empty)."""

    office: str = ""
    name: str = ""
    devices: tuple[str, ...] = ()


def look(url: URL) -> Seen:
    """Try a database and change nothing in it. Raises ``WorldError`` for what is in the way, each its own sentence."""
    from yb_desktop.store.dialect.postgres_connect import postgres_engine

    engine = postgres_engine(url.set(drivername=_DRIVER))
    try:
        with in_words(Path(url.database or "")), engine.connect() as connection:
            _refuse_unfit(connection)
            if not migrate.revision_of(connection):
                return Seen()
            there = meta.read_info(connection)
            return Seen(there.office, there.name, tuple(meta.devices(connection)))
    finally:
        engine.dispose()


def keep_address(folder: Path, url: URL, device: str) -> Address:
    """Write address and password into a folder, the password in its own file (mode 0600)."""
    folder.mkdir(parents=True, exist_ok=True)
    if url.password is not None:
        kept = os.open(folder / PASSWORD_NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(kept, "wb") as out:
            escaped = url.password.replace("\\", "\\\\").replace(":", "\\:")
            out.write(f"*:*:*:*:{escaped}\n".encode())
    address = Address(_without_password(url).render_as_string(hide_password=False), device)
    write_whole(folder / ADDRESS_NAME, msgspec.json.format(msgspec.json.encode(address)))
    return address


def drop_address(folder: Path) -> None:
    """Take back what ``keep_address`` wrote."""
    for name in (ADDRESS_NAME, PASSWORD_NAME):
        (folder / name).unlink(missing_ok=True)


def server_engine(folder: Path, address: Address) -> Engine:
    """Make the engine for an address. Nothing is opened before the first connection."""
    from yb_desktop.store.dialect.postgres_connect import postgres_engine

    passfile = folder / PASSWORD_NAME
    return postgres_engine(
        make_url(address.database).set(drivername=_DRIVER), str(passfile) if passfile.is_file() else ""
    )


def found_or_join(connection: Connection, info: OfficeInfo, law: Law) -> OfficeInfo:
    """Make the office in an empty database, or add a device to the one that is there; give what holds here.

    Raises ``Refused`` (``other-office``, ``device-taken``) and ``WorldError`` for a server that does not fit.
    """
    _refuse_unfit(connection)
    if not migrate.revision_of(connection):
        create_all(connection)
        migrate.stamp(connection)
        meta.write_info(connection, info)
        meta.put(connection, {"law": law.fingerprint(), "projected_by": PROJECTED_BY})
        return info
    if migrate.pending(connection):
        raise WorldError("older-database", "数据库还是旧版本的。请先在已登记的电脑上用新版程序打开一次，再加入本机。")
    there = meta.read_info(connection)
    if (there.office, there.level) != (info.office, info.level):
        raise Refused("other-office", f"这个数据库是{there.name}（{there.office}）的，没有加入。请核对连接地址。")
    known = meta.devices(connection)
    if info.device in known:
        text = f"设备名“{info.device}”已有另一台电脑使用。请给本机另起一个设备名，例如pc{len(known) + 1}。"
        raise Refused("device-taken", text)
    joined = replace(there, device=info.device, epoch=1)
    meta.add_device(connection, joined)
    return joined


def _refuse_unfit(connection: Connection) -> None:
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar() or 0)
    if version < _OLDEST:
        raise WorldError("old-server", f"数据库服务器的版本低于PostgreSQL {_OLDEST_TEXT}，不能使用。请管理员升级。")
    if connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
        raise WorldError("encoding", "数据库的编码不是UTF8，不能保存汉字。请管理员以UTF8编码重新建立数据库。")
    if not migrate.revision_of(connection) and inspect(connection).get_table_names():
        raise WorldError("not-ours", "这个数据库里已有别的程序的数据，不能使用。请管理员另建一个空的数据库。")


def _without_password(url: URL) -> URL:
    return URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
