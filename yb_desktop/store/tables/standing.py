"""What holds for the whole register: barred persons (A17, A18), and what the office has published (A22)."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Table, Text

from yb_desktop.store.tables.base import metadata

blocked = Table(
    "blocked",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("starts", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index(None, "name"),
    Index(None, "id_number"),
    Index(None, "until", "id"),
)

publications = Table(
    "publications",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index(None, "subject", "day", "id"),
)
