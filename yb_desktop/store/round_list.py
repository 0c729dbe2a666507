"""Which renewal rounds there are: the names that stand on the records of opening them."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from yb_desktop.domain.changes import RoundOpened
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.log import log


class _Body(msgspec.Struct, frozen=True):
    round: str


class _Line(msgspec.Struct, frozen=True):
    body: _Body


_decoder = msgspec.json.Decoder(_Line)


def round_names(reader: Reader) -> tuple[str, ...]:
    """Give the names of this office's rounds, the newest first."""
    query = select(log.c.line).where(log.c.type == RoundOpened.TYPE, log.c.office == reader.info.office)
    lines = reader.connection.execute(query.order_by(log.c.at.desc())).scalars()
    return tuple(dict.fromkeys(_decoder.decode(line).body.round for line in lines))
