"""A record: one fact that an action produced, chained to the record before it in the same log.

The format is that of the design page "records and bundles"; ``hash`` is SHA-256 over the RFC 8785 bytes of the record
without ``hash``, ``prev`` the hash of the record before it in the same device's log (64 zeros for the first).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import Refused

FIRST_PREV = "0" * 64


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
    body: Mapping[str, Json]
    prev: str
    hash: str = ""


def record_bytes(record: Record) -> bytes:
    """Write the whole record (with ``hash``) as one RFC 8785 line, without a line end."""
    return canonical(_plain(record) | {"hash": record.hash})


def record_hash(record: Record) -> str:
    """Work out the hash a record must carry (64 hex digits)."""
    return hashlib.sha256(canonical(_plain(record))).hexdigest()


def sealed(record: Record) -> Record:
    """Give the record with its hash filled in."""
    return msgspec.structs.replace(record, hash=record_hash(record))


def read_record(line: bytes) -> Record:
    """Read one line strictly. Raises ``Refused`` (``record-form``, ``record-hash``) when form or hash do not hold."""
    try:
        record = msgspec.convert(parse(line), Record)
    except msgspec.ValidationError as problem:
        raise Refused("record-form", f"记录格式不合规（{problem}）。") from problem
    if record_hash(record) != record.hash:
        raise Refused("record-hash", f"记录{record.rid}的内容与其哈希不符，可能被改动过。")
    return record


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
