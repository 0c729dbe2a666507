"""A database is never surprised: copied first, migrated in one piece, refused when it is newer."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from tests.databases import in_a_file
from tests.store.desk import COUNTY, Desk, clinic, opened
from yb_desktop.base.errors import WorldError
from yb_desktop.domain.institution import Registered
from yb_desktop.store import lists, migrate
from yb_desktop.store.database import DATABASE_NAME, Store
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.dialect.sqlite_connect import sqlite_engine

_OLD = Path(__file__).parent / "old_databases"

_NEXT = '''"""A step of a program to come."""
from alembic import op
revision = "9999_next"
down_revision = "{down}"
def upgrade() -> None:
    op.execute("CREATE TABLE next_one (x INTEGER)")
    op.execute("INSERT INTO next_one VALUES (1)")
    op.execute("{last}")
'''


def _schema(file: Path) -> set[tuple[str, str]]:
    connection = sqlite3.connect(file)
    try:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    finally:
        connection.close()
    return {(name, " ".join(sql.replace('"', "").split())) for name, sql in rows}


def _newer_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, last: str) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    text = _NEXT.format(last=last, down=migrate.newest())
    (scripts / "versions" / "9999_next.py").write_text(text, "utf-8")
    monkeypatch.setattr(migrate, "_FOLDER", scripts)


@in_a_file("the server's half is in test_server")
def test_a_new_database_and_a_migrated_one_have_the_same_schema(store: Store, tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "migrated.db")
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        migrate.run_to(connection, "head")
    engine.dispose()
    store.close()
    assert _schema(tmp_path / "migrated.db") == _schema(store.folder / DATABASE_NAME)


@in_a_file("the files of older programs are opened")
@pytest.mark.parametrize("name", sorted(path.name for path in _OLD.glob("*.db")))
def test_every_released_database_opens(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copyfile(_OLD / name, folder / DATABASE_NAME)
    store = opened(folder)
    assert store.info == COUNTY
    with store.read() as reader:
        assert reader.log_head("532326", "pc1")[0] > 30
        assert [row.name for row in lists.institutions(reader, find="liushu").rows] == ["大姚县石羊镇柳树村卫生室"]
        assert [row.state.value for row in lists.agreements(reader).rows] == ["in_force"]
    assert all(item.ok for item in store.check(full=True) if item.name != "disk")
    with store.write() as tx:
        desk = Desk(seed=99, head=tx.log_head("532326", "pc1"))
        tx.append(desk.record(Registered(registration=clinic()), "inst-new"))
    store.close()


def test_there_is_an_old_database_for_every_migration() -> None:
    assert migrate.newest().split("_")[0] in {path.name.split("_")[0] for path in _OLD.glob("*.db")}


def test_a_migration_makes_a_copy_first(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store.close()
    _newer_program(monkeypatch, tmp_path, "SELECT 1")
    again = opened(folder)
    with again._engine.connect() as connection:
        assert connection.execute(text("SELECT x FROM next_one")).scalar_one() == 1
        assert migrate.revision_of(connection) == "9999_next"
    again.close()
    assert [path.name for path in again.backups()] == ["before-9999_next.db"]
    assert "next_one" not in {name for name, _ in _schema(folder / "backups" / "before-9999_next.db")}


def test_a_migration_that_fails_leaves_nothing_of_itself(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store.close()
    with monkeypatch.context() as newer:
        _newer_program(newer, tmp_path, "SELECT nothing FROM nowhere")
        with pytest.raises(Exception, match="nowhere"):
            opened(folder)
    again = opened(folder)
    with again._engine.connect() as connection:
        assert not inspect(connection).has_table("next_one")
        assert migrate.revision_of(connection) == migrate.newest()
    again.close()


def test_a_newer_database_is_refused_in_words(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store.close()
    with monkeypatch.context() as newer:
        _newer_program(newer, tmp_path, "SELECT 1")
        later = opened(folder)
        copy = later.backup(tmp_path / "newer.db")
        later.close()
    attempts: list[Callable[[], object]] = [
        lambda: opened(folder),
        lambda: Store.restore(copy, tmp_path / "other", day=date(2026, 3, 2), holder="x"),
    ]
    for attempt in attempts:
        with pytest.raises(WorldError, match="请升级程序") as caught:
            attempt()
        assert caught.value.code == "newer-database"


@in_a_file("the server's half is in test_server")
def test_a_database_of_another_program_is_refused(folder: Path) -> None:
    folder.mkdir()
    connection = sqlite3.connect(folder / DATABASE_NAME)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(WorldError) as caught:
        opened(folder)
    assert caught.value.code == "not-ours"
