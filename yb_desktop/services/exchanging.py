"""Exchange (交换), in one place for the window, the command line and the demo.

Keys and trust in ``keys_care``, export in ``sending``, verify in ``looking``, preview in ``previewing``, take in and
receipts in ``taking``, its undoing in ``undoing``; here is what they offer.
"""

from __future__ import annotations

from yb_desktop.services.exchange.armouring import is_armoured
from yb_desktop.services.exchange.device_keys import DeviceKeys, has_device_key, make_device_key, open_device_key
from yb_desktop.services.exchange.forking import TwoHistories, open_forks
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
from yb_desktop.services.exchange.undo_plan import Undoing, UndoLine, UndoPlan
from yb_desktop.services.exchange.undoing import Undone, undo, undo_preview

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
    "TwoHistories",
    "UndoLine",
    "UndoPlan",
    "Undoing",
    "Undone",
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
    "open_forks",
    "outline",
    "preview",
    "root_key",
    "sign_draft",
    "superior",
    "take_in",
    "undo",
    "undo_preview",
    "verify_bundle",
]
