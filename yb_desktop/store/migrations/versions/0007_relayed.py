"""Answers of laptops that go on to the office above: up to which place in the log a bundle of the outbox tells them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_relayed"
down_revision = "0006_undone"
branch_labels = None
depends_on = None

_PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column; no bundle there has told any."""
    op.add_column("outbox", sa.Column("last_at", _PLACE, nullable=False, server_default="0"))
