"""What an action that only looks gives back: lines to be shown, frozen and typed, of ledgers, figures, moved clocks."""

from __future__ import annotations

import msgspec


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One line; its field names are the columns of ``--json``."""
