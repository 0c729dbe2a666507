"""Armour around a whole bundle, taken off on arrival: ``age`` (X25519), or the SM profile (SM2-wrapped key, SM4-GCM).

Sign first, then encrypt: armour hides a bundle from whoever finds the stick, it proves nothing. Both formats are read
and written in chunks of 64 KiB; a chunk that is changed, missing, doubled or out of order refuses the whole
(docs/bundle-format.md, "Armour").
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash

from yb_desktop.base.files import world_error
from yb_desktop.base.signing import key_id
from yb_desktop.exchange import sm2
from yb_desktop.exchange.refusals import refused

AGE_FIRST: Final = b"age-encryption.org/v1\n"
SM_FIRST: Final = b"ybb-sm/1\n"
CHUNK = 64 << 10
RECIPIENTS = 64

_TAG = 16
_HEADER_LIMIT = 32 << 10
_LINE = re.compile(rb"sm2 ([0-9a-f]{16}) ([A-Za-z0-9+/]+={0,2})\n")
_END = b"---\n"


@dataclass(frozen=True, slots=True)
class Seals:
    """What a receiver can be sent: its age recipient (``age1…``) or its raw SM2 key, whichever it has enrolled."""

    age: str = ""
    sm2: bytes = b""


class AgeKey:
    """An X25519 key for age, held in memory; ``recipient`` is what others encrypt to."""

    def __init__(self, secret: str) -> None:
        """Take an ``AGE-SECRET-KEY-1…``. Raises ``Refused`` (``key-file``) for anything else."""
        try:
            self._identity = pyrage.x25519.Identity.from_str(secret)
        except pyrage.IdentityError as problem:
            raise refused("key-file") from problem

    @property
    def recipient(self) -> str:
        """The public side, ``age1…``."""
        return str(self._identity.to_public())

    @property
    def secret(self) -> str:
        """The private side, to be sealed at once."""
        return str(self._identity)

    def open(self, source: Path, target: Path) -> None:
        """Take the armour off. Raises ``Refused`` (``armour-key``, ``armour-broken``)."""
        try:
            pyrage.decrypt_file(str(source), str(target), [self._identity])
        except pyrage.DecryptError as problem:
            target.unlink(missing_ok=True)
            raise refused("armour-key" if "matching" in str(problem) else "armour-broken") from problem
        except OSError as problem:
            target.unlink(missing_ok=True)
            if problem.errno is not None:
                raise world_error(problem, target) from problem
            raise refused("armour-broken") from problem  # age reads what it cannot parse as an error of the stream


def make_age_key() -> AgeKey:
    """Make a new X25519 key from the system's randomness."""
    return AgeKey(str(pyrage.x25519.Identity.generate()))


def is_age_recipient(text: str) -> bool:
    """Say whether a text is a recipient that age takes."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def armour_of(first: bytes) -> str:
    """Tell by its first bytes what a file wears: ``age``, ``sm``, or nothing."""
    if first.startswith(AGE_FIRST):
        return "age"
    return "sm" if first.startswith(SM_FIRST) else ""


def seal_age(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Put age around a file, for every one of the recipients. Raises ``Refused`` (``key-weak``) for what is none."""
    if not 1 <= len(recipients) <= RECIPIENTS or not all(is_age_recipient(one) for one in recipients):
        raise refused("key-weak")
    pyrage.encrypt_file(str(source), str(target), [pyrage.x25519.Recipient.from_str(one) for one in recipients])


def seal_sm(source: BinaryIO, target: BinaryIO, recipients: Sequence[bytes]) -> None:
    """Put the SM profile around a stream, for every one of the raw SM2 keys."""
    if not 1 <= len(recipients) <= RECIPIENTS:
        raise refused("key-weak")
    key = os.urandom(16)
    lines = (
        b"sm2 %s %s\n" % (key_id(public).encode(), base64.b64encode(sm2.encrypt(public, key))) for public in recipients
    )
    header = SM_FIRST + b"".join(lines) + _END
    target.write(header)
    bound = _digest(header)
    for number, (chunk, last) in enumerate(_chunks(source, CHUNK)):
        cipher = Cipher(algorithms.SM4(key), modes.GCM(_nonce(number, last=last))).encryptor()
        cipher.authenticate_additional_data(bound)
        target.write(cipher.update(chunk) + cipher.finalize() + cipher.tag)


def open_sm(source: BinaryIO, target: BinaryIO, keys: Mapping[str, bytes]) -> None:
    """Take the SM profile off with one of ``keys`` (PKCS#8 by key id).

    Raises ``Refused``: ``armour-key`` when it is for none of them, ``armour-broken`` where a byte is not as written.
    What was written to ``target`` before a refusal must not be used.
    """
    header, wrapped = _header(source)
    mine = next((name for name in wrapped if name in keys), None)
    if mine is None:
        raise refused("armour-key")
    key = sm2.decrypt(keys[mine], wrapped[mine])
    if key is None or len(key) != 16:
        raise refused("armour-broken")
    bound = _digest(header)
    for number, (chunk, last) in enumerate(_chunks(source, CHUNK + _TAG)):
        body, tag = chunk[:-_TAG], chunk[-_TAG:]
        if len(tag) < _TAG or (last and number and not body):
            raise refused("armour-broken")
        cipher = Cipher(algorithms.SM4(key), modes.GCM(_nonce(number, last=last), tag)).decryptor()
        cipher.authenticate_additional_data(bound)
        try:
            target.write(cipher.update(body) + cipher.finalize())
        except InvalidTag as problem:
            raise refused("armour-broken") from problem


def _header(source: BinaryIO) -> tuple[bytes, dict[str, bytes]]:
    header = source.readline(len(SM_FIRST))
    if header != SM_FIRST:
        raise refused("armour-broken")
    wrapped: dict[str, bytes] = {}
    while len(header) < _HEADER_LIMIT:
        line = source.readline(1024)
        header += line
        if line == _END:
            if not wrapped:
                break
            return header, wrapped
        found = _LINE.fullmatch(line)
        if found is None or len(wrapped) == RECIPIENTS:
            break
        name, sealed = found[1].decode("ascii"), _decoded(found[2])
        if sealed is None or name in wrapped:
            break
        wrapped[name] = sealed
    raise refused("armour-broken")


def _decoded(text: bytes) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if base64.b64encode(raw) == text else None


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Give a stream in chunks, the last one marked; an empty stream is one empty chunk."""
    chunk = _read(source, size)
    while True:
        following = _read(source, size)
        yield chunk, not following
        if not following:
            return
        chunk = following


def _read(source: BinaryIO, size: int) -> bytes:
    parts, missing = [], size
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _nonce(number: int, *, last: bool) -> bytes:
    # The key is fresh for every file: a counter repeats no nonce; the last byte says that nothing follows.
    return number.to_bytes(11) + (b"\x01" if last else b"\x00")


def _digest(header: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(header)
    return digest.finalize()
