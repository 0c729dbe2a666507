"""The register of institutions, one row each: the columns lists and duplicate searches need, and the whole as JSON."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from yb_desktop.store.tables.base import metadata

institutions = Table(
    "institutions",
    metadata,
    Column("num", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("office", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("cls", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("pinyin", Text, nullable=False),
    Column("initials", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("uscc", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("ownership", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("find_text", Text, nullable=False),
    Column("heads", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_institutions_listed", "sort_key", "num", "shown", "kind", "area"),
    Index("ix_institutions_place", "area", "sort_key", "num", "shown", "kind"),
    Index("ix_institutions_name", "name_key", "num", "shown", "kind", "area"),
    Index("ix_institutions_pinyin", "pinyin", "num", "shown", "kind", "area"),
    Index("ix_institutions_initials", "initials", "num", "shown", "kind", "area"),
    Index("ix_institutions_uscc", "uscc", "num"),
    Index("ix_institutions_licence", "licence", "num"),
    Index(None, "batch"),
)
"""``num`` is the place in the log of the record that made the entry: the same after a rebuild, and kept by VACUUM."""
