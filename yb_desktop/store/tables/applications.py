"""Applications, and the clocks of applications and agreements as the law counts them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text

from yb_desktop.store.tables.base import metadata

applications = Table(
    "applications",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("institution_kind", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("received", Date, nullable=False),
    Column("changed", Date, nullable=False),
    Column("pending", Text, nullable=False),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index(None, "institution", "ended"),
    Index(None, "state", "changed", "id"),
    Index(None, "changed", "id"),
)

clocks = Table(
    "clocks",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("start", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("outer", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("running", Boolean, nullable=False),
    Column("stopped", Date),
    Column("late", Integer, nullable=False),
    Index(None, "running", "last_day", "entity", "ordinal"),
    Index(None, "rule", "stopped"),
)
"""One row for each clock and article; ``late`` counts the working days after ``last_day`` at which it was stopped."""
