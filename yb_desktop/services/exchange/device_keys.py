"""The keys of this device (本机密钥): one Ed25519 key, perhaps an SM2 key beside it, and the age key it is sealed to.

They lie in ``keys/`` of the data folder, all under one passphrase, which is asked for once. What signs a bundle is said
by the trust list and never by the caller; papers are signed with the Ed25519 key.

A key is changed (轮换) without a day on which nothing can be signed: the next ones lie in ``keys/next`` until the trust
list that names them is accepted here, and until then the present ones sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.exchange.armour import AgeKey, make_age_key
from yb_desktop.exchange.keys import (
    KeptSigner,
    encode_key,
    load_age_key,
    load_key,
    make_key,
    public_key_in,
    store_age_key,
    store_key,
)
from yb_desktop.exchange.manifest import Alg, Manifest
from yb_desktop.exchange.sm2 import Sm2Signer, make_sm2_key
from yb_desktop.exchange.trust import KeyPolicy, TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import KEYS, inner_folder, move

DEVICE_KEY, SM2_KEY, AGE_KEY = "device.key", "device-sm2.key", "device-age.key"
"""Files in ``keys/``: what signs, what signs in the SM profile, what opens armour."""
NEXT = "next"
"""The folder in ``keys/`` of the keys that are to take their place."""

KEY_REVOKED = "bundle-key-revoked"
"""The code of ``check_reach``: a key does not count at the place of a bundle."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A device's keys, opened. It is a ``Signer`` by its first key, the Ed25519 one.

    ``signers`` are the present keys and those that are to take their place; ``former`` open what was sealed to an
    SM2 key before.
    """

    signers: tuple[KeptSigner, ...]
    age: AgeKey | None = None
    former: tuple[Sm2Signer, ...] = ()

    @property
    def alg(self) -> str:
        """Name of the first key's algorithm."""
        return self.signers[0].alg

    @property
    def public_key(self) -> bytes:
        """The first key's raw public key."""
        return self.signers[0].public_key

    def sign(self, message: bytes) -> bytes:
        """Sign ``message`` with the first key."""
        return self.signers[0].sign(message)

    @property
    def sm2(self) -> Sm2Signer | None:
        """The SM2 key, if there is one."""
        return next(iter(self.every_sm2), None)

    @property
    def every_sm2(self) -> tuple[Sm2Signer, ...]:
        """Every SM2 key that armour may be sealed to."""
        return (*(one for one in self.signers if isinstance(one, Sm2Signer)), *self.former)


def key_file(desk: Desk, name: str = DEVICE_KEY) -> Path:
    """Give the path of one of the device's key files, whether it is there or not."""
    return desk.store.folder / KEYS / name


def has_device_key(desk: Desk) -> bool:
    """Say whether this device has a key."""
    return key_file(desk).exists()


def make_device_key(desk: Desk, passphrase: str, *, sm2: bool = False) -> DeviceKeys:
    """Make this device's keys in ``keys/``, sealed with the passphrase. Raises ``BadInput`` where there are some.

    Where the first key was lost, the others are made anew too; the old ones stay beside them under another name.
    """
    folder = inner_folder(desk.store.folder, KEYS)
    first = make_key()
    store_key(first, folder / DEVICE_KEY, passphrase)
    for name in (SM2_KEY, AGE_KEY):
        _put_aside(folder / name)
    return complete_keys(desk, DeviceKeys((first,)), passphrase, sm2=sm2)


def complete_keys(desk: Desk, keys: DeviceKeys, passphrase: str, *, sm2: bool = False) -> DeviceKeys:
    """Make the keys that a device enrolled earlier, or without SM2, has not got yet; those it has stay."""
    signers, age = keys.signers, keys.age
    if sm2 and keys.sm2 is None:
        made = make_sm2_key()
        store_key(made, key_file(desk, SM2_KEY), passphrase)
        signers = (*signers, made)
    if age is None:
        age = make_age_key()
        store_age_key(age, key_file(desk, AGE_KEY), passphrase)
    return DeviceKeys(signers, age)


def open_device_key(desk: Desk, passphrase: str) -> DeviceKeys:
    """Open this device's keys. Raises ``BadInput``: ``no-key``, ``passphrase``; ``Refused``: ``sm-off``."""
    if not has_device_key(desk):
        raise BadInput("no-key", "本机还没有密钥。请先制作登记申请（enrol），由州（市）登入信任名单后再办理。")
    signers = [load_key(path, passphrase) for path in _signing(desk) if path.exists()]
    age = _there(key_file(desk, AGE_KEY), lambda path: load_age_key(path, passphrase))
    aside = (load_key(path, passphrase) for path in _former_sm2(desk))
    return DeviceKeys(tuple(signers), age, tuple(one for one in aside if isinstance(one, Sm2Signer)))


def make_next_keys(desk: Desk, passphrase: str) -> DeviceKeys:
    """Make the keys that are to take the place of this device's, of the same kinds; those made before are taken again.

    The age key stays, so that what is on its way can be opened. Raises ``BadInput``: ``no-key``, ``passphrase``.
    """
    held = open_device_key(desk, passphrase)
    folder = inner_folder(desk.store.folder / KEYS, NEXT)
    if not (folder / DEVICE_KEY).exists():
        if held.sm2 is not None:
            store_key(make_sm2_key(), folder / SM2_KEY, passphrase)
        store_key(make_key(), folder / DEVICE_KEY, passphrase)  # the last: with it the set is whole
    names = [name for name in (DEVICE_KEY, SM2_KEY) if (folder / name).exists()]
    return DeviceKeys(tuple(load_key(folder / name, passphrase) for name in names), held.age)


