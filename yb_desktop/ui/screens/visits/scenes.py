"""Further pictures of the visits: the checklist on site, the signatures, and the inspectors side by side."""

from __future__ import annotations

from yb_desktop.base.canon import Json
from yb_desktop.services.registry import run
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

    def comparing() -> None:
        _answer(context, case)
        screen.list.compare.click()

    return {"on-site": on_site, "signing": signing, "comparing": comparing}


def _answer(context: Context, case: str) -> None:
    """Let every inspector answer the first items; one sees the third otherwise."""
    view = visit_view(context.desk, case)
    for at, item in enumerate(view.items[:6]):
        for number, inspector in enumerate(view.team):
            answer = "no" if (at, number) == (2, 1) else "yes"
            params: dict[str, Json] = {"case": case, "item": item.id, "answer": answer, "inspector": inspector}
            run(context.desk, "evaluation.answer_item", on=context.today, params=params)
