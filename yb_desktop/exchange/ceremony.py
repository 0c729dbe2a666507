"""Making a trust list: one person drafts it, the keepers of the root keys sign it one after another.

A draft (``*.ybb.draft``) carries the finished bytes of ``bundle.json`` and the signatures so far. Who is to sign is
fixed in those bytes, so the bundle is written when all of them have; one who will not sign means a new draft.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.exchange.bundle import Source, WrittenBundle, write_signed
from yb_desktop.exchange.manifest import EVERYONE, FIRST_PREV, Manifest, SignerName, decode_manifest, encode_manifest
from yb_desktop.exchange.pack import (
    EMPTY_LOG,
    Envelope,
    Place,
    json_source,
    make_manifest,
    position,
    signer_name,
    with_sm3,
)
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.signatures import SignatureLine, read_lines, sign_body, write_lines
from yb_desktop.exchange.trust import (
    ROOT_DEVICE,
    Armour,
    KeyPolicy,
    RootKey,
    TrustContent,
    TrustList,
    check_content,
    check_threshold,
    decode_content,
    former_roots,
    trust_list,
)

DRAFT_SUFFIX = ".ybb.draft"
_DRAFT_LIMIT = 64 << 20


class _DraftFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["ybb-trust-draft/1"]
    bundle: str
    trust: str
    signatures: str


@dataclass(frozen=True, slots=True)
class TrustDraft:
    """A trust list on its way from one keeper to the next; what is to be signed is ``body``."""

    content: TrustContent
    manifest: Manifest
    body: bytes
    data: bytes
    lines: tuple[SignatureLine, ...]

    @property
    def missing(self) -> tuple[RootKey, ...]:
        """The roots that have still to sign, in order."""
        done = {line.key_id for line in self.lines}
        roots = {root.key_id: root for root in (*self.content.roots, *self.content.former_roots)}
        return tuple(roots[key] for _, key in self.manifest.signers if key not in done)


def draft_trust(
    previous: TrustList | None,
    *,
    office: str,
    threshold: int,
    roots: Sequence[RootKey],
    keys: Sequence[KeyPolicy],
    signing: Sequence[RootKey],
    created: datetime,
    nonce: str,
    armour: Armour | None = None,
) -> TrustDraft:
    """Draft the version after ``previous`` (version 1 without one), to be signed by the roots ``signing``.

    Raises ``Refused``: ``trust-threshold`` when these are not enough for this version or the one before,
    ``trust-form`` or ``key-weak`` when the content itself does not do.
    """
    version = 1 if previous is None else previous.version + 1
    before = () if previous is None else former_roots(previous.content, roots)
    content = TrustContent("ybb-trust/1", version, office, threshold, tuple(roots), before, tuple(keys), armour)
    signed = frozenset(root.public_key for root in signing)
    check_threshold(content, signed)
    if previous is not None:
        check_content(content, previous.content)
        check_threshold(previous.content, signed)
    plain: Json = msgspec.to_builtins(content)
    data = canonical(plain)
    decode_content(data)
    prev = FIRST_PREV if previous is None else previous.sha256
    envelope = Envelope(office, ROOT_DEVICE, (EVERYONE,), Place(1, version, prev), created, nonce)
    names = [signer_name(root.alg, root.public_key) for root in signing]
    manifest = make_manifest(envelope, "trust", position(EMPTY_LOG), [_source(data, names)], names)
    return TrustDraft(content, manifest, encode_manifest(manifest), data, ())


def sign_trust(draft: TrustDraft, signer: Signer) -> TrustDraft:
    """Add one keeper's signature. Raises ``BadInput`` (``not-a-signer``) for a key the draft does not wait for."""
    if key_id(signer.public_key) not in {root.key_id for root in draft.missing}:
        raise BadInput("not-a-signer", "这把根密钥不在待签名之列（或已签过名）。请由草稿写明的根密钥持有人签名。")
    lines = {line.key_id: line for line in (*draft.lines, sign_body(draft.body, signer))}
    ordered = tuple(lines[key] for _, key in draft.manifest.signers if key in lines)
    return replace(draft, lines=ordered)


def write_trust(folder: Path, draft: TrustDraft) -> WrittenBundle:
    """Write the trust bundle once every keeper has signed. Raises ``Refused`` (``trust-threshold``) before."""
    if draft.missing:
        raise refused("trust-threshold", "还缺：" + "、".join(root.person for root in draft.missing))
    authority = trust_list(draft.content, hashlib.sha256(draft.body).hexdigest())
    source = _source(draft.data, draft.manifest.signers)
    return write_signed(folder, draft.body, [source], draft.lines, authority)


def write_draft(path: Path, draft: TrustDraft) -> None:
    """Write a draft to hand to the next keeper; an older state of it at ``path`` is replaced."""
    signatures = write_lines(draft.lines).decode("ascii") if draft.lines else ""
    plain: Json = {
        "format": "ybb-trust-draft/1",
        "bundle": draft.body.decode("utf-8"),
        "trust": draft.data.decode("utf-8"),
        "signatures": signatures,
    }
    write_whole(path, canonical(plain) + b"\n")


def read_draft(path: Path) -> TrustDraft:
    """Read a draft; the signatures it already has must hold. Raises ``Refused``."""
    try:
        with path.open("rb") as source:
            kept = msgspec.convert(parse(source.read(_DRAFT_LIMIT)), _DraftFile)
    except OSError as problem:
        raise world_error(problem, path) from problem
    except (BadInput, msgspec.ValidationError) as problem:
        raise refused("trust-form", str(problem)) from problem
    body, data = kept.bundle.encode("utf-8"), kept.trust.encode("utf-8")
    manifest, content = decode_manifest(body), decode_content(data)
    expected = _source(data, manifest.signers).entry
    if manifest.kind != "trust" or manifest.files != (expected,) or manifest.seq != content.version:
        raise refused("trust-form")
    lines = read_lines(kept.signatures.encode("utf-8")) if kept.signatures else ()
    trust_list(content, "").verify(lines, body)
    _check_named(manifest, content, lines)
    return TrustDraft(content, manifest, body, data, lines)


def _source(data: bytes, signers: Sequence[SignerName]) -> Source:
    source = json_source("trust", data)
    return with_sm3(source) if any(alg == "sm2-sm3" for alg, _ in signers) else source


def _check_named(manifest: Manifest, content: TrustContent, lines: Sequence[SignatureLine]) -> None:
    roots = {root.key_id for root in (*content.roots, *content.former_roots)}
    named = {key for _, key in manifest.signers}
    if not named <= roots or not {line.key_id for line in lines} <= named:
        raise refused("bundle-signers")
