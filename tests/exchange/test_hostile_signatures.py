"""Edge cases of both curves: second encodings, small orders, zero and the order itself, points that are none.

The SM2 signatures are made here with whole numbers (``mini_reader``), so that the numbers can be chosen.
"""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.exchange.mini_reader import A, B, G, N, P, sm3, times
from yb_desktop.base.errors import Refused
from yb_desktop.exchange import sm2
from yb_desktop.exchange.keys import check_public_key
from yb_desktop.exchange.signatures import verify_signature

L = 2**252 + 27742317777372353535851937790883648493
MESSAGE = b"message"
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
SECOND_ENCODINGS = [
    "0100000000000000000000000000000000000000000000000000000000000080",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]
needs_sm = pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")


def holds(alg: str, public: bytes, signature: bytes, message: bytes = MESSAGE) -> bool:
    try:
        verify_signature(alg, public, signature, message)
    except Refused as problem:
        return problem.code != "bundle-signature"
    return True


# RFC 8032, section 7.1, tests 1 to 3: key, message, first half of the signature.
RFC8032 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "", "e5564300c360ac729086e2cc806e828a"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72", "92a009a9f0d4cab8720e820b5f642540"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82", "6291d657deec24024827e69c3abe01a3"),
]


@pytest.mark.parametrize(("seed", "message", "begins"), RFC8032)
def test_ed25519_vectors_of_the_rfc(seed: str, message: str, begins: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    signature = key.sign(bytes.fromhex(message))
    assert signature.hex().startswith(begins)
    assert holds("ed25519", key.public_key().public_bytes_raw(), signature, bytes.fromhex(message))


@pytest.mark.parametrize("public", SMALL_ORDER + SECOND_ENCODINGS)
def test_ed25519_keys_that_prove_nothing_are_never_enrolled(public: str) -> None:
    with pytest.raises(Refused) as caught:
        check_public_key("ed25519", bytes.fromhex(public))
    assert caught.value.code == "key-weak"


def test_ed25519_signatures_have_one_form() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, good = key.public_key().public_bytes_raw(), key.sign(MESSAGE)
    assert holds("ed25519", public, good)
    r, s = good[:32], int.from_bytes(good[32:], "little")
    wrong = [
        r + (s + L).to_bytes(32, "little"),
        r + (L - s).to_bytes(32, "little"),
        r + bytes(32),
        bytes(32) + good[32:],
        bytes.fromhex(SMALL_ORDER[0]) + bytes(32),
        bytes(64),
        b"\xff" * 64,
        good[32:] + r,
        good[:63],
        good + b"\0",
        b"",
    ]
    assert not [one.hex() for one in wrong if holds("ed25519", public, one)]
    assert not holds("ed25519", public, good, MESSAGE + b" ")
    assert not holds("ed25519", bytes(32), good)
    assert not holds("ed25519", public[:31], good)


D = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
K = int.from_bytes(hashlib.sha256(b"chosen").digest(), "big") % N


def point(number: int) -> tuple[int, int]:
    found = times(number, G)
    assert found is not None
    return found


def raw(at: tuple[int, int]) -> bytes:
    return b"\x04" + at[0].to_bytes(32, "big") + at[1].to_bytes(32, "big")


def signed(
    ident: bytes = b"1234567812345678", message: bytes = MESSAGE, secret: int = D, k: int = K
) -> tuple[int, int]:
    """Sign as GB/T 32918.2 says, under any ID."""
    x, y = point(secret)
    numbers = b"".join(one.to_bytes(32, "big") for one in (A, B, *G, x, y))
    z = sm3((len(ident) * 8).to_bytes(2, "big") + ident + numbers)
    e = int.from_bytes(sm3(z + message), "big")
    r = (e + point(k)[0]) % N
    return r, pow(1 + secret, -1, N) * (k - r * secret) % N


def der(r: int, s: int) -> bytes:
    return sm2.encode_signature(r, s)


@needs_sm
def test_sm2_chosen_signatures_hold_under_the_standards_id_only() -> None:
    public = raw(point(D))
    for k in (1, 2, 3, N - 1, N - 2, K):
        assert holds("sm2-sm3", public, der(*signed(k=k)))
    for ident in (b"", b"1234567812345679", b"alice", b"1234567812345678\0"):
        assert not holds("sm2-sm3", public, der(*signed(ident)))
    assert not holds("sm2-sm3", public, der(*signed(message=b"other")))
    assert holds("sm2-sm3", raw(point(1)), der(*signed(secret=1)))
    assert holds("sm2-sm3", raw(point(N - 2)), der(*signed(secret=N - 2)))


@needs_sm
def test_sm2_numbers_out_of_bounds() -> None:
    public = raw(point(D))
    r, s = signed()
    wrong = [(0, s), (r, 0), (0, 0), (N, s), (r, N), (r + N, s), (r, s + N), (r, N - r), (r, N - s), (s, r), (1, 1)]
    for one, two in wrong:
        assert not holds("sm2-sm3", public, der(one, two)), (one, two)


@needs_sm
def test_sm2_signatures_have_one_form() -> None:
    public, good = raw(point(D)), der(*signed())
    assert holds("sm2-sm3", public, good)
    r, s = (one.to_bytes(33, "big").lstrip(b"\0") for one in signed())

    def integer(body: bytes) -> bytes:
        return b"\x02" + bytes([len(body)]) + body

    first, second = (integer(b"\0" + one if one[0] & 0x80 else one) for one in (r, s))
    inside = first + second
    assert good == b"\x30" + bytes([len(inside)]) + inside
    wrong = [
        b"\x30\x81" + bytes([len(inside)]) + inside,
        b"\x30\x80" + inside + b"\0\0",
        b"\x31" + good[1:],
        good + b"\0",
        good[:-1],
        b"\x30" + bytes([len(inside) + 2]) + inside + b"\x05\0",
        b"\x30" + bytes([len(inside) + 1]) + integer(b"\0" + first[2:]) + second,
        b"\x30" + bytes([len(inside) + 1]) + first + integer(b"\0" + second[2:]),
        b"\x30" + bytes([len(inside)]) + first + b"\x03" + second[1:],
        r + s,
        b"\x30\0",
        b"\x30\x04\x02\0\x02\0",
        b"",
    ]
    assert not [one.hex() for one in wrong if holds("sm2-sm3", public, one)]


@needs_sm
def test_sm2_points_that_are_none() -> None:
    x, y = point(D)
    good = der(*signed())
    compressed = bytes([2 + (y & 1)]) + x.to_bytes(32, "big")
    hybrid = bytes([6 + (y & 1)]) + raw((x, y))[1:]
    wrong = [
        raw((x, (y + 1) % P)),
        raw((0, 0)),
        raw((x, P - 1)),
        b"\x04" + (P + 1).to_bytes(32, "big") + y.to_bytes(32, "big"),
        compressed,
        hybrid,
        b"\0",
        bytes(65),
        raw((x, y))[:-1],
        raw((x, y)) + b"\0",
        b"",
    ]
    for public in wrong:
        assert not holds("sm2-sm3", public, good)
        with pytest.raises(Refused) as caught:
            check_public_key("sm2-sm3", public)
        assert caught.value.code == "key-weak"
    assert not holds("sm2-sm3", raw((x, P - y)), good), "the other point of the same x"
