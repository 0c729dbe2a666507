"""Connect to PostgreSQL, and begin transactions as the store means them.

A reader sees one moment (repeatable read, read only). A writer waits for the store's one lock and then sees everything
that was committed before it: so arrival order, the chain of each device and the numbers of documents have neither gaps
nor doubles, however many PCs write. The lock goes with the transaction, also when a PC dies in the middle.
"""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, Integer, Text, create_engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import TypeCompiler

from yb_desktop.store.dialect.interface import WRITING

_LOCK = 1_497_514_067
"""Tells our lock from those of other programs in the same database."""

_READ = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
    "SET LOCAL plan_cache_mode = force_custom_plan"  # a plan for any word suits neither the rare nor the common one
)
_WRITE = f"SELECT pg_advisory_xact_lock({_LOCK << 32}::bigint | coalesce(to_regclass('log')::oid::bigint, 0))"


@compiles(Text, "postgresql")
def _text(kind: Text, compiler: TypeCompiler, **words: object) -> str:
    """Keep texts in the order of their bytes, as SQLite does: then lists, pages and beginnings agree."""
    del kind, compiler, words
    return 'TEXT COLLATE "C"'


@compiles(Integer, "postgresql")
def _integer(kind: Integer, compiler: TypeCompiler, **words: object) -> str:
    """Keep whole numbers in 64 bits, as SQLite does: a number at the end of a document's may be long."""
    del kind, compiler, words
    return "BIGINT"


def postgres_engine(url: URL, passfile: str = "") -> Engine:
    """Make an engine on a database of a server. Nothing is opened before the first connection.

    ``passfile`` is a file as libpq reads it (``host:port:database:user:password``); without one libpq looks where it
    always does, and a service file or the server's peer method need none.
    """
    given = url.query.get("options", "")
    words = {
        "options": f"-c jit=off -c lock_timeout=20s {given if isinstance(given, str) else ' '.join(given)}".strip(),
        "application_name": "yb-desktop",
        "connect_timeout": 10,
        "keepalives_idle": 30,
    }
    if passfile:
        words["passfile"] = passfile
    plain = url.difference_update_query(["options"])
    engine = create_engine(plain, connect_args=words, pool_size=2, max_overflow=4, pool_pre_ping=True)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql(_WRITE if writing else _READ)
