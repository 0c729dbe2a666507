"""A bundle that was written is read with the same content; it is written once, or not at all."""

from __future__ import annotations

import gzip
import os
import tarfile
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.offices import PNG, PREFECTURE, envelope, head_of, log_of, policy_of, signer_of, trust_of
from yb_desktop.base.errors import Refused, WorldError
from yb_desktop.exchange.bundle import WrittenBundle, opened_bundle, read_bundle
from yb_desktop.exchange.keys import FileSigner
from yb_desktop.exchange.manifest import bundle_id
from yb_desktop.exchange.pack import BlobSource, Place, write_submission
from yb_desktop.exchange.tarball import header
from yb_desktop.exchange.trust import TrustList


def test_what_was_written_is_read(small: WrittenBundle, trust: TrustList, tmp_path: Path) -> None:
    bundle = read_bundle(small.path, trust, quarantine=tmp_path, receiver=PREFECTURE)
    assert bundle.manifest == small.manifest
    assert bundle.sha256 == small.sha256
    assert list(bundle.records()) == log_of(3)
    (entry,) = bundle.blobs()
    assert entry.name == "门头照片.png"
    assert bundle.blob(entry.sha256).read_bytes() == PNG
    bundle.discard()
    assert not bundle.folder.exists()


def test_the_same_values_give_the_same_bytes(small: WrittenBundle, county: FileSigner, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    picture = tmp_path / "照片.png"
    picture.write_bytes(PNG)
    records = log_of(3)
    again = write_submission(
        elsewhere,
        envelope(),
        head=head_of(records),
        records=iter(records),
        blobs=[BlobSource(picture, "image/png", "门头照片.png")],
        signers=[county],
    )
    assert again.path.read_bytes() == small.path.read_bytes()


def test_an_existing_bundle_is_never_replaced(small: WrittenBundle, county: FileSigner) -> None:
    before = small.path.read_bytes()
    records = log_of(2)
    with pytest.raises(Refused) as caught:
        write_submission(small.path.parent, envelope(), head=head_of(records), records=records, signers=[county])
    assert caught.value.code == "bundle-exists"
    assert small.path.read_bytes() == before


def test_nothing_is_left_of_a_bundle_that_could_not_be_written(
    county: FileSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage(NamedTuple):
        free: int

    records = log_of(1)
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1000))
    with pytest.raises(WorldError) as full:
        write_submission(tmp_path, envelope(), head=head_of(records), records=records, signers=[county])
    assert full.value.code == "disk-full"
    monkeypatch.undo()
    gone = tmp_path / "pulled"
    with pytest.raises(WorldError) as pulled:
        write_submission(gone, envelope(), head=head_of(records), records=records, signers=[county])
    assert pulled.value.code == "not-found"

    def fails(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(WorldError) as late:
        write_submission(tmp_path, envelope(), head=head_of(records), records=records, signers=[county])
    assert late.value.code == "disk-full"
    assert not list(tmp_path.iterdir())


def test_records_that_are_not_the_log_up_to_its_head_are_not_sent(county: FileSigner, tmp_path: Path) -> None:
    records = log_of(3)
    other = log_of(3, body="other")
    for wrong in (records[:2], [records[0], records[2]], [records[0], *other[1:]], log_of(3, device="pc2"), other):
        with pytest.raises(Refused) as caught:
            write_submission(tmp_path, envelope(), head=head_of(records), records=wrong, signers=[county])
        assert caught.value.code == "bundle-records"
    assert not list(tmp_path.iterdir())


def test_an_empty_bundle_is_not_sent(county: FileSigner, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        write_submission(tmp_path, envelope(), head=head_of(log_of(1)), records=[], signers=[county])
    assert caught.value.code == "bundle-form"


def test_long_names_use_the_prefix(tmp_path: Path) -> None:
    device = "township-hospital-reception-pc01"
    signer = signer_of(4)
    records = log_of(1, device=device)
    bundle = write_submission(
        tmp_path,
        envelope(device=device, place=Place(1, 123456, "1" * 64)),
        head=head_of(records),
        records=records,
        blobs=[BlobSource(PNG, "image/png")],
        signers=[signer],
    )
    with tarfile.open(bundle.path) as tar:
        names = tar.getnames()
    assert max(map(len, names)) > 100
    assert names[-1] == f"{bundle.manifest.id}/{bundle.manifest.files[-1].p}"
    with opened_bundle(bundle.path, trust_of(policy_of(signer, device=device))) as opened:
        assert list(opened.records()) == records


def test_headers_are_those_of_a_plain_ustar() -> None:
    for name, size in (("a/b", 0), ("a/" + "b" * 98, 8**11 - 1), ("a" * 60 + "/" + "b" * 90, 5)):
        info = tarfile.TarInfo.frombuf(header(name, size), "ascii", "strict")
        assert (info.name, info.size, info.mode, info.type) == (name, size, 0o644, tarfile.REGTYPE)
        assert (info.mtime, info.uid, info.gid, info.uname, info.gname) == (0, 0, 0, "", "")


def test_ids_of_different_places_differ(small: WrittenBundle) -> None:
    sender = small.manifest.sender
    assert small.manifest.id == "532326-pc1-532300.submission-1-1"
    assert bundle_id(sender, "532300.submission", 1, 11) != bundle_id(sender, "532300.submission", 11, 1)


def test_packed_records_carry_no_time_and_no_name(small: WrittenBundle) -> None:
    with tarfile.open(small.path) as tar:
        stream = tar.extractfile(tar.getmembers()[4])
        assert stream is not None
        packed = stream.read()
    assert packed[:4] == b"\x1f\x8b\x08\x00"
    assert packed[4:8] == bytes(4)
    assert gzip.decompress(packed).count(b"\n") == 3


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 20), start=st.integers(0, 19), blobs=st.lists(st.binary(min_size=1), max_size=4))
def test_any_part_of_a_log_and_any_blobs_come_back(
    tmp_path_factory: pytest.TempPathFactory, count: int, start: int, blobs: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    log = log_of(count)
    records = log[min(start, count - 1) :]
    bundle = write_submission(
        folder,
        envelope(),
        head=head_of(log),
        records=records,
        blobs=[BlobSource(blob, "application/octet-stream") for blob in blobs],
        signers=[signer_of(1)],
    )
    read = read_bundle(bundle.path, trust_of(policy_of(signer_of(1))), quarantine=folder)
    assert list(read.records()) == records
    assert {read.blob(entry.sha256).read_bytes() for entry in read.blobs()} == set(blobs)


def test_a_missing_file_is_named(trust: TrustList, tmp_path: Path) -> None:
    with pytest.raises(WorldError) as caught:
        read_bundle(tmp_path / "none.ybb.tar", trust, quarantine=tmp_path)
    assert caught.value.code == "not-found"


def test_a_quarantine_that_is_not_there_is_named(small: WrittenBundle, trust: TrustList, tmp_path: Path) -> None:
    with pytest.raises(WorldError) as caught:
        read_bundle(small.path, trust, quarantine=tmp_path / "gone")
    assert "gone" in caught.value.text


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\0" * 1024, b"x" * 5000, "信任".encode() * 400])
def test_other_files_are_no_bundles(trust: TrustList, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.ybb.tar"
    path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        read_bundle(path, trust, quarantine=tmp_path)
    assert caught.value.code in {"bundle-form", "bundle-cut"}


def test_a_file_that_changes_while_it_is_packed_stops_the_export(county: FileSigner, tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(PNG)
    records = log_of(1)
    out = tmp_path / "out"
    out.mkdir()

    class Careless(FileSigner):
        """A key whose owner still edits the picture while signing."""

        def sign(self, message: bytes) -> bytes:
            picture.write_bytes(PNG + b"more")
            return county.sign(message)

    signer = Careless(Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))
    with pytest.raises(Refused) as caught:
        write_submission(
            out,
            envelope(),
            head=head_of(records),
            records=records,
            blobs=[BlobSource(picture, "image/png")],
            signers=[signer],
        )
    assert caught.value.code == "bundle-source"
    assert not list(out.iterdir())


def test_a_stick_that_keeps_other_bytes_is_found_out(
    county: FileSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def spoils(path: Path, target: Path) -> Path:
        data = bytearray(path.read_bytes())
        data[-1500] ^= 1
        path.write_bytes(data)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", spoils)
    records = log_of(1)
    with pytest.raises(WorldError) as caught:
        write_submission(tmp_path, envelope(), head=head_of(records), records=records, signers=[county])
    assert caught.value.code == "read-back"
    assert not list(tmp_path.iterdir())
