"""Keys and trust (密钥、登记、信任名单): this device's key, its enrolment, and the ceremony of the root keys.

The prefecture makes the trust list from enrolment requests, the keepers of the root keys sign it, every office accepts
it: the first by the root fingerprint typed from stamped paper, the later ones by the chain of versions. A device that
was restored from a backup has a new epoch and is enrolled again before it may send.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed, Refused
from yb_desktop.base.files import world_error
from yb_desktop.base.signing import Signer, fingerprint, key_id
from yb_desktop.domain.vocabulary import Level
from yb_desktop.exchange import trust as trust_lists
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.exchange.ceremony import TrustDraft, draft_trust, read_draft, sign_trust, write_draft, write_trust
from yb_desktop.exchange.enrol import EnrolRequest, read_enrol, write_enrol
from yb_desktop.exchange.keys import FileSigner, KeptSigner, encode_key, load_key, make_key, public_key_in, store_key
from yb_desktop.exchange.trust import KeyPolicy, RootKey, TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import KEYS, as_file, inner_folder, outer_folder
from yb_desktop.services.exchange.envelopes import envelope_for, own_head, sent_on
from yb_desktop.store.exchange_state import Trust, newest_trust, put_trust

DEVICE_KEY = "device.key"
_TRUST_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class Enrolment:
    """An enrolment request that was written; ``fingerprint`` goes on the stamped paper beside it."""

    file: Path
    id: str
    sha256: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SignedDraft:
    """A trust list after a keeper has signed: who is still to sign, and the bundle once nobody is."""

    version: int
    missing: tuple[str, ...]
    bundle: Path | None


def make_device_key(desk: Desk, passphrase: str) -> FileSigner:
    """Make this device's key in ``keys/device.key``, sealed with the passphrase. Raises ``BadInput`` where one is."""
    made = make_key()
    store_key(made, inner_folder(desk.store.folder, KEYS) / DEVICE_KEY, passphrase)
    return made


def has_device_key(desk: Desk) -> bool:
    """Say whether this device has a key."""
    return (desk.store.folder / KEYS / DEVICE_KEY).exists()


def open_device_key(desk: Desk, passphrase: str) -> KeptSigner:
    """Open this device's key. Raises ``BadInput``: ``no-key``, ``passphrase``."""
    if not has_device_key(desk):
        raise BadInput("no-key", "本机还没有密钥。请先制作登记申请（enrol），由州（市）登入信任名单后再办理。")
    return load_key(desk.store.folder / KEYS / DEVICE_KEY, passphrase)


def superior(desk: Desk) -> str:
    """Give the office that takes in this device's records: the one above, of a laptop its own."""
    info = desk.info
    if info.laptop or info.level in {Level.PREFECTURE, Level.PROVINCE}:
        return info.office
    area = desk.law.areas.parent(info.office)
    return area.code if area else info.office


def enrol(desk: Desk, out: Path, passphrase: str) -> Enrolment:
    """Write the request to put this device's key on the trust list; a device without a key gets one first."""
    folder = outer_folder(out)
    signer = open_device_key(desk, passphrase) if has_device_key(desk) else make_device_key(desk, passphrase)
    with desk.store.read() as reader:
        envelope = envelope_for(desk, reader, superior(desk), "enrol")
        head = own_head(reader)
    info = desk.info
    level = "inspector" if info.laptop else info.level.value
    written = write_enrol(folder, envelope, office_name=info.name, level=level, signer=signer, head=head)
    with desk.store.write() as tx:
        sent_on(tx, written)
    return Enrolment(written.path, written.manifest.id, written.sha256, fingerprint(signer.public_key))


def make_root_key(path: Path, person: str, passphrase: str) -> RootKey:
    """Make a root key in a file of its keeper's, best on a stick of its own."""
    store_key(make_key(), path, passphrase)
    return root_key(path, person)


def root_key(path: Path, person: str) -> RootKey:
    """Read the public half of a keeper's root key."""
    return RootKey(person, "ed25519", encode_key(public_key_in(path)))


def make_trust(
    desk: Desk,
    file: Path,
    *,
    roots: Sequence[RootKey] = (),
    threshold: int | None = None,
    add: Sequence[Path] = (),
    replace: bool = False,
    signing: Sequence[str] = (),
) -> TrustDraft:
    """Draft the next version of the trust list into ``file``: its roots, and the devices of enrolment requests.

    Roots, threshold and devices that are not given stay as in the accepted version; the first has all roots to give.
    ``signing`` names the keepers who will sign, by default as many of the first as are needed. ``replace`` allows
    another key for a device that has one in the same epoch (key lost).
    """
    if desk.info.level not in {Level.PREFECTURE, Level.PROVINCE}:
        raise NotAllowed.by("state", "信任名单由州（市）级经办机构制作，本机构只接收。")
    previous = current_trust(desk) if has_trust(desk) else None
    if file.exists():
        raise BadInput("file-exists", f"“{file}”已经存在，不会覆盖。请换一个文件名。")
    kept = tuple(roots) or (previous.content.roots if previous else ())
    if not kept:
        raise BadInput("roots", "第一份信任名单要写明根密钥持有人（至少一人，建议三人）。")
    needed = threshold or (previous.content.threshold if previous else min(2, len(kept)))
    draft = draft_trust(
        previous,
        office=desk.info.office,
        threshold=needed,
        roots=kept,
        keys=_with_requests(desk, previous, [read_enrol(path) for path in add], replace=replace),
        signing=_signing(kept, needed, previous, signing),
        created=desk.clock.now(),
        nonce=secrets.token_hex(16),
    )
    write_draft(file, draft)
    return draft


