"""SM2 by libcrypto: the standard's vector, keys on the curve, one encoding of a signature, agreement with openssl."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yb_desktop.base.errors import Refused
from yb_desktop.exchange import sm2
from yb_desktop.exchange.libcrypto import handle
from yb_desktop.exchange.sm2 import Sm2Signer, decode_signature, encode_signature, make_sm2_key

# GB/T 32918.5-2017, annex A.2.
NUMBER = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
PUBLIC = bytes.fromhex(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
PKCS8 = (
    bytes.fromhex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420")
    + NUMBER.to_bytes(32)
    + bytes.fromhex("a144034200")
    + PUBLIC
)

pytestmark = pytest.mark.skipif(handle() is None, reason="this Python has no shared libcrypto 3")


def test_the_vector_of_the_standard_holds() -> None:
    assert sm2.available()
    assert sm2.verify(PUBLIC, encode_signature(R, S), b"message digest")
    assert not sm2.verify(PUBLIC, encode_signature(S, R), b"message digest")
    assert not sm2.verify(PUBLIC, encode_signature(R, S), b"message digesT")


def test_the_private_number_of_the_standard_gives_its_public_key() -> None:
    signer = Sm2Signer(PKCS8)
    assert signer.public_key == PUBLIC
    assert sm2.verify(PUBLIC, signer.sign(b"paper"), b"paper")


def test_two_signatures_of_one_text_differ_and_both_hold() -> None:
    signer = make_sm2_key()
    first, second = signer.sign(b"x"), signer.sign(b"x")
    assert first != second
    assert sm2.verify(signer.public_key, first, b"x")
    assert sm2.verify(signer.public_key, second, b"x")
    assert not sm2.verify(PUBLIC, first, b"x")


def test_every_flipped_bit_of_a_signature_is_refused() -> None:
    signer = make_sm2_key()
    good = signer.sign(b"text")
    for bit in range(len(good) * 8):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        assert not sm2.verify(signer.public_key, bytes(bad), b"text")


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"\x30\x00",
        encode_signature(R, S) + b"\x00",
        encode_signature(R, S)[:-1],
        encode_signature(0, S),
        encode_signature(R, 0),
        encode_signature(ORDER, S),
        encode_signature(R, ORDER),
        encode_signature(R + ORDER, S),
        b"\x30\x81" + encode_signature(R, S)[1:],
    ],
)
def test_a_signature_has_one_encoding_and_numbers_of_the_group(signature: bytes) -> None:
    assert decode_signature(signature) is None
    assert not sm2.verify(PUBLIC, signature, b"message digest")


@given(st.integers(1, ORDER - 1), st.integers(1, ORDER - 1))
def test_signatures_are_read_as_they_were_written(r: int, s: int) -> None:
    assert decode_signature(encode_signature(r, s)) == (r, s)


@given(st.binary(max_size=80))
def test_no_bytes_are_read_as_a_signature_they_are_not(data: bytes) -> None:
    found = decode_signature(data)
    assert found is None or encode_signature(*found) == data


@pytest.mark.parametrize(
    "public",
    [
        b"",
        b"\x00",
        bytes(65),
        b"\x04" + bytes(64),
        b"\x04" + b"\xff" * 64,
        PUBLIC[:-1] + b"\x14",
        PUBLIC + b"\x00",
        b"\x02" + PUBLIC[1:33],
        b"\x06" + PUBLIC[1:],
    ],
)
def test_only_points_of_the_curve_are_keys(public: bytes) -> None:
    assert not sm2.is_sound(public)
    assert not sm2.verify(public, encode_signature(R, S), b"message digest")


def test_a_key_of_another_curve_is_no_sm2_key() -> None:
    with pytest.raises(Refused) as refusal:
        Sm2Signer(PKCS8.replace(bytes.fromhex("06082a811ccf5501822d"), bytes.fromhex("06082a8648ce3d030107")))
    assert refusal.value.code == "key-file"


def test_a_secret_opens_with_its_key_and_no_other() -> None:
    mine, other = make_sm2_key(), make_sm2_key()
    sealed = sm2.encrypt(mine.public_key, b"0123456789abcdef")
    assert sm2.decrypt(mine.pkcs8(), sealed) == b"0123456789abcdef"
    assert sm2.decrypt(other.pkcs8(), sealed) is None
    assert sm2.decrypt(mine.pkcs8(), sealed[:-1] + bytes([sealed[-1] ^ 1])) is None


@pytest.mark.stock("openssl")
def test_openssl_agrees_both_ways(tmp_path: Path) -> None:
    signer = make_sm2_key()
    message, signature = tmp_path / "m", tmp_path / "s"
    message.write_bytes(b"a bundle's manifest")
    signature.write_bytes(signer.sign(message.read_bytes()))
    private = tmp_path / "key.der"
    private.write_bytes(signer.pkcs8())
    options = ["-rawin", "-in", str(message), "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
    key = ["-inkey", str(private), "-keyform", "DER"]
    subprocess.run(
        ["openssl", "pkeyutl", "-verify", *options, *key, "-sigfile", str(signature)], check=True, capture_output=True
    )
    subprocess.run(
        ["openssl", "pkeyutl", "-sign", *options, *key, "-out", str(signature)], check=True, capture_output=True
    )
    assert sm2.verify(signer.public_key, signature.read_bytes(), message.read_bytes())
