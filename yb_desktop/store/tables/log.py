"""What the office may never lose: the records, those set aside, the attachments, and what folder this is.

``undone`` and ``touches`` are projections of the log and stand here because they speak of its places.

``log`` and ``blobs`` are only ever added to (triggers see to it). Attachments lie in the database and not beside it: so
one transaction names and keeps them, one backup file is whole, and all PCs of an office on PostgreSQL see them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from yb_desktop.store.tables.base import metadata

log = Table(
    "log",
    metadata,
    Column("at", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("rid", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("line", Text, nullable=False),
    UniqueConstraint("rid"),
    UniqueConstraint("office", "device", "seq", "hash"),
    Index(None, "entity", "at"),
    Index(None, "office", "day"),
    Index(None, "type", "day"),
)
"""One row a record; ``at`` is the order of arrival in this store, ``line`` the record's RFC 8785 bytes.

After a fork two records of a device may have one number; at most one of them is on the chain (``undone.off_chain``).
"""

aside = Table(
    "aside",
    metadata,
    Column("office", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("rid", Text, nullable=False, index=True),
    Column("hash", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("line", Text, nullable=False),
)
"""Records that arrived well formed and were not acceptable: links of the chain, but not in the books."""

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Which office this is, which law the clocks were counted by, which program the tables were projected by."""

touches = Table(
    "touches",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("at", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
)
"""Which records change an entity that is not their own (a projection)."""

undone = Table(
    "undone",
    metadata,
    Column("at", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("said_by", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("off_chain", Boolean, nullable=False),
)
"""Which records are in the log and not in the books, by the record of ours that says so (a projection).

``off_chain``: of two histories of a device this one does not stand; its numbers belong to the other.
"""
