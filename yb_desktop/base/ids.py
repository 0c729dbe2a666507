"""New identifiers: short, sortable by time of making, safe in file names, never reused."""

from __future__ import annotations

import random
from collections.abc import Callable

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no i, l, o, u

Ids = Callable[[str], str]
"""Makes a new identifier for a prefix: ``ids("case")`` gives ``"case-01j9…"``."""


def make_ids(rng: random.Random | None = None) -> Ids:
    """Give a maker of identifiers ``<prefix>-<20 characters>``, 100 random bits; a seeded ``rng`` repeats itself."""
    source = rng or random.SystemRandom()

    def new(prefix: str) -> str:
        bits = source.getrandbits(100)
        return prefix + "-" + "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(95, -5, -5))

    return new
