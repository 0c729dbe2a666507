"""The byte-exact reader against chance and against numbers written in other ways: only the very bytes are taken."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.vectors.wrong import FOLDER
from yb_desktop.base.errors import Refused
from yb_desktop.exchange.bundle import _read_into
from yb_desktop.exchange.tarball import BLOCK, TarReader, header
from yb_desktop.exchange.trust import load_trust

TRUST = load_trust(FOLDER / "good" / "532300-root-all.trust-1-2.ybb.tar")
GOOD = (FOLDER / "good" / "532326-pc1-532300.submission-1-1.ybb.tar").read_bytes()
NOISE = st.binary(max_size=700)
PLACE = st.integers(0, len(GOOD))


def code_of(data: bytes) -> str:
    with tempfile.TemporaryDirectory() as name:
        try:
            _read_into(io.BytesIO(data), Path("x"), TRUST, Path(name), "532300").discard()
        except Refused as problem:
            assert not list(Path(name).iterdir())
            return problem.code
    return "ok"


def test_the_bundle_itself_is_taken() -> None:
    assert code_of(GOOD) == "ok"


@given(PLACE, PLACE, NOISE)
def test_whatever_is_spliced_in_or_cut_out_is_refused(one: int, two: int, noise: bytes) -> None:
    first, last = sorted((one, two))
    changed = GOOD[:first] + noise + GOOD[last:]
    assert (code_of(changed) == "ok") is (changed == GOOD)


@given(st.lists(st.integers(0, len(GOOD) // BLOCK - 1), min_size=2, max_size=2, unique=True))
def test_no_two_blocks_can_be_exchanged(pair: list[int]) -> None:
    one, two = sorted(pair)
    blocks = [GOOD[at : at + BLOCK] for at in range(0, len(GOOD), BLOCK)]
    blocks[one], blocks[two] = blocks[two], blocks[one]
    changed = b"".join(blocks)
    assert (code_of(changed) == "ok") is (changed == GOOD)


def with_sum(block: bytearray) -> bytes:
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def put(at: int, data: bytes) -> Callable[[bytearray], bytes]:
    def change(block: bytearray) -> bytes:
        block[at : at + len(data)] = data
        return with_sum(block)

    return change


def spelt_sum(form: bytes) -> Callable[[bytearray], bytes]:
    def change(block: bytearray) -> bytes:
        number = int(block[148:154], 8)
        block[148:156] = form % number
        return bytes(block)

    return change


OTHER_WAYS = {
    "size in base 256": put(124, b"\x80" + bytes(10) + b"\x0a"),
    "size negative": put(124, b"\xff" * 12),
    "size with blanks": put(124, b"       1234 "),
    "size without its end": put(124, b"000000012345"),
    "size beyond the file": put(124, b"77777777777\0"),
    "mode": put(100, b"0000755\0"),
    "mode with blanks": put(100, b"   644 \0"),
    "uid": put(108, b"0000001\0"),
    "mtime": put(136, b"00000000001\0"),
    "old tar": put(257, bytes(8)),
    "gnu magic": put(257, b"ustar  \0"),
    "user name": put(265, b"root"),
    "device numbers": put(329, bytes(16)),
    "padding of the header": put(500, b"x"),
    "name beyond its end": put(90, b"x"),
    "a folder": put(156, b"5"),
    "sparse": put(156, b"S"),
    "long name": put(156, b"L"),
    "long link": put(156, b"K"),
    "pax": put(156, b"x"),
    "pax for all": put(156, b"g"),
    "sum with other blanks": spelt_sum(b"%06o \0"),
    "sum of seven digits": spelt_sum(b"%07o\0"),
}


@pytest.mark.parametrize("way", OTHER_WAYS)
@pytest.mark.parametrize("member", ["bundle.sig", "bundle.json", "bagit.txt", "manifest-sha256.txt", "data/"])
def test_a_header_has_one_spelling(way: str, member: str) -> None:
    at = next(
        at
        for at in range(0, len(GOOD), BLOCK)
        if member.encode() in GOOD[at : at + 100] and GOOD[at + 257 :][:5] == b"ustar"
    )
    changed = OTHER_WAYS[way](bytearray(GOOD[at : at + BLOCK]))
    assert changed != GOOD[at : at + BLOCK]
    assert code_of(GOOD[:at] + changed + GOOD[at + BLOCK :]) in {"bundle-form", "bundle-too-big", "bundle-cut"}


@pytest.mark.parametrize("name", ["CON", "con.pdf", "NUL.txt", "COM1", "LPT9.pdf", "a:b", "AUX ", "x.", "..", "~root"])
def test_names_that_a_computer_takes_otherwise_are_never_a_bundles(name: str) -> None:
    reader = TarReader(io.BytesIO(header(f"{name}/bundle.json", 10)))
    with pytest.raises(Refused):
        reader.expect("532326-pc1-532300.submission-1-1/bundle.json", 10)
    members = {"x": header(f"{name}/bundle.sig", 20) + GOOD[BLOCK:]}
    assert code_of(members["x"]) in {"bundle-form", "bundle-cut", "bundle-too-big"}
