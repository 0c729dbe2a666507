"""JSON with one way to write it (RFC 8785, without floats) and one strict way to read it.

Hashes and signatures rest on these bytes, so the reader refuses whatever two readers could understand differently:
duplicate keys, NaN, floats, lone surrogates, integers beyond 2**53, nesting deeper than 64.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn, cast

from yb_desktop.base.errors import BadInput

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_LIMIT = 2**53 - 1
_DEPTH = 64


def canonical(value: Json) -> bytes:
    """Write ``value`` as RFC 8785 bytes: UTF-8, sorted keys, no blanks. Raises ``TypeError`` for floats."""
    if _check(value, 0):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def parse(data: bytes) -> Json:
    """Read UTF-8 JSON strictly. Raises ``BadInput`` (code ``json``) for anything two readers could read differently."""
    try:
        value = cast(
            Json,
            json.loads(
                data.decode("utf-8"),
                object_pairs_hook=_no_duplicates,
                parse_float=_no_float,
                parse_constant=_no_float,
            ),
        )
        _check(value, 0)
    except (UnicodeDecodeError, ValueError, TypeError, RecursionError) as problem:
        raise BadInput("json", f"数据格式不合规（{problem}），不能读取。") from problem
    return value


def _check(value: object, depth: int) -> bool:
    """Refuse what has no canonical form; say whether all keys are ASCII."""
    match value:
        case _ if depth > _DEPTH:
            raise TypeError("nested too deep")
        case None | bool():
            return True
        case str():
            value.encode("utf-8")
            return True
        case int() if abs(value) <= _LIMIT:
            return True
        case dict():
            _check_all(value.keys(), depth + 1)
            return _check_all(value.values(), depth + 1) and all(key.isascii() for key in value)
        case list() | tuple():
            return _check_all(value, depth + 1)
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form (or an integer lies beyond 2**53)")


def _check_all(values: Iterable[object], depth: int) -> bool:
    ascii_keys = True
    for value in values:
        if isinstance(value, str) and depth <= _DEPTH:  # nearly every value is one
            value.encode("utf-8")
        elif not _check(value, depth):
            ascii_keys = False
    return ascii_keys


def _ordered(value: object) -> object:
    # RFC 8785 sorts by UTF-16 code units, Python by code points; they differ above U+FFFF.
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda k: k.encode("utf-16-be"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, (list, tuple)):
        return [_ordered(inner) for inner in value]
    return value


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("duplicate key")
    return out


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"number {text[:20]} is not an integer")
