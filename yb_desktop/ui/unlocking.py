"""Opening the key of this device: the passphrase is asked for once, through the one door, and then not again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from yb_desktop.base.signing import Signer
from yb_desktop.ui.context import Context


def with_key(context: Context, why: str, then: Callable[[Signer], None], owner: QObject) -> None:
    """Give ``then`` the opened key; ``why`` says in a sentence what it is needed for. Given up, nothing happens."""
    desk, ring = context.desk, context.keys
    held = ring.signer(desk)
    if held is not None:
        then(held)
        return
    passphrase = context.ask.secret("请输入本机密钥口令", detail=why)
    if passphrase is not None:
        context.tasks.run(lambda: ring.open(desk, passphrase), then, title="打开密钥", owner=owner)
