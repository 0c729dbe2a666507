"""What ``shots`` takes besides the list: a matter under way, one decided with its measures, the forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from yb_desktop.services.views.breaches import AuditFilter, audit_list
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.breaches.page import BreachesScreen


def scenes(context: Context, screen: Screen) -> Mapping[str, Callable[[], None]]:
    """Give the pictures worth taking, by name."""
    if not isinstance(screen, BreachesScreen):
        return {}
    rows = audit_list(context.desk, AuditFilter()).rows
    made: dict[str, Callable[[], None]] = {"new": screen.begin}
    for row in rows:
        made.setdefault(row.stage.value, partial(screen.open, row.id))
    return made
