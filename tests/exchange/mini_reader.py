"""A second reader of the bundle format, written from docs/bundle-format.md alone: nothing of the program is imported.

It is small and slow, has everything in memory and says only whether a bundle holds. SM2 is worked out with whole
numbers here (GB/T 32918.2), so that it does not lean on the library that the program uses.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SM3, Hash

Plain = dict[str, Any]

FIELDS = (
    "format id kind from to channel epoch seq prev created refs seen set records signers min_reader crit nonce files"
    " need"
)
OWN = {"receipt": "data/receipt.json", "trust": "data/trust.json", "enrol": "data/enrol.json"}
MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "bin": "application/octet-stream"}
MAGIC = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
RECORD = "rid v office device seq on hlc actor type entity base body prev hash"
ZERO = "0" * 64


class Bad(Exception):
    """The bundle does not hold."""


def need(holds: object, what: str) -> None:
    if not holds:
        raise Bad(what)


@dataclass
class Read:
    """What is in a bundle that holds."""

    manifest: Plain
    identity: str
    payload: dict[str, bytes]
    records: int


# SM2: y^2 = x^3 + ax + b over P, with base point G of order N.
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
Point = tuple[int, int] | None


def add(one: Point, two: Point) -> Point:
    if one is None or two is None:
        return one or two
    if one[0] == two[0]:
        if (one[1] + two[1]) % P == 0:
            return None
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P) % P
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - two[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(factor: int, point: Point) -> Point:
    out: Point = None
    while factor:
        if factor & 1:
            out = add(out, point)
        point, factor = add(point, point), factor >> 1
    return out


def sm3(data: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


def der_integer(data: bytes) -> tuple[int, bytes]:
    need(len(data) >= 3 and data[0] == 2 and len(data) >= 2 + data[1] >= 3, "DER")
    body, rest = data[2 : 2 + data[1]], data[2 + data[1] :]
    need(body[0] < 0x80 and not (len(body) > 1 and body[0] == 0 and body[1] < 0x80), "DER integer")
    return int.from_bytes(body, "big"), rest


def sm2_verify(public: bytes, signature: bytes, message: bytes) -> None:
    need(len(public) == 65 and public[0] == 4, "SM2 key")
    x, y = int.from_bytes(public[1:33], "big"), int.from_bytes(public[33:], "big")
    need(max(x, y) < P and (y * y - x * x * x - A * x - B) % P == 0, "SM2 point")
    need(len(signature) > 2 and signature[0] == 0x30 and signature[1] == len(signature) - 2, "DER")
    r, rest = der_integer(signature[2:])
    s, rest = der_integer(rest)
    need(not rest and 0 < r < N and 0 < s < N, "SM2 range")
    ident = b"1234567812345678"
    numbers = b"".join(one.to_bytes(32, "big") for one in (A, B, *G))
    z = sm3((len(ident) * 8).to_bytes(2, "big") + ident + numbers + public[1:])
    e = int.from_bytes(sm3(z + message), "big")
    t = (r + s) % N
    point = add(times(s, G), times(t, (x, y)))
    need(t and point and (e + point[0]) % N == r, "SM2 signature")


def verify(alg: str, public: bytes, signature: bytes, message: bytes) -> None:
    if alg == "sm2-sm3":
        sm2_verify(public, signature, message)
        return
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as problem:
        raise Bad("Ed25519 signature") from problem


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def header(name: str, size: int) -> bytes:
    prefix, short = ("", name) if len(name) <= 100 else name.rsplit("/", 1)
    fields = [
        short.encode().ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0", b"%011o\0" % size,
        b"00000000000\0", b" " * 8, b"0", bytes(100), b"ustar\x0000", bytes(64), b"0000000\0", b"0000000\0",
        prefix.encode().ljust(155, b"\0"), bytes(12),
    ]  # fmt: skip
    block = b"".join(fields)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


class Tape:
    """Reads forward, and compares."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        need(len(piece) == size, "cut")
        self.at += size
        return piece

    def member(self, name: str, limit: int, size: int | None = None) -> bytes:
        block = self.take(512)
        if size is None:
            need(re.fullmatch(rb"[0-7]{11}\0", block[124:136]), "size")
            size = int(block[124:135], 8)
        need(block == header(name, size) and size <= limit, "header")
        data = self.take(size)
        need(not any(self.take(-size % 512)), "padding")
        return data

    def name(self) -> str:
        block = self.data[:512]
        need(len(block) == 512, "cut")
        prefix, short = block[345:500].rstrip(b"\0"), block[:100].rstrip(b"\0")
        found = re.fullmatch(rb"([0-9A-Za-z.-]+)/bundle\.sig", prefix + b"/" + short if prefix else short)
        need(found, "first name")
        assert found is not None
        return found[1].decode()


def pairs(given: list[tuple[str, Any]]) -> Plain:
    need(len({key for key, _ in given}) == len(given), "duplicate key")
    return dict(given)


def no(text: str) -> Any:
    raise Bad(f"number {text}")


