"""The people of the office, the office itself, and the register of numbered documents (文号)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text

from yb_desktop.store.tables.base import metadata

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index(None, "name", "id"),
)

offices = Table(
    "offices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
)
"""What an office entered of its own: holidays and values."""

documents = Table(
    "documents",
    metadata,
    Column("rid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("actor", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Index(None, "office", "document", "year", "serial"),
    Index(None, "entity"),
    Index(None, "number"),
    Index(None, "office", "day", "rid"),
    Index(None, "office", "document", "day", "rid"),
)
"""Every paper that was given a number, by the record that gave it."""
