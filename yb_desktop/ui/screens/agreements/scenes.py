"""What ``shots`` takes besides the list: an agreement's page, the draft, the print, the signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.services.views.agreements import agreement_view
from yb_desktop.services.views.renewal_rounds import rounds
from yb_desktop.store import lists
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.agreements.acting import open_offer
from yb_desktop.ui.screens.agreements.drafting import open_draft
from yb_desktop.ui.screens.agreements.page import SCANS, AgreementsScreen


def scenes(context: Context, screen: Screen) -> Mapping[str, Callable[[], None]]:
    """Give the pictures worth taking, by name."""
    if not isinstance(screen, AgreementsScreen):
        return {}
    made = _Scenes(context, screen)
    return {
        "page": made.page,
        "changes": partial(made.tab, "金碧镇百姓缘大药房", 1),
        "renewal": partial(made.tab, "赵家店镇仁和诊所", 2),
        "suspended": partial(made.tab, "石羊镇文庙诊所", 3),
        "work": partial(made.tab, "金碧镇百姓缘大药房", 4),
        "audits": partial(made.tab, "金碧镇妙峰社区卫生服务站", 5),
        "round": made.round,
        "scans": partial(screen.open, SCANS),
        "draft": made.draft,
        "print": partial(made.act, "agreements.print"),
        "file": partial(made.act, "agreements.file"),
        "sign": partial(made.act, "agreements.sign"),
        "terminate": partial(made.act, "changes.terminate"),
    }


class _Scenes:
    def __init__(self, context: Context, screen: AgreementsScreen) -> None:
        self._context = context
        self._screen = screen

    def page(self) -> None:
        """Show the page of the agreement that ends last."""
        self._screen.open(self._in_force()[-1])

    def tab(self, name: str, number: int) -> None:
        """Show a tab of an institution's agreement."""
        with self._context.desk.store.read() as reader:
            found = lists.agreements(reader, find=name).rows
        if found:
            self._screen.open(found[0].id)
            self._context.read(lambda _desk: number, self._turn, owner=self._screen)

    def round(self) -> None:
        """Show the newest renewal round."""
        found = rounds(self._context.desk)
        self._screen.open(found[0].id if found else "")

    def draft(self) -> None:
        """Show the form of a draft."""
        with self._context.desk.store.read() as reader:
            cases = lists.applications(reader, state=CaseState.SIGNING).rows
        case = cases[0].id if cases else agreement_view(self._context.desk, self._in_force()[0]).case
        open_draft(self._context, case, self._screen)

    def act(self, action: str) -> None:
        """Show the form of an action above its agreement."""
        found = self._in_force()[0]
        self._screen.open(found)
        open_offer(self._context, agreement_view(self._context.desk, found), action, self._screen)

    def _in_force(self) -> list[str]:
        with self._context.desk.store.read() as reader:
            return [row.id for row in lists.agreements(reader, state=AgreementState.IN_FORCE).rows]

    def _turn(self, number: int) -> None:
        if self._screen.page.tabs is not None:
            self._screen.page.tabs.setCurrentIndex(number)
