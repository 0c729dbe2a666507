"""Enrolment (登记): a device asks for its key to be put on the trust list.

The request is a bundle of kind ``enrol``, signed with the very key it carries; that proves only that the sender has the
key. Whose it is, the prefecture learns by comparing the fingerprint with the stamped paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer, fingerprint
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


class _Enrol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["ybb-enrol/1"]
    office: Office
    office_name: Text
    level: Literal["township", "county", "prefecture", "inspector"]
    device: Device
    epoch: Number
    alg: Alg
    public: str


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A request to be enrolled, whose signature holds with the key it carries."""

    office: str
    office_name: str
    level: str
    device: str
    epoch: int
    alg: Alg
    public_key: bytes

    @property
    def fingerprint(self) -> str:
        """The fingerprint to compare with the stamped paper."""
        return fingerprint(self.public_key)

    def policy(self, *, scope: tuple[Kind, ...] = (), from_seq: int = 1) -> KeyPolicy:
        """Make the entry of the trust list that this request asks for."""
        return KeyPolicy(
            office=self.office,
            office_name=self.office_name,
            device=self.device,
            epoch=self.epoch,
            alg=self.alg,
            public=encode_key(self.public_key),
            require=(self.alg,),
            scope=scope or _SCOPES.get(self.level, DEVICE_SCOPE),
            from_seq=from_seq,
            until_seq=None,
        )


def write_enrol(
    folder: Path, envelope: Envelope, *, office_name: str, level: str, signer: Signer, head: LogHead = EMPTY_LOG
) -> WrittenBundle:
    """Write the request of the device named in ``envelope``, signed with the key that is to be enrolled."""
    data: Json = {
        "format": "ybb-enrol/1",
        "office": envelope.office,
        "office_name": office_name,
        "level": level,
        "device": envelope.device,
        "epoch": envelope.place.epoch,
        "alg": signer.alg,
        "public": encode_key(signer.public_key),
    }
    content = canonical(data)
    _decode(content)
    return write_json_bundle(folder, envelope, kind="enrol", data=content, head=head, signers=[signer])


def read_enrol(path: Path) -> EnrolRequest:
    """Read a request. Raises ``Refused`` when it is not signed with the key it carries, or that key is unsafe."""
    manifest, _, data, keys = read_self_signed(path, "enrol")
    asked = _decode(data)
    public_key = decode_key(asked.public)
    check_public_key(asked.alg, public_key)
    keys.check([(asked.alg, public_key)])
    if (asked.office, asked.device, asked.epoch) != (manifest.sender.office, manifest.sender.device, manifest.epoch):
        raise refused("enrol-form")
    return EnrolRequest(asked.office, asked.office_name, asked.level, asked.device, asked.epoch, asked.alg, public_key)


def _decode(data: bytes) -> _Enrol:
    try:
        return msgspec.convert(parse(data), _Enrol)
    except (BadInput, msgspec.ValidationError) as problem:
        raise refused("enrol-form", str(problem)) from problem