def check(value: Any, left: int) -> None:
    need(left >= 0, "nesting")
    if isinstance(value, str):
        value.encode()
    elif type(value) is int:
        need(abs(value) < 2**53, "integer")
    elif isinstance(value, dict):
        for inner in (*value, *value.values()):
            check(inner, left - 1)
    elif isinstance(value, list):
        for inner in value:
            check(inner, left - 1)


def strict(data: bytes) -> Any:
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=pairs, parse_float=no, parse_constant=no)
        check(value, 64)
    except (ValueError, RecursionError) as problem:
        raise Bad("JSON") from problem
    return value


def signature_lines(data: bytes) -> list[tuple[str, str, bytes]]:
    first, *rows, last = data.split(b"\n")
    need(first == b"ybb-sig/1" and last == b"" and 1 <= len(rows) <= 8, "bundle.sig")
    out = []
    for row in rows:
        found = re.fullmatch(rb"(ed25519|sm2-sm3) ([0-9a-f]{16}) ([A-Za-z0-9+/]+=*)", row)
        need(found, "signature line")
        assert found is not None
        try:
            raw = base64.b64decode(found[3], validate=True)
        except ValueError as problem:
            raise Bad("base64") from problem
        need(base64.b64encode(raw) == found[3], "base64")
        out.append((found[1].decode(), found[2].decode(), raw))
    need(len({key for _, key, _ in out}) == len(out), "signed twice")
    return out


def read(data: bytes, trust: Plain | None, receiver: str = "") -> Read:
    """Read a bundle; ``trust`` is the content of a trust list, ``None`` for bundles that carry their own keys."""
    tape = Tape(data)
    name = tape.name()
    lines = signature_lines(tape.member(f"{name}/bundle.sig", 4096))
    body = tape.member(f"{name}/bundle.json", 4 << 20)
    message = b"DSSEv1 34 application/vnd.ybb.bundle.v1+json %d " % len(body) + body
    if trust is not None:
        verify_all(lines, message, [*trust["keys"], *trust["roots"], *trust["former_roots"]])
    manifest = strict(body)
    check_manifest(manifest, name)
    need([[alg, key] for alg, key, _ in lines] == manifest["signers"], "signers")
    need(not receiver or {receiver, "all"} & {one.partition(".")[0] for one in manifest["to"]}, "receiver")
    if trust is not None:
        check_rights(manifest, trust)
    files = manifest["files"]
    sums = "".join(f"{one['sha256']}  {one['p']}\n" for one in files).encode()
    bagit = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for tag, content in (("bagit.txt", bagit), ("manifest-sha256.txt", sums)):
        need(tape.member(f"{name}/{tag}", len(content), len(content)) == content, tag)
    payload = {one["p"]: check_file(one, tape.member(f"{name}/{one['p']}", 2 << 30, one["n"])) for one in files}
    need(tape.take(1024) == bytes(1024) and tape.at == len(data), "end")
    if trust is None:
        check_own_keys(manifest, payload, lines, message)
    return Read(manifest, hashlib.sha256(body).hexdigest(), payload, check_records(manifest, payload))


def verify_all(lines: list[tuple[str, str, bytes]], message: bytes, listed: list[Plain]) -> set[bytes]:
    keys = {key_id(base64.b64decode(one["public"])): one for one in listed}
    signed = set()
    for alg, key, signature in lines:
        need(key in keys and keys[key]["alg"] == alg, "unknown key")
        public = base64.b64decode(keys[key]["public"])
        verify(alg, public, signature, message)
        signed.add(public)
    return signed


def check_own_keys(manifest: Plain, payload: dict[str, bytes], lines: list[Any], message: bytes) -> None:
    if manifest["kind"] == "trust":
        content = strict(payload["data/trust.json"])
        signed = verify_all(lines, message, [*content["roots"], *content["former_roots"]])
        roots = {base64.b64decode(one["public"]) for one in content["roots"]}
        need(len(signed & roots) >= content["threshold"], "threshold")
        need((manifest["seq"], manifest["epoch"]) == (content["version"], 1), "version")
        need(manifest["from"]["office"] == content["office"], "office")
        return
    need(manifest["kind"] == "enrol", "kind")
    asked = strict(payload["data/enrol.json"])
    listed = [asked, *asked.get("more", [])]
    signed = verify_all(lines, message, listed)
    need(len(signed) == len(listed), "a key without its signature")
    need((asked["office"], asked["device"]) == (manifest["from"]["office"], manifest["from"]["device"]), "sender")


def check_rights(manifest: Plain, trust: Plain) -> None:
    sender, position = manifest["from"], manifest["records"]["last_seq"]
    keys = {key_id(base64.b64decode(one["public"])): one for one in trust["keys"]}
    algs = {alg for alg, _ in manifest["signers"]}
    for _, key in manifest["signers"]:
        need(key in keys, "unknown key")
        one = keys[key]
        need((one["office"], one["device"]) == (sender["office"], sender["device"]), "sender")
        need(set(one["require"]) <= algs, "not signed by all")
        need(manifest["kind"] in one["scope"] and manifest["epoch"] == one["epoch"], "scope")
        until = one["until_seq"]
        need(one["from_seq"] - 1 <= position and (until is None or position <= until), "revoked")


