"""The tables, one module a subject; ``metadata`` knows them all once this package is imported.

Kept tables (log, aside, blobs, meta, exchange, accounts) hold what cannot be worked out again. Projections can be
dropped and rebuilt from the log at any time: ``PROJECTIONS`` names them. Only portable types; everything SQLite alone
understands lives in ``store/dialect``.
"""

from __future__ import annotations

from sqlalchemy import Table

from yb_desktop.store.tables import (
    agreements,
    applications,
    breaches,
    duties,
    exchange,
    institutions,
    log,
    oversight,
    standing,
)
from yb_desktop.store.tables.base import metadata

__all__ = ["KEPT", "PROJECTIONS", "metadata"]

PROJECTIONS: tuple[Table, ...] = (
    institutions.institutions,
    applications.applications,
    applications.clocks,
    agreements.agreements,
    breaches.audits,
    breaches.measures,
    duties.duties,
    standing.blocked,
    standing.publications,
    oversight.people,
    oversight.offices,
    oversight.documents,
    log.touches,
    log.undone,
)
"""Every table that is a projection of the log."""

KEPT: tuple[Table, ...] = (
    log.log,
    log.aside,
    log.blobs,
    log.meta,
    exchange.accounts,
    exchange.channels,
    exchange.outbox,
    exchange.inbox,
    exchange.verdicts,
    exchange.staged,
    exchange.forks,
    exchange.trust,
)
"""Every table that must be carried along, because nothing else knows what is in it."""
