"""Whatever is done to a bundle on its way is refused: flipped, cut, extended, renamed, re-ordered, resigned bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from random import Random

import msgspec
import pytest
from msgspec.structs import replace

from tests.exchange.offices import PNG, PREFECTURE, envelope, head_of, log_of, policy_of, signer_of, trust_of
from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import Refused
from yb_desktop.base.signing import key_id
from yb_desktop.exchange.bundle import BAGIT, Authority, WrittenBundle, _read_into, read_bundle
from yb_desktop.exchange.keys import FileSigner
from yb_desktop.exchange.pack import BlobSource, write_submission
from yb_desktop.exchange.payload import deflate
from yb_desktop.exchange.signatures import SignatureLine, sign_body, write_lines
from yb_desktop.exchange.tarball import header, padding
from yb_desktop.exchange.trust import KeyPolicy, TrustList

RECORDS = "data/records/000001.jsonl.gz"


def refusal(data: bytes, trust: Authority, quarantine: Path) -> str:
    """Read bytes as a bundle and give the code with which they are refused; fail when they are not."""
    with pytest.raises(Refused) as caught:
        _read_into(io.BytesIO(data), Path("x.ybb.tar"), trust, quarantine, None)
    return caught.value.code


def members_of(bundle: WrittenBundle) -> dict[str, bytes]:
    """Take a bundle apart: paths without the id, and contents, in order."""
    out: dict[str, bytes] = {}
    with tarfile.open(bundle.path) as tar:
        for info in tar:
            stream = tar.extractfile(info)
            assert stream is not None
            out[info.name.partition("/")[2]] = stream.read()
    return out


def archive(members: dict[str, bytes], name: str) -> bytes:
    """Put members together with well-formed headers."""
    blocks = (header(f"{name}/{path}", len(data)) + data + padding(len(data)) for path, data in members.items())
    return b"".join(blocks) + bytes(1024)


@dataclass(frozen=True)
class Scene:
    """One small bundle, the list that trusts its key, and that key in the hands of an insider."""

    bundle: WrittenBundle
    trust: TrustList
    key: FileSigner
    folder: Path

    def code_of(self, data: bytes) -> str:
        """Give the code with which these bytes are refused."""
        return refusal(data, self.trust, self.folder)

    def members(self) -> dict[str, bytes]:
        """Take the bundle apart."""
        return members_of(self.bundle)

    def archive(self, members: dict[str, bytes]) -> bytes:
        """Put members together under the bundle's name."""
        return archive(members, self.bundle.manifest.id)

    def changed(self, **fields: Json) -> bytes:
        """Give the manifest's bytes with other values in some fields."""
        plain = parse(self.members()["bundle.json"])
        assert isinstance(plain, dict)
        return canonical(plain | fields)

    def resigned(self, body: bytes, files: dict[str, bytes] | None = None) -> bytes:
        """Give the bundle another ``bundle.json``, properly signed."""
        members = self.members() | (files or {})
        members["bundle.sig"] = write_lines([sign_body(body, self.key)])
        members["bundle.json"] = body
        return self.archive(members)

    def with_entries(
        self, path: str, fields: dict[str, Json], files: dict[str, bytes] | None = None, **others: Json
    ) -> bytes:
        """Sign other values for the payload files whose path begins with ``path``; the derived files follow."""
        plain: list[dict[str, Json]] = [msgspec.to_builtins(entry) for entry in self.bundle.manifest.files]
        entries = [entry | fields if str(entry["p"]).startswith(path) else entry for entry in plain]
        sums = "".join(f"{entry['sha256']}  {entry['p']}\n" for entry in entries).encode("ascii")
        return self.resigned(self.changed(files=entries, **others), {"manifest-sha256.txt": sums} | (files or {}))

    def repacked(self, gz: bytes, usize: int, usha256: str) -> bytes:
        """Sign the bundle anew around another records file."""
        digest = hashlib.sha256(gz).hexdigest()
        fields: dict[str, Json] = {"n": len(gz), "sha256": digest, "usize": usize, "usha256": usha256}
        return self.with_entries(RECORDS, fields, {RECORDS: gz})