def check_manifest(manifest: Any, name: str) -> None:
    need(isinstance(manifest, dict) and set(manifest) == set(FIELDS.split()), "fields")
    need(manifest["format"] == "ybb/1" and manifest["min_reader"] == 1 and manifest["crit"] == [], "version")
    sender, to, kind = manifest["from"], manifest["to"], manifest["kind"]
    epoch, seq = manifest["epoch"], manifest["seq"]
    need(type(epoch) is int and type(seq) is int and epoch >= 1 and seq >= 1, "numbers")
    head = f"{sender['office']}-{sender['device']}-{manifest['channel']}-{epoch}"
    need(manifest["id"] == name == f"{head}-{seq}", "id")
    need(manifest["channel"] == f"{to[0]}.{kind}" and len(set(to)) == len(to), "channel")
    need(all(re.fullmatch(r"[0-9A-Za-z]{1,12}(\.[0-9A-Za-z][0-9A-Za-z-]{0,31})?", one) for one in to), "to")
    everyone = [one for one in to if one.partition(".")[0] == "all"]
    need(everyone == [] or (everyone == ["all"] and kind in {"trust", "reference"}), "to")
    need(len(name) <= 100, "id")
    need((seq == 1) == (manifest["prev"] == ZERO) and re.fullmatch("[0-9a-f]{64}", manifest["prev"]), "prev")
    need(sender["key"] in {key for _, key in manifest["signers"]}, "sender's key")
    need(re.fullmatch("[0-9a-f]{32}", manifest["nonce"]), "nonce")
    part, files = manifest["set"], manifest["files"]
    need(1 <= part["part"] <= part["of"] and part["id"] == f"{head}-{seq - part['part'] + 1}", "set")
    need(bool(manifest["need"]) == (part["of"] > 1 and part["part"] == 1), "need")
    need(manifest["need"] == sorted(set(manifest["need"])), "need")
    need(part["part"] == 1 or all(one["p"].startswith("data/blobs/") for one in files), "records in a later part")
    need(len({one["p"] for one in files}) == len(files) >= 1, "files")
    if kind in OWN:
        need([one["p"] for one in files] == [OWN[kind]], "files")
    profile = any(alg == "sm2-sm3" for alg, _ in manifest["signers"])
    need(all(("sm3" in one) == profile for one in files), "sm3")


def check_file(entry: Plain, data: bytes) -> bytes:
    need(hashlib.sha256(data).hexdigest() == entry["sha256"], "hash")
    need("sm3" not in entry or sm3(data).hex() == entry["sm3"], "sm3")
    if entry["p"] in OWN.values():
        return data
    if re.fullmatch(r"data/records/\d{6}\.jsonl\.gz", entry["p"]):
        machine = zlib.decompressobj(wbits=31)
        try:
            text = machine.decompress(data, entry["usize"] + 1)
        except zlib.error as problem:
            raise Bad("gzip") from problem
        need(machine.eof and not machine.unused_data and len(text) == entry["usize"], "inflated")
        need(text == gzip.decompress(data) and hashlib.sha256(text).hexdigest() == entry["usha256"], "inflated")
        return text
    found = re.fullmatch(r"data/blobs/([0-9a-f]{64})\.(pdf|jpg|png|bin)", entry["p"])
    need(found, "path")
    assert found is not None
    need(found[1] == entry["sha256"] and MEDIA[found[2]] == entry["media"], "blob name")
    need(data.startswith(MAGIC.get(entry["media"], b"")), "blob type")
    return data


def check_records(manifest: Plain, payload: dict[str, bytes]) -> int:
    span, sender = manifest["records"], manifest["from"]
    text = b"".join(data for path, data in payload.items() if path.startswith("data/records/"))
    need(not text or text.endswith(b"\n"), "last line")
    lines = text.split(b"\n")[:-1]
    need(len(lines) == span["count"], "count")
    own = manifest["kind"] in {"submission", "result"}
    before = None
    for number, line in enumerate(lines):
        record = strict(line)
        need(set(record) == set(RECORD.split()) and canonical(record) == line, "record form")
        rest = {key: value for key, value in record.items() if key != "hash"}
        need(hashlib.sha256(canonical(rest)).hexdigest() == record["hash"], "record hash")
        if own:
            need((record["office"], record["device"]) == (sender["office"], sender["device"]), "whose record")
            need(record["seq"] == span["first_seq"] + number, "record number")
            need(before in {None, record["prev"]}, "chain")
            before = record["hash"]
    need(not own or not lines or before == span["head"], "head")
    return len(lines)


def canonical(value: Any) -> bytes:
    """RFC 8785, for keys in ASCII and numbers that are integers."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
