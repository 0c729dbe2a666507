"""What an office owes or waits for, as a table; it is a projection, filled when the store is opened.

A snapshot: it does not look at ``store/tables``, and is never changed once a database of this kind is in use.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_duties"
down_revision = "0003_offices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and its index."""
    op.create_table(
        "duties",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("shown", sa.Date(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "ordinal", name=op.f("pk_duties")),
    )
    columns = ["office", "kind", "shown", "entity", "ordinal"]
    op.create_index(op.f("ix_duties_office_kind_shown_entity_ordinal"), "duties", columns)
