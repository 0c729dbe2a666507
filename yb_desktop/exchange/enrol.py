"""Enrolment (登记): a device asks for its key to be put on the trust list.

The request is a bundle of kind ``enrol``, signed with every signing key it carries; that proves only that the sender
has the keys. Whose they are, the prefecture learns by comparing the fingerprint of the first with the stamped paper:
that key has signed for all the others, and for the age recipient, which cannot sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer, fingerprint
from yb_desktop.exchange.armour import is_age_recipient
from yb_desktop.exchange.bundle import WrittenBundle
from yb_desktop.exchange.keys import check_public_key, decode_key, encode_key
from yb_desktop.exchange.manifest import Alg, Device, Kind, Number, Office
from yb_desktop.exchange.pack import EMPTY_LOG, Envelope, LogHead, write_json_bundle
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.trust import KeyPolicy, Text, read_self_signed

DEVICE_SCOPE: tuple[Kind, ...] = ("submission", "receipt", "enrol", "assignment")
"""What an office's device signs, unless the prefecture decides otherwise."""
PREFECTURE_SCOPE: tuple[Kind, ...] = (*DEVICE_SCOPE, "reference")
LAPTOP_SCOPE: tuple[Kind, ...] = ("result", "receipt", "enrol")
"""What an inspectors' laptop signs: its results, and nothing in the name of its office."""
_SCOPES = {"inspector": LAPTOP_SCOPE, "prefecture": PREFECTURE_SCOPE}
ALGS: tuple[Alg, ...] = ("ed25519", "sm2-sm3")


class _More(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: Alg
    public: str


class _Enrol(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    format: Literal["ybb-enrol/1"]
    office: Office
    office_name: Text
    level: Literal["township", "county", "prefecture", "inspector"]
    device: Device
    epoch: Number
    alg: Alg
    public: str
    more: Annotated[tuple[_More, ...], Meta(max_length=1)] = ()
    age: Annotated[str, Meta(max_length=100)] = ""


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A request to be enrolled, whose signatures hold with the keys it carries.

    ``more`` are keys of other algorithms beside the first, ``age`` is what armour for the device is sealed to, ``seq``
    where the device's log stood when it asked.
    """

    office: str
    office_name: str
    level: str
    device: str
    epoch: int
    alg: Alg
    public_key: bytes
    more: tuple[tuple[Alg, bytes], ...] = ()
    age: str = ""
    seq: int = 0

    @property
    def fingerprint(self) -> str:
        """The fingerprint to compare with the stamped paper."""
        return fingerprint(self.public_key)

    @property
    def keys(self) -> tuple[tuple[Alg, bytes], ...]:
        """Every signing key: algorithm and raw public key."""
        return ((self.alg, self.public_key), *self.more)

    def policies(
        self, *, require: Sequence[Alg] = (), scope: tuple[Kind, ...] = (), from_seq: int = 1
    ) -> tuple[KeyPolicy, ...]:
        """Make the entries of the trust list that this request asks for.

        ``require`` says what must sign, by default all that the device has. Raises ``Refused`` (``enrol-alg``)
        where the device has no such key.
        """
        asked = tuple(require) or tuple(alg for alg, _ in self.keys)
        if not set(asked) <= {alg for alg, _ in self.keys}:
            raise refused("enrol-alg", f"{self.office_name}，{self.device}")
        return tuple(
            KeyPolicy(
                office=self.office,
                office_name=self.office_name,
                device=self.device,
                epoch=self.epoch,
                alg=alg,
                public=encode_key(public),
                require=tuple(one for one in ALGS if one == alg or one in asked),
                scope=scope or _SCOPES.get(self.level, DEVICE_SCOPE),
                from_seq=from_seq,
                until_seq=None,
                age=self.age or None if number == 0 else None,
            )
            for number, (alg, public) in enumerate(self.keys)
        )


def write_enrol(
    folder: Path,
    envelope: Envelope,
    *,
    office_name: str,
    level: str,
    signer: Signer,
    more: Sequence[Signer] = (),
    age: str = "",
    head: LogHead = EMPTY_LOG,
) -> WrittenBundle:
    """Write the request of the device named in ``envelope``, signed with all the keys that are to be enrolled."""
    data: dict[str, Json] = {
        "format": "ybb-enrol/1",
        "office": envelope.office,
        "office_name": office_name,
        "level": level,
        "device": envelope.device,
        "epoch": envelope.place.epoch,
        "alg": signer.alg,
        "public": encode_key(signer.public_key),
    }
    if more:
        data["more"] = [{"alg": one.alg, "public": encode_key(one.public_key)} for one in more]
    if age:
        data["age"] = age
    content = canonical(data)
    _decode(content)
    return write_json_bundle(folder, envelope, kind="enrol", data=content, head=head, signers=[signer, *more])


def read_enrol(path: Path) -> EnrolRequest:
    """Read a request. Raises ``Refused`` when it is not signed with all keys it carries, or one of them is unsafe."""
    manifest, _, data, keys = read_self_signed(path, "enrol")
    asked = _decode(data)
    carried = [(asked.alg, decode_key(asked.public)), *((one.alg, decode_key(one.public)) for one in asked.more)]
    for alg, public in carried:
        check_public_key(alg, public)
    if keys.check(carried) != {public for _, public in carried}:
        raise refused("bundle-signers")
    if len({alg for alg, _ in carried}) != len(carried) or (asked.age and not is_age_recipient(asked.age)):
        raise refused("enrol-form")
    if (asked.office, asked.device, asked.epoch) != (manifest.sender.office, manifest.sender.device, manifest.epoch):
        raise refused("enrol-form")
    return EnrolRequest(
        office=asked.office,
        office_name=asked.office_name,
        level=asked.level,
        device=asked.device,
        epoch=asked.epoch,
        alg=asked.alg,
        public_key=carried[0][1],
        more=tuple(carried[1:]),
        age=asked.age,
        seq=manifest.records.last_seq,
    )


def _decode(data: bytes) -> _Enrol:
    try:
        return msgspec.convert(parse(data), _Enrol)
    except (BadInput, msgspec.ValidationError) as problem:
        raise refused("enrol-form", str(problem)) from problem
