"""How much work a passphrase costs in tests: hardly any, but where the cost itself is looked at.

A passphrase costs the program a fifth of a second on purpose, and the tests open some thousand of them. Files and
accounts still say the full cost, and another cost, salt or passphrase still gives another key. ``tests/exchange``
(``true_cost``) and ``tests/services/test_signing_in.py`` see to it that the program does the full work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type, hash_secret_raw

from yb_desktop.exchange import keys
from yb_desktop.services import people


@contextmanager
def costing_little() -> Iterator[None]:
    """Let keys and passwords be derived with little work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "hash_secret_raw", _raw)
        patch.setattr(people, "PasswordHasher", _hasher)
        yield


@contextmanager
def costing_in_full() -> Iterator[None]:
    """Let them cost what they cost the program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "hash_secret_raw", hash_secret_raw)
        patch.setattr(people, "PasswordHasher", PasswordHasher)
        yield


def _raw(secret: bytes, salt: bytes, *cost: object) -> bytes:
    return hash_secret_raw(secret + repr(cost).encode(), salt, 1, 8, 1, 32, Type.ID)


def _hasher(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    assert (time_cost, memory_cost, parallelism) >= (3, 65_536, 1)
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
