"""Copy a SQLite database whole while it is in use, and look whether a copy is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine


def copy_into(engine: Engine, target: Path) -> None:
    """Write a compact copy of one moment of the database to ``target``, which must not exist."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(target),)).close()
    finally:
        raw.close()


def quick_check(connection: Connection) -> str:
    """Give what is wrong with the database's structure, empty when it is sound."""
    found = connection.exec_driver_sql("PRAGMA quick_check(5)").scalars().all()
    return "" if found == ["ok"] else "；".join(str(line) for line in found)


def file_problem(file: Path) -> str:
    """Give what is wrong with a closed database file, empty when it is sound. It is not changed."""
    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
        finally:
            connection.close()
    except sqlite3.DatabaseError as problem:
        return str(problem)
    return "" if found == ["ok"] else "；".join(found)


def remove(file: Path) -> None:
    """Remove a database that nobody has open, if it is there, with what SQLite keeps beside it."""
    for suffix in ("-wal", "-shm", "-journal", ""):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def leave_wal(file: Path) -> None:
    """Put everything of a closed database into its one file."""
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").close()
    finally:
        connection.close()
