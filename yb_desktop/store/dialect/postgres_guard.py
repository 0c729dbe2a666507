"""Triggers on PostgreSQL that forbid to change, delete or empty what is only ever added to; and a look at them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from yb_desktop.store.dialect.interface import GUARDED

_FUNCTION = """CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"""


def guard_statements() -> Iterator[str]:
    """Give the statements that set the triggers up."""
    yield _FUNCTION
    for table in GUARDED:
        for change in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION append_only()"
            )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def guard_problem(connection: Connection) -> str:
    """Say which triggers or indexes are missing or switched off, empty when all are at work."""
    if connection.exec_driver_sql("SELECT to_regclass('log')").scalar() is None:
        return ""  # not a database of ours at all, which is for others to say
    found = connection.exec_driver_sql(
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
        "AND tgrelid IN (to_regclass('log'), to_regclass('blobs'))"
    ).scalars()
    wanted = {f"{table}_no_{change}" for table in GUARDED for change in ("update", "delete", "truncate")}
    missing = sorted(wanted - set(found))
    broken = connection.exec_driver_sql(
        "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid "
        "WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
    ).scalars()
    parts = [f"缺少保护触发器{'、'.join(missing)}"] if missing else []
    parts += [f"索引{name}无效" for name in broken]
    return "；".join(parts)
