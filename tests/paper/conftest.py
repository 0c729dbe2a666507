"""What the tests of the paper engine share: a key that signs, and PDFs read back character by character."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref, c_double
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
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


@dataclass(frozen=True, slots=True)
class Char:
    """A character of a page: its ink's box and its baseline, in points from the lower left corner."""

    page: int
    char: str
    left: float
    bottom: float
    right: float
    top: float
    baseline: float


def read_back_chars(data: bytes) -> list[Char]:
    """Read every character that is not blank from a PDF."""
    chars = []
    pdf = pypdfium2.PdfDocument(data)
    x, y = c_double(), c_double()
    for number, page in enumerate(pdf, 1):
        text = page.get_textpage()
        high = ""
        for at in range(text.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(text, at))
            if "\ud800" <= char < "\udc00":
                high = char
                continue
            char, high = (high + char).encode("utf-16", "surrogatepass").decode("utf-16"), ""
            if not char.isspace():
                pdfium.FPDFText_GetCharOrigin(text, at, byref(x), byref(y))
                left, bottom, right, top = text.get_charbox(at)
                chars.append(Char(number, char, left, bottom, right, top, y.value))
        text.close()
    pdf.close()
    return chars


@pytest.fixture(scope="session")
def read_back() -> Callable[[bytes], list[Char]]:
    return read_back_chars