@pytest.fixture
def scene(small: WrittenBundle, trust: TrustList, county: FileSigner, tmp_path: Path) -> Scene:
    """Set the scene."""
    return Scene(small, trust, county, tmp_path)


def test_every_flipped_byte_is_refused(scene: Scene) -> None:
    good = scene.bundle.path.read_bytes()
    data = bytearray(good)
    memory = Path("/dev/shm")  # thousands of quarantine folders; a disk would only make it slower
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        for place in range(len(data)):
            data[place] ^= 1 << (place % 8)
            refusal(bytes(data), scene.trust, folder)
            data[place] = good[place]
        assert not list(folder.iterdir()), "quarantine is left clean"


def test_every_truncation_is_refused(scene: Scene) -> None:
    good = scene.bundle.path.read_bytes()
    rng = Random(7)
    cuts = {*range(0, len(good), 512), *(rng.randrange(len(good)) for _ in range(200)), len(good) - 1}
    assert {scene.code_of(good[:cut]) for cut in cuts} == {"bundle-cut"}


@pytest.mark.parametrize("tail", [b"\0", bytes(512), bytes(10240), b"x" * 512])
def test_nothing_may_follow(scene: Scene, tail: bytes) -> None:
    assert scene.code_of(scene.bundle.path.read_bytes() + tail) == "bundle-tail"


def test_members_may_not_be_renamed_reordered_doubled_or_added(scene: Scene) -> None:
    members, name = scene.members(), scene.bundle.manifest.id
    assert archive(members, name) == scene.bundle.path.read_bytes()
    *others, last = members
    reordered = {path: members[path] for path in (*others[:-1], last, others[-1])}
    renamed = {path.replace("000001", "000002"): data for path, data in members.items()}
    doubled = archive(members, name)[:-1024] + archive({last: members[last]}, name)
    climbing = {path.replace(last, "data/../../evil"): data for path, data in members.items()}
    added = members | {"data/blobs/CON.pdf": b"%PDF-"}
    for data in (
        *(archive(one, name) for one in (reordered, renamed, climbing, added)),
        doubled,
        archive(members, name.replace("pc1", "pc2")),
        archive(members, "../" + name),
    ):
        assert scene.code_of(data) == "bundle-form"


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_other_kinds_of_header_are_refused(scene: Scene, form: int) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for path, data in scene.members().items():
            info = tarfile.TarInfo(f"{scene.bundle.manifest.id}/{path}")
            info.size = len(data)
            info.pax_headers = {"comment": "hidden"} if form == tarfile.PAX_FORMAT else {}
            tar.addfile(info, io.BytesIO(data))
    assert scene.code_of(out.getvalue()) == "bundle-form"


@pytest.mark.parametrize("flag", [b"1", b"2", b"3", b"5", b"L", b"x", b"g", b"\0", b"7"])
def test_links_folders_and_devices_are_refused(scene: Scene, flag: bytes) -> None:
    good = scene.bundle.path.read_bytes()
    for place in (offset for offset in range(0, len(good), 512) if good[offset + 257 : offset + 262] == b"ustar"):
        block = bytearray(good[place : place + 512])
        block[156:157] = flag
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        assert scene.code_of(good[:place] + bytes(block) + good[place + 512 :]) == "bundle-form"


def test_a_key_that_is_not_on_the_list(scene: Scene) -> None:
    assert (
        refusal(scene.bundle.path.read_bytes(), trust_of(policy_of(signer_of(2))), scene.folder) == "bundle-key-unknown"
    )


def test_the_signature_of_another_key_under_this_keys_name(scene: Scene) -> None:
    members = scene.members()
    forged = sign_body(members["bundle.json"], signer_of(2))
    members["bundle.sig"] = write_lines([SignatureLine("ed25519", key_id(scene.key.public_key), forged.signature)])
    assert scene.code_of(scene.archive(members)) == "bundle-signature"


