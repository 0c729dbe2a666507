"""What makes the next trust list different: devices enrolled, replaced, lost or withdrawn, and what is asked of them.

A key that no longer counts keeps its entry up to a place in its device's log, so that what it signed before still
arrives. Nothing here goes by a date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.exchange.enrol import EnrolRequest
from yb_desktop.exchange.keys import encode_key
from yb_desktop.exchange.manifest import Alg
from yb_desktop.exchange.trust import Armour, KeyPolicy

Device = tuple[str, str]
"""Office and device."""


@dataclass(frozen=True, slots=True)
class TrustChanges:
    """What is decided beside the requests.

    ``require`` says for a device which algorithms must sign (by default all it has); ``ended`` up to which record the
    keys of a lost or withdrawn device count, ``None`` for what has arrived here: said in a number, it also moves the
    place of a device that was ended before. ``armour`` is what bundles must travel in, ``"none"`` to ask no more, empty
    to leave it as it is. ``overlap`` makes the requests an orderly change of keys
    (轮换): the former keys count for so many records more, so that there is no place at which nothing can be signed.
    """

    require: Mapping[Device, tuple[Alg, ...]] = field(default_factory=dict)
    ended: Mapping[Device, int | None] = field(default_factory=dict)
    armour: str = ""
    overlap: int = 0

    def armour_after(self, before: Armour | None) -> Armour | None:
        """Give what the next list asks for."""
        match self.armour:
            case "":
                return before
            case "age" | "sm":
                return "age" if self.armour == "age" else "sm"
            case "none":
                return None
            case other:
                raise BadInput("armour", f"加密方式只有age、sm和none，没有“{other}”。")


NO_CHANGES = TrustChanges()
OVERLAP = 1000
"""How many records further a key counts that is changed in order, by default."""


def changed_keys(
    before: Sequence[KeyPolicy],
    requests: Sequence[EnrolRequest],
    changes: TrustChanges,
    *,
    seen: Callable[[str, str], int],
    replace: bool,
) -> list[KeyPolicy]:
    """Give the entries of the next list; ``seen`` says up to which record a device's log is here.

    Raises ``Refused`` (``device-enrolled``, ``enrol-alg``), ``BadInput`` (``device``) for a device not on the list.
    """
    keys = list(before)
    for request in requests:
        asked_for = changes.require.get((request.office, request.device), ())
        new = request.policies(require=asked_for, from_seq=request.seq + 1 if changes.overlap else 1)
        public = {key.public for key in new}
        keys = [_outdated(key, request, seen, replace=replace, overlap=changes.overlap) for key in keys]
        keys = [*(key for key in keys if key.public not in public), *new]
    asked = {(request.office, request.device) for request in requests}
    for device, require in changes.require.items():
        if device not in asked:
            keys = _requiring(keys, device, require)
    for device, until in changes.ended.items():
        found = _current(keys, device) if until is None else _newest(keys, device)
        reach = seen(*device) if until is None else until
        keys = [_until(key, reach) if key in found else key for key in keys]
    return keys


def _outdated(
    key: KeyPolicy, request: EnrolRequest, seen: Callable[[str, str], int], *, replace: bool, overlap: int
) -> KeyPolicy:
    """Give an entry of the list as a request leaves it: an older key of the same device counts no further."""
    if (key.office, key.device) != (request.office, request.device) or key.ended:
        return key
    if key.public in {encode_key(public) for _, public in request.keys}:
        return key
    if key.epoch >= request.epoch and not (replace or overlap):
        text = (
            f"{request.office_name}的{request.device}已登记过另一把密钥。确是该设备更换密钥的，"
            "请注明是按期轮换还是丢失后替换，再登记。"
        )
        raise Refused("device-enrolled", text)
    # Of the same epoch, what the device had written when it asked may still be on its way under the old key.
    reached = seen(key.office, key.device)
    return _until(key, max(reached, request.seq) + overlap if key.epoch == request.epoch else reached)


def _until(key: KeyPolicy, seq: int) -> KeyPolicy:
    return msgspec.structs.replace(key, until_seq=seq)


def _current(keys: Sequence[KeyPolicy], device: Device) -> list[KeyPolicy]:
    found = [key for key in keys if (key.office, key.device) == device and not key.ended]
    if not found:
        raise BadInput("device", f"信任名单上没有{device[0]}的设备“{device[1]}”（或已停用）。请检查机构代码和设备名。")
    return found


def _requiring(keys: Sequence[KeyPolicy], device: Device, require: tuple[Alg, ...]) -> list[KeyPolicy]:
    found = _current(keys, device)
    if not set(require) <= {key.alg for key in found}:
        raise BadInput("device", f"{device[0]}的设备“{device[1]}”没有登记所要求的密钥。请先让该设备重新制作登记申请。")
    algs: tuple[Alg, ...] = ("ed25519", "sm2-sm3")
    return [
        msgspec.structs.replace(key, require=tuple(alg for alg in algs if alg == key.alg or alg in require))
        if key in found
        else key
        for key in keys
    ]


def _newest(keys: Sequence[KeyPolicy], device: Device) -> list[KeyPolicy]:
    """Give the keys of a device that count, or that counted last: where it was ended too early, they may be moved."""
    last = next((key for key in reversed(keys) if (key.office, key.device) == device), None)
    if last is None or not last.ended:
        return _current(keys, device)
    place = (last.epoch, last.from_seq, last.until_seq)
    same = [key for key in keys if (key.epoch, key.from_seq, key.until_seq) == place]
    return [key for key in same if (key.office, key.device) == device]
