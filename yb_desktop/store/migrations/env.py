"""Alembic's door: runs migrations on the connection it is handed, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from yb_desktop.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
