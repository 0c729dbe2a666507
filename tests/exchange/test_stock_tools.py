"""A bundle can be opened and checked by hand, with ``tar``, ``sha256sum``, ``openssl``, ``age`` and a BagIt reader."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.exchange.vectors.wrong import FOLDER, Keys
from yb_desktop.base.signing import key_id
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.exchange.keys import FileSigner

pytestmark = pytest.mark.stock("tar", "sha256sum", "openssl")


def run(*command: str, folder: Path) -> str:
    """Run a stock tool that must succeed."""
    tool = shutil.which(command[0])
    if tool is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([tool, *command[1:]], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


@pytest.fixture
def unpacked(small: WrittenBundle, tmp_path: Path) -> Path:
    """Unpack the bundle with the system's tar."""
    run("tar", "-xf", str(small.path), folder=tmp_path)
    return tmp_path / small.manifest.id


def test_tar_lists_it(small: WrittenBundle, tmp_path: Path) -> None:
    name = small.manifest.id
    tags = ("bundle.sig", "bundle.json", "bagit.txt", "manifest-sha256.txt")
    payload = (entry.p for entry in small.manifest.files)
    assert run("tar", "-tf", str(small.path), folder=tmp_path).split() == [f"{name}/{p}" for p in (*tags, *payload)]


def test_tar_makes_the_same_bytes(small: WrittenBundle, unpacked: Path, tmp_path: Path) -> None:
    names = run("tar", "-tf", str(small.path), folder=tmp_path).split()
    plain = ("--format=ustar", "--mode=0644", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "-b1")
    run("tar", *plain, "-cf", "again.tar", *names, folder=tmp_path)
    assert (tmp_path / "again.tar").read_bytes() == small.path.read_bytes()
    assert unpacked.is_dir()


def test_sha256sum_checks_the_payload(small: WrittenBundle, unpacked: Path) -> None:
    said = run("sha256sum", "--strict", "-c", "manifest-sha256.txt", folder=unpacked)
    assert said.count(": OK") == len(small.manifest.files)


def test_gzip_opens_the_records(unpacked: Path) -> None:
    assert run("gzip", "-dc", "data/records/000001.jsonl.gz", folder=unpacked).count("\n") == 3


def test_openssl_verifies_the_signature(unpacked: Path, county: FileSigner) -> None:
    body = (unpacked / "bundle.json").read_bytes()
    kind = b"application/vnd.ybb.bundle.v1+json"
    message = b" ".join([b"DSSEv1", str(len(kind)).encode(), kind, str(len(body)).encode(), body])
    line = (unpacked / "bundle.sig").read_text().splitlines()[1]
    (unpacked / "message").write_bytes(message)
    (unpacked / "signature").write_bytes(base64.b64decode(line.split()[2]))
    public = Ed25519PublicKey.from_public_bytes(county.public_key)
    (unpacked / "key.pem").write_bytes(
        public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    said = run(
        *("openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem"),
        *("-in", "message", "-sigfile", "signature"),
        folder=unpacked,
    )
    assert "Verified Successfully" in said


def test_openssl_verifies_both_signatures_of_the_sm_profile(tmp_path: Path) -> None:
    keys = Keys()
    (file,) = (FOLDER / "good").glob("*-pc2-*.tar")
    run("tar", "-xf", str(file), folder=tmp_path)
    folder = tmp_path / file.name.removesuffix(".ybb.tar")
    body = (folder / "bundle.json").read_bytes()
    kind = b"application/vnd.ybb.bundle.v1+json"
    (folder / "message").write_bytes(b" ".join([b"DSSEv1", b"34", kind, str(len(body)).encode(), body]))
    ed, sm = keys.ed["county-pc2"], keys.sm2["county-pc2"]
    lines = {line.split()[0]: line.split()[1:] for line in (folder / "bundle.sig").read_text().splitlines()[1:]}
    assert [lines["ed25519"][0], lines["sm2-sm3"][0]] == [key_id(ed.public_key), key_id(sm.public_key)]
    heads = {"ed25519": "302a300506032b6570032100", "sm2-sm3": "3059301306072a8648ce3d020106082a811ccf5501822d034200"}
    for alg, public in (("ed25519", ed.public_key), ("sm2-sm3", sm.public_key)):
        spki = base64.encodebytes(bytes.fromhex(heads[alg]) + public).decode()
        (folder / "key.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{spki}-----END PUBLIC KEY-----\n")
        (folder / "signature").write_bytes(base64.b64decode(lines[alg][1]))
        with_sm3 = ("-digest", "sm3", "-pkeyopt", "distid:1234567812345678") if alg == "sm2-sm3" else ()
        command = ("openssl", "pkeyutl", "-verify", "-rawin", *with_sm3, "-pubin", "-inkey", "key.pem")
        said = run(*command, "-in", "message", "-sigfile", "signature", folder=folder)
        assert "Verified Successfully" in said


@pytest.mark.stock("age")
def test_age_takes_the_armour_off(tmp_path: Path) -> None:
    secret = json.loads((FOLDER / "keys.json").read_text("utf-8"))["age"]["prefecture"]["secret"]
    (tmp_path / "key.txt").write_text(secret + "\n")
    (file,) = (FOLDER / "good").glob("*.age")
    run("age", "-d", "-i", "key.txt", "-o", "inside.tar", str(file), folder=tmp_path)
    assert (tmp_path / "inside.tar").read_bytes() == file.with_suffix("").read_bytes()


@pytest.mark.parametrize("kind", ["submission", "receipt", "trust", "enrol"])
def test_an_unpacked_bundle_is_a_valid_bag(kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for file in (FOLDER / "good").glob(f"*.{kind}-*.tar"):
        run("tar", "-xf", str(file), folder=tmp_path)
        folder = tmp_path / file.name.removesuffix(".ybb.tar")
        assert bagit.Bag(str(folder)).is_valid()
        assert not caplog.records
        changed = next(path for path in (folder / "data").rglob("*") if path.is_file())
        changed.write_bytes(b"x")
        assert not bagit.Bag(str(folder)).is_valid()
        assert changed.name in caplog.text
        caplog.clear()
