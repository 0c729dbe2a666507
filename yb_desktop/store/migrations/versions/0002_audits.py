"""Matters of breach with their ledger of measures, barred persons, publications.

A snapshot: it does not look at ``store/tables``, and is never changed once a database of this kind is in use.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_audits"
down_revision = "0001_start"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables; they are projections, filled when the store is opened."""
    _audits()
    _blocked()
    _measures()
    _publications()


def _audits() -> None:
    op.create_table(
        "audits",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("institution_kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("changed", sa.Date(), nullable=False),
        sa.Column("pending", sa.Text(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    op.create_index(op.f("ix_audits_agreement_opened_id"), "audits", ["agreement", "opened", "id"])
    op.create_index(op.f("ix_audits_institution_opened_id"), "audits", ["institution", "opened", "id"])
    op.create_index(op.f("ix_audits_changed_id"), "audits", ["changed", "id"])


def _blocked() -> None:
    op.create_table(
        "blocked",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked")),
    )
    op.create_index(op.f("ix_blocked_name"), "blocked", ["name"])
    op.create_index(op.f("ix_blocked_id_number"), "blocked", ["id_number"])
    op.create_index(op.f("ix_blocked_until_id"), "blocked", ["until", "id"])


def _measures() -> None:
    op.create_table(
        "measures",
        sa.Column("audit", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("institution_kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("settled", sa.Date(), nullable=True),
        sa.Column("reported", sa.Date(), nullable=True),
        sa.Column("no_arrears", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("audit", "ordinal", name=op.f("pk_measures")),
    )
    op.create_index(op.f("ix_measures_day_audit_ordinal"), "measures", ["day", "audit", "ordinal"])
    op.create_index(op.f("ix_measures_institution_day"), "measures", ["institution", "day"])


def _publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_index(op.f("ix_publications_subject_day_id"), "publications", ["subject", "day", "id"])
