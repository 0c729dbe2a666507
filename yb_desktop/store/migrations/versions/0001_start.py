"""The first database: log, attachments, projections, exchange, accounts.

A snapshot: it does not look at ``store/tables``, and is never changed once a database of this kind is in use.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_start"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE VIRTUAL TABLE institution_pairs
    USING fts5(grams, content='', detail='none', columnsize=0, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE institution_triples
    USING fts5(grams, content='', detail='none', columnsize=0, tokenize='trigram')""",
    "CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END",
    "CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END",
    "CREATE TRIGGER blobs_no_update BEFORE UPDATE ON blobs BEGIN SELECT RAISE(ABORT, 'blobs is append-only'); END",
    "CREATE TRIGGER blobs_no_delete BEFORE DELETE ON blobs BEGIN SELECT RAISE(ABORT, 'blobs is append-only'); END",
)

_APPEND_ONLY = """CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"""
_POSTGRESQL = (
    'CREATE TABLE institution_grams (num BIGINT PRIMARY KEY, grams TEXT[] COLLATE "C" NOT NULL)',
    "CREATE INDEX ix_institution_grams ON institution_grams USING gin (grams)",
    _APPEND_ONLY,
    "CREATE TRIGGER log_no_update BEFORE UPDATE ON log FOR EACH ROW EXECUTE FUNCTION append_only()",
    "CREATE TRIGGER log_no_delete BEFORE DELETE ON log FOR EACH ROW EXECUTE FUNCTION append_only()",
    "CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
    "CREATE TRIGGER blobs_no_update BEFORE UPDATE ON blobs FOR EACH ROW EXECUTE FUNCTION append_only()",
    "CREATE TRIGGER blobs_no_delete BEFORE DELETE ON blobs FOR EACH ROW EXECUTE FUNCTION append_only()",
    "CREATE TRIGGER blobs_no_truncate BEFORE TRUNCATE ON blobs FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
)


def upgrade() -> None:
    """Make everything in an empty database."""
    _accounts()
    _agreements()
    _applications()
    _aside()
    _blobs()
    _channels()
    _clocks()
    _documents()
    _inbox()
    _institutions()
    _log()
    _meta()
    _outbox()
    _people()
    _staged()
    _touches()
    _trust()
    _verdicts()
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_accounts")),
    )


def _agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("application", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("institution_kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("signed", sa.Date(), nullable=True),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_application"), "agreements", ["application"], unique=False)
    op.create_index(op.f("ix_agreements_ends_id"), "agreements", ["ends", "id"], unique=False)
    op.create_index(op.f("ix_agreements_institution_ends"), "agreements", ["institution", "ends"], unique=False)
    op.create_index(op.f("ix_agreements_number"), "agreements", ["number"], unique=False)
    op.create_index(op.f("ix_agreements_office_year_serial"), "agreements", ["office", "year", "serial"], unique=False)
    op.create_index(op.f("ix_agreements_state_ends_id"), "agreements", ["state", "ends", "id"], unique=False)


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("institution_kind", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("changed", sa.Date(), nullable=False),
        sa.Column("pending", sa.Text(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index(op.f("ix_applications_changed_id"), "applications", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_applications_institution_ended"), "applications", ["institution", "ended"], unique=False)
    op.create_index(op.f("ix_applications_state_changed_id"), "applications", ["state", "changed", "id"], unique=False)


def _aside() -> None:
    op.create_table(
        "aside",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("rid", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "device", "seq", name=op.f("pk_aside")),
    )
    op.create_index(op.f("ix_aside_rid"), "aside", ["rid"], unique=False)


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("direction", "office", "device", "channel", name=op.f("pk_channels")),
    )


def _clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("outer", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("stopped", sa.Date(), nullable=True),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "ordinal", name=op.f("pk_clocks")),
    )
    op.create_index(op.f("ix_clocks_rule_stopped"), "clocks", ["rule", "stopped"], unique=False)
    op.create_index(
        op.f("ix_clocks_running_last_day_entity_ordinal"),
        "clocks",
        ["running", "last_day", "entity", "ordinal"],
        unique=False,
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("rid", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_office_day_rid"), "documents", ["office", "day", "rid"], unique=False)
    op.create_index(
        op.f("ix_documents_office_document_day_rid"), "documents", ["office", "document", "day", "rid"], unique=False
    )
    op.create_index(op.f("ix_documents_entity"), "documents", ["entity"], unique=False)
    op.create_index(op.f("ix_documents_number"), "documents", ["number"], unique=False)
    op.create_index(
        op.f("ix_documents_office_document_year_serial"),
        "documents",
        ["office", "document", "year", "serial"],
        unique=False,
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_inbox")),
    )
    op.create_index(
        op.f("ix_inbox_office_device_channel_epoch_seq"),
        "inbox",
        ["office", "device", "channel", "epoch", "seq"],
        unique=False,
    )


def _institutions() -> None:
    op.create_table(
        "institutions",
        sa.Column("num", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cls", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("ownership", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("find_text", sa.Text(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("num", name=op.f("pk_institutions")),
        sa.UniqueConstraint("id", name=op.f("uq_institutions_id")),
    )
    op.create_index(op.f("ix_institutions_batch"), "institutions", ["batch"], unique=False)
    op.create_index(
        "ix_institutions_initials", "institutions", ["initials", "num", "shown", "kind", "area"], unique=False
    )
    op.create_index("ix_institutions_licence", "institutions", ["licence", "num"], unique=False)
    op.create_index(
        "ix_institutions_listed", "institutions", ["sort_key", "num", "shown", "kind", "area"], unique=False
    )
    op.create_index("ix_institutions_name", "institutions", ["name_key", "num", "shown", "kind", "area"], unique=False)
    op.create_index("ix_institutions_pinyin", "institutions", ["pinyin", "num", "shown", "kind", "area"], unique=False)
    op.create_index("ix_institutions_place", "institutions", ["area", "sort_key", "num", "shown", "kind"], unique=False)
    op.create_index("ix_institutions_uscc", "institutions", ["uscc", "num"], unique=False)


def _log() -> None:
    op.create_table(
        "log",
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("rid", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_log")),
        sa.UniqueConstraint("rid", name=op.f("uq_log_rid")),
        sa.UniqueConstraint("office", "device", "seq", name=op.f("uq_log_office_device_seq")),
    )
    op.create_index(op.f("ix_log_entity_at"), "log", ["entity", "at"], unique=False)
    op.create_index(op.f("ix_log_office_day"), "log", ["office", "day"], unique=False)


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bundle", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_channel_epoch_seq"), "outbox", ["channel", "epoch", "seq"], unique=False)
    op.create_index(op.f("ix_outbox_first_seq"), "outbox", ["first_seq"], unique=False)
    op.create_index(op.f("ix_outbox_sha256"), "outbox", ["sha256"], unique=False)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_name_id"), "people", ["name", "id"], unique=False)


def _staged() -> None:
    op.create_table(
        "staged",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_staged")),
    )


def _touches() -> None:
    op.create_table(
        "touches",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("entity", "at", name=op.f("pk_touches")),
    )


def _trust() -> None:
    op.create_table(
        "trust",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root_fingerprint", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_trust")),
    )


def _verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("rid", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_verdicts")),
    )
