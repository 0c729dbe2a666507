"""Keys and trust (密钥、登记、信任名单): this device's key, its enrolment, and the ceremony of the root keys.

The prefecture makes the trust list from enrolment requests, the keepers of the root keys sign it, every office accepts
it: the first by the root fingerprint typed from stamped paper, the later ones by the chain of versions. A device that
was restored from a backup has a new epoch and is enrolled again before it may send.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from yb_desktop.base.errors import BadInput, NotAllowed, Refused
from yb_desktop.base.files import world_error
from yb_desktop.base.signing import fingerprint
from yb_desktop.domain.vocabulary import Level
from yb_desktop.exchange import trust as trust_lists
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.exchange.ceremony import TrustDraft, draft_trust, read_draft, sign_trust, write_draft, write_trust
from yb_desktop.exchange.enrol import read_enrol, write_enrol
from yb_desktop.exchange.keys import encode_key, key_alg_in, load_key, make_key, public_key_in, store_key
from yb_desktop.exchange.manifest import Alg
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.sm2 import make_sm2_key
from yb_desktop.exchange.trust import RootKey, TrustList
from yb_desktop.law.areas import Areas
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import as_file, outer_folder
from yb_desktop.services.exchange.device_keys import (
    change_keys,
    complete_keys,
    has_device_key,
    make_device_key,
    make_next_keys,
    next_keys_wait,
    open_device_key,
)
from yb_desktop.services.exchange.envelopes import envelope_for, own_head, sent_on
from yb_desktop.services.exchange.trust_changes import NO_CHANGES, TrustChanges, changed_keys
from yb_desktop.store.exchange_state import Trust, newest_trust, put_trust
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.reading import Reader

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


def superior(desk: Desk) -> str:
    """Give the office that takes in this device's records: the one above, of a laptop its own."""
    return superior_of(desk.info, desk.law.areas)


def superior_of(info: OfficeInfo, areas: Areas) -> str:
    """Give the office that takes in a device's records."""
    if info.laptop or info.level in {Level.PREFECTURE, Level.PROVINCE}:
        return info.office
    area = areas.parent(info.office)
    return area.code if area else info.office


def enrol(
    desk: Desk, out: Path, passphrase: str, *, sm2: bool = False, new_epoch: bool = False, change: bool = False
) -> Enrolment:
    """Write the request to put this device's keys on the trust list; those it has not got yet are made first.

    ``sm2`` asks for a key of the SM profile beside the other; ``new_epoch`` begins a new epoch, after a fork was
    settled: a restore does so by itself; ``change`` asks for new keys in the place of the present ones, which sign
    until the new ones are listed: whatever is asked for meanwhile is asked for these. Raises ``Refused`` (``sm-off``)
    where there is no SM2.
    """
    folder = outer_folder(out)
    if new_epoch:
        desk.need_business()
        if has_device_key(desk):
            open_device_key(desk, passphrase)  # a wrong passphrase changes nothing
        desk.store.begin_epoch(desk.clock.today())
    if change or next_keys_wait(desk):
        keys = make_next_keys(desk, passphrase)
    elif has_device_key(desk):
        keys = complete_keys(desk, open_device_key(desk, passphrase), passphrase, sm2=sm2)
    else:
        keys = make_device_key(desk, passphrase, sm2=sm2)
    with desk.store.read() as reader:
        envelope = envelope_for(desk, reader, superior(desk), "enrol")
        head = own_head(reader)
    info = desk.info
    first, *more = keys.signers
    written = write_enrol(
        folder,
        envelope,
        office_name=info.name,
        level="inspector" if info.laptop else info.level.value,
        signer=first,
        more=more,
        age=keys.age.recipient if keys.age else "",
        head=head,
    )
    with desk.store.write() as tx:
        sent_on(tx, written)
    return Enrolment(written.path, written.manifest.id, written.sha256, fingerprint(keys.public_key))


def make_root_key(path: Path, person: str, passphrase: str, alg: Alg = "ed25519") -> RootKey:
    """Make a root key in a file of its keeper's, best on a stick of its own. Raises ``Refused`` (``sm-off``)."""
    store_key(make_sm2_key() if alg == "sm2-sm3" else make_key(), path, passphrase)
    return root_key(path, person)


def root_key(path: Path, person: str) -> RootKey:
    """Read the public half of a keeper's root key."""
    alg = key_alg_in(path)
    if alg == "age":
        raise refused("key-file")
    return RootKey(person, alg, encode_key(public_key_in(path)))


def make_trust(
    desk: Desk,
    file: Path,
    *,
    roots: Sequence[RootKey] = (),
    threshold: int | None = None,
    add: Sequence[Path] = (),
    replace: bool = False,
    signing: Sequence[str] = (),
    changes: TrustChanges = NO_CHANGES,
) -> TrustDraft:
    """Draft the next version of the trust list into ``file``: its roots, and the devices of enrolment requests.

    Roots, threshold and devices that are not given stay as in the accepted version; the first has all roots to give.
    ``signing`` names the keepers who will sign, by default as many of the first as are needed. ``replace`` allows
    another key for a device that has one in the same epoch (key lost); ``changes`` is what else becomes different.
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
        keys=changed_keys(
            list(previous.content.keys) if previous else [],
            [read_enrol(path) for path in add],
            changes,
            seen=partial(_seen, desk),
            replace=replace,
        ),
        armour=changes.armour_after(previous.content.armour if previous else None),
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


def kept_trust(reader: Reader) -> TrustList | None:
    """Give the trust list that holds here, ``None`` before the first."""
    kept = newest_trust(reader)
    if kept is None:
        return None
    with as_file(kept.data) as path:
        return trust_lists.load_trust(path)


def current_trust(desk: Desk) -> TrustList:
    """Give the trust list that holds here. Raises ``Refused`` (``no-trust``) before the first."""
    with desk.store.read() as reader:
        kept = kept_trust(reader)
    if kept is None:
        text = "本机还没有信任名单，无法核对签名。请先接收州（市）发来的信任名单，并输入盖章文件上的根指纹。"
        raise Refused("no-trust", text)
    return kept


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
    change_keys(desk, accepted)
    info = desk.info
    mine = (info.office, info.device, info.epoch)
    if desk.store.epoch_owed() and any((key.office, key.device, key.epoch) == mine for key in accepted.content.keys):
        desk.store.epoch_settled()
    return accepted


def _seen(desk: Desk, office: str, device: str) -> int:
    with desk.store.read() as reader:
        return reader.log_head(office, device)[0]


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
