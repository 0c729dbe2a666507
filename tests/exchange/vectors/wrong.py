"""Bundles that must be refused, made from good ones by somebody who has the keys, or has not."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.exchange.offices import COUNTY, NOON, PREFECTURE, head_of, log_of, signer_of
from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.domain.records import record_bytes
from yb_desktop.exchange.armour import AgeKey
from yb_desktop.exchange.pack import FIRST_PLACE, Envelope, Place, write_submission
from yb_desktop.exchange.signatures import SignatureLine, sign_body, write_lines
from yb_desktop.exchange.sm2 import Sm2Signer
from yb_desktop.exchange.tarball import header, padding

FOLDER: Final = Path(__file__).parent
RECORDS = "data/records/000001.jsonl.gz"
PDF = b"%PDF-1.7 "


class Keys:
    """The keys of ``keys.json``, opened."""

    def __init__(self) -> None:
        """Read the file; Ed25519 keys are made of their seeds."""
        plain = json.loads((FOLDER / "keys.json").read_text("utf-8"))
        self.sm2 = {name: Sm2Signer(bytes.fromhex(one["pkcs8"])) for name, one in plain["sm2"].items()}
        self.age = AgeKey(plain["age"]["prefecture"]["secret"])
        self.ed = {name: signer_of(bytes.fromhex(one["seed"])[0]) for name, one in plain["ed25519"].items()}


@dataclass(frozen=True)
class Bundle:
    """A good bundle taken apart, to be put together wrongly."""

    name: str
    members: Mapping[str, bytes]
    signers: Sequence[Signer]

    def archive(self, members: Mapping[str, bytes], name: str = "") -> bytes:
        """Put members together with well-formed headers."""
        return packed(name or self.name, members)

    def manifest(self) -> dict[str, Json]:
        """Give the manifest, plain."""
        plain = parse(self.members["bundle.json"])
        assert isinstance(plain, dict)
        return plain

    def changed(self, **fields: Json) -> bytes:
        """Sign the manifest with other values in some fields."""
        return self.signed(canonical(self.manifest() | fields))

    def signed(self, body: bytes, files: Mapping[str, bytes] | None = None, name: str = "") -> bytes:
        """Sign another ``bundle.json``."""
        lines = write_lines([sign_body(body, signer) for signer in self.signers])
        members = dict(self.members) | dict(files or {}) | {"bundle.sig": lines, "bundle.json": body}
        return self.archive(members, name)

    def refiled(self, path: str, fields: Mapping[str, Json], data: bytes | None = None, **others: Json) -> bytes:
        """Sign other values for one payload file; what is derived follows."""
        files = self.manifest()["files"]
        assert isinstance(files, list)
        entries = [one | fields if str(one["p"]).startswith(path) else one for one in files]
        sums = "".join(f"{one['sha256']}  {one['p']}\n" for one in entries).encode("ascii")
        kept = {old["p"]: self.members[old["p"]] for old in files}
        changed = {
            new["p"]: data if data is not None and old["p"].startswith(path) else kept[old["p"]]
            for old, new in zip(files, entries, strict=True)
        }
        members = {k: v for k, v in self.members.items() if not k.startswith("data/")}
        whole = {**members, "manifest-sha256.txt": sums, **changed}
        body = canonical(self.manifest() | {"files": entries} | others)
        whole |= {"bundle.json": body, "bundle.sig": write_lines([sign_body(body, one) for one in self.signers])}
        return self.archive(whole)

    def relogged(self, lines: bytes, packed_as: bytes | None = None, **others: Json) -> bytes:
        """Sign other lines as the records."""
        data = gzip.compress(lines, mtime=0) if packed_as is None else packed_as
        fields: dict[str, Json] = {
            "n": len(data),
            "sha256": sha256(data),
            "usize": len(lines),
            "usha256": sha256(lines),
        }
        return self.refiled(RECORDS, fields, data, **others)


def sha256(data: bytes) -> str:
    """Give a hash in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def packed(name: str, members: Mapping[str, bytes]) -> bytes:
    """Put members together under a name."""
    return b"".join(header(f"{name}/{p}", len(d)) + d + padding(len(d)) for p, d in members.items()) + bytes(1024)


