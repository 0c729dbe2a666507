"""Papers that come back (核验): whose keys they are judged by, and what the print register knows of newer versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yb_desktop.exchange.keys import public_key_in
from yb_desktop.exchange.trust import TrustList, load_trust
from yb_desktop.paper.verify import PageVerdict, Verdict, trusted, verify
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import KEYS
from yb_desktop.services.exchange.device_keys import DEVICE_KEY, has_device_key
from yb_desktop.services.exchange.keys_care import current_trust, has_trust
from yb_desktop.store import lists


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys a paper is judged by: raw public keys by id, and the names of the offices they belong to."""

    keys: Mapping[str, bytes] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


def keys_in(file: Path) -> Keyring:
    """Give the devices' keys that a trust list names. Raises what ``load_trust`` raises."""
    return _listed(load_trust(file))


def keys_of(desk: Desk) -> Keyring:
    """Give the keys an office relies on: its own device's, and those of the trust list it has accepted."""
    keys: dict[str, bytes] = {}
    owners: dict[str, str] = {}
    if has_device_key(desk):
        keys = trusted(public_key_in(desk.store.folder / KEYS / DEVICE_KEY))
        owners = dict.fromkeys(keys, desk.info.name)
    ring = _listed(current_trust(desk)) if has_trust(desk) else Keyring()
    return Keyring({**keys, **ring.keys}, {**owners, **ring.owners})


def _listed(trust: TrustList) -> Keyring:
    # A key whose time is over is among them: the paper it signed outlives it.
    policies = [policy for policy in trust.content.keys if policy.alg == "ed25519"]
    return Keyring(
        {policy.key_id: policy.public_key for policy in policies},
        {policy.key_id: policy.office_name for policy in policies},
    )


def verify_paper(
    data: bytes, *, keys: Mapping[str, bytes], latest: Mapping[str, int] | None = None
) -> tuple[PageVerdict, ...]:
    """Judge every page of a PDF or a scan; ``latest`` are the newest versions by number (see ``paper.verify``)."""
    return verify(data, keys=keys, latest=latest)


def verify_at(desk: Desk, data: bytes, *, keys: Mapping[str, bytes]) -> tuple[PageVerdict, ...]:
    """Judge a paper with what an office's print register knows of newer versions."""
    verdicts = verify_paper(data, keys=keys)
    latest = latest_versions(desk, {one.number for one in verdicts if one.number and one.verdict is Verdict.GENUINE})
    if all((one.version or 0) >= latest.get(one.number or "", 0) for one in verdicts):
        return verdicts
    return verify_paper(data, keys=keys, latest=latest)


def latest_versions(desk: Desk, numbers: set[str]) -> Mapping[str, int]:
    """Give the newest version in the print register for those of ``numbers`` that are agreements here."""
    latest: dict[str, int] = {}
    with desk.store.read() as reader:
        for number in sorted(numbers):
            for row in lists.agreements(reader, find=number).rows:
                if row.number == number:
                    latest[number] = len({one.text_hash for one in reader.agreement(row.id).copies})
    return latest
