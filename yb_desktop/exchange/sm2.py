"""SM2 with SM3 (GB/T 32918, ID ``1234567812345678``) by the libcrypto of this Python; interoperable, never "certified".

Public keys are 65 bytes, ``04 || X || Y``; private keys are PKCS#8; signatures are the DER of (r, s) as OpenSSL writes
it, in its one encoding. ``available()`` runs a self-test with the vector of GB/T 32918.5 once; where it fails nothing
here is offered.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

from yb_desktop.exchange.libcrypto import handle
from yb_desktop.exchange.refusals import refused

ID = b"1234567812345678"
PUBLIC_LENGTH = 65

_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
"""Everything of a SubjectPublicKeyInfo on the SM2 curve but the point."""
_PKCS8 = bytes.fromhex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420")
_PKCS8_PUBLIC = bytes.fromhex("a144034200")
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123

# GB/T 32918.5-2017, annex A.2: key and signature of the text "message digest".
_TEST_PUBLIC = bytes.fromhex(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
_TEST_SIGNATURE = (
    0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3,
    0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA,
)
_TEST_TEXT = b"message digest"


@cache
def available() -> bool:
    """Say whether SM2 can be used here: libcrypto is there, and the standard's own vector holds."""
    if handle() is None:
        return False
    try:
        good = verify(_TEST_PUBLIC, encode_signature(*_TEST_SIGNATURE), _TEST_TEXT)
        bad = verify(_TEST_PUBLIC, encode_signature(*_TEST_SIGNATURE), _TEST_TEXT + b".")
    except _Failed:
        return False
    return good and not bad


class _Failed(Exception):
    """Libcrypto refused a call that it should not refuse."""


def _library() -> ctypes.CDLL:
    found = handle()
    if found is None:
        raise refused("sm-off")
    return found


class Sm2Signer:
    """A ``Signer`` whose SM2 key is held in memory; ``pkcs8`` is the private key as unencrypted PKCS#8."""

    def __init__(self, pkcs8: bytes) -> None:
        """Take a private key on the SM2 curve. Raises ``Refused`` (``key-file``) for anything else."""
        self._pkcs8 = pkcs8
        with _private(pkcs8) as key:
            self._public = _public_of(key)

    @property
    def alg(self) -> str:
        """Name of the algorithm: ``sm2-sm3``."""
        return "sm2-sm3"

    @property
    def public_key(self) -> bytes:
        """The raw public key, 65 bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Sign ``message``; DER, 70 to 72 bytes."""
        crypto = _library()
        with _private(self._pkcs8) as key, _digest(key) as context:
            _must(crypto.EVP_DigestSignInit(context, None, crypto.EVP_sm3(), None, key))
            room = ctypes.c_size_t(128)
            out = ctypes.create_string_buffer(room.value)
            _must(crypto.EVP_DigestSign(context, out, ctypes.byref(room), message, len(message)))
            return out.raw[: room.value]

    def pkcs8(self) -> bytes:
        """Give the private key as unencrypted PKCS#8, to be sealed at once."""
        return self._pkcs8


