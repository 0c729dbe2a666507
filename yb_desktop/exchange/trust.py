"""The trust list: whose keys count, for what, from and up to which place in their log.

A ``trust`` bundle of version v (its ``seq``) holds root keys, kept by persons, of which ``threshold`` must sign, and
the keys of offices' devices. Version v+1 names v by hash and is signed by the threshold of v's roots and of its own.
Validity goes by sequence number: no decision here rests on a clock.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from yb_desktop.base.canon import parse
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.signing import fingerprint, key_id
from yb_desktop.exchange.armour import is_age_recipient
from yb_desktop.exchange.bundle import read_bundle
from yb_desktop.exchange.keys import check_public_key, decode_key
from yb_desktop.exchange.manifest import Alg, Count, Device, Kind, Manifest, Number, Office
from yb_desktop.exchange.refusals import SENTENCES, refused
from yb_desktop.exchange.signatures import SignatureLine, verify_lines

ROOT_DEVICE = "root"
Armour = Literal["age", "sm"]
Text = Annotated[str, Meta(min_length=1, max_length=100)]


class RootKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A root key and the person who keeps it; ``public`` is base64 of the raw key."""

    person: Text
    alg: Alg
    public: str

    @property
    def key_id(self) -> str:
        """The key's id."""
        return key_id(self.public_key)

    @property
    def public_key(self) -> bytes:
        """The raw public key."""
        return decode_key(self.public)

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint, as printed on stamped paper."""
        return fingerprint(self.public_key)


class KeyPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One device's key: whose, for which kinds of bundle, and for which places of the device's log.

    A bundle is within reach when its ``records.last_seq`` is at least ``from_seq - 1`` and at most ``until_seq``.
    ``require`` says which algorithms must have signed beside each other: ``ed25519``, ``sm2-sm3``, or both. ``age`` is
    the recipient to which armour for the device is sealed; the SM profile is sealed to its SM2 key.
    """

    office: Office
    office_name: Text
    device: Device
    epoch: Number
    alg: Alg
    public: str
    require: Annotated[tuple[Alg, ...], Meta(min_length=1, max_length=2)]
    scope: Annotated[tuple[Kind, ...], Meta(min_length=1)]
    from_seq: Number
    until_seq: Count | None
    age: Annotated[str, Meta(min_length=1, max_length=100)] | None = None

    @property
    def key_id(self) -> str:
        """The key's id."""
        return key_id(self.public_key)

    @property
    def public_key(self) -> bytes:
        """The raw public key."""
        return decode_key(self.public)

    @property
    def ended(self) -> bool:
        """Whether the key counts up to some place in the log only (replaced, lost, withdrawn)."""
        return self.until_seq is not None


class TrustContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``data/trust.json``. ``former_roots`` are those of the version before that are roots no more.

    ``armour`` is what every bundle for one office must travel in, where the list asks for that.
    """

    format: Literal["ybb-trust/1"]
    version: Number
    office: Office
    threshold: Annotated[int, Meta(ge=1, le=8)]
    roots: Annotated[tuple[RootKey, ...], Meta(min_length=1, max_length=8)]
    former_roots: Annotated[tuple[RootKey, ...], Meta(max_length=8)]
    keys: Annotated[tuple[KeyPolicy, ...], Meta(max_length=20_000)]
    armour: Armour | None = None


@dataclass(frozen=True, slots=True)
class TrustList:
    """A trust list whose own roots have signed it in sufficient number; ``sha256`` is the identity of its bundle."""

    content: TrustContent
    sha256: str
    _by_id: Mapping[str, KeyPolicy]
    _roots: Mapping[str, RootKey]

    @property
    def version(self) -> int:
        """The version of the list."""
        return self.content.version

    def policy(self, key_id: str) -> KeyPolicy | None:
        """Give what the list says of a key, or ``None`` for an unknown one."""
        return self._by_id.get(key_id)

    def keys_of(self, office: str, device: str | None = None) -> tuple[KeyPolicy, ...]:
        """Give the keys that count for an office (or one device of it): not ended, and of each device's last epoch."""
        found = [
            key for key in self.content.keys if key.office == office and device in {None, key.device} and not key.ended
        ]
        last = {key.device: max(one.epoch for one in found if one.device == key.device) for key in found}
        return tuple(key for key in found if key.epoch == last[key.device])

    def laptops(self) -> tuple[tuple[str, str], ...]:
        """Name every device that was ever enrolled for its results only: office and device."""
        found = ((key.office, key.device) for key in self.content.keys if "result" in key.scope)
        return tuple(dict.fromkeys(found))

    def office_name(self, office: str) -> str | None:
        """Give the name under which an office is enrolled."""
        return next((key.office_name for key in self.content.keys if key.office == office), None)

    def verify(self, lines: Sequence[SignatureLine], body: bytes) -> None:
        """Check every line with the listed key of its id. Raises ``Refused``; an unknown key counts as a bad line."""
        verify_lines(lines, body, self._public_key)

    def admit(self, manifest: Manifest) -> None:
        """Check scope, sender, sequence and algorithms of the keys that signed. Raises ``Refused``."""
        if manifest.kind == "trust":
            check_threshold(self.content, frozenset(self._root(signer) for _, signer in manifest.signers))
            return
        policies = [self._known(signer) for _, signer in manifest.signers]
        algs = {policy.alg for policy in policies}
        for policy in policies:
            if (policy.office, policy.device) != (manifest.sender.office, manifest.sender.device):
                raise refused("bundle-sender")
            if not set(policy.require) <= algs:
                raise refused("bundle-signers")
            _check_reach(policy, manifest, self.keys_of(policy.office, policy.device))

    def _known(self, key: str) -> KeyPolicy:
        policy = self._by_id.get(key)
        if policy is None:
            raise refused("bundle-key-unknown", key)
        return policy

    def _root(self, key: str) -> bytes:
        root = self._roots.get(key)
        if root is None:
            raise refused("bundle-scope", "trust")
        return root.public_key

    def _public_key(self, line: SignatureLine) -> bytes:
        key = self._roots.get(line.key_id) or self._known(line.key_id)
        if key.alg != line.alg:
            raise refused("bundle-signature")
        return key.public_key


