"""Sets of bundles: which part of how many a bundle of the outbox is, and one that waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_parts"
down_revision = "0004_duties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there already is a whole of its own."""
    for table in ("outbox", "staged"):
        for name in ("part", "parts"):
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="1"))
