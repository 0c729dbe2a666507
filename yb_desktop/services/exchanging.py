"""Exchange (交换), in one place for the window, the command line and the demo.

Keys and trust in ``keys_care``, export in ``sending``, verify in ``looking``, preview in ``previewing``, take in and
receipts in ``taking``; here is what they offer, and the taking back of a take-in.
"""

from __future__ import annotations

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import is_armoured
from yb_desktop.services.exchange.device_keys import DeviceKeys, has_device_key, make_device_key, open_device_key
from yb_desktop.services.exchange.incoming import NotTaken
from yb_desktop.services.exchange.keys_care import (
    Enrolment,
    SignedDraft,
    accept_trust,
    current_trust,
    enrol,
    has_trust,
    make_root_key,
    make_trust,
    root_key,
    sign_draft,
    superior,
)
from yb_desktop.services.exchange.looking import Verification, needs_signature, outline, verify_bundle
from yb_desktop.services.exchange.previewing import Effect, Preview, preview
from yb_desktop.services.exchange.sending import Exported, ExportedBundle, Profile, export
from yb_desktop.services.exchange.taking import TakenIn, take_in
from yb_desktop.services.exchange.trust_changes import TrustChanges
from yb_desktop.store.exchange_state import received

__all__ = [
    "DeviceKeys",
    "Effect",
    "Enrolment",
    "Exported",
    "ExportedBundle",
    "NotTaken",
    "Preview",
    "Profile",
    "SignedDraft",
    "TakenIn",
    "TrustChanges",
    "Verification",
    "accept_trust",
    "current_trust",
    "enrol",
    "export",
    "has_device_key",
    "has_trust",
    "is_armoured",
    "make_device_key",
    "make_root_key",
    "make_trust",
    "needs_signature",
    "open_device_key",
    "outline",
    "preview",
    "root_key",
    "sign_draft",
    "superior",
    "take_in",
    "undo",
    "verify_bundle",
]


def undo(desk: Desk, bundle: str) -> None:
    """Refuse to take a take-in back: its receipt may be on its way, and corrections are records of their own.

    Raises ``BadInput`` (``not-found``) for a bundle that was never taken in, ``NotAllowed`` otherwise.
    """
    with desk.store.read() as reader:
        found = next((one for one in received(reader) if bundle in (one.bundle, one.sha256)), None)
    if found is None:
        raise BadInput("not-found", f"没有接收过数据包“{bundle}”，请检查编号。")
    text = (
        f"数据包{found.bundle}已入库并签发了回执，本版本还不能撤销接收。"
        "有误的记录请由对方更正后重新导出；确需回到接收前的，请用接收前的备份恢复。"
    )
    raise NotAllowed.by("undo", text)
