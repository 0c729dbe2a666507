"""Bring a database up to date, one migration and one transaction at a time; refuse a newer one in words.

Alembic is imported only when there is something to migrate: it takes longer than opening a database that is up to date.
A migration's file bears the name of its revision, so the newest one is known without it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from yb_desktop.base.errors import WorldError
from yb_desktop.store.dialect.interface import WRITING

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """Give the revision this program works with."""
    return max(file.stem for file in (_FOLDER / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str:
    """Give the revision a database is at, empty when it is at none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""


def stamp(connection: Connection) -> None:
    """Say that a database just made is at the newest revision."""
    from alembic.migration import MigrationContext

    MigrationContext.configure(connection).stamp(_scripts(), newest())


def pending(connection: Connection) -> tuple[str, ...]:
    """Give the revisions a database still needs, in order. Raises ``WorldError`` (``newer-database``, ``not-ours``)."""
    here = revision_of(connection)
    if not here:
        raise WorldError("not-ours", "这个数据文件不是本程序建立的，不能打开。请检查所选的文件夹。")
    if here == newest():
        return ()
    known = [script.revision for script in _scripts().walk_revisions()]
    if here not in known:
        raise newer()
    return tuple(reversed(known[: known.index(here)]))


def newer() -> WorldError:
    """Say that a database is of a program newer than this one."""
    return WorldError("newer-database", "这些数据由更新版本的程序建立，本版本不能打开。请升级程序；数据未被改动。")


def upgrade(engine: Engine, before_each: Callable[[str], None]) -> tuple[str, ...]:
    """Run what is pending, each in a transaction of its own, after ``before_each`` has made its copy."""
    with engine.connect() as connection:
        todo = pending(connection)
    for revision in todo:
        before_each(revision)
        with engine.execution_options(**{WRITING: True}).begin() as connection:
            if revision in pending(connection):  # another PC at the same server may have been faster
                run_to(connection, revision)
    return todo


def run_to(connection: Connection, revision: str) -> None:
    """Migrate to ``revision`` inside the transaction that ``connection`` is in."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())