def test_signature_lines_stripped_added_swapped(tmp_path: Path) -> None:
    first, second, third = (signer_of(number) for number in (1, 2, 3))
    trust = trust_of(*(policy_of(signer) for signer in (first, second, third)))
    records = log_of(1)
    bundle = write_submission(tmp_path, envelope(), head=head_of(records), records=records, signers=[first, second])
    read_bundle(bundle.path, trust, quarantine=tmp_path).discard()
    members = members_of(bundle)
    lines = [sign_body(members["bundle.json"], signer) for signer in (first, second, third)]
    for wrong in (lines[:1], lines[1:2], lines, [lines[1], lines[0]], [lines[0], lines[2]]):
        members["bundle.sig"] = write_lines(wrong)
        assert refusal(archive(members, bundle.manifest.id), trust, tmp_path) == "bundle-signers"
    for data in (
        b"ybb-sig/1\n",
        write_lines([lines[0]] * 2),
        write_lines(lines[:2])[:-1],
        write_lines(lines[:2]) + b"\n",
        write_lines(lines[:2]).replace(b"ybb-sig/1", b"ybb-sig/2"),
        write_lines(lines[:2]).replace(b"==\n", b"\n"),
        write_lines(lines[:2]).replace(b"\n", b"\r\n"),
        write_lines([lines[0]] * 9),
    ):
        members["bundle.sig"] = data
        assert refusal(archive(members, bundle.manifest.id), trust, tmp_path) == "bundle-form"
    members["bundle.sig"] = write_lines(lines[:2]).replace(b"ed25519", b"sm2-sm3")
    assert refusal(archive(members, bundle.manifest.id), trust, tmp_path) == "bundle-signature"
    members["bundle.sig"] = b"ybb-sig/1\n" + b"x" * 4096
    assert refusal(archive(members, bundle.manifest.id), trust, tmp_path) == "bundle-too-big"


def test_base64_has_one_spelling(scene: Scene) -> None:
    members = scene.members()
    good = members["bundle.sig"]
    assert good.endswith(b"==\n")
    letter = good[-4:-3]
    other = {b"A": b"B", b"Q": b"R", b"g": b"h", b"w": b"x"}[letter]  # the same bytes to a lenient decoder
    members["bundle.sig"] = good[:-4] + other + good[-3:]
    assert scene.code_of(scene.archive(members)) == "bundle-form"


SIGNED_BUT_WRONG: list[tuple[dict[str, Json], str]] = [
    ({"crit": ["future"]}, "bundle-crit"),
    ({"min_reader": 2}, "bundle-newer"),
    ({"format": "ybb/2"}, "bundle-newer"),
    ({"surprise": 1}, "bundle-form"),
    ({"kind": "gossip"}, "bundle-form"),
    ({"set": {"id": "s", "part": 1, "of": 2}}, "bundle-parts"),
    ({"need": ["0" * 64]}, "bundle-parts"),
    ({"signers": [["sm2-sm3", "0" * 16]]}, "bundle-form"),
    ({"signers": []}, "bundle-form"),
    ({"nonce": "x"}, "bundle-form"),
    ({"seq": 2}, "bundle-form"),
    ({"seq": 0}, "bundle-form"),
    ({"seq": True}, "bundle-form"),
    ({"id": "532326-pc1-532300.submission-1-9"}, "bundle-form"),
    ({"to": []}, "bundle-form"),
    ({"to": ["530300"]}, "bundle-form"),
    ({"to": ["532300", "all"]}, "bundle-form"),
    ({"to": ["532300", "532300"]}, "bundle-form"),
    ({"channel": "532300.receipt"}, "bundle-form"),
    ({"prev": "0" * 63 + "1"}, "bundle-form"),
    ({"created": "yesterday"}, "bundle-form"),
    ({"files": []}, "bundle-form"),
    ({"from": {"office": "532326", "device": "../pc1", "key": "0" * 16}}, "bundle-form"),
    ({"records": {"count": 4, "first_seq": 1, "last_seq": 3, "head": "1" * 64}}, "bundle-form"),
    ({"records": {"count": 2, "first_seq": 2, "last_seq": 3, "head": "1" * 64}}, "bundle-records"),
    ({"records": {"count": 3, "first_seq": 1, "last_seq": 3, "head": "1" * 64}}, "bundle-records"),
]


