"""Agreements, one row each."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from yb_desktop.store.tables.base import metadata

agreements = Table(
    "agreements",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("application", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("institution_kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("signed", Date),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index(None, "institution", "ends"),
    Index(None, "application"),
    Index(None, "office", "year", "serial"),
    Index(None, "number"),
    Index(None, "state", "ends", "id"),
    Index(None, "ends", "id"),
)
