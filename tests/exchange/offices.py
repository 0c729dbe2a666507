"""Two offices, their keys and a trust list, small enough to be taken apart byte by byte."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yb_desktop.base.canon import Json
from yb_desktop.base.signing import Signer
from yb_desktop.domain.records import Record, sealed
from yb_desktop.exchange.keys import FileSigner, encode_key
from yb_desktop.exchange.pack import FIRST_PLACE, Envelope, LogHead, Place
from yb_desktop.exchange.trust import KeyPolicy, RootKey, TrustContent, TrustList, trust_list

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
COUNTY = "532326"
PREFECTURE = "532300"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def signer_of(number: int) -> FileSigner:
    """Make a key that is the same in every run."""
    return FileSigner(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def log_of(count: int, *, body: Json = None, device: str = "pc1", office: str = COUNTY) -> list[Record]:
    """Make a device's log of ``count`` chained records."""
    records: list[Record] = []
    before = "0" * 64
    for seq in range(1, count + 1):
        record = sealed(
            Record(
                rid=f"r-{device}-{seq}",
                v=1,
                office=office,
                device=device,
                seq=seq,
                on="2025-03-01",
                hlc=f"2025-03-01T12:00:00.000Z-{seq:06d}",
                actor="zhang",
                type="applications.accept",
                entity=f"case-{seq}",
                base=(),
                body={"note": "受理", "fen": seq, "more": body},
                prev=before,
            )
        )
        records.append(record)
        before = record.hash
    return records


def head_of(records: Sequence[Record]) -> LogHead:
    """Give where a log stands."""
    return LogHead(records[-1].seq, records[-1].hash)


def envelope(*, place: Place = FIRST_PLACE, to: tuple[str, ...] = (PREFECTURE,), device: str = "pc1") -> Envelope:
    """Give the envelope of a bundle from the county to the prefecture."""
    return Envelope(COUNTY, device, to, place, NOON, "0" * 32)


def policy_of(signer: Signer, office: str = COUNTY, device: str = "pc1") -> KeyPolicy:
    """Give the entry of a device's key with every right."""
    return KeyPolicy(
        office=office,
        office_name="大姚县医保中心",
        device=device,
        epoch=1,
        alg="ed25519",
        public=encode_key(signer.public_key),
        require=("ed25519",),
        scope=("submission", "receipt", "enrol"),
        from_seq=1,
        until_seq=None,
    )


def trust_of(*keys: KeyPolicy) -> TrustList:
    """Give a trust list of these keys (its root has signed nothing: it was never a bundle)."""
    root = RootKey("王主任", "ed25519", encode_key(signer_of(90).public_key))
    return trust_list(TrustContent("ybb-trust/1", 1, PREFECTURE, 1, (root,), (), keys), "f" * 64)
