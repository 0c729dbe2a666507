"""``bundle.sig`` and what its lines sign: the DSSE pre-authentication encoding of the bytes of ``bundle.json``.

Nothing is parsed here but lines of a fixed pattern in at most 4 KiB. A check that fails raises.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from yb_desktop.base.signing import Signer, key_id
from yb_desktop.exchange import sm2
from yb_desktop.exchange.refusals import refused

PAYLOAD_TYPE = "application/vnd.ybb.bundle.v1+json"
SIGNATURE_LIMIT = 4096
ED25519 = "ed25519"
SM2 = "sm2-sm3"

_FIRST = b"ybb-sig/1\n"
_LINE = re.compile(rb"(ed25519|sm2-sm3) ([0-9a-f]{16}) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature: the algorithm, the first 16 hex digits of the key's SHA-256, and the raw signature."""

    alg: str
    key_id: str
    signature: bytes


def pae(body: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """Give the bytes that are signed: type and body, each with its length in front (DSSE v1)."""
    kind = payload_type.encode("ascii")
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def sign_body(body: bytes, signer: Signer) -> SignatureLine:
    """Sign the bytes of a ``bundle.json``."""
    return SignatureLine(signer.alg, key_id(signer.public_key), signer.sign(pae(body)))


def write_lines(lines: Sequence[SignatureLine]) -> bytes:
    """Write the content of ``bundle.sig``."""
    rows = (f"{line.alg} {line.key_id} {base64.b64encode(line.signature).decode('ascii')}\n" for line in lines)
    return _FIRST + "".join(rows).encode("ascii")


def read_lines(data: bytes) -> tuple[SignatureLine, ...]:
    """Read ``bundle.sig``: the first line, then 1 to 8 lines of different keys, nothing else."""
    if not data.startswith(_FIRST) or not data.endswith(b"\n"):
        raise refused("bundle-form", "签名文件")
    rows = data[len(_FIRST) : -1].split(b"\n")
    if not 1 <= len(rows) <= 8:
        raise refused("bundle-form", "签名行数")
    lines = tuple(_read_line(row) for row in rows)
    if len({line.key_id for line in lines}) != len(lines):
        raise refused("bundle-form", "签名重复")
    return lines


def verify_lines(lines: Sequence[SignatureLine], body: bytes, public_key: Callable[[SignatureLine], bytes]) -> None:
    """Check every line against the key that ``public_key`` gives for it; one that does not hold refuses them all."""
    message = pae(body)
    for line in lines:
        verify_signature(line.alg, public_key(line), line.signature, message)


def verify_signature(alg: str, public_key: bytes, signature: bytes, message: bytes) -> None:
    """Check one signature. Raises ``Refused`` (``bundle-signature``, ``bundle-alg``, ``sm-off``) where it fails."""
    if alg == SM2:
        if not sm2.available():
            raise refused("sm-off")
        if not sm2.verify(public_key, signature, message):
            raise refused("bundle-signature")
        return
    if alg != ED25519:
        raise refused("bundle-alg", alg)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError) as problem:
        raise refused("bundle-signature") from problem


def _read_line(row: bytes) -> SignatureLine:
    found = _LINE.fullmatch(row)
    if found is None:
        raise refused("bundle-form", "签名行")
    try:
        signature = base64.b64decode(found[3], validate=True)
    except ValueError as problem:
        raise refused("bundle-form", "签名行") from problem
    if base64.b64encode(signature) != found[3]:
        raise refused("bundle-form", "签名行")
    return SignatureLine(found[1].decode("ascii"), found[2].decode("ascii"), signature)