def _check_reach(policy: KeyPolicy, manifest: Manifest, current: Sequence[KeyPolicy]) -> None:
    if manifest.kind not in policy.scope:
        raise refused("bundle-scope", manifest.kind)
    position = manifest.records.last_seq
    late = policy.until_seq is not None and position > policy.until_seq
    if late or position < policy.from_seq - 1 or manifest.epoch != policy.epoch:
        raise Refused("bundle-key-revoked", _out_of_reach(policy, manifest, current))


def _out_of_reach(policy: KeyPolicy, manifest: Manifest, current: Sequence[KeyPolicy]) -> str:
    """Say why a key does not count for a bundle, and the way out; ``current`` are the device's keys that count."""
    until, position = policy.until_seq, manifest.records.last_seq
    if manifest.epoch < max((key.epoch for key in current), default=policy.epoch):
        return (
            "这是对方换新编号重新登记以前签发的数据包，不再接收。对方没有交到的记录会用新编号重新导出，"
            "请接收对方新导出的数据包。"
        )
    if manifest.epoch > policy.epoch:
        return "对方已换新编号，信任名单上还没有登记。请先接收新的信任名单，再接收这个数据包。"
    if until is None or position <= until:
        return SENTENCES["bundle-key-revoked"]
    reach = f"只认到第{until}条记录，这个数据包到第{position}条"
    if not current:
        return (
            f"这台设备的密钥已停用，{reach}，没有接收。确是停用以前写出的，请上级在信任名单上改为认到第{position}条，"
            "再接收；还要用这台设备的，重新登记即可。记录不会丢失。"
        )
    return (
        f"对方换过密钥，原来的{reach}，没有接收。请先与对方核实；确是对方制作的，请对方接收新的信任名单，"
        "再在“密钥和信任”里换新编号重新登记，然后导出，记录不会丢失。"
    )


