"""Which kind of database a connection is to. What PostgreSQL needs is imported only where it is used."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Engine

from yb_desktop.store.dialect.interface import Dialect
from yb_desktop.store.dialect.sqlite import Sqlite


def dialect_of(place: Connection | Engine) -> Dialect:
    """Give what answers for the kind of database that ``place`` leads to."""
    return _named(place.dialect.name)


@cache
def _named(name: str) -> Dialect:
    if name == "postgresql":
        from yb_desktop.store.dialect.postgres import Postgres

        return Postgres()
    return Sqlite()
