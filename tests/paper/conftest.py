"""What the tests of the paper engine share: a key that signs, and PDFs read back character by character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from ctypes import byref, c_double
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yb_desktop.paper.blocks import Style
from yb_desktop.paper.styles import MM, SHEETS


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


def body(chars: list[Char], style: Style) -> list[Char]:
    return [char for char in chars if char.baseline >= SHEETS[style].bottom]


def assert_sound(chars: list[Char], style: Style) -> None:
    """Nothing outside its box, nothing within 15 mm of an edge, nothing overlaps."""
    sheet = SHEETS[style]
    width, height = sheet.paper
    for char in chars:
        assert char.left >= 15 * MM
        assert char.right <= width - 15 * MM
        assert char.bottom >= 15 * MM
        assert char.top <= height - 15 * MM
    for char in body(chars, style):
        assert char.left >= sheet.left - 1.5, char
        assert char.right <= width - sheet.right + 1.5, char
    near: dict[tuple[int, int, int], list[Char]] = defaultdict(list)
    for char in chars:
        cell = char.page, int(char.left // 20), int(char.bottom // 20)
        for other in (other for across in (-1, 0, 1) for up in (-1, 0, 1)
                      for other in near[cell[0], cell[1] + across, cell[2] + up]):  # fmt: skip
            assert not overlap(char, other), (char, other)
        near[cell].append(char)


def overlap(one: Char, other: Char) -> bool:
    """Say whether the ink of two characters lies on top of each other; letters may reach under their neighbours."""
    if one.baseline == other.baseline and (one.char + other.char).isascii():
        return False
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 1.5 and min(one.top, other.top) - max(one.bottom, other.bottom) > 0.5


@pytest.fixture(scope="session")
def read_back() -> Callable[[bytes], list[Char]]:
    return read_back_chars
