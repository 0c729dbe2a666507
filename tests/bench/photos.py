"""A bundle of 316 MB of photographs: written, and read and verified."""

from __future__ import annotations

import random
from pathlib import Path

from tests.exchange.offices import envelope, head_of, log_of, policy_of, signer_of, trust_of
from yb_desktop.exchange.bundle import read_bundle
from yb_desktop.exchange.pack import BlobSource, write_submission

COUNT = 158
_EACH = 2_000_000


def take(folder: Path) -> None:
    """Put the photographs into a folder."""
    rng = random.Random(7)
    for number in range(COUNT):
        (folder / f"{number:03d}.jpg").write_bytes(b"\xff\xd8\xff" + rng.randbytes(_EACH))


def written(folder: Path, out: Path) -> int:
    """Write the bundle: pack, sign, sync, read back."""
    records = log_of(3)
    sources = [BlobSource(photo, "image/jpeg") for photo in sorted(folder.iterdir())]
    write_submission(out, envelope(), head=head_of(records), records=records, blobs=sources, signers=[signer_of(1)])
    return len(sources)


def verified(bundle: Path, out: Path) -> int:
    """Read the bundle into quarantine and verify all of it."""
    read = read_bundle(bundle, trust_of(policy_of(signer_of(1))), quarantine=out)
    try:
        return len(read.blobs())
    finally:
        read.discard()
