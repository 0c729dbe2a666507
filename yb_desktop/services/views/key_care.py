"""Key care (密钥) as the screen shows it: which keys this device has and where, what the trust list asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from yb_desktop.base.errors import Refused
from yb_desktop.base.signing import fingerprint, key_id
from yb_desktop.domain.vocabulary import Level
from yb_desktop.exchange import sm2
from yb_desktop.exchange.keys import public_key_in
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import armour_asked
from yb_desktop.services.exchange.device_keys import (
    AGE_KEY,
    DEVICE_KEY,
    NEXT,
    SM2_KEY,
    asked_of,
    has_device_key,
    key_file,
)
from yb_desktop.services.exchange.envelopes import check_fits
from yb_desktop.services.exchange.keys_care import superior
from yb_desktop.services.exchange.sent_again import outrun
from yb_desktop.store import exchange_state
from yb_desktop.store.reading import Reader


class Remedy(Enum):
    """What mends that a device may not sign: the value is what its button says."""

    NONE = ""
    ENROL = "制作登记申请…"
    TRUST = "接收信任名单…"
    RENUMBER = "换新编号重新登记…"


_ALGORITHMS = {"ed25519": "Ed25519", "sm2-sm3": "国密SM2"}
_ARMOUR = {"age": "加密传送（age）", "sm": "加密传送（国密SM2、SM4）"}


@dataclass(frozen=True, slots=True)
class KeyCare:
    """The device's keys and the trust list. Fingerprints in groups of four, empty where there is none.

    ``sm2_can`` says whether this computer has SM2 at all, ``opens`` whether there is a key that opens what is sealed to
    this device; ``changing`` is the fingerprint of the key that is to take the place of this one; ``signs`` and
    ``armour`` say in words what the list asks for. ``problem`` says what keeps this device from signing bundles, and
    ``remedy`` what mends it; ``makes_lists`` whether this office makes the trust list. ``epoch`` counts how often the
    device was enrolled; it is ``owed`` while a new one has not been listed.
    """

    file: Path
    fingerprint: str
    sm2: str
    sm2_can: bool
    opens: bool
    trust_version: int
    trust_keys: int
    root: str
    enrolled: bool
    signs: str
    armour: str
    problem: str
    remedy: Remedy
    epoch: int
    owed: bool
    changing: str = ""
    makes_lists: bool = False


def key_care(desk: Desk, reader: Reader, trust: TrustList | None) -> KeyCare:
    """Give the state of keys and trust."""
    public = public_key_in(key_file(desk)) if has_device_key(desk) else None
    accepted = exchange_state.newest_trust(reader)
    policy = trust.policy(key_id(public)) if trust is not None and public is not None else None
    enrolled = policy is not None and policy.epoch == desk.info.epoch
    second, following = key_file(desk, SM2_KEY), key_file(desk, f"{NEXT}/{DEVICE_KEY}")
    mine = trust.keys_of(desk.info.office, desk.info.device) if trust is not None else ()
    worn = armour_asked(desk, trust) if trust is not None else None
    owed = desk.store.epoch_owed() is not None
    problem, remedy = _problem(public, trust, enrolled=enrolled, owed=owed)
    if trust is not None and not problem:
        problem, remedy = _stuck(desk, reader, trust)
    return KeyCare(
        file=key_file(desk),
        fingerprint=fingerprint(public) if public is not None else "",
        sm2=fingerprint(public_key_in(second)) if second.exists() else "",
        sm2_can=sm2.available(),
        opens=key_file(desk, AGE_KEY).exists(),
        trust_version=trust.version if trust is not None else 0,
        trust_keys=len(trust.content.keys) if trust is not None else 0,
        root=_grouped(accepted.root_fingerprint) if accepted else "",
        enrolled=enrolled,
        signs="、".join(_ALGORITHMS[alg] for alg in sorted(asked_of(mine))),
        armour=_ARMOUR[worn] if worn else "",
        makes_lists=desk.info.level in {Level.PREFECTURE, Level.PROVINCE} and not desk.info.laptop,
        changing=fingerprint(public_key_in(following)) if following.exists() else "",
        problem=problem,
        remedy=remedy,
        epoch=desk.info.epoch,
        owed=owed,
    )


def _problem(public: bytes | None, trust: TrustList | None, *, enrolled: bool, owed: bool) -> tuple[str, Remedy]:
    if public is None and owed:
        text = (
            "本机的数据是从备份恢复的，密钥不在备份里，须重新登记后才能签发数据包。"
            "请制作登记申请（同时生成新的密钥），连同盖章的密钥登记表报上级，并接收新的信任名单。"
        )
        return text, Remedy.ENROL
    if public is None:
        return "本机还没有密钥。请制作登记申请，连同盖章的密钥登记表报上级。", Remedy.ENROL
    if trust is None:
        return "本机还没有信任名单。请接收上级发来的信任名单，并输入盖章文件上的根指纹。", Remedy.TRUST
    if owed:
        text = "本机恢复过备份或换过新编号，须重新登记后才能签发数据包。请制作登记申请报上级，并接收新的信任名单。"
        return text, Remedy.ENROL
    if not enrolled:
        return "本机的密钥还没有登入信任名单。请报送登记申请，并接收新的信任名单。", Remedy.ENROL
    return "", Remedy.NONE


def _stuck(desk: Desk, reader: Reader, trust: TrustList) -> tuple[str, Remedy]:
    """Say what others would not take of this device as it is enrolled now."""
    try:
        check_fits(reader, superior(desk))
    except Refused as problem:
        return problem.text, Remedy.RENUMBER
    stuck = outrun(desk, reader, trust)
    if not stuck:
        return "", Remedy.NONE
    text = (
        f"{len(stuck)}个数据包是用换下的密钥签发的，超过了信任名单认可的范围，对方不会接收。"
        "请换新编号重新登记本机，再导出：对方没有收到的都会重新发出，记录不会丢失。"
    )
    return text, Remedy.RENUMBER


def _grouped(digits: str) -> str:
    plain = "".join(digits.split())
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
