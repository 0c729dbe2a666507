"""Passwords as hashes, beside the log: they never travel. What makes and checks a hash is the services' business."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.exchange import accounts
from yb_desktop.store.writing import Tx


@dataclass(frozen=True, slots=True)
class Account:
    """How a person signs in; ``failed`` counts wrong passwords in a row."""

    person: str
    hash: str
    failed: int = 0
    locked: bool = False


def account_of(reader: Reader, person: str) -> Account | None:
    """Give a person's account, ``None`` when no password was ever set."""
    row = reader.connection.execute(select(accounts).where(accounts.c.person == person)).one_or_none()
    return Account(row.person, row.hash, row.failed, row.locked) if row else None


def put_account(tx: Tx, account: Account) -> None:
    """Keep an account, in place of what was there."""
    row = {"person": account.person, "hash": account.hash, "failed": account.failed, "locked": account.locked}
    tx.connection.execute(dialect_of(tx.connection).upsert(accounts, "person"), row)
