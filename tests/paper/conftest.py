"""What the tests of the paper engine share: a key that signs, and PDFs read back character by character."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class TestSigner:
    """A key in memory."""

    __test__ = False
    alg = "ed25519"

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


@pytest.fixture(scope="session")
def signer() -> TestSigner:
    return TestSigner(b"\x01" * 32)