@pytest.mark.parametrize(("fields", "code"), SIGNED_BUT_WRONG)
def test_signed_but_wrong(scene: Scene, fields: dict[str, Json], code: str) -> None:
    data = scene.resigned(scene.changed(**fields))
    assert scene.code_of(data) == code


WRONG_FILES: list[tuple[str, dict[str, Json], str]] = [
    (RECORDS, {"usize": 7}, "bundle-too-big"),
    (RECORDS, {"usize": 100_000}, "bundle-hash"),
    (RECORDS, {"usha256": "0" * 64}, "bundle-hash"),
    (RECORDS, {"usize": None}, "bundle-form"),
    (RECORDS, {"p": "data/records/000002.jsonl.gz"}, "bundle-form"),
    (RECORDS, {"p": "data/../records/000001.jsonl.gz"}, "bundle-form"),
    (RECORDS, {"n": 3 << 30}, "bundle-too-big"),
    (RECORDS, {"n": 7}, "bundle-form"),
    (RECORDS, {"sm3": "0" * 64}, "bundle-form"),
    ("data/blobs", {"media": "application/pdf"}, "bundle-form"),
    ("data/blobs", {"sha256": "0" * 64}, "bundle-form"),
    ("data/blobs", {"name": "..\\照片.png"}, "bundle-form"),
    ("data/blobs", {"p": "data/blobs/con.exe"}, "bundle-form"),
]


@pytest.mark.parametrize(("path", "fields", "code"), WRONG_FILES)
def test_signed_files_that_lie(scene: Scene, path: str, fields: dict[str, Json], code: str) -> None:
    assert scene.code_of(scene.with_entries(path, fields)) == code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"channel"', b'{"seq":1,"channel"'),
        (b'"seq":1', b'"seq":1.0'),
        (b'"seq":1', b'"seq":NaN'),
        (b'"rules":""', b'"rules":"\\ud800"'),
        (b'"rules":""', b'"rules":"\xff"'),
        (b'"rules":""', b'"rules":' + b"[" * 5000 + b"]" * 5000),
        (b'"created"', b'"created":1,"created"'),
    ],
)
def test_json_that_two_readers_could_read_differently(scene: Scene, old: bytes, new: bytes) -> None:
    body = scene.members()["bundle.json"]
    assert old in body
    assert scene.code_of(scene.resigned(body.replace(old, new, 1))) == "bundle-form"


def test_derived_files_are_compared(scene: Scene) -> None:
    body = scene.members()["bundle.json"]
    for wrong in ({"bagit.txt": BAGIT.replace(b"1.0", b"0.9")}, {"manifest-sha256.txt": b"0" * 213}):
        assert scene.code_of(scene.resigned(body, wrong)) == "bundle-form"


def test_a_gzip_bomb_stops_at_the_signed_size(scene: Scene) -> None:
    bomb = gzip.compress(bytes(200 << 20), 9, mtime=0)
    assert len(bomb) < 300_000
    assert scene.code_of(scene.repacked(bomb, 1000, "0" * 64)) == "bundle-too-big"
    assert scene.code_of(scene.repacked(bomb, 200 << 20, "0" * 64)) == "bundle-too-big", "one line"


