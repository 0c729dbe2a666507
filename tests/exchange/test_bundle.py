"""A bundle that was written is read with the same content; write-once; what a written bundle looks like."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.offices import PNG, PREFECTURE, log_of
from yb_desktop.exchange.bundle import WrittenBundle, read_bundle
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
