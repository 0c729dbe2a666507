"""An office's data folder: made once, opened by one program at a time, with a desk to work at."""

from __future__ import annotations

import getpass
import socket
from datetime import date
from pathlib import Path

from yb_desktop.base.clock import Clock, PcClock
from yb_desktop.base.errors import BadInput
from yb_desktop.base.ids import Ids, make_ids
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.areas import Areas
from yb_desktop.law.areas import Level as AreaLevel
from yb_desktop.law.law import Law, shipped_law
from yb_desktop.services.desk import Desk
from yb_desktop.store.database import Store
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.server import Seen, address_at, look, url_of

__all__ = ["Seen", "look_at_server", "make_office", "open_office", "put_back", "server_address", "with_password"]

_LEVELS = {
    AreaLevel.PROVINCE: Level.PROVINCE,
    AreaLevel.PREFECTURE: Level.PREFECTURE,
    AreaLevel.COUNTY: Level.COUNTY,
    AreaLevel.TOWNSHIP: Level.TOWNSHIP,
}


def make_office(
    folder: Path,
    *,
    office: str,
    name: str,
    level: Level,
    device: str = "pc1",
    laptop: bool = False,
    database: str = "",
    law: Law | None = None,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> Desk:
    """Make a new office in an empty folder, or the folder of one of its laptops.

    ``database`` is the address of a PostgreSQL database for an office with several PCs: the first one makes the office
    there, each further ``device`` joins it. Raises ``BadInput`` where code, name and level do not fit together.
    """
    used = law or shipped_law()
    if not name.strip():
        raise BadInput("name", "请填写经办机构名称。")
    code = _code(used.areas, office, level)
    info = OfficeInfo(code, name.strip(), level, area=office, device=device, epoch=1, laptop=laptop)
    store = Store.create(folder, info, used, holder=_holder(), database=database)
    return Desk(store, clock or PcClock(), ids or make_ids())


def open_office(folder: Path, *, law: Law | None = None, clock: Clock | None = None, ids: Ids | None = None) -> Desk:
    """Open an office's folder; one program at a time. Raises ``WorldError`` with the sentence for what is wrong."""
    used = law or shipped_law()
    return Desk(Store.open(folder, used, holder=_holder()), clock or PcClock(), ids or make_ids())


def put_back(file: Path, folder: Path, *, day: date) -> OfficeInfo:
    """Restore a backup into a data folder; what lay there is kept beside it, and a new epoch is owed."""
    return Store.restore(file, folder, day=day, holder=_holder())


def with_password(database: str, password: str) -> str:
    """Put a password into the address of a database, for ``make_office``: it is kept apart from the address."""
    return url_of(database).set(password=password).render_as_string(hide_password=False)


def server_address(*, host: str, database: str, user: str, password: str) -> str:
    """Make the address of a database of its parts, for ``make_office``. Raises ``BadInput`` (``host``)."""
    return address_at(host=host, database=database, user=user, password=password)


def look_at_server(database: str) -> Seen:
    """Try a server's database, changing nothing. Raises ``WorldError`` with a sentence for whatever is in the way."""
    return look(url_of(database))


def _holder() -> str:
    return f"{getpass.getuser()}@{socket.gethostname()}"


def _code(areas: Areas, office: str, level: Level) -> str:
    area = areas.get(office)
    if _LEVELS.get(area.level) is not level:
        raise BadInput("level", f"区划{office}（{area.name}）与所选级别“{level.label}”不符，请核对。")
    return area.code
