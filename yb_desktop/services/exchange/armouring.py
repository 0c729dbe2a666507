"""Armour (加密) on the way out and in: put on where the trust list or the office asks, taken off before anything else.

Where armour is asked for and the receiver has no key for it, nothing is sent: never in the clear. Inside is the
ordinary signed bundle; in the outbox it lies open, as the database does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import discard, sync_folder, world_error
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.domain.office import ARMOUR, Office, office_id
from yb_desktop.exchange.armour import AgeKey, armour_of, open_sm, seal_age, seal_sm
from yb_desktop.exchange.keys import key_alg_in, load_age_key, load_key
from yb_desktop.exchange.manifest import EVERYONE, device_of, office_of
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.sm2 import Sm2Signer
from yb_desktop.exchange.trust import Armour, TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import OUTBOX
from yb_desktop.services.exchange.device_keys import DeviceKeys

_FIRST = 64
_BY_NUMBER: Mapping[int, Armour] = {1: "age", 2: "sm"}
_SUFFIXES: Mapping[Armour, str] = {"age": ".age", "sm": ".sm"}


def is_armoured(file: Path) -> bool:
    """Say whether a file is a bundle in armour. Raises ``WorldError``."""
    return bool(_worn(file))


def armour_asked(desk: Desk, trust: TrustList) -> Armour | None:
    """Say what bundles of this office must travel in: as the trust list asks, else as the office has set."""
    if trust.content.armour is not None:
        return trust.content.armour
    with desk.store.read() as reader:
        office = reader.entity(office_id(desk.info.office))
    return _BY_NUMBER.get(office.value(ARMOUR) or 0) if isinstance(office, Office) else None


class Armourer:
    """Puts armour on what goes to one office, or one laptop of ours, if any is asked for."""

    def __init__(self, desk: Desk, trust: TrustList, to: str) -> None:
        """Look up what is asked for and whom to seal to. Raises ``Refused`` (``seal-missing``)."""
        self._kind = armour_asked(desk, trust)
        keys = trust.content.keys if to == EVERYONE else trust.keys_of(office_of(to), device_of(to) or None)
        self._age = sorted({key.age for key in keys if key.age})
        self._sm2 = sorted(key.public_key for key in keys if key.alg == "sm2-sm3")
        if (self._kind == "age" and not self._age) or (self._kind == "sm" and not self._sm2):
            raise refused("seal-missing", device_of(to) or trust.office_name(to) or to)

    def put_on(self, bundle: Path, identity: str) -> tuple[Path, str]:
        """Give the file to hand over, and the name it gets there: the bundle itself, or the same in armour beside it.

        The armour of one bundle for the same keys is made once, so that it is the same to the byte when sent again.
        """
        if self._kind is None:
            return bundle, bundle.name
        suffix = _SUFFIXES[self._kind]
        for_whom = " ".join([identity, *self._age, *(public.hex() for public in self._sm2)])
        digest = hashlib.sha256(for_whom.encode("ascii")).hexdigest()[:8]
        worn = bundle.with_name(f"{bundle.name}.{digest}{suffix}")
        if not worn.exists():
            self._seal(bundle, worn)
        return worn, f"{bundle.name}{suffix}"

    def _seal(self, bundle: Path, worn: Path) -> None:
        part = worn.with_name(worn.name + ".part")
        try:
            if self._kind == "age":
                seal_age(bundle, part, self._age)
            else:
                with bundle.open("rb") as source, part.open("wb") as target:
                    seal_sm(source, target, self._sm2)
            part.rename(worn)
            sync_folder(worn.parent)
        except OSError as problem:
            discard(part)
            raise world_error(problem, worn) from problem


def taken_off(file: Path, signer: Signer | None, folder: Path) -> Path:
    """Give the bundle in a file: the file itself, or what was in its armour, written into ``folder``.

    Raises ``BadInput`` (``passphrase``) when armour is worn and no key was opened; ``Refused`` (``armour-key``,
    ``armour-broken``).
    """
    worn = _worn(file)
    if not worn:
        return file
    if not isinstance(signer, DeviceKeys):
        raise BadInput("passphrase", "这个数据包是加密的，打开须用本机密钥，请输入本机密钥口令。")
    target = folder / "opened.ybb.tar"
    if worn == "age":
        open_age(file, target, signer.age)
    else:
        open_sm2(file, target, signer.every_sm2)
    return target


def open_copy(desk: Desk, file: Path) -> Path:
    """Give what a bundle that this office handed over in armour is without it: its copy in the outbox, else the file.

    Raises ``BadInput`` (``armoured``) where there is no such copy (any more).
    """
    if not is_armoured(file):
        return file
    kept = desk.store.folder / OUTBOX / file.with_suffix("").name
    if not kept.exists():
        raise BadInput("armoured", f"“{file.name}”是加密的，发件箱里没有它的原件，不能核对内容。请用原件办理。")
    return kept


def taken_off_with(file: Path, key: Path, passphrase: str, folder: Path) -> Path:
    """Take armour off with one key file, without a data folder. Raises like ``taken_off``."""
    target = folder / "opened.ybb.tar"
    if key_alg_in(key) == "age":
        open_age(file, target, load_age_key(key, passphrase))
        return target
    signer = load_key(key, passphrase)
    open_sm2(file, target, [signer] if isinstance(signer, Sm2Signer) else [])
    return target


def open_age(file: Path, target: Path, key: AgeKey | None) -> None:
    """Open age armour. Raises ``Refused``."""
    if key is None:
        raise refused("armour-key")
    key.open(file, target)


def open_sm2(file: Path, target: Path, keys: Sequence[Sm2Signer]) -> None:
    """Open the SM profile's armour. Raises ``Refused``; then nothing is left of what was opened."""
    if not keys:
        raise refused("armour-key")
    try:
        with file.open("rb") as source, target.open("wb") as out:
            open_sm(source, out, {key_id(key.public_key): key.pkcs8() for key in keys})
    except OSError as problem:
        raise world_error(problem, target) from problem


def _worn(file: Path) -> str:
    try:
        with file.open("rb") as source:
            return armour_of(source.read(_FIRST))
    except OSError as problem:
        raise world_error(problem, file) from problem