def change_keys(desk: Desk, trust: TrustList) -> bool:
    """Put the next keys in the place of the present ones, once the trust list names them; say whether that was done.

    What was there stays beside them under another name.
    """
    folder, mine = desk.store.folder / KEYS / NEXT, trust.keys_of(desk.info.office, desk.info.device)
    listed = {encode_key(one.public_key) for one in mine}
    there = [folder / name for name in (SM2_KEY, DEVICE_KEY) if (folder / name).exists()]
    if not there or not {encode_key(public_key_in(path)) for path in there} <= listed:
        return False
    for path in there:
        _put_aside(key_file(desk, path.name))
        move(path, key_file(desk, path.name))
    return True


def next_keys_wait(desk: Desk) -> bool:
    """Say whether there are keys that are to take the place of the present ones."""
    return key_file(desk, f"{NEXT}/{DEVICE_KEY}").exists()


def asked_key(desk: Desk) -> bytes:
    """Give the public half of the first key that a request of this device carries, for the stamped paper beside it."""
    return public_key_in(key_file(desk, f"{NEXT}/{DEVICE_KEY}" if next_keys_wait(desk) else DEVICE_KEY))


def _signing(desk: Desk) -> Iterator[Path]:
    for name in (DEVICE_KEY, SM2_KEY, f"{NEXT}/{DEVICE_KEY}", f"{NEXT}/{SM2_KEY}"):
        yield key_file(desk, name)


def _former_sm2(desk: Desk) -> list[Path]:
    return sorted((desk.store.folder / KEYS).glob(f"{Path(SM2_KEY).stem}-*.key"))


def _put_aside(path: Path) -> None:
    if path.exists():
        move(path, path.with_name(f"{path.stem}-{key_id(public_key_in(path))}{path.suffix}"))


def _there(path: Path, load: Callable[[Path], T]) -> T | None:
    return load(path) if path.exists() else None


def signers_for(desk: Desk, trust: TrustList, signer: Signer) -> tuple[Signer, ...]:
    """Give what must sign a bundle of this device, all that the trust list asks for and nothing else.

    Raises ``Refused``: ``not-enrolled``, ``other-office``, ``device-ended`` and ``key-missing``.
    """
    held: tuple[Signer, ...] = signer.signers if isinstance(signer, DeviceKeys) else (signer,)
    listed = [one for one in held if trust.policy(key_id(one.public_key)) is not None]
    for one in listed or held:
        check_own_key(desk, trust, one)
    mine = {key.key_id: key for key in trust.keys_of(desk.info.office, desk.info.device)}
    asked = asked_of(tuple(mine.values()))
    chosen = tuple(one for one in listed if one.alg in asked and key_id(one.public_key) in mine)
    if not mine:
        raise Refused("device-ended", "信任名单上本机的密钥已经停用，不能再签发数据包。请联系上级；需要时重新登记。")
    if {one.alg for one in chosen} != asked:
        words = "、".join({"ed25519": "Ed25519", "sm2-sm3": "国密SM2"}[alg] for alg in sorted(asked))
        text = f"信任名单要求本机用{words}签名，本机缺少相应的密钥。请重新制作登记申请，并接收新的信任名单。"
        raise Refused("key-missing", text)
    return chosen


def asked_of(policies: tuple[KeyPolicy, ...]) -> set[Alg]:
    """Give the algorithms that a device's bundles must be signed with: what every one of its keys asks for."""
    return set.intersection(*(set(policy.require) for policy in policies)) if policies else set()


def check_own_key(desk: Desk, trust: TrustList, signer: Signer) -> None:
    """Check that a key is enrolled as this very device's.

    Raises ``Refused``: ``not-enrolled``, and ``other-office`` when keys or data folders were mixed up.
    """
    info = desk.info
    policy = trust.policy(key_id(signer.public_key))
    if policy is None:
        text = "本机的密钥还没有登入信任名单，对方无法核对。请先报送登记申请，并接收新的信任名单。"
        raise Refused("not-enrolled", text)
    if (policy.office, policy.device) != (info.office, info.device):
        text = (
            f"这把密钥登记的是{policy.office_name}（{policy.office}，{policy.device}），数据文件夹是"
            f"{info.name}（{info.office}，{info.device}）的：数据或密钥弄混了，没有办理。请换回本机自己的。"
        )
        raise Refused("other-office", text)
    if policy.epoch != info.epoch:
        text = "本机恢复过备份，须重新登记后才能签发数据包。请重新制作登记申请，并接收新的信任名单。"
        raise Refused("not-enrolled", text)


def check_reach(trust: TrustList, manifest: Manifest) -> None:
    """Check that the keys that signed a bundle of ours still count for it, before it is handed over once more.

    Raises ``Refused`` (``bundle-key-revoked``): this device wrote on with a key that was being changed, further than
    the trust list counts it. A new epoch sends all of that anew.
    """
    try:
        trust.admit(manifest)
    except Refused as problem:
        text = (
            f"数据包{manifest.id}是用换下的密钥签发的，超过了信任名单认可的范围，对方不会接收。"
            "请在“密钥和信任”里换新编号重新登记本机，再导出：对方没有收到的都会重新发出，记录不会丢失。"
        )
        raise Refused(problem.code, text) from problem
