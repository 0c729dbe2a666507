"""The key of this device, opened by its passphrase once and kept in memory while the same person works.

Rule kept here: the key is given to the person who opened it and to nobody else; it is never written anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a ring is made before the first paint, and what opens keys is slow to import
    from yb_desktop.base.signing import Signer
    from yb_desktop.services.desk import Desk


class KeyRing:
    """Holds at most one opened key."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        self._held: tuple[str, Signer] | None = None

    def signer(self, desk: Desk) -> Signer | None:
        """Give the key that this person opened, ``None`` before."""
        return self._held[1] if self._held is not None and self._held[0] == desk.actor else None

    def open(self, desk: Desk, passphrase: str) -> Signer:
        """Open the device's key for this person. Raises ``BadInput`` (``no-key``, ``passphrase``)."""
        from yb_desktop.services.exchange.device_keys import open_device_key

        signer = open_device_key(desk, passphrase)
        self._held = (desk.actor, signer)
        return signer

    def forget(self) -> None:
        """Let the key go."""
        self._held = None
