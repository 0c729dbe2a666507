"""信任名单 in the making, as the screen asks for it: what the present list says, requests to compare, a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.exchange.ceremony import DRAFT_SUFFIX
from yb_desktop.exchange.enrol import read_enrol
from yb_desktop.exchange.trust import KeyPolicy
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.trust_changes import OVERLAP, Device, TrustChanges
from yb_desktop.services.exchanging import current_trust, has_trust, make_trust, root_key

ROOT_SUFFIX = ".root.key"
"""What the file of a keeper's key ends with; before it stands the keeper's name."""


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A device on the present list, also one that was ended."""

    office: str
    device: str
    words: str


@dataclass(frozen=True, slots=True)
class CeremonyView:
    """What the next list starts from: version, keepers, how many must sign, devices, armour asked for."""

    version: int
    keepers: tuple[str, ...]
    threshold: int
    devices: tuple[ListedDevice, ...]
    armour: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request to be enrolled, to be compared with the stamped paper."""

    file: Path
    words: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was written: who is to sign it."""

    file: Path
    version: int
    to_sign: tuple[str, ...]


def ceremony_view(desk: Desk) -> CeremonyView:
    """Give what the next list starts from."""
    if not has_trust(desk):
        return CeremonyView(0, (), 2, (), "")
    content = current_trust(desk).content
    listed = {(key.office, key.device): key for key in content.keys}
    devices = tuple(ListedDevice(key.office, key.device, _words(key)) for key in listed.values())
    keepers = tuple(root.person for root in content.roots)
    return CeremonyView(content.version, keepers, content.threshold, devices, content.armour or "")


def _words(key: KeyPolicy) -> str:
    ended = f"，已停用，认到第{key.until_seq}条" if key.ended else ""
    return f"{key.office_name}（{key.office}）的 {key.device}{ended}"


def request_line(file: Path) -> RequestLine:
    """Read a request and check its signatures. Raises ``Refused`` (``enrol-form`` …), ``WorldError``."""
    found = read_enrol(file)
    epoch = f"，第{found.epoch}次登记" if found.epoch > 1 else ""
    return RequestLine(file, f"{found.office_name}（{found.office}）的 {found.device}{epoch}", found.fingerprint)


def keeper_of(file: Path) -> str:
    """Give whose root key a file is: its name says so."""
    return file.name.removesuffix(ROOT_SUFFIX).removesuffix(".key")


def draft_list(
    desk: Desk,
    folder: Path,
    *,
    roots: Sequence[Path],
    threshold: int,
    requests: Sequence[Path],
    how: str,
    ended: Sequence[Device],
    until: int | None,
    armour: str,
) -> Drafted:
    """Draft the next list into a folder; ``how`` keys of devices on the list are changed: ``new change lost``.

    Devices that are ``ended`` count ``until`` a record of theirs, ``None`` for what has arrived here.

    Raises like ``make_trust``.
    """
    version = ceremony_view(desk).version + 1
    file = folder / f"信任名单第{version}版{DRAFT_SUFFIX}"
    changes = TrustChanges(ended=dict.fromkeys(ended, until), armour=armour, overlap=OVERLAP if how == "change" else 0)
    draft = make_trust(
        desk,
        file,
        roots=tuple(root_key(path, keeper_of(path)) for path in roots),
        threshold=threshold,
        add=requests,
        replace=how == "lost",
        changes=changes,
    )
    return Drafted(file, version, tuple(root.person for root in draft.missing))
