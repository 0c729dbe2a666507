"""A county's key, a trust list that knows it, and one small bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.offices import PNG, envelope, head_of, log_of, policy_of, signer_of, trust_of
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.exchange.keys import FileSigner
from yb_desktop.exchange.pack import BlobSource, write_submission
from yb_desktop.exchange.trust import TrustList


@pytest.fixture
def county() -> FileSigner:
    """Give the county's key."""
    return signer_of(1)


@pytest.fixture
def trust(county: FileSigner) -> TrustList:
    """Give a trust list with the county's key."""
    return trust_of(policy_of(county))


@pytest.fixture
def small(tmp_path: Path, county: FileSigner) -> WrittenBundle:
    """Write a bundle of three records and one picture."""
    records = log_of(3)
    return write_submission(
        tmp_path,
        envelope(),
        head=head_of(records),
        records=records,
        blobs=[BlobSource(PNG, "image/png", "门头照片.png")],
        signers=[county],
    )
