"""Answers of laptops that go on to the office above: which places in the log a bundle of the outbox tells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_relayed"
down_revision = "0006_undone"
branch_labels = None
depends_on = None

_PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns; no bundle there has told any."""
    for name in ("first_at", "last_at"):
        op.add_column("outbox", sa.Column(name, _PLACE, nullable=False, server_default="0"))