def make_sm2_key() -> Sm2Signer:
    """Make a new SM2 key from libcrypto's randomness. Raises ``Refused`` (``sm-off``) where there is no SM2."""
    if not available():
        raise refused("sm-off")
    crypto = _library()
    context = _there(crypto.EVP_PKEY_CTX_new_from_name(None, b"SM2", None))
    try:
        _must(crypto.EVP_PKEY_keygen_init(context))
        made = ctypes.c_void_p()
        _must(crypto.EVP_PKEY_generate(context, ctypes.byref(made)))
    finally:
        crypto.EVP_PKEY_CTX_free(context)
    try:
        key = _there(made.value)
        number = _der(crypto.i2d_PrivateKey, key)[7:39]  # ECPrivateKey (RFC 5915): header, version, then the number
        return Sm2Signer(_PKCS8 + number + _PKCS8_PUBLIC + _public_of(key))
    finally:
        crypto.EVP_PKEY_free(made)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a signature holds. A key off the curve, or a signature in a second encoding, does not."""
    if decode_signature(signature) is None:
        return False
    crypto = _library()
    with _public(public) as key:
        if key is None:
            return False
        with _digest(key) as context:
            _must(crypto.EVP_DigestVerifyInit(context, None, crypto.EVP_sm3(), None, key))
            held = crypto.EVP_DigestVerify(context, signature, len(signature), message, len(message))
            crypto.ERR_clear_error()
            return int(held) == 1


def is_sound(public: bytes) -> bool:
    """Say whether 65 bytes are a point of the SM2 curve other than infinity (whose order is then the group's)."""
    with _public(public) as key:
        return key is not None


def encrypt(public: bytes, secret: bytes) -> bytes:
    """Encrypt a short secret to a public key (GB/T 32918.4, as DER). Raises ``Refused`` (``key-weak``)."""
    crypto = _library()
    with _public(public) as key:
        if key is None:
            raise refused("key-weak")
        return _crypted(crypto.EVP_PKEY_encrypt_init, crypto.EVP_PKEY_encrypt, key, secret)


def decrypt(pkcs8: bytes, sealed: bytes) -> bytes | None:
    """Open what was encrypted to a key; ``None`` where it was not, or was changed."""
    crypto = _library()
    with _private(pkcs8) as key:
        try:
            return _crypted(crypto.EVP_PKEY_decrypt_init, crypto.EVP_PKEY_decrypt, key, sealed)
        except _Failed:
            crypto.ERR_clear_error()
            return None


def encode_signature(r: int, s: int) -> bytes:
    """Write (r, s) as DER."""
    body = b"".join(_integer(number) for number in (r, s))
    return b"\x30" + bytes([len(body)]) + body


def decode_signature(der: bytes) -> tuple[int, int] | None:
    """Read (r, s) from their one encoding, both from 1 to n - 1; ``None`` for anything else."""
    with suppress(IndexError):
        end = 4 + der[3]
        r, s = int.from_bytes(der[4:end]), int.from_bytes(der[end + 2 :])
        if 0 < r < _N and 0 < s < _N and encode_signature(r, s) == der:
            return r, s
    return None


def _integer(number: int) -> bytes:
    body = number.to_bytes(number.bit_length() // 8 + 1)
    return b"\x02" + bytes([len(body)]) + body


def _crypted(init: ctypes._NamedFuncPointer, work: ctypes._NamedFuncPointer, key: int, data: bytes) -> bytes:
    crypto = _library()
    context = _there(crypto.EVP_PKEY_CTX_new(key, None))
    try:
        _must(init(context))
        room = ctypes.c_size_t()
        _must(work(context, None, ctypes.byref(room), data, len(data)))
        out = ctypes.create_string_buffer(room.value)
        _must(work(context, out, ctypes.byref(room), data, len(data)))
        return out.raw[: room.value]
    finally:
        crypto.EVP_PKEY_CTX_free(context)


@contextmanager
def _digest(key: int) -> Iterator[int]:
    """Give a digest context that hashes the standard's ID in first."""
    crypto = _library()
    context = _there(crypto.EVP_MD_CTX_new())
    inner = _there(crypto.EVP_PKEY_CTX_new(key, None))
    try:
        _must(crypto.EVP_PKEY_CTX_set1_id(inner, ID, len(ID)))
        crypto.EVP_MD_CTX_set_pkey_ctx(context, inner)
        yield context
    finally:
        crypto.EVP_MD_CTX_free(context)
        crypto.EVP_PKEY_CTX_free(inner)


@contextmanager
def _public(public: bytes) -> Iterator[int | None]:
    """Give libcrypto's key for a raw point; ``None`` where it is no point of the curve."""
    if len(public) != PUBLIC_LENGTH or public[:1] != b"\x04":
        yield None
        return
    crypto = _library()
    with _parsed(crypto.d2i_PUBKEY, _SPKI + public) as key:
        yield key if key is not None and _checked(crypto.EVP_PKEY_public_check, key) else None


@contextmanager
def _private(pkcs8: bytes) -> Iterator[int]:
    """Give libcrypto's key for PKCS#8. Raises ``Refused`` (``key-file``) for what is no SM2 key."""
    crypto = _library()
    with _parsed(crypto.d2i_AutoPrivateKey, pkcs8) as key:
        if key is None or crypto.EVP_PKEY_is_a(key, b"SM2") != 1:
            raise refused("key-file")
        yield key


@contextmanager
def _parsed(parse: ctypes._NamedFuncPointer, der: bytes) -> Iterator[int | None]:
    crypto = _library()
    at = ctypes.c_char_p(der)
    key = parse(None, ctypes.byref(at), len(der))
    crypto.ERR_clear_error()
    try:
        yield key
    finally:
        if key is not None:
            crypto.EVP_PKEY_free(key)


def _checked(check: ctypes._NamedFuncPointer, key: int) -> bool:
    crypto = _library()
    context = _there(crypto.EVP_PKEY_CTX_new(key, None))
    try:
        return int(check(context)) == 1
    finally:
        crypto.EVP_PKEY_CTX_free(context)
        crypto.ERR_clear_error()


def _public_of(key: int) -> bytes:
    der = _der(_library().i2d_PUBKEY, key)
    if len(der) != len(_SPKI) + PUBLIC_LENGTH or not der.startswith(_SPKI):
        raise refused("key-file")
    return der[len(_SPKI) :]


def _der(write: ctypes._NamedFuncPointer, key: int) -> bytes:
    size = int(write(key, None))
    if size <= 0:
        raise _Failed
    out = ctypes.create_string_buffer(size)
    at = ctypes.cast(out, ctypes.c_char_p)
    write(key, ctypes.byref(at))
    return out.raw


def _there(pointer: int | None) -> int:
    if not pointer:
        raise _Failed
    return pointer


def _must(status: int) -> None:
    if status != 1:
        _library().ERR_clear_error()
        raise _Failed
