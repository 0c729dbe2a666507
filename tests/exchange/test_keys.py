"""Key files open with their passphrase and no other; unsafe public keys are not enrolled."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.exchange.offices import signer_of
from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.exchange import sm2
from yb_desktop.exchange.curve import is_safe
from yb_desktop.exchange.keys import (
    check_public_key,
    decode_key,
    encode_key,
    load_key,
    make_key,
    public_key_in,
    store_key,
)
from yb_desktop.exchange.sm2 import make_sm2_key

P = 2**255 - 19
needs_sm = pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")


def test_a_key_is_kept_and_opened(tmp_path: Path) -> None:
    signer = make_key()
    path = tmp_path / "office.key"
    store_key(signer, path, "一二三四五六七八")
    opened = load_key(path, "一二三四五六七八")
    assert opened.public_key == signer.public_key == public_key_in(path)
    Ed25519PublicKey.from_public_bytes(signer.public_key).verify(opened.sign(b"paper"), b"paper")
    assert signer.pkcs8()[-32:] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(BadInput) as wrong:
        load_key(path, "一二三四五六七九")
    assert wrong.value.code == "passphrase"
    with pytest.raises(BadInput) as again:
        store_key(signer, path, "another one")
    assert again.value.code == "key-exists"


@pytest.mark.usefixtures("true_cost")
def test_a_key_file_opens_by_what_is_written_of_it(tmp_path: Path) -> None:
    """Open it without the program: argon2id at the cost the page says, and AES-GCM."""
    signer, path = make_key(), tmp_path / "office.key"
    store_key(signer, path, "一二三四五六七八")
    kept = json.loads(path.read_bytes())
    assert kept["kdf"] | {"salt": ""} == {"name": "argon2id", "t": 3, "m": 65536, "p": 1, "salt": ""}
    salt, nonce, sealed, public = (
        base64.b64decode(text) for text in (kept["kdf"]["salt"], kept["nonce"], kept["sealed"], kept["public"])
    )
    secret = hash_secret_raw("一二三四五六七八".encode(), salt, 3, 65536, 1, 32, Type.ID)
    assert AESGCM(secret).decrypt(nonce, sealed, b"ybb-key/1 ed25519 " + public) == signer.pkcs8()
    assert load_key(path, "一二三四五六七八").public_key == public


@pytest.mark.parametrize("passphrase", ["", "1234567"])
def test_no_key_without_a_passphrase(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(BadInput) as caught:
        store_key(make_key(), tmp_path / "k", passphrase)
    assert caught.value.code == "passphrase-short"
    assert not list(tmp_path.iterdir())


def test_a_damaged_key_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "k"
    store_key(signer_of(5), path, "12345678")
    good = parse(path.read_bytes())
    assert isinstance(good, dict)
    public = encode_key(signer_of(6).public_key)
    kdf = good["kdf"]
    assert isinstance(kdf, dict)
    wrong: list[Json] = [good | {"extra": 1}, good | {"kdf": kdf | {"m": 1 << 30}}, good | {"public": "AA"}, []]
    for bad in wrong:
        path.write_bytes(canonical(bad))
        with pytest.raises(Refused) as caught:
            load_key(path, "12345678")
        assert caught.value.code == "key-file"
    path.write_bytes(canonical(good | {"public": public}))
    with pytest.raises(BadInput):
        load_key(path, "12345678")


def test_made_keys_are_safe_and_each_is_another() -> None:
    made = {make_key().public_key for _ in range(20)}
    assert len(made) == 20
    assert all(is_safe(public) for public in made)


def little(number: int) -> bytes:
    """Write a number as 32 bytes."""
    return number.to_bytes(32, "little")


def small_order() -> list[bytes]:
    """Give every encoding of the points of order 1, 2, 4 and 8: five values of y, each with both signs of x."""
    known = [1, P - 1, 0]
    found = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    order8 = int.from_bytes(bytes.fromhex(found), "little") & ((1 << 255) - 1)
    return [little(y | sign << 255) for y in (*known, order8, P - order8) for sign in (0, 1)]


def test_small_order_points_are_refused() -> None:
    for raw in small_order():
        with pytest.raises(Refused) as caught:
            check_public_key("ed25519", raw)
        assert caught.value.code == "key-weak"


@pytest.mark.parametrize("raw", [little(P), little(P + 1), little(P + 3), b"", bytes(31), bytes(33), b"\xff" * 32])
def test_encodings_that_are_not_the_one(raw: bytes) -> None:
    assert not is_safe(raw)


def test_points_off_the_curve_are_refused() -> None:
    on_curve = sum(is_safe(little(y)) for y in range(2, 202))
    assert 60 < on_curve < 140, "about half of all numbers are a point's y"


def test_other_algorithms_are_not_in_use() -> None:
    with pytest.raises(Refused) as caught:
        check_public_key("rsa", bytes(65))
    assert caught.value.code == "bundle-alg"


@needs_sm
def test_an_sm2_key_is_kept_and_opened_like_any_other(tmp_path: Path) -> None:
    signer = make_sm2_key()
    path = tmp_path / "office.key"
    store_key(signer, path, "一二三四五六七八")
    opened = load_key(path, "一二三四五六七八")
    assert (opened.alg, opened.public_key) == ("sm2-sm3", public_key_in(path))
    assert sm2.verify(signer.public_key, opened.sign(b"paper"), b"paper")
    check_public_key("sm2-sm3", signer.public_key)
    for raw in (bytes(65), signer.public_key[:-1] + b"\x00", signer.public_key[:64]):
        with pytest.raises(Refused) as caught:
            check_public_key("sm2-sm3", raw)
        assert caught.value.code == "key-weak"


@needs_sm
def test_a_key_file_whose_algorithm_was_exchanged_does_not_open(tmp_path: Path) -> None:
    path = tmp_path / "office.key"
    store_key(make_sm2_key(), path, "一二三四五六七八")
    path.write_bytes(path.read_bytes().replace(b"sm2-sm3", b"ed25519"))
    with pytest.raises(BadInput) as caught:
        load_key(path, "一二三四五六七八")
    assert caught.value.code == "passphrase"


@pytest.mark.parametrize("text", ["AB==", "A", "AA==\n", "中", "A A="])
def test_base64_of_a_key_has_one_spelling(text: str) -> None:
    with pytest.raises(Refused):
        decode_key(text)
