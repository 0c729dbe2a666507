"""Matters of breach (audits, hearings, measures), one row each, and the ledger of measures (S1: agreement measures)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, Table, Text

from yb_desktop.store.tables.base import metadata

audits = Table(
    "audits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("agreement", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("institution_kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("opened", Date, nullable=False),
    Column("changed", Date, nullable=False),
    Column("pending", Text, nullable=False),
    Column("owed", Integer, nullable=False),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index(None, "agreement", "opened", "id"),
    Index(None, "institution", "opened", "id"),
    Index(None, "changed", "id"),
)
"""``owed`` counts what the office still has to do about it."""

measures = Table(
    "measures",
    metadata,
    Column("audit", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("measure", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("agreement", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("institution_kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("basis", Text, nullable=False),
    Column("whom", Text, nullable=False),
    Column("until", Date),
    Column("settled", Date),
    Column("reported", Date),
    Column("no_arrears", Boolean, nullable=False),
    Index(None, "day", "audit", "ordinal"),
    Index(None, "institution", "day"),
)
"""One row a measure: fen in ``amount``, persons and departments in ``whom``; ``no_arrears`` says what B7 says."""
