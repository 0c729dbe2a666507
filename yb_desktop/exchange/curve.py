"""What is a safe Ed25519 public key: one encoding, on the curve, not of small order (RFC 8032, section 5.1.3).

The library takes keys for which a signature proves nothing (of order 1, 2, 4 or 8) or that can be written in two ways;
so a key is checked here once, when it is enrolled. Only public values are handled: no need for constant time.
"""

from __future__ import annotations

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P


def is_safe(raw: bytes) -> bool:
    """Tell whether 32 bytes are the one encoding of a curve point whose order is not a divisor of 8."""
    if len(raw) != 32:
        return False
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _P:
        return False
    x = _x_of(y)
    if x is None or (x == 0 and sign):
        return False
    point = (x, y)
    for _ in range(3):
        point = _double(point)
    return point != (0, 1)


def _x_of(y: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    return x if x * x % _P == square else None


def _double(point: tuple[int, int]) -> tuple[int, int]:
    x, y = point
    common = _D * x * x * y * y
    doubled_x = 2 * x * y * pow(1 + common, -1, _P)
    doubled_y = (y * y + x * x) * pow(1 - common, -1, _P)
    return doubled_x % _P, doubled_y % _P
