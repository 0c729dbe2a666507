"""The office itself: holidays and values it entered; and the records by type and day, for ledgers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_offices"
down_revision = "0002_audits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the index."""
    op.create_table(
        "offices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
    )
    op.create_index(op.f("ix_log_type_day"), "log", ["type", "day"], unique=False)
