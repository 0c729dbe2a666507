"""Records that are in the log and not in the books: which, by whose word; two histories of one device side by side.

SQLite cannot change a constraint: there the log is copied, row by row as it is, into a table that allows two records
of one number.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_undone"
down_revision = "0005_parts"
branch_labels = None
depends_on = None

_PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NUMBER = ["office", "device", "seq", "hash"]


def upgrade() -> None:
    """Add the tables and columns, and widen what makes a record's number its own."""
    op.create_table(
        "undone",
        sa.Column("at", _PLACE, autoincrement=False, nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("off_chain", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_undone")),
    )
    op.create_table(
        "forks",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("common", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("found_at", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_forks")),
    )
    for name in ("first_at", "last_at"):
        op.add_column("inbox", sa.Column(name, _PLACE, nullable=False, server_default="0"))
    op.add_column("verdicts", sa.Column("code", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("uq_log_office_device_seq", "log", type_="unique")
        op.create_unique_constraint("uq_log_office_device_seq_hash", "log", _NUMBER)
    else:
        _copy_log()


def _copy_log() -> None:
    op.create_table(
        "log_copy",
        sa.Column("at", _PLACE, autoincrement=False, nullable=False),
        sa.Column("rid", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_log")),
        sa.UniqueConstraint("rid", name=op.f("uq_log_rid")),
        sa.UniqueConstraint(*_NUMBER, name=op.f("uq_log_office_device_seq_hash")),
    )
    op.execute("INSERT INTO log_copy SELECT at, rid, office, device, seq, day, type, entity, hash, line FROM log")
    op.drop_table("log")
    op.rename_table("log_copy", "log")
    op.create_index(op.f("ix_log_entity_at"), "log", ["entity", "at"], unique=False)
    op.create_index(op.f("ix_log_office_day"), "log", ["office", "day"], unique=False)
    op.create_index(op.f("ix_log_type_day"), "log", ["type", "day"], unique=False)
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER log_no_{deed.lower()} BEFORE {deed} ON log"
            " BEGIN SELECT RAISE(ABORT, 'log is append-only'); END"
        )
