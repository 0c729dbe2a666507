"""What this store knows of other offices and of passwords: not in the log, never sent, never rebuilt."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from yb_desktop.store.tables.base import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("person", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked", Boolean, nullable=False),
)
"""Argon2id hashes; ``failed`` counts wrong passwords in a row."""

channels = Table(
    "channels",
    metadata,
    Column("direction", Text, primary_key=True),
    Column("office", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("stopped", Text, nullable=False),
)
"""The newest bundle of a channel, ``out`` or ``in``; ``stopped`` says why a channel stands still (a fork)."""

outbox = Table(
    "outbox",
    metadata,
    Column("bundle", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("created", Text, nullable=False),
    Column("acknowledged_at", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("part", Integer, nullable=False, server_default="1"),
    Column("parts", Integer, nullable=False, server_default="1"),
    Column("first_at", BigInteger().with_variant(Integer, "sqlite"), nullable=False, server_default="0"),
    Column("last_at", BigInteger().with_variant(Integer, "sqlite"), nullable=False, server_default="0"),
    Index(None, "channel", "epoch", "seq"),
    Index(None, "first_seq"),
    Index(None, "sha256"),
)
"""A bundle that hands on what our laptops answered tells all that lies after ``first_at`` and up to ``last_at`` in our
log; both are 0 in all others.
"""

inbox = Table(
    "inbox",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bundle", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("first_at", BigInteger().with_variant(Integer, "sqlite"), nullable=False, server_default="0"),
    Column("last_at", BigInteger().with_variant(Integer, "sqlite"), nullable=False, server_default="0"),
    Index(None, "office", "device", "channel", "epoch", "seq"),
)
"""``first_at`` to ``last_at``: the places in the log of what came with a bundle; 0 where it is not known."""

verdicts = Table(
    "verdicts",
    metadata,
    Column("rid", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
)
"""What a receipt said of single records of ours: ``refused`` (with its code) or ``questioned``, and why."""

staged = Table(
    "staged",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bundle", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("part", Integer, nullable=False, server_default="1"),
    Column("parts", Integer, nullable=False, server_default="1"),
)
"""Bundles that came before an earlier one, or parts of a set: kept until what is missing has arrived."""

forks = Table(
    "forks",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bundle", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("common", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("found_at", Text, nullable=False),
    Column("lines", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
)
"""Bundles that showed a second history of a device. Up to number ``common`` (-1: not known) both are the same;
``lines`` are the bundle's records after that, one a line; ``settled_by`` is the record of ours that settled it, if any.
"""

trust = Table(
    "trust",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("root_fingerprint", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""The trust lists that were accepted, as the bytes of their bundles; the highest version holds."""