def sign_draft(file: Path, key: Path, passphrase: str) -> SignedDraft:
    """Add one keeper's signature to a draft; with the last one the trust bundle is written beside it."""
    draft = sign_trust(read_draft(file), load_key(key, passphrase))
    write_draft(file, draft)
    missing = tuple(root.person for root in draft.missing)
    written: WrittenBundle | None = None if missing else write_trust(file.parent, draft)
    return SignedDraft(draft.content.version, missing, written.path if written else None)


def has_trust(desk: Desk) -> bool:
    """Say whether a trust list was accepted here."""
    with desk.store.read() as reader:
        return newest_trust(reader) is not None


def current_trust(desk: Desk) -> TrustList:
    """Give the trust list that holds here. Raises ``Refused`` (``no-trust``) before the first."""
    with desk.store.read() as reader:
        kept = newest_trust(reader)
    if kept is None:
        text = "本机还没有信任名单，无法核对签名。请先接收州（市）发来的信任名单，并输入盖章文件上的根指纹。"
        raise Refused("no-trust", text)
    with as_file(kept.data) as path:
        return trust_lists.load_trust(path)


def accept_trust(desk: Desk, file: Path, root_fingerprint: str = "") -> TrustList:
    """Accept a trust list: the first by its root's fingerprint, the next by the chain; the same again is harmless.

    Raises ``BadInput`` (``fingerprint``) when the first comes without one, ``Refused`` with the codes of trust.py.
    """
    data = _read(file)
    with desk.store.read() as reader:
        kept = newest_trust(reader)
    with as_file(data) as path:
        if kept is None:
            accepted = trust_lists.accept_first(path, root_fingerprint)
        else:
            accepted = trust_lists.accept_next(path, current_trust(desk))
    root = kept.root_fingerprint if kept else "".join(root_fingerprint.lower().split())
    with desk.store.write() as tx:
        put_trust(tx, Trust(accepted.version, root, data))
    info = desk.info
    mine = (info.office, info.device, info.epoch)
    if desk.store.epoch_owed() and any((key.office, key.device, key.epoch) == mine for key in accepted.content.keys):
        desk.store.epoch_settled()
    return accepted


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


def _with_requests(
    desk: Desk, previous: TrustList | None, requests: Sequence[EnrolRequest], *, replace: bool
) -> list[KeyPolicy]:
    keys = list(previous.content.keys) if previous else []
    for request in requests:
        keys = [_outdated(desk, key, request, replace=replace) for key in keys]
        keys = [key for key in keys if key.public != encode_key(request.public_key)]
        keys.append(request.policy())
    return keys


def _outdated(desk: Desk, key: KeyPolicy, request: EnrolRequest, *, replace: bool) -> KeyPolicy:
    """Give an entry of the list as a request leaves it: an older key of the same device counts no further."""
    if (key.office, key.device) != (request.office, request.device) or key.until_seq is not None:
        return key
    if key.public == encode_key(request.public_key):
        return key
    if key.epoch >= request.epoch and not replace:
        text = f"{request.office_name}的{request.device}已登记过另一把密钥。确是该设备更换密钥的，请注明替换后再登记。"
        raise Refused("device-enrolled", text)
    with desk.store.read() as reader:
        seen, _ = reader.log_head(key.office, key.device)
    return msgspec.structs.replace(key, until_seq=seen)


def _signing(
    roots: Sequence[RootKey], threshold: int, previous: TrustList | None, names: Sequence[str]
) -> tuple[RootKey, ...]:
    before = previous.content.roots if previous else ()
    every = {root.public: root for root in (*before, *roots)}
    if names:
        if unknown := set(names) - {root.person for root in every.values()}:
            raise BadInput("roots", f"“{'、'.join(sorted(unknown))}”不是根密钥持有人。")
        return tuple(root for root in every.values() if root.person in names)
    needed = [*(before[: previous.content.threshold] if previous else ()), *roots[:threshold]]
    return tuple({root.public: root for root in needed}.values())


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(_TRUST_LIMIT)
    except OSError as problem:
        raise world_error(problem, file) from problem
