"""Reading ahead changes nothing: the same pieces in the same order, and what reading raises arrives."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from yb_desktop.exchange.reading_ahead import ahead, each

PIECES = [b"one", b"two", b"three"]


def torn(pieces: list[bytes]) -> Iterator[bytes]:
    yield from pieces
    raise OSError("pulled out")


def test_the_pieces_come_as_they_were_read() -> None:
    with ThreadPoolExecutor(1) as reader:
        assert list(ahead(iter(PIECES), reader)) == PIECES
        assert list(ahead(iter(()), reader)) == []


def test_what_was_read_before_an_error_comes_before_it() -> None:
    got: list[bytes] = []
    with ThreadPoolExecutor(1) as reader, pytest.raises(OSError, match="pulled out"):
        got.extend(ahead(torn(PIECES), reader))
    assert got == PIECES


def test_each_keeps_the_order_and_raises_what_was_raised() -> None:
    assert each(len, PIECES) == [3, 3, 5]
    with pytest.raises(ValueError, match="two"):
        each(int, [b"1", b"two"])
