"""Further pictures of the visits: the checklist on site, and the signatures."""

from __future__ import annotations

from yb_desktop.services.views.visits import open_visits, visit_view
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.visits.page import NAME, VisitsScreen
from yb_desktop.ui.subjects import Scenes


def scenes(context: Context, screen: Screen) -> Scenes:
    """Give the scenes by name."""
    visits = open_visits(context.desk)
    if not isinstance(screen, VisitsScreen) or not visits:
        return {}
    case = visits[0].case

    def on_site() -> None:
        context.navigator.go(NAME, case)

    def signing() -> None:
        screen.sign(visit_view(context.desk, case))

    return {"on-site": on_site, "signing": signing}