def test_records_are_packed_one_way(scene: Scene) -> None:
    lines = gzip.decompress(scene.members()[RECORDS])

    def code_of(text: bytes, gz: bytes | None = None) -> str:
        packed = gzip.compress(text, mtime=0) if gz is None else gz
        return scene.code_of(scene.repacked(packed, len(text), hashlib.sha256(text).hexdigest()))

    good = gzip.compress(lines, mtime=0)
    assert code_of(lines, good + b"x") == "bundle-hash"
    assert code_of(lines, good + good) == "bundle-hash"
    assert code_of(lines, good[:-1]) == "bundle-hash"
    assert code_of(lines, zlib.compress(lines)) == "bundle-hash"
    assert code_of(lines[:-1]) == "bundle-hash", "the last line must end"
    first, second, third, _ = lines.split(b"\n")
    assert code_of(b"\n".join([second, first, third, b""])) == "bundle-records"
    assert code_of(b"\n".join([first, third, b""])) == "bundle-records"
    assert code_of(b"\n".join([first, second, b""])) == "bundle-records"
    assert code_of(lines + b"\n") == "record-form"
    assert code_of(lines.replace(b'"fen":1', b'"fen": 1')) == "record-form"
    assert code_of(lines.replace(b'"fen":1', b'"fen":1.0')) == "record-form"
    assert code_of(lines.replace(b'"fen":1', b'"fen":1,"fen":1')) == "record-form"
    assert code_of(lines.replace(b'"v":1', b'"v":1,"w":1')) == "record-form"
    assert code_of(lines.replace(b'"fen":1', b'"fen":9')) == "record-hash"


def test_another_devices_records_do_not_pass(scene: Scene) -> None:
    for foreign in (log_of(3, device="pc2"), log_of(3, office="532301")):
        packed = deflate(foreign)
        span: Json = {"count": 3, "first_seq": 1, "last_seq": 3, "head": foreign[-1].hash}
        fields: dict[str, Json] = {
            "n": len(packed.data),
            "sha256": hashlib.sha256(packed.data).hexdigest(),
            "usize": packed.usize,
            "usha256": packed.usha256,
        }
        data = scene.with_entries(RECORDS, fields, {RECORDS: packed.data}, records=span)
        assert scene.code_of(data) == "bundle-records"


def test_a_blob_is_what_it_says(county: FileSigner, tmp_path: Path) -> None:
    for blob in (BlobSource(b"MZ", "image/png"), BlobSource(PNG, "application/pdf"), BlobSource(b"#!", "text/x-sh")):
        records = log_of(1)
        with pytest.raises(Refused) as caught:
            write_submission(
                tmp_path, envelope(), head=head_of(records), records=records, blobs=[blob], signers=[county]
            )
        assert caught.value.code == "bundle-blob"


def test_the_wrong_receiver_and_the_wrong_key(scene: Scene) -> None:
    def code_of(policy: KeyPolicy, receiver: str = PREFECTURE) -> str:
        with pytest.raises(Refused) as caught:
            read_bundle(scene.bundle.path, trust_of(policy), quarantine=scene.folder, receiver=receiver)
        return caught.value.code

    policy = policy_of(scene.key)
    assert code_of(policy, "530300") == "bundle-wrong-receiver"
    assert code_of(replace(policy, scope=("receipt",))) == "bundle-scope"
    assert code_of(replace(policy, until_seq=2)) == "bundle-key-revoked"
    assert code_of(replace(policy, from_seq=5)) == "bundle-key-revoked"
    assert code_of(replace(policy, epoch=2)) == "bundle-key-revoked"
    assert code_of(policy_of(scene.key, device="pc2")) == "bundle-sender"
    assert code_of(policy_of(scene.key, office="532301")) == "bundle-sender"


def test_another_office_cannot_lend_its_name(tmp_path: Path) -> None:
    own, other = signer_of(1), signer_of(2)
    trust = trust_of(policy_of(own), policy_of(other, office="532301"))
    records = log_of(1)
    bundle = write_submission(tmp_path, envelope(), head=head_of(records), records=records, signers=[own, other])
    assert refusal(bundle.path.read_bytes(), trust, tmp_path) == "bundle-sender"
