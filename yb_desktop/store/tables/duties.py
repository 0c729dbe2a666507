"""What the office owes or waits for where no clock runs, one row each, worked out from the matter alone."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from yb_desktop.store.tables.base import metadata

duties = Table(
    "duties",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("office", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("shown", Date, nullable=False),
    Column("about", Text, nullable=False),
    Column("who", Text, nullable=False),
    Index(None, "office", "kind", "shown", "entity", "ordinal"),
)
"""``shown`` is the first day it counts, or the last day of a paper; ``about`` a further matter, ``who`` a person."""