def taken_apart(file: Path, signers: Sequence[Signer]) -> Bundle:
    """Take a good bundle apart."""
    members: dict[str, bytes] = {}
    with tarfile.open(file) as tar:
        for info in tar:
            stream = tar.extractfile(info)
            assert stream is not None
            members[info.name.partition("/")[2]] = stream.read()
    return Bundle(file.name.removesuffix(".ybb.tar"), members, signers)


def envelope(device: str = "pc1", kind_to: str = PREFECTURE, place: Place = FIRST_PLACE) -> Envelope:
    """Give an envelope that is the same each time."""
    return Envelope(COUNTY, device, (kind_to,), place, NOON, "5" * 32)


def bad(keys: Keys, folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Give what must be refused: a name, the code, the bytes."""
    whole = taken_apart(folder / f"{COUNTY}-pc1-{PREFECTURE}.submission-1-1.ybb.tar", [keys.ed["county-pc1"]])
    yield from bad_bytes(whole, keys)
    yield from bad_json(whole)
    yield from bad_fields(whole)
    yield from bad_payload(whole)
    yield from bad_keys(keys, folder)
    yield from bad_parts(keys, folder)


def bad_bytes(whole: Bundle, keys: Keys) -> Iterator[tuple[str, str, bytes]]:
    """Change what no signature is needed for."""
    data = whole.archive(whole.members)
    flipped = bytearray(data)
    flipped[data.index(b"picture")] ^= 1
    yield "payload-flipped", "bundle-hash", bytes(flipped)
    flipped = bytearray(data)
    flipped[data.index(b'"kind"')] ^= 1
    yield "manifest-flipped", "bundle-signature", bytes(flipped)
    yield "cut", "bundle-cut", data[:-512]
    yield "appended", "bundle-tail", data + bytes(512)
    yield "renamed", "bundle-form", whole.archive(whole.members, whole.name.replace("pc1", "pc7"))
    first, *_, last = whole.members
    order = [path for path in whole.members if path != last]
    order.insert(-1, last)
    yield "reordered", "bundle-form", whole.archive({path: whole.members[path] for path in order})
    yield "doubled", "bundle-form", data[:-1024] + whole.archive({last: whole.members[last]})
    device = {**whole.members, "data/blobs/CON.pdf": PDF}
    yield "windows-device", "bundle-form", whole.archive(device)
    climbing = {path.replace(last, "data/../../evil"): one for path, one in whole.members.items()}
    yield "climbing", "bundle-form", whole.archive(climbing)
    link = bytearray(data)
    link[156:157] = b"2"
    link[148:156] = b" " * 8
    link[148:156] = b"%06o\0 " % sum(link[:512])
    yield "link", "bundle-form", bytes(link)
    for name, form in (("pax", tarfile.PAX_FORMAT), ("gnu", tarfile.GNU_FORMAT)):
        yield name, "bundle-form", foreign(whole, form)
    body = whole.members["bundle.json"]
    other = sign_body(body, keys.ed["county-new"])
    mine = key_id(keys.ed["county-pc1"].public_key)
    yield "unknown-key", "bundle-key-unknown", whole.archive({**whole.members, first: write_lines([other])})
    forged = write_lines([SignatureLine("ed25519", mine, other.signature)])
    yield "another-key-under-this-name", "bundle-signature", whole.archive({**whole.members, first: forged})
    confused = whole.members[first].replace(b"ed25519", b"sm2-sm3")
    yield "algorithm-exchanged", "bundle-signature", whole.archive({**whole.members, first: confused})
    loose = whole.members[first].replace(b"==\n", b"\n")
    yield "base64-without-padding", "bundle-form", whole.archive({**whole.members, first: loose})


def foreign(whole: Bundle, form: int) -> bytes:
    """Pack a bundle with another kind of header."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for path, data in whole.members.items():
            info = tarfile.TarInfo(f"{whole.name}/{path}")
            info.size = len(data)
            info.pax_headers = {"comment": "hidden"} if form == tarfile.PAX_FORMAT else {}
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def bad_json(whole: Bundle) -> Iterator[tuple[str, str, bytes]]:
    """Sign JSON that two readers could read differently."""
    body = whole.members["bundle.json"]
    for name, old, new in (
        ("duplicate-key", b'{"channel"', b'{"seq":1,"channel"'),
        ("float", b'"seq":1', b'"seq":1.0'),
        ("exponent", b'"seq":1', b'"seq":1e0'),
        ("nan", b'"seq":1', b'"seq":NaN'),
        ("too-big-an-integer", b'"seq":1', b'"seq":9007199254740993'),
        ("lone-surrogate", b'"rules":""', b'"rules":"\\ud800"'),
        ("not-utf8", b'"rules":""', b'"rules":"\xff"'),
        ("deep", b'"rules":""', b'"rules":' + b"[" * 500 + b"]" * 500),
        ("byte-order-mark", b'{"channel"', b'\xef\xbb\xbf{"channel"'),
    ):
        assert old in body
        yield f"json-{name}", "bundle-form", whole.signed(body.replace(old, new, 1))


def bad_fields(whole: Bundle) -> Iterator[tuple[str, str, bytes]]:
    """Sign a manifest that is not as specified."""
    plain = whole.manifest()
    yield "field-unknown", "bundle-form", whole.changed(surprise=1)
    yield "field-missing", "bundle-form", whole.signed(canonical({k: v for k, v in plain.items() if k != "nonce"}))
    yield "format-newer", "bundle-newer", whole.changed(format="ybb/2")
    yield "min-reader", "bundle-newer", whole.changed(min_reader=2)
    yield "crit", "bundle-crit", whole.changed(crit=["future"])
    yield "seq-zero", "bundle-form", whole.changed(seq=0)
    yield "prev-wrong", "bundle-form", whole.changed(prev="1" * 64)
    yield "to-twice", "bundle-form", whole.changed(to=[PREFECTURE, PREFECTURE])
    yield "to-all", "bundle-form", whole.changed(to=[PREFECTURE, "all"])
    yield "to-a-device-of-all", "bundle-form", whole.changed(to=[PREFECTURE, "all.nb1"])
    yield "to-no-device", "bundle-form", whole.changed(to=[PREFECTURE, "532301."])
    yield "channel-wrong", "bundle-form", whole.changed(channel=f"{PREFECTURE}.receipt")
    yield (
        "signers-added",
        "bundle-signers",
        whole.changed(signers=[["ed25519", key_id(one.public_key)] for one in whole.signers] + [["ed25519", "0" * 16]]),
    )
    elsewhere = whole.manifest() | {"to": ["532301"], "channel": "532301.submission"}
    name = whole.name.replace(f"{PREFECTURE}.", "532301.")
    body = canonical(elsewhere | {"id": name, "set": {"id": name, "part": 1, "of": 1}})
    yield "wrong-receiver", "bundle-wrong-receiver", whole.signed(body, name=name)
    yield "sm3-without-sm2", "bundle-form", whole.refiled("data/blobs", {"sm3": "0" * 64})


def bad_payload(whole: Bundle) -> Iterator[tuple[str, str, bytes]]:
    """Sign payload that is not what it says."""
    lines = gzip.decompress(whole.members[RECORDS])
    bomb = gzip.compress(bytes(4 << 20), 9, mtime=0)
    fields: dict[str, Json] = {"n": len(bomb), "sha256": sha256(bomb), "usize": 1000, "usha256": "0" * 64}
    yield "bomb", "bundle-too-big", whole.refiled(RECORDS, fields, bomb)
    yield "usize-lies", "bundle-hash", whole.refiled(RECORDS, {"usize": len(lines) + 1})
    yield "size-beyond-the-cap", "bundle-too-big", whole.refiled(RECORDS, {"n": 3 << 30})
    yield "gzip-twice", "bundle-hash", whole.relogged(lines, gzip.compress(lines, mtime=0) * 2)
    first, second, third, _ = lines.split(b"\n")
    yield "records-swapped", "bundle-records", whole.relogged(b"\n".join([second, first, third, b""]))
    yield "record-dropped", "bundle-records", whole.relogged(b"\n".join([first, second, b""]))
    yield "record-with-blanks", "record-form", whole.relogged(lines.replace(b'"fen":1', b'"fen": 1'))
    yield "record-changed", "record-hash", whole.relogged(lines.replace(b'"fen":1', b'"fen":9'))
    theirs = log_of(3, device="pc2")
    text = b"".join(record_bytes(one) + b"\n" for one in theirs)
    span: Json = {"count": 3, "first_seq": 1, "last_seq": 3, "head": theirs[-1].hash}
    yield "records-of-another-device", "bundle-records", whole.relogged(text, records=span)
    fake = b"MZ this is a program"
    entry: dict[str, Json] = {
        "p": f"data/blobs/{sha256(fake)}.png",
        "n": len(fake),
        "sha256": sha256(fake),
        "media": "image/png",
    }
    (picture,) = (path for path in whole.members if path.endswith(".png"))
    yield "blob-of-another-type", "bundle-blob", whole.refiled(picture, entry, fake)


def bad_keys(keys: Keys, folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Sign with a key that may not, or not with all that must."""
    both: list[Signer] = [keys.ed["county-pc2"], keys.sm2["county-pc2"]]
    good_sm = taken_apart(folder / f"{COUNTY}-pc2-{PREFECTURE}.submission-1-1.ybb.tar", both)
    stripped = write_lines([sign_body(good_sm.members["bundle.json"], both[0])])
    yield "sm-line-stripped", "bundle-signers", good_sm.archive({**good_sm.members, "bundle.sig": stripped})
    files = good_sm.manifest()["files"]
    assert isinstance(files, list)
    alone: list[Json] = [{k: v for k, v in one.items() if k != "sm3"} for one in files]
    weaker = canonical(good_sm.manifest() | {"files": alone, "signers": [["ed25519", key_id(both[0].public_key)]]})
    yield "sm-signature-left-out", "bundle-signers", Bundle(good_sm.name, good_sm.members, both[:1]).signed(weaker)
    with tempfile.TemporaryDirectory() as name:
        log = log_of(3, device="lost")
        late = write_submission(
            Path(name), envelope("lost"), head=head_of(log), records=log, signers=[keys.ed["county-lost"]]
        )
        yield "after-the-key-ended", "bundle-key-revoked", late.path.read_bytes()
        log = log_of(3)
        wrong = write_submission(
            Path(name), envelope("pc1"), head=head_of(log), records=log, signers=[keys.ed["county-lost"]]
        )
        yield "key-of-another-device", "bundle-sender", wrong.path.read_bytes()
        wrong.path.unlink()
        result = write_submission(
            Path(name), envelope("pc1"), head=head_of(log), records=log, signers=[keys.ed["county-pc1"]], kind="result"
        )
        yield "kind-out-of-scope", "bundle-scope", result.path.read_bytes()


def bad_parts(keys: Keys, folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Sign parts that make no set."""
    signer = [keys.ed["county-pc1"]]
    first = taken_apart(folder / f"{COUNTY}-pc1-{PREFECTURE}.submission-1-2.ybb.tar", signer)
    second = taken_apart(folder / f"{COUNTY}-pc1-{PREFECTURE}.submission-1-3.ybb.tar", signer)
    own = first.manifest()["set"]
    assert isinstance(own, dict)
    yield "part-beyond-its-set", "bundle-parts", second.changed(set=own | {"part": 9})
    yield "part-of-another-set", "bundle-parts", second.changed(set=own | {"part": 2, "id": second.name})
    yield "part-with-need", "bundle-parts", second.changed(need=["0" * 64])
    yield "first-part-without-need", "bundle-parts", first.changed(need=[])
    yield "need-unordered", "bundle-parts", first.changed(need=["1" * 64, "0" * 64])
    yield "whole-with-need", "bundle-parts", first.changed(set=own | {"of": 1})
