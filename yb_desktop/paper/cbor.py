"""CBOR (RFC 8949), deterministic and small: whole numbers from 0, bytes, texts and arrays, each in its shortest form.

The reader takes nothing else, so that every value has exactly one encoding and a signature covers what is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from yb_desktop.base.errors import BadInput

Value = int | bytes | str | Sequence["Value"]
_DEPTH = 4


def encode(value: Value) -> bytes:
    """Write a value."""
    match value:
        case int():
            return _head(0, value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            data = value.encode("utf-8")
            return _head(3, len(data)) + data
        case _:
            return array([encode(inner) for inner in value])


def array(encoded: Sequence[bytes]) -> bytes:
    """Write an array of values that are written already."""
    return _head(4, len(encoded)) + b"".join(encoded)


def decode(data: bytes) -> Value:
    """Read a value that takes up all of ``data``. Raises ``BadInput`` for anything ``encode`` would not write."""
    try:
        value, at = _read(data, 0, 0)
    except (IndexError, UnicodeDecodeError) as problem:
        raise BadInput("cbor", "二维码内容不完整，请重新扫描。") from problem
    if at != len(data) or encode(value) != data:
        raise BadInput("cbor", "二维码内容不合规，请重新扫描。")
    return value


def _head(major: int, number: int) -> bytes:
    if number < 0:
        raise ValueError("no negative numbers here")
    if number < 24:
        return bytes([major << 5 | number])
    for marker, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes([major << 5 | marker]) + number.to_bytes(size, "big")
    raise ValueError("number too large")


def _read(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    major, number = data[at] >> 5, data[at] & 31
    at += 1
    if number >= 24:
        size = 1 << number - 24
        if number > 27 or at + size > len(data):
            raise IndexError
        number = int.from_bytes(data[at : at + size], "big")
        at += size
    if major == 0:
        return number, at
    if major == 4 and depth < _DEPTH and number <= len(data):
        values: list[Value] = []
        for _ in range(number):
            value, at = _read(data, at, depth + 1)
            values.append(value)
        return values, at
    if major not in {2, 3} or at + number > len(data):
        raise IndexError
    part = data[at : at + number]
    return (part if major == 2 else part.decode("utf-8")), at + number
