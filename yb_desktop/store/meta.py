"""What a data folder is: whose, which device, which epoch, and what its tables were made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from yb_desktop.base.errors import WorldError
from yb_desktop.domain.vocabulary import Level
from yb_desktop.store.dialect.sqlite_insert import upsert
from yb_desktop.store.tables.log import meta


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


def read_info(connection: Connection) -> OfficeInfo:
    """Read whose folder this is. Raises ``WorldError`` (``corrupt``) when it does not say."""
    kept = get_all(connection)
    try:
        return OfficeInfo(
            office=kept["office"],
            name=kept["name"],
            level=Level(kept["level"]),
            area=kept["area"],
            device=kept["device"],
            epoch=int(kept["epoch"]),
            laptop=bool(kept.get("laptop")),
        )
    except (KeyError, ValueError) as problem:
        raise WorldError("corrupt", "数据文件里没有单位信息，可能没有建立完整。请从备份恢复，或重新建立。") from problem


def put(connection: Connection, values: Mapping[str, str]) -> None:
    """Keep values by key."""
    connection.execute(upsert(meta, "key"), [{"key": key, "value": value} for key, value in values.items()])


def get(connection: Connection, key: str) -> str:
    """Give a kept value, empty when there is none."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == key)) or ""


def get_all(connection: Connection) -> Mapping[str, str]:
    """Give every kept value."""
    return {row.key: row.value for row in connection.execute(select(meta.c.key, meta.c.value))}