class _ContentKeys:
    """Puts off the check of a bundle that carries its own keys until its payload has been read."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._lines: tuple[SignatureLine, ...] = ()
        self._body = b""

    def verify(self, lines: Sequence[SignatureLine], body: bytes) -> None:
        """Remember what is to be verified."""
        self._lines, self._body = tuple(lines), body

    def admit(self, manifest: Manifest) -> None:
        """Take the one kind that carries its own keys."""
        if manifest.kind != self._kind:
            raise refused("bundle-kind", manifest.kind)

    def check(self, keys: Iterable[tuple[str, bytes]]) -> frozenset[bytes]:
        """Verify every line with these keys (algorithm, raw key); give the keys that signed."""
        known = {key_id(raw): (alg, raw) for alg, raw in keys}

        def find(line: SignatureLine) -> bytes:
            alg, raw = known.get(line.key_id, ("", b""))
            if alg != line.alg:
                raise refused("bundle-key-unknown", line.key_id)
            return raw

        verify_lines(self._lines, self._body, find)
        return frozenset(known[line.key_id][1] for line in self._lines)


def read_self_signed(path: Path, kind: Kind) -> tuple[Manifest, str, bytes, _ContentKeys]:
    """Read a bundle that carries its own keys; its signatures are still to be checked with what its payload says.

    Gives the manifest, the bundle's identity, its JSON file, and the object whose ``check`` verifies the signatures.
    """
    keys = _ContentKeys(kind)
    with tempfile.TemporaryDirectory(prefix="ybb-") as folder:
        bundle = read_bundle(path, keys, quarantine=Path(folder))
        return bundle.manifest, bundle.sha256, bundle.own_file(), keys


def load_trust(path: Path) -> TrustList:
    """Read a trust list that is already relied upon: the threshold of its own roots must have signed it."""
    return _read(path)[0]


def accept_first(path: Path, root_fingerprint: str) -> TrustList:
    """Take the first trust list, on the strength of a root fingerprint typed from stamped paper.

    ``root_fingerprint`` is 32 hex digits; blanks and capitals do not matter. Raises ``Refused`` (``trust-fingerprint``)
    when no root of that fingerprint has signed the list.
    """
    typed = "".join(root_fingerprint.lower().split())
    if len(typed) != 32 or not set(typed) <= set("0123456789abcdef"):
        raise BadInput("fingerprint", "根指纹是32位十六进制数字（0-9、a-f），每4位一组，请对照盖章文件重新输入。")
    trust, signed, _ = _read(path)
    roots = (root for root in trust.content.roots if root.public_key in signed)
    if not any(root.fingerprint.replace(" ", "") == typed for root in roots):
        raise refused("trust-fingerprint")
    return trust


def accept_next(path: Path, current: TrustList) -> TrustList:
    """Take the version after ``current``; the same version once more is harmless.

    Raises ``Refused``: ``trust-older``, ``trust-gap``, ``trust-fork``, ``trust-threshold``.
    """
    trust, signed, prev = _read(path)
    if trust.sha256 == current.sha256:
        return current
    if trust.version < current.version:
        raise refused("trust-older")
    if trust.version > current.version + 1:
        raise refused("trust-gap")
    if trust.version == current.version or prev != current.sha256:
        raise refused("trust-fork")
    check_content(trust.content, current.content)
    check_threshold(current.content, signed)
    return trust


def check_content(content: TrustContent, previous: TrustContent | None = None) -> None:
    """Check a trust list's content in itself and against the one before. Raises ``Refused`` (``trust-form`` …)."""
    keys: list[RootKey | KeyPolicy] = [*content.roots, *content.former_roots, *content.keys]
    for key in keys:
        check_public_key(key.alg, key.public_key)
    if not all(key.age is None or is_age_recipient(key.age) for key in content.keys):
        raise refused("key-weak", "age")
    twice = len({key.key_id for key in keys}) != len(keys)
    if twice or content.threshold > len(content.roots) or not _can_be_met(content.keys):
        raise refused("trust-form")
    if previous is not None and content.former_roots != former_roots(previous, content.roots):
        raise refused("trust-form", "原根密钥")


def _can_be_met(keys: Sequence[KeyPolicy]) -> bool:
    """Say whether all that each key asks to sign beside it, itself among them, is enrolled for the same device."""
    there: dict[tuple[str, str, int], set[str]] = {}
    for one in keys:
        there.setdefault((one.office, one.device, one.epoch), set()).add(one.alg)
    return all(
        one.alg in one.require and there[one.office, one.device, one.epoch].issuperset(one.require) for one in keys
    )


def former_roots(previous: TrustContent, roots: Sequence[RootKey]) -> tuple[RootKey, ...]:
    """Give the roots of the version before that are not among ``roots``."""
    kept = {root.public for root in roots}
    return tuple(root for root in previous.roots if root.public not in kept)


def check_threshold(content: TrustContent, signed: frozenset[bytes]) -> None:
    """Check that enough of a list's roots are among the keys that signed. Raises ``Refused`` (``trust-threshold``)."""
    if len(signed & {root.public_key for root in content.roots}) < content.threshold:
        raise refused("trust-threshold")


def decode_content(data: bytes) -> TrustContent:
    """Read ``data/trust.json`` strictly. Raises ``Refused`` (``trust-form``)."""
    try:
        content = msgspec.convert(parse(data), TrustContent)
    except (BadInput, msgspec.ValidationError) as problem:
        raise refused("trust-form", str(problem)) from problem
    check_content(content)
    return content


def trust_list(content: TrustContent, sha256: str) -> TrustList:
    """Make the value that verifies other bundles."""
    roots = {root.key_id: root for root in (*content.roots, *content.former_roots)}
    return TrustList(content, sha256, {key.key_id: key for key in content.keys}, roots)


def _read(path: Path) -> tuple[TrustList, frozenset[bytes], str]:
    manifest, sha256, data, keys = read_self_signed(path, "trust")
    content = decode_content(data)
    signed = keys.check((root.alg, root.public_key) for root in (*content.roots, *content.former_roots))
    check_threshold(content, signed)
    if (manifest.seq, manifest.epoch, manifest.sender.office) != (content.version, 1, content.office):
        raise refused("trust-form", "版本")
    return trust_list(content, sha256), signed, manifest.prev
