from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.paper import cbor, qr
from yb_desktop.paper.stamp import PREFIX, Stamp, base45, key_bytes, read, text_hash, unbase45, written

if TYPE_CHECKING:
    from yb_desktop.base.signing import Signer


def stamp_of(signer: Signer, number: str = "姚医保受〔2026〕1号") -> Stamp:
    return Stamp("acceptance_notice", number, 3, bytes(range(32)), (1, 2), (12, 12), key_bytes(signer.public_key))


@pytest.mark.parametrize(
    ("plain", "text"),  # RFC 9285, section 4.3
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0"), (b"", "")],
)
def test_base45(plain: bytes, text: str) -> None:
    assert base45(plain) == text
    assert unbase45(text) == plain


@pytest.mark.parametrize("text", ["A", "GGW", "::", "a00", "BB8A"])
def test_wrong_base45_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unbase45(text)


@pytest.mark.parametrize(
    ("value", "data"),  # RFC 8949, appendix A
    [(0, "00"), (23, "17"), (24, "1818"), (1000, "1903e8"), (1000000, "1a000f4240"), (b"\x01", "4101"),
     ("IETF", "6449455446"), ([1, [2, 3]], "8201820203")],
)  # fmt: skip
def test_cbor(value: cbor.Value, data: str) -> None:
    assert cbor.encode(value).hex() == data
    assert cbor.decode(bytes.fromhex(data)) == value


@given(st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_cbor_reads_only_what_it_writes(data: bytes) -> None:
    try:
        value = cbor.decode(data)
    except BadInput:
        return
    assert cbor.encode(value) == data


@pytest.mark.parametrize("data", ["1800", "5f4101ff", "a0", "f6", "20", "8181818181818100", "62c328", "0000", "1b", ""])
def test_other_cbor_is_refused(data: str) -> None:
    with pytest.raises(BadInput):
        cbor.decode(bytes.fromhex(data))


def test_a_stamp_is_read_as_it_was_written(signer: Signer) -> None:
    stamp = stamp_of(signer)
    again, signature = read(written(stamp, signer))
    assert again == stamp
    assert len(signature) == 64


@pytest.mark.parametrize(
    "text", [PREFIX, PREFIX + "!!", PREFIX + base45(b"junk"), PREFIX + base45(zlib.compress(b"\x01"))]
)
def test_a_strange_code_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.code == "paper-code"


def test_an_inflated_code_is_refused() -> None:
    with pytest.raises(Refused):
        read(PREFIX + base45(zlib.compress(b"\0" * 10_000_000)))


def test_only_ed25519_signs_paper(signer: Signer) -> None:
    class OtherSigner:
        alg = "sm2-sm3"
        public_key = signer.public_key

        def sign(self, message: bytes) -> bytes:
            return message

    with pytest.raises(BadInput):
        written(stamp_of(signer), OtherSigner())


@pytest.mark.parametrize("number", ["姚医保受〔2026〕1号", "楚雄医保协〔2026〕补充协议第一百二十三号之四附件"])
def test_the_code_fits_into_version_10(signer: Signer, number: str) -> None:
    longest_kind = replace(stamp_of(signer, number), kind="k" * 40)
    assert len(number.encode()) <= 72
    for stamp in (stamp_of(signer, number), longest_kind):
        assert len(qr.modules(written(stamp, signer))) <= 57


def test_a_text_too_long_for_version_10_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        qr.modules("A" * 400)
    assert refused.value.code == "qr-size"


def test_the_modules_are_those_of_another_maker(signer: Signer) -> None:
    text = written(stamp_of(signer), signer)
    ours = tuple(tuple(not module for module in row) for row in qr.modules(text))
    theirs = [
        tuple(
            tuple(bool(module) for module in row)
            for row in segno.make_qr(text, error="m", boost_error=False, mask=mask).matrix
        )
        for mask in range(8)
    ]
    assert ours in theirs


def test_the_text_hash_knows_order_and_text_but_not_blanks() -> None:
    page = [(700.0, 10.0, "甲方"), (700.0, 300.0, "乙方"), (650.0, 10.0, "一 二\u3000三")]
    assert text_hash(page) == text_hash(reversed(page))
    assert text_hash(page) == text_hash([*page[:2], (650.001, 10.0, "一二三")])
    assert text_hash(page) != text_hash([(700.0, 10.0, "乙方"), (700.0, 300.0, "甲方"), page[2]])
    assert text_hash(page) != text_hash([*page[:2], (650.0, 10.0, "一三二")])
