"""What a key can do, without saying where it lives: a file key today, a hardware key (UKey) tomorrow."""

from __future__ import annotations

import hashlib
from typing import Protocol


class Signer(Protocol):
    """A private key that signs and never shows itself."""

    @property
    def alg(self) -> str:
        """Name of the algorithm: ``ed25519`` (``sm2-sm3`` is reserved)."""
        ...

    @property
    def public_key(self) -> bytes:
        """The raw public key (32 bytes for ed25519)."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign ``message`` (64 bytes for ed25519)."""
        ...


def key_id(public_key: bytes) -> str:
    """Give the first 16 hex digits of SHA-256 of a raw public key (``keyid16`` of the bundle format)."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def fingerprint(public_key: bytes) -> str:
    """Give 32 hex digits of SHA-256 of a raw public key in 8 groups of 4, as printed on stamped paper."""
    digits = hashlib.sha256(public_key).hexdigest()[:32]
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))
