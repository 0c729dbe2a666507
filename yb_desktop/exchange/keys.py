"""Private keys in files: PKCS#8, sealed with AES-256-GCM under a key that argon2id derives from a passphrase.

The file is one JSON object (docs/bundle-format.md, "Key files"). A key is never stored without a passphrase, never in
the database, never in its backup. Once opened it stays in memory, so that papers can be signed unattended.
"""

from __future__ import annotations

import base64
import os
import unicodedata
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Meta

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.exchange.armour import AgeKey
from yb_desktop.exchange.curve import is_safe
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.sm2 import Sm2Signer, available, is_sound

PASSPHRASE_LENGTH = 8
KeyAlg = Literal["ed25519", "sm2-sm3", "age"]
_FILE_LIMIT = 16 << 10


class _Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Literal["argon2id"]
    t: Annotated[int, Meta(ge=3, le=16)]
    m: Annotated[int, Meta(ge=65536, le=1 << 20)]
    p: Annotated[int, Meta(ge=1, le=4)]
    salt: Annotated[bytes, Meta(min_length=16, max_length=64)]


class _KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["ybb-key/1"]
    alg: KeyAlg
    public: Annotated[bytes, Meta(min_length=32, max_length=65)]
    kdf: _Kdf
    cipher: Literal["aes-256-gcm"]
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    sealed: Annotated[bytes, Meta(min_length=16, max_length=4096)]


class FileSigner:
    """A ``Signer`` whose Ed25519 key came from a file (or was just made) and is held in memory."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self._public = private.public_key().public_bytes_raw()

    @property
    def alg(self) -> str:
        """Name of the algorithm: ``ed25519``."""
        return "ed25519"

    @property
    def public_key(self) -> bytes:
        """The raw public key, 32 bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Sign ``message``; 64 bytes."""
        return self._private.sign(message)

    def pkcs8(self) -> bytes:
        """Give the private key as unencrypted PKCS#8, to be sealed at once."""
        return self._private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


KeptSigner = FileSigner | Sm2Signer
"""A signer whose key is kept in a file."""


def make_key() -> FileSigner:
    """Make a new Ed25519 key from the system's randomness."""
    return FileSigner(Ed25519PrivateKey.generate())


def store_key(signer: KeptSigner, path: Path, passphrase: str) -> None:
    """Keep a key in a new file, sealed with a passphrase of at least 8 characters.

    Raises ``BadInput`` (``passphrase-short``, ``key-exists``): a key is never stored open and never written over.
    """
    _keep(path, passphrase, _alg(signer), signer.public_key, signer.pkcs8())


def store_age_key(key: AgeKey, path: Path, passphrase: str) -> None:
    """Keep an age key in a new file, in the same way; what is sealed is its text ``AGE-SECRET-KEY-1…``."""
    _keep(path, passphrase, "age", key.recipient.encode("ascii"), key.secret.encode("ascii"))


def _keep(path: Path, passphrase: str, alg: KeyAlg, public: bytes, private: bytes) -> None:
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise BadInput("passphrase-short", f"密钥口令至少{PASSPHRASE_LENGTH}个字符，请重新设定。")
    if path.exists():
        raise BadInput("key-exists", f"密钥文件“{path}”已经存在，不会覆盖。请换一个文件名。")
    kdf = _Kdf("argon2id", 3, 65536, 1, os.urandom(16))
    nonce = os.urandom(12)
    sealed = AESGCM(_derive(passphrase, kdf)).encrypt(nonce, private, _bound(alg, public))
    kept = _KeyFile("ybb-key/1", alg, public, kdf, "aes-256-gcm", nonce, sealed)
    plain: Json = msgspec.to_builtins(kept)
    write_whole(path, canonical(plain) + b"\n")
    path.chmod(0o600)


def load_key(path: Path, passphrase: str) -> KeptSigner:
    """Open a key file.

    Raises ``BadInput`` (``passphrase``) when the passphrase is wrong, ``Refused`` (``key-file``) for another file.
    """
    kept, opened = _opened(path, passphrase)
    signer = _signer(kept.alg, opened)
    if signer.public_key != kept.public:
        raise refused("key-file")
    return signer


def load_age_key(path: Path, passphrase: str) -> AgeKey:
    """Open the file of an age key. Raises like ``load_key``."""
    kept, opened = _opened(path, passphrase)
    if kept.alg != "age":
        raise refused("key-file")
    key = AgeKey(opened.decode("ascii", "replace"))
    if key.recipient.encode("ascii") != kept.public:
        raise refused("key-file")
    return key


def key_alg_in(path: Path) -> KeyAlg:
    """Tell what kind of key a key file holds, without opening it."""
    return _read(path).alg


def _opened(path: Path, passphrase: str) -> tuple[_KeyFile, bytes]:
    kept = _read(path)
    try:
        opened = AESGCM(_derive(passphrase, kept.kdf)).decrypt(kept.nonce, kept.sealed, _bound(kept.alg, kept.public))
    except InvalidTag as problem:
        raise BadInput("passphrase", "密钥口令不对，请重新输入；忘记口令时只能生成新密钥并重新登记。") from problem
    return kept, opened


def _signer(alg: str, pkcs8: bytes) -> KeptSigner:
    if alg == "sm2-sm3":
        if not available():
            raise refused("sm-off")
        return Sm2Signer(pkcs8)
    private = serialization.load_der_private_key(pkcs8, password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise refused("key-file")
    return FileSigner(private)


def _alg(signer: KeptSigner) -> Literal["ed25519", "sm2-sm3"]:
    return "sm2-sm3" if isinstance(signer, Sm2Signer) else "ed25519"


def public_key_in(path: Path) -> bytes:
    """Tell the public key of a key file without opening it (an unproven claim until it is opened)."""
    return _read(path).public


def check_public_key(alg: str, raw: bytes) -> None:
    """Check a public key before it is enrolled. Raises ``Refused`` (``bundle-alg``, ``key-weak``, ``sm-off``)."""
    match alg:
        case "ed25519":
            sound = is_safe(raw)
        case "sm2-sm3":
            if not available():
                raise refused("sm-off")
            sound = is_sound(raw)
        case _:
            raise refused("bundle-alg", alg)
    if not sound:
        raise refused("key-weak")


def encode_key(raw: bytes) -> str:
    """Write raw key bytes as base64."""
    return base64.b64encode(raw).decode("ascii")


def decode_key(text: str) -> bytes:
    """Read base64 that equals its own re-encoding. Raises ``Refused`` (``key-weak``)."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise refused("key-weak") from problem
    if encode_key(raw) != text:
        raise refused("key-weak")
    return raw


def _read(path: Path) -> _KeyFile:
    try:
        with path.open("rb") as source:
            data = source.read(_FILE_LIMIT)
        return msgspec.convert(parse(data), _KeyFile)
    except OSError as problem:
        raise world_error(problem, path) from problem
    except (BadInput, msgspec.ValidationError) as problem:
        raise refused("key-file") from problem


def _derive(passphrase: str, kdf: _Kdf) -> bytes:
    # NFC: the same characters give the same key, whichever input method composed them.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, kdf.salt, kdf.t, kdf.m, kdf.p, 32, Type.ID)


def _bound(alg: str, public: bytes) -> bytes:
    return b"ybb-key/1 %s " % alg.encode("ascii") + public
