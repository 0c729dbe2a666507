"""What a page's QR says: which page of which copy of which document it is, the hash of its text, and who signed that.

``YB1:`` and then base45 (RFC 9285) of zlib of CBOR ``[1, kind, number, version, text hash, copy, copies, page, pages,
key id, signature]``. The signature is Ed25519 over ``yb-paper/1``, a line feed and the CBOR of the array without the
signature. The key id is the first 8 bytes of SHA-256 of the raw public key.

**The text hash** is SHA-256 over the characters of this page that are not blank, in UTF-8, in reading order: by
baseline from the top (in hundredths of a point), on one baseline from the left. It includes the footer and what is
printed faintly; the QR and the seam mark are no text. So each page stands alone, in any order and in any file, and can
be hashed again from nothing but the page.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.signing import Signer
from yb_desktop.paper import cbor

PREFIX = "YB1:"
_CONTEXT = b"yb-paper/1\n"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_PAIRS = [low_first + high for high in _ALPHABET for low_first in _ALPHABET]
_LARGEST = 4096
# PDF readers report a hyphen at a line's end as one of these, and Latin ligatures as the letters they stand for.
_READ_AS = dict.fromkeys((0x02, 0xAD, 0xFFFE), "-") | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """The signed values of one page."""

    kind: str
    number: str
    version: int
    text_hash: bytes
    copy: tuple[int, int]
    page: tuple[int, int]
    key: bytes


# Characters side by side on a page: baseline and left edge in points from the lower left corner, and the text.
Mark = tuple[float, float, str]


def reading_text(marks: Iterable[Mark]) -> str:
    """Give the text of a page that is hashed. The marks come in any order; those on one baseline do not overlap."""
    order = sorted((-round(y * 100), x, text) for y, x, text in marks)
    return "".join("".join(text for _, _, text in order).split()).translate(_READ_AS)


def text_hash(marks: Iterable[Mark]) -> bytes:
    """Hash the text of a page (see above)."""
    return hash_of(reading_text(marks))


def hash_of(text: str) -> bytes:
    """Hash the text of a page that is in reading order."""
    return hashlib.sha256(text.encode("utf-8")).digest()


def key_bytes(public_key: bytes) -> bytes:
    """Give the 8 bytes that name a public key."""
    return hashlib.sha256(public_key).digest()[:8]


def signed_bytes(stamp: Stamp) -> bytes:
    """Give the bytes that are signed."""
    return _CONTEXT + cbor.array(_fields(stamp))


def _fields(stamp: Stamp) -> list[bytes]:
    fields = (1, stamp.kind, stamp.number, stamp.version, stamp.text_hash, *stamp.copy, *stamp.page, stamp.key)
    return [cbor.encode(field) for field in fields]


def written(stamp: Stamp, signer: Signer) -> str:
    """Sign a stamp and write it as the text of its QR."""
    if signer.alg != "ed25519":
        raise BadInput("paper-signer", "纸质文书只能用 Ed25519 密钥签名。请选择本单位的文书密钥。")
    fields = _fields(stamp)
    signature = cbor.encode(signer.sign(_CONTEXT + cbor.array(fields)))
    return PREFIX + base45(zlib.compress(cbor.array([*fields, signature]), 9))


def read(text: str) -> tuple[Stamp, bytes]:
    """Read a QR's text: the stamp and its signature, not yet checked. Raises ``Refused`` (``paper-code``)."""
    try:
        return _stamp(cbor.decode(_inflated(unbase45(text.removeprefix(PREFIX)))))
    except (ValueError, zlib.error, BadInput) as problem:
        raise Refused("paper-code", "页脚二维码的内容不合规，不是本系统打印的，或已被改动。") from problem


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    plain = inflater.decompress(data, _LARGEST)
    if not inflater.eof or inflater.unused_data:
        raise ValueError("unfinished or followed by something")
    return plain


def _stamp(value: cbor.Value) -> tuple[Stamp, bytes]:
    match value:
        case [1, str(kind), str(number), int(version), bytes(digest), int(copy), int(copies), int(page), int(pages),
              bytes(key), bytes(signature)]:  # fmt: skip
            stamp = Stamp(kind, number, version, digest, (copy, copies), (page, pages), key)
            return stamp, signature
        case _:
            raise ValueError("not a stamp")


def base45(data: bytes) -> str:
    """Write bytes in the alphabet of a QR's alphanumeric mode."""
    whole = len(data) & ~1
    out = [_PAIRS[number % 2025] + _ALPHABET[number // 2025] for (number,) in struct.iter_unpack(">H", data[:whole])]
    if len(data) > whole:
        out.append(_PAIRS[data[-1]])
    return "".join(out)


def unbase45(text: str) -> bytes:
    """Read base45. Raises ``ValueError``."""
    out = bytearray()
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        number = sum(_ALPHABET.index(char) * 45**power for power, char in enumerate(part))
        if len(part) == 1:
            raise ValueError("a single base45 digit stands for nothing")
        try:
            out += number.to_bytes(len(part) - 1, "big")
        except OverflowError as problem:
            raise ValueError("base45 digits beyond their bytes") from problem
    return bytes(out)
