"""Armour opens for those it was made for and nobody else; one changed, missing or doubled byte refuses the whole."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import Refused
from yb_desktop.base.signing import key_id
from yb_desktop.exchange import sm2
from yb_desktop.exchange.armour import (
    CHUNK,
    AgeKey,
    armour_of,
    is_age_recipient,
    make_age_key,
    open_sm,
    seal_age,
    seal_sm,
)

needs_sm = pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17)


def opened(sealed: bytes, signer: sm2.Sm2Signer) -> bytes:
    out = io.BytesIO()
    open_sm(io.BytesIO(sealed), out, {key_id(signer.public_key): signer.pkcs8()})
    return out.getvalue()


def sealed_for(data: bytes, *signers: sm2.Sm2Signer) -> bytes:
    out = io.BytesIO()
    seal_sm(io.BytesIO(data), out, [one.public_key for one in signers])
    return out.getvalue()


def refusal(sealed: bytes, signer: sm2.Sm2Signer) -> str:
    with pytest.raises(Refused) as caught:
        opened(sealed, signer)
    return caught.value.code


@needs_sm
@pytest.mark.parametrize("size", SIZES)
def test_sm_opens_for_every_receiver(size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    first, second, stranger = sm2.make_sm2_key(), sm2.make_sm2_key(), sm2.make_sm2_key()
    sealed = sealed_for(data, first, second)
    assert armour_of(sealed) == "sm"
    assert opened(sealed, first) == opened(sealed, second) == data
    assert refusal(sealed, stranger) == "armour-key"
    assert size < 16 or data not in sealed


@needs_sm
def test_sm_refuses_every_flipped_byte() -> None:
    signer = sm2.make_sm2_key()
    sealed = sealed_for(b"a bundle", signer)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert refusal(bytes(changed), signer).startswith("armour-")


@needs_sm
def test_sm_refuses_every_cut_and_every_addition() -> None:
    signer = sm2.make_sm2_key()
    sealed = sealed_for(b"a bundle", signer)
    for length in range(len(sealed)):
        assert refusal(sealed[:length], signer) == "armour-broken"
    assert refusal(sealed + b"\x00", signer) == "armour-broken"


@needs_sm
def test_sm_refuses_chunks_left_out_doubled_or_exchanged() -> None:
    signer = sm2.make_sm2_key()
    data = b"".join(bytes([n]) * CHUNK for n in range(3))
    sealed = sealed_for(data, signer)
    start = len(sealed) - 3 * (CHUNK + 16)
    head = sealed[:start]
    one, two, three = (sealed[start + n * (CHUNK + 16) :][: CHUNK + 16] for n in range(3))
    assert opened(head + one + two + three, signer) == data
    for wrong in (one + three, one + two, one + two + two + three, two + one + three, one + two + three + three):
        assert refusal(head + wrong, signer) == "armour-broken"


@needs_sm
@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_sm_reads_back_any_bytes(data: bytes) -> None:
    signer = sm2.make_sm2_key()
    assert opened(sealed_for(data, signer), signer) == data


@pytest.mark.parametrize("size", SIZES)
def test_age_opens_for_every_receiver(tmp_path: Path, size: int) -> None:
    plain, sealed, out = tmp_path / "plain", tmp_path / "sealed", tmp_path / "out"
    plain.write_bytes(bytes(n % 251 for n in range(size)))
    first, second, stranger = make_age_key(), make_age_key(), make_age_key()
    seal_age(plain, sealed, [first.recipient, second.recipient])
    assert armour_of(sealed.read_bytes()[:64]) == "age"
    for key in (first, second):
        AgeKey(key.secret).open(sealed, out)
        assert out.read_bytes() == plain.read_bytes()
    with pytest.raises(Refused) as caught:
        stranger.open(sealed, tmp_path / "none")
    assert caught.value.code == "armour-key"
    assert not (tmp_path / "none").exists()


def test_age_refuses_what_was_changed(tmp_path: Path) -> None:
    plain, sealed, out = tmp_path / "plain", tmp_path / "sealed", tmp_path / "out"
    plain.write_bytes(b"a bundle")
    key = make_age_key()
    seal_age(plain, sealed, [key.recipient])
    good = sealed.read_bytes()
    for place in range(0, len(good), 7):
        changed = bytearray(good)
        changed[place] ^= 1
        sealed.write_bytes(changed)
        with pytest.raises(Refused) as caught:
            key.open(sealed, out)
        assert caught.value.code.startswith("armour-")
        assert not out.exists()


@pytest.mark.parametrize("text", ["", "age1", "age1qqqq", "AGE-SECRET-KEY-1", "x" * 62])
def test_only_recipients_are_sealed_to(tmp_path: Path, text: str) -> None:
    assert not is_age_recipient(text)
    with pytest.raises(Refused):
        seal_age(tmp_path / "none", tmp_path / "out", [text])
    with pytest.raises(Refused):
        AgeKey(text)


@pytest.mark.stock("age")
def test_the_stock_tool_opens_what_we_seal(tmp_path: Path) -> None:
    plain, sealed, identity = tmp_path / "plain", tmp_path / "sealed", tmp_path / "key.txt"
    plain.write_bytes(b"a bundle" * 20_000)
    key = make_age_key()
    identity.write_text(key.secret + "\n")
    seal_age(plain, sealed, [key.recipient])
    done = subprocess.run(["age", "-d", "-i", str(identity), str(sealed)], check=True, capture_output=True)
    assert done.stdout == plain.read_bytes()
    subprocess.run(["age", "-r", key.recipient, "-o", str(tmp_path / "theirs"), str(plain)], check=True)
    key.open(tmp_path / "theirs", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == plain.read_bytes()
