"""What a data folder is: whose, which device, which epoch, and what its tables were made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from yb_desktop.base.errors import WorldError
from yb_desktop.domain.vocabulary import Level
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.tables.log import meta

EPOCH_OWED = "epoch_owed"
"""The key that says since which restore the device has not been enrolled again."""

_EPOCH_OF = "epoch."


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """The office a data folder belongs to; written when it is set up. ``epoch`` grows with every restore.

    A ``laptop`` is a device on which inspectors work apart: it reports to its own office and to nobody else.
    """

    office: str
    name: str
    level: Level
    area: str
    device: str
    epoch: int = 1
    laptop: bool = False


def write_info(connection: Connection, info: OfficeInfo) -> None:
    """Write whose folder this is."""
    put(
        connection,
        {
            "office": info.office,
            "name": info.name,
            "level": info.level.value,
            "area": info.area,
            "device": info.device,
            "epoch": str(info.epoch),
            "laptop": "1" if info.laptop else "",
        },
    )


def read_info(connection: Connection, device: str = "") -> OfficeInfo:
    """Read whose folder this is; ``device`` names one of several PCs at a server, else it is the one that is kept.

    Raises ``WorldError`` (``corrupt``) when it does not say, and ``device-unknown``.
    """
    kept = get_all(connection)
    known = _devices(kept)
    if device and device not in known:
        raise WorldError("device-unknown", f"数据库里没有登记设备“{device}”。请核对连接地址，或重新加入本机。")
    try:
        own = device or kept["device"]
        return OfficeInfo(
            office=kept["office"],
            name=kept["name"],
            level=Level(kept["level"]),
            area=kept["area"],
            device=own,
            epoch=known[own],
            laptop=bool(kept.get("laptop")),
        )
    except (KeyError, ValueError) as problem:
        raise WorldError("corrupt", "数据文件里没有单位信息，可能没有建立完整。请从备份恢复，或重新建立。") from problem


def devices(connection: Connection) -> Mapping[str, int]:
    """Give the devices that write here, with their epochs: one for a file, one or more at a server."""
    return _devices(get_all(connection))


def add_device(connection: Connection, info: OfficeInfo) -> None:
    """Keep a device with its epoch, in place of what was known of it."""
    put(connection, {_key(connection, "epoch", info.device): str(info.epoch)})


def make_own(connection: Connection, info: OfficeInfo) -> None:
    """Make a database the store of one of its devices; the others stay known."""
    there = devices(connection)
    owed = {name: epoch_owed(connection, name) for name in there}
    write_info(connection, info)
    for name, epoch in there.items():
        if name != info.device:
            add_device(connection, replace(info, device=name, epoch=epoch))
        owe_epoch(connection, name, owed[name])


def epoch_owed(connection: Connection, device: str) -> str:
    """Give the day since which a device owes an enrolment with its new epoch, empty when it owes none."""
    return get(connection, _key(connection, EPOCH_OWED, device))


def owe_epoch(connection: Connection, device: str, day: str) -> None:
    """Note since when a device owes an enrolment; with an empty day, that it owes none."""
    put(connection, {_key(connection, EPOCH_OWED, device): day})


def put(connection: Connection, values: Mapping[str, str]) -> None:
    """Keep values by key."""
    rows = [{"key": key, "value": value} for key, value in values.items()]
    connection.execute(dialect_of(connection).upsert(meta, "key"), rows)


def get(connection: Connection, key: str) -> str:
    """Give a kept value, empty when there is none."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == key)) or ""


def get_all(connection: Connection) -> Mapping[str, str]:
    """Give every kept value."""
    return {row.key: row.value for row in connection.execute(select(meta.c.key, meta.c.value))}


def _key(connection: Connection, key: str, device: str) -> str:
    """Give the key of a device's own value: the plain one for the device that is kept, else with its name."""
    return key if device == get(connection, "device") else f"{key}.{device}"


def _devices(kept: Mapping[str, str]) -> dict[str, int]:
    try:
        more = {key.removeprefix(_EPOCH_OF): int(kept[key]) for key in kept if key.startswith(_EPOCH_OF)}
        return more | {kept["device"]: int(kept["epoch"])}
    except (KeyError, ValueError):
        return {}
