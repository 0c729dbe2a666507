"""Names of divisions for screens; one the program does not know shows its code and never breaks a list."""

from __future__ import annotations

from yb_desktop.base.errors import BadInput
from yb_desktop.law.areas import Areas


def place_name(areas: Areas, code: str) -> str:
    """Give the name of a division, its code where it is in no table (a township founded since)."""
    try:
        return areas.get(code).name
    except BadInput:
        return code
