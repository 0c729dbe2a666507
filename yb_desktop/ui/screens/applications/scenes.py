"""Further pictures of the applications: a case at each kind of step, what is in the way, receiving at the counter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.services.views.applications import CaseFilter, Scope, case_view, find_applicants, list_cases
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.applications.page import NAME, ApplicationsScreen
from yb_desktop.ui.subjects import Scenes

_WORTH_A_PICTURE = (
    CaseState.RECEIVED,
    CaseState.SUPPLEMENT,
    CaseState.EVALUATING,
    CaseState.PUBLICITY,
    CaseState.UNQUALIFIED,
)


def scenes(context: Context, screen: Screen) -> Scenes:
    """Give the scenes by name."""
    if not isinstance(screen, ApplicationsScreen):
        return {}
    rows = list_cases(context.desk, CaseFilter(Scope.ALL), offset=0, limit=100).rows
    newest = {row.state: row.id for row in reversed(rows)}

    def page(case: str) -> None:
        context.navigator.go(NAME, case)

    def receive() -> None:
        screen.receive()

    def counter() -> None:
        free = next(one for one in find_applicants(context.desk, "") if not one.busy)
        screen.receive(free.id)

    found: dict[str, Callable[[], None]] = {
        state.value: partial(page, newest[state]) for state in _WORTH_A_PICTURE if state in newest
    }
    pending = next((row.id for row in rows if row.pending), None)
    if pending is not None:
        found["pending"] = partial(page, pending)
    if CaseState.RECEIVED in newest:
        found["in-the-way"] = partial(_choose, context, screen, newest[CaseState.RECEIVED], "applications.accept")
        found["void"] = partial(_choose, context, screen, newest[CaseState.EVALUATING], "cases.void_step")
        found["hand-on"] = partial(_choose, context, screen, newest[CaseState.RECEIVED], "oversight.reassign_case")
    return {**found, "receive": receive, "counter": counter}


def _choose(context: Context, screen: ApplicationsScreen, case: str, action: str) -> None:
    """Show a case with an action of its menu chosen."""
    context.navigator.go(NAME, case)
    screen.case.show_view(case_view(context.desk, case))
    screen.case.choose(action)
