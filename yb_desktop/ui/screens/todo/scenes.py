"""Further pictures of the to-do screen: decisions to release, and three groups of duties."""

from __future__ import annotations

from functools import partial

from yb_desktop.domain.duties import DutyKind
from yb_desktop.services.views.office_todo import GROUPS
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.todo.page import RELEASES, TodoScreen
from yb_desktop.ui.subjects import Scenes


def scenes(_context: Context, screen: Screen) -> Scenes:
    """Give the scenes by name."""
    if not isinstance(screen, TodoScreen):
        return {}
    places = {kind: RELEASES + 1 + at for at, kind in enumerate(GROUPS)}
    shown = (DutyKind.OWED, DutyKind.COMMITMENT, DutyKind.PAPER)
    pages = {kind.value: partial(screen.show_page, places[kind]) for kind in shown}
    return {"releases": partial(screen.show_page, RELEASES), **pages}
