"""What ``shots`` takes besides the list: an agreement's page, the draft, the print, the signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.services.views.agreements import agreement_view
from yb_desktop.store import lists
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.agreements.acting import open_offer
from yb_desktop.ui.screens.agreements.drafting import open_draft
from yb_desktop.ui.screens.agreements.page import SCANS


def scenes(context: Context, screen: Screen) -> Mapping[str, Callable[[], None]]:
    """Give the pictures worth taking, by name."""

    def shown(state: AgreementState) -> str:
        with context.desk.store.read() as reader:
            return next((row.id for row in lists.agreements(reader, state=state).rows), "")

    def page() -> None:
        with context.desk.store.read() as reader:
            rows = lists.agreements(reader, state=AgreementState.IN_FORCE).rows
        screen.open(rows[-1].id if rows else "")

    def act(state: AgreementState, action: str) -> None:
        found = shown(state)
        screen.open(found)
        open_offer(context, agreement_view(context.desk, found), action, screen.widget())

    def draft() -> None:
        with context.desk.store.read() as reader:
            cases = lists.applications(reader, state=CaseState.SIGNING).rows
        case = cases[0].id if cases else agreement_view(context.desk, shown(AgreementState.IN_FORCE)).case
        open_draft(context, case, screen.widget())

    return {
        "page": page,
        "scans": lambda: screen.open(SCANS),
        "draft": draft,
        "print": lambda: act(AgreementState.IN_FORCE, "agreements.print"),
        "file": lambda: act(AgreementState.IN_FORCE, "agreements.file"),
        "sign": lambda: act(AgreementState.IN_FORCE, "agreements.sign"),
    }
