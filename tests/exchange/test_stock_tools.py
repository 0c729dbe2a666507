"""A bundle can be opened and checked by hand, with ``tar``, ``sha256sum`` and ``openssl`` and nothing of ours."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

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
