"""A record: one fact that an action produced, chained to the record before it in the same log.

The format is that of the design page "records and bundles"; ``hash`` is SHA-256 over the RFC 8785 bytes of the record
without ``hash``, ``prev`` the hash of the record before it in the same device's log (64 zeros for the first).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput, Refused

FIRST_PREV = "0" * 64

if TYPE_CHECKING:
    Body = Mapping[str, Json]
else:  # msgspec reads annotations at run time and does not know recursive aliases; read_record checks what is inside.
    Body = Mapping[str, object]

# What msgspec may read or write otherwise than base/canon.py: floats and integers of more than 15 digits (as a member's
# value, in a list), and, for the order of keys, anything beyond U+FFFF. A line with any of these takes the slow way; so
# does one of deep nesting. One pattern for each beginning, because one that begins with plain text is ten times as
# fast; and they look only up to the end of the body, for what follows are texts and two whole numbers.
_LONG_NUMBERS = tuple(re.compile(begins + rb"-?\d+(?:[.eE]|(?<=\d{16}))") for begins in (rb'":', rb",", rb"\["))
_UP_TO_FFFF = bytes(range(0xF0))
_AFTER_BODY = b',"device":"'
_MANY_BRACKETS = 60
_LONG = 10**15
_encoder = msgspec.json.Encoder(order="sorted")


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fact. ``on`` is an ISO day, ``base`` the rids this record replaces, ``hlc`` is for display order only."""

    rid: str
    v: int
    office: str
    device: str
    seq: int
    on: str
    hlc: str
    actor: str
    type: str
    entity: str
    base: tuple[str, ...]
    body: Body
    prev: str
    hash: str = ""


_decoder = msgspec.json.Decoder(Record)


def record_bytes(record: Record) -> bytes:
    """Write the whole record (with ``hash``) as one RFC 8785 line, without a line end."""
    line = _encoder.encode(record)
    return canonical(_plain(record) | {"hash": record.hash}) if _unsure(line, record) else line


def record_hash(record: Record) -> str:
    """Work out the hash a record must carry (64 hex digits)."""
    return hashlib.sha256(canonical(_plain(record))).hexdigest()


def sealed(record: Record) -> Record:
    """Give the record with its hash filled in."""
    return msgspec.structs.replace(record, hash=record_hash(record))


def read_record(line: bytes) -> Record:
    """Read one line strictly. Raises ``Refused`` (``record-form``, ``record-hash``) when form or hash do not hold.

    The line must be the record's RFC 8785 bytes, every one of them: so it has no duplicate keys, no floats, no blanks.
    """
    try:
        record = _decoder.decode(line)
        written = _encoder.encode(record)
        if written != line or _unsure(line, record):
            parse(line)
            written = record_bytes(record)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, BadInput) as problem:
        raise Refused("record-form", f"记录格式不合规（{problem}）。") from problem
    if written != line:
        raise Refused("record-form", f"记录{record.rid}不是规范的写法。")
    if _line_hash(line, record) != record.hash:
        raise Refused("record-hash", f"记录{record.rid}的内容与其哈希不符，可能被改动过。")
    return record


def read_again(line: bytes | str) -> Record:
    """Read a line that ``read_record`` took before, or this program wrote, and that nothing has changed since."""
    return _decoder.decode(line)


def _unsure(line: bytes, record: Record) -> bool:
    end = line.rfind(_AFTER_BODY)
    member, item, first_item = _LONG_NUMBERS
    return (
        member.search(line, 0, end) is not None
        or item.search(line, 0, end) is not None
        or first_item.search(line, 0, end) is not None
        or line.translate(None, _UP_TO_FFFF) != b""
        or line.count(b"[", 0, end) + line.count(b"{", 0, end) > _MANY_BRACKETS
        or not (-_LONG < record.seq < _LONG and -_LONG < record.v < _LONG)
    )


def _line_hash(line: bytes, record: Record) -> str:
    # In a canonical line the member `hash` can simply be cut out; if a body holds the same text, go the long way.
    member = f'"hash":"{record.hash}",'.encode()
    if line.count(member) != 1:
        return record_hash(record)
    return hashlib.sha256(line.replace(member, b"")).hexdigest()


def _plain(record: Record) -> dict[str, Json]:
    return {
        "rid": record.rid,
        "v": record.v,
        "office": record.office,
        "device": record.device,
        "seq": record.seq,
        "on": record.on,
        "hlc": record.hlc,
        "actor": record.actor,
        "type": record.type,
        "entity": record.entity,
        "base": list(record.base),
        "body": record.body,
        "prev": record.prev,
    }
