"""Gathers the papers of exchange: what a bundle's signed manifest says, this device's key, the roots of trust."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error
from yb_desktop.base.signing import fingerprint, key_id
from yb_desktop.domain.vocabulary import Level
from yb_desktop.exchange.bundle import VerifiedBundle, opened_bundle
from yb_desktop.exchange.keys import encode_key
from yb_desktop.exchange.manifest import Manifest, device_of
from yb_desktop.exchange.trust import TrustList, load_trust
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents import exchange_sheets as sheets
from yb_desktop.paper.documents.values import Sender
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import open_copy
from yb_desktop.services.exchange.device_keys import asked_key, has_device_key
from yb_desktop.services.exchange.keys_care import current_trust, superior
from yb_desktop.services.paper.words import local_day
from yb_desktop.services.views.exchange_kinds import bundle_words

_ALGORITHMS = {"ed25519": "Ed25519", "sm2-sm3": "SM2"}
_NUMBER_MOST = 72


def handovers_of(desk: Desk, files: Sequence[Path]) -> tuple[Composed, ...]:
    """Compose 导出交接单, one for each receiver, of bundles whose signatures and files were checked.

    The trust list is the one that is accepted here. Raises ``Refused`` for a bundle that does not hold, ``WorldError``.
    """
    trust = current_trust(desk)
    handed: dict[tuple[str, ...], tuple[Manifest, list[sheets.HandedBundle]]] = {}
    for file in files:
        with opened_bundle(open_copy(desk, file), trust) as bundle:
            handed.setdefault(bundle.manifest.to, (bundle.manifest, []))[1].append(_bundle(file, bundle))
    return tuple(_handover(desk, trust, *some) for some in handed.values())


def _handover(desk: Desk, trust: TrustList, first: Manifest, handed: Sequence[sheets.HandedBundle]) -> Composed:
    return sheets.compose_handover(
        sheets.HandoverSheet(
            sender=Sender(_name(desk, trust, first.sender.office), first.id[:_NUMBER_MOST], desk.clock.today()),
            device=first.sender.device,
            to="、".join(_name(desk, trust, office) for office in first.to),
            fingerprint=_signed_by(trust, first),
            bundles=tuple(handed),
        )
    )


def _bundle(file: Path, bundle: VerifiedBundle) -> sheets.HandedBundle:
    manifest = bundle.manifest
    span = manifest.records
    try:
        with file.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        size = file.stat().st_size
    except OSError as problem:
        raise world_error(problem, file) from problem
    return sheets.HandedBundle(
        file=file.name,
        kind=bundle_words(bundle),
        id=manifest.id,
        sha256=bundle.sha256,
        file_sha256=digest,
        size=size,
        records=span.count,
        first=span.first_seq,
        last=span.last_seq,
        attached=sum(entry.p.startswith("data/blobs/") for entry in manifest.files),
        created=local_day(manifest.created),
    )


def _name(desk: Desk, trust: TrustList, office: str) -> str:
    if laptop := device_of(office):
        return f"核查电脑{laptop}"
    if office == desk.info.office:
        return desk.info.name
    name = trust.office_name(office)
    return f"{name}（{office}）" if name else {"all": "各经办机构"}.get(office, office)


def _signed_by(trust: TrustList, manifest: Manifest) -> str:
    policy = trust.policy(manifest.sender.key)
    roots = {root.key_id: root.fingerprint for root in trust.content.roots}
    return fingerprint(policy.public_key) if policy else roots[manifest.sender.key]


def key_form_of(desk: Desk) -> Composed:
    """Compose 密钥登记表 of this device. Raises ``BadInput`` (``no-key``) before it has a key."""
    if not has_device_key(desk):
        raise BadInput("no-key", "本机还没有密钥。请先制作登记申请（生成密钥），再打印密钥登记表。")
    public = asked_key(desk)
    info, to = desk.info, superior(desk)
    return sheets.compose_key_form(
        sheets.KeyForm(
            sender=Sender(info.name, f"密钥登记{info.office}-{key_id(public)}", desk.clock.today()),
            office=f"{info.name}（{info.office}）",
            level=_level(info.level),
            device=info.device,
            epoch=info.epoch,
            to=info.name if to == info.office else f"{desk.law.areas.get(to).name}医疗保障经办机构（{to}）",
            alg=_ALGORITHMS["ed25519"],
            key=key_id(public),
            public=encode_key(public),
            fingerprint=fingerprint(public),
        )
    )


def _level(level: Level) -> str:
    return f"{level.label}经办机构"


def roots_of(desk: Desk, file: Path | None) -> Composed:
    """Compose 根指纹单 of the trust list in ``file`` (signed by enough of its roots), or of that accepted here."""
    trust = load_trust(file) if file else current_trust(desk)
    content = trust.content
    office = desk.info.name if content.office == desk.info.office else trust.office_name(content.office)
    number = f"根指纹单{content.office}-第{content.version}版"
    return sheets.compose_roots(
        sheets.RootSheet(
            sender=Sender(office or content.office, number, desk.clock.today()),
            version=content.version,
            sha256=trust.sha256,
            threshold=content.threshold,
            keepers=tuple(
                sheets.Keeper(root.person, _ALGORITHMS[root.alg], root.fingerprint) for root in content.roots
            ),
        )
    )
