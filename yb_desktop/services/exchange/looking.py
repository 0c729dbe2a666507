"""Look at a bundle without taking it in: verify it (no data folder needed), or see what it is and who must sign."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.base.errors import Refused
from yb_desktop.base.files import world_error
from yb_desktop.domain.judging_again import UNDONE
from yb_desktop.exchange.bundle import opened_bundle, read_head
from yb_desktop.exchange.manifest import Manifest
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.signatures import SignatureLine
from yb_desktop.exchange.tarball import TarReader
from yb_desktop.exchange.trust import TrustList, load_trust
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import is_armoured, taken_off, taken_off_with
from yb_desktop.services.exchange.envelopes import OWED
from yb_desktop.services.exchange.keys_care import current_trust
from yb_desktop.store.exchange_state import received_as
from yb_desktop.store.meta import OfficeInfo


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a bundle holds, and what its signed manifest says (``None`` when it could not even be trusted so far)."""

    ok: bool
    manifest: Manifest | None
    code: str = ""
    reason: str = ""


class Doorkeeper:
    """The trust list, and at its side a look at who is at the door: our own bundles do not come in again."""

    def __init__(self, trust: TrustList, info: OfficeInfo | None = None) -> None:
        """Let in what ``trust`` admits, but for what the device of ``info`` wrote itself."""
        self._trust = trust
        self._info = info
        self.manifest: Manifest | None = None

    def verify(self, lines: Sequence[SignatureLine], body: bytes) -> None:
        """Check every signature line. Raises ``Refused``."""
        self._trust.verify(lines, body)

    def admit(self, manifest: Manifest) -> None:
        """Check the sender, and remember what the signed manifest says. Raises ``Refused`` (``bundle-own`` …)."""
        self._trust.admit(manifest)
        self.manifest = manifest
        sender = manifest.sender
        if self._info and manifest.refs.trust > self._trust.version:
            raise refused("trust-behind", f"对方第{manifest.refs.trust}版，本机第{self._trust.version}版")
        if self._info and (sender.office, sender.device) == (self._info.office, self._info.device):
            text = f"这是本机自己制作的数据包，不能由本机再接收。请交给写明的接收机构（{'、'.join(manifest.to)}）。"
            raise Refused("bundle-own", text)


def verify_bundle(file: Path, trust_file: Path, key: Path | None = None, passphrase: str = "") -> Verification:
    """Check signature, structure, hashes and records of a bundle against a trust list that is relied upon.

    Armour is taken off with the key file ``key``.

    Raises ``Refused`` or ``WorldError`` only for the trust list, or when the bundle's file cannot be read at all.
    """
    door = Doorkeeper(load_trust(trust_file))
    try:
        with tempfile.TemporaryDirectory(prefix="ybb-") as folder:
            inside = file if key is None else taken_off_with(file, key, passphrase, Path(folder))
            with opened_bundle(taken_off(inside, None, Path(folder)), door) as bundle:
                return Verification(True, bundle.manifest)
    except Refused as problem:
        return Verification(False, door.manifest, problem.code, problem.text)


def outline(desk: Desk, file: Path) -> tuple[Manifest, str]:
    """Give the signed manifest of a bundle for this office, and its identity; its payload is not read."""
    door = Doorkeeper(current_trust(desk), desk.info)
    try:
        with file.open("rb") as source:
            return read_head(TarReader(source), door, desk.info.office)
    except OSError as problem:
        raise world_error(problem, file) from problem


def needs_signature(desk: Desk, file: Path) -> bool:
    """Say whether the passphrase must be asked for first: to take armour off, or to sign a receipt."""
    if is_armoured(file):
        return True
    manifest, sha256 = outline(desk, file)
    if manifest.kind not in OWED:
        return False
    with desk.store.read() as reader:
        before = received_as(reader, sha256)
    return before is None or before.verdict == UNDONE
