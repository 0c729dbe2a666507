"""Where a row of oversight leads: the screen of the matter it rests on."""

from __future__ import annotations

from yb_desktop.ui.context import Context

_SCREENS = {"case": "applications", "agr": "agreements", "audit": "breaches", "inst": "institutions"}


def go_to(context: Context, entity: str, institution: str) -> None:
    """Open a matter; where it has no screen of its own, its institution."""
    screen = _SCREENS.get(entity.partition("-")[0])
    if screen is not None:
        context.navigator.go(screen, entity)
    elif institution:
        context.navigator.go("institutions", institution)
